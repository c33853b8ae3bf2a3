//! The manifest of a batch: what was made, so that it can be checked, continued and repeated.
//!
//! It holds nothing secret, no time and no randomness: equal inputs give equal bytes.

mod differences;
mod error;
mod json;
mod key;
mod known_keys;
mod origin;

use std::collections::BTreeMap;

use aztec_key_derivation::{Allocation, BlsDerivation, Index};
use bn254_bls::{ProofKind, gas::PopGasLimit};

use crate::{RegistryCalls, Sha256Digest};

pub use error::{DestinationFault, GasBudgetFault, ManifestError, ManifestKeyFault};
pub use json::has_its_members;
pub use key::ManifestKey;
pub use known_keys::{KnownKeys, SharedKey};
pub use origin::{Fingerprints, Origin};

/// The version of the format that is written. It grows when a reader of the old format could misunderstand the new one.
///
/// Format 1 is read as well. It was written before the rule v6 was released, and its `v6` is the rule with a budget of
/// 225,000 gas ([`BUDGET_OF_FORMAT_1`]). From format 2 on, `v6` is the rule as released, with 270,000: about one key in 3,092
/// has another candidate. A reader of format 1 would take the one for the other, and call keys of a sound batch wrong. Format 2
/// also has a budget that differs from the rule's, the gas limit and the destination.
pub const FORMAT_VERSION: u32 = 2;

/// The budget of the rule v6 in manifests of format 1.
pub const BUDGET_OF_FORMAT_1: u64 = 225_000;

/// The size in bytes up to which a manifest is read: room for 100,000 keys.
pub const MAX_BYTES: usize = 128 << 20;

/// The manifest: what one batch made, and from what.
///
/// A value of this type is consistent: the keys have consecutive indices, as many as the origin allots; no attester or
/// public key occurs twice; every path and digest is one. Whether the keys are what they should be is for
/// `aztec-keystore-batch` to say.
///
/// ```
/// use aztec_batch_manifest::{Manifest, ManifestError, Sha256Digest, names_manifest, record_tag};
///
/// // In a program: std::fs::read_to_string("keystores/public/manifest.json")
/// let text = include_str!("../tests/samples/manifest_of_format_1.json");
/// let manifest = Manifest::read(text)?;
/// let second = &manifest.keys()[1];
/// assert_eq!(second.attester.to_string(), "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
/// assert_eq!(second.path.map(|path| path.to_string()).as_deref(), Some("m/12381/3600/0/0/1"));
/// assert!(second.is_within(manifest.gas_limit()));
/// // Where the batch after this one begins.
/// assert_eq!(manifest.next_index().map(|index| index.get()), Some(2));
///
/// // A ceremony record says of which manifest it is.
/// let digest = Sha256Digest::of(text.as_bytes());
/// assert!(names_manifest(&format!("<head>{}</head>", record_tag(&digest)), &digest));
///
/// // Every member is there once, and means something.
/// let error = Manifest::read(&text.replace("\"count\": 2", "\"count\": 3")).unwrap_err();
/// assert!(matches!(error, ManifestError::Count { count: 3, keys: 2 }));
/// # Ok::<(), ManifestError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    details: ManifestDetails,
    keys: Vec<ManifestKey>,
    /// The digest of every other public file, by its name.
    files: BTreeMap<String, Sha256Digest>,
    /// The format in which it was read, or is written.
    format: u32,
}

/// What a [`Manifest`] says of all its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestDetails {
    /// The program that made the batch, and its version.
    pub made_by: String,
    /// Where the keys come from.
    pub origin: Origin,
    /// Whether the attesters' ETH keys are elsewhere: their addresses were given, or are at a remote signer.
    pub given_attesters: bool,
    /// Which proof stands in the staker output.
    pub proof: ProofKind,
    /// Whether the secret files are encrypted.
    pub encrypted: bool,
    /// What the contract was taken to give to the check of a proof. What is said of the keys is held against it.
    pub gas_limit: PopGasLimit,
    /// Where the calls beside the manifest add the keys; none where there are no calls.
    pub destination: Option<RegistryCalls>,
}

impl Manifest {
    /// Puts a manifest together. It lists no files yet, see [`Manifest::with_files`].
    ///
    /// # Errors
    /// [`ManifestError`] when the keys are not those that the origin allots, or an attester or key occurs twice.
    pub fn new(details: ManifestDetails, keys: Vec<ManifestKey>) -> Result<Self, ManifestError> {
        if let Some(allocation) = details.origin.allocation() {
            let count = allocation.validators().count();
            if usize::try_from(count) != Ok(keys.len()) {
                return Err(ManifestError::Count { count, keys: keys.len() });
            }
        }
        key::check_all(&keys, details.origin.first_index())?;
        Ok(Self { details, keys, files: BTreeMap::new(), format: FORMAT_VERSION })
    }

    /// The same manifest with the digests of the public files beside it, by their names.
    ///
    /// # Errors
    /// [`ManifestError::File`] when a name is not one of a file in the same directory.
    pub fn with_files(self, files: BTreeMap<String, Sha256Digest>) -> Result<Self, ManifestError> {
        files.keys().try_for_each(|name| error::check_file_name(name))?;
        Ok(Self { files, ..self })
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ManifestError`], which names the key (its position, from 0) and the field.
    pub fn read(text: &str) -> Result<Self, ManifestError> {
        json::read(text)
    }

    /// The format in which it was read: [`FORMAT_VERSION`], or an earlier one.
    #[must_use]
    pub fn format_version(&self) -> u32 {
        self.format
    }

    /// The file: two spaces a level, and a line feed at the end. Whatever it was read from, it is written in the format
    /// [`FORMAT_VERSION`].
    #[must_use]
    pub fn to_json(&self) -> String {
        json::to_text(self)
    }

    /// What it says of all its keys.
    #[must_use]
    pub fn details(&self) -> &ManifestDetails {
        &self.details
    }

    /// Where the keys come from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.details.origin
    }

    /// How the BLS keys were derived; none where they were imported. The path of each is with the key.
    #[must_use]
    pub fn derivation(&self) -> Option<BlsDerivation> {
        self.origin().allocation().map(Allocation::derivation)
    }

    /// Which proof stands in the staker output.
    #[must_use]
    pub fn proof(&self) -> ProofKind {
        self.details.proof
    }

    /// Whether the secret files are encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.details.encrypted
    }

    /// Whether the attesters' ETH keys are elsewhere.
    #[must_use]
    pub fn given_attesters(&self) -> bool {
        self.details.given_attesters
    }

    /// What the contract was taken to give to the check of a proof.
    #[must_use]
    pub fn gas_limit(&self) -> PopGasLimit {
        self.details.gas_limit
    }

    /// The highest gas estimate among the keys.
    #[must_use]
    pub fn highest_gas_estimate(&self) -> u64 {
        self.keys().iter().map(ManifestKey::gas_estimate).max().unwrap_or_default()
    }

    /// Where the calls beside the manifest add the keys.
    #[must_use]
    pub fn destination(&self) -> Option<RegistryCalls> {
        self.details.destination
    }

    /// The keys, in the order of their indices.
    #[must_use]
    pub fn keys(&self) -> &[ManifestKey] {
        &self.keys
    }

    /// The keys that are not candidate 0 of their rule: the proof of each candidate before would have cost too much.
    pub fn later_candidates(&self) -> impl Iterator<Item = &ManifestKey> {
        self.keys.iter().filter(|key| key.candidate() > 0)
    }

    /// The digest of every other public file, by its name. The ceremony record is not among them: it shows the digest
    /// of the manifest.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, Sha256Digest> {
        &self.files
    }

    /// The first index that a batch after this one may use: after the validators and their publishers.
    ///
    /// None when it would be 2^31 or more, where BIP-32's ordinary indices end, and where the keys were imported.
    #[must_use]
    pub fn next_index(&self) -> Option<Index> {
        self.origin().allocation()?.next_index().ok()
    }

    /// The first key that both batches have, or that has the same attester in both.
    #[must_use]
    pub fn shared_key(&self, other: &Self) -> Option<SharedKey> {
        let known = KnownKeys::of(other);
        self.keys
            .iter()
            .find_map(|key| Some(SharedKey { attester: key.attester, index: key.index, other_index: known.find(key)? }))
    }
}
