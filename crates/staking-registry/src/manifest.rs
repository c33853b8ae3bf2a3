//! The manifest of a batch: what was made, so that it can be checked, continued and repeated.
//!
//! It holds nothing secret, no time and no randomness: equal inputs give equal bytes.

mod listed;
mod read;
mod shape;
mod stream;

use std::collections::BTreeMap;

use bn254_bls::{G1Point, Identity, ProofKind, ProofOfPossession, gas};

use crate::NonZeroAddress;
use listed::Listed;

pub use listed::Known;
pub use read::{KeyFault, MAX_BYTES, ManifestError};
pub use stream::{Keys, Writer, read_head};

/// The version of the format. It grows when a reader of the old format could misunderstand the new one.
pub const FORMAT_VERSION: u32 = 1;

/// What one batch made.
///
/// The keys have consecutive indices, and no attester or public key occurs twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    head: ManifestHead,
    keys: Vec<ManifestKey>,
}

/// All that a [`Manifest`] says beside its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestHead {
    /// The program and its version.
    pub made_by: String,
    /// What the keys were derived from.
    pub source: Source,
    /// The account in the derivation paths.
    pub account_index: u32,
    /// The index of the first key; the others follow it.
    pub address_index: u32,
    /// How many publisher keys of its own each validator has; their indices come after the validators'.
    pub publisher_count: u32,
    /// Which proof stands in the staker output.
    pub proof: ProofKind,
    /// Whether the secret files are encrypted.
    pub encrypted: bool,
    /// The digest of every other public file, by its name.
    pub files: BTreeMap<String, Sha256>,
}

impl ManifestHead {
    /// [`Manifest::next_index`] of a batch with this head and so many keys.
    #[must_use]
    pub fn next_index(&self, keys: u64) -> Option<u32> {
        if self.source.is_imported() {
            return None;
        }
        let used = keys.checked_mul(1 + u64::from(self.publisher_count))?;
        let next = u64::from(self.address_index).checked_add(used)?;
        u32::try_from(next).ok().filter(|next| *next < 1 << 31)
    }
}

/// What the keys of a batch were derived from.
///
/// Not whether a mnemonic was made with the batch: whoever makes it again, from the same words, makes the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of the rule from seed to BLS key: `v6`, `v5` or `v2.1.4`; or [`IMPORTED`].
    pub bls_derivation: String,
    /// The BIP-32 fingerprint of the mnemonic's master key.
    pub master_fingerprint: Option<String>,
    /// The fingerprint of raw key material, where the BLS keys come from that.
    pub ikm_fingerprint: Option<String>,
    /// Whether the attesters were given, so that no ETH keys were made.
    pub given_attesters: bool,
}

/// In the place of a rule, for keys that were made elsewhere: nothing is known of them but the secrets. Their indices count
/// from 0, and their paths are empty.
pub const IMPORTED: &str = "imported";

impl Source {
    /// The source of a batch whose keys were made elsewhere.
    #[must_use]
    pub fn imported(given_attesters: bool) -> Self {
        Self { bls_derivation: IMPORTED.to_owned(), master_fingerprint: None, ikm_fingerprint: None, given_attesters }
    }

    /// Whether the keys were made elsewhere, so that nothing derives them.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.bls_derivation == IMPORTED
    }
}

/// The SHA-256 of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256(pub [u8; 32]);

/// What is public about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestKey {
    /// The address index in the derivation paths.
    pub index: u32,
    /// The attester that the key is for.
    pub attester: NonZeroAddress,
    /// The public key in G1.
    pub public_key: G1Point,
    /// The derivation path of the BLS key.
    pub path: String,
    /// Which candidate of the rule was taken, from 0.
    pub candidate: u8,
    /// How many attempts hashing pk1 to a point takes.
    pub attempts: u32,
    /// How many of them take a square root.
    pub square_roots: u32,
    /// The proof that the contract accepts.
    pub registration_proof: ProofOfPossession,
    /// The proof over the word "feedback".
    pub feedback_proof: ProofOfPossession,
}

impl ManifestKey {
    /// What a manifest says of a key with this path and candidate.
    #[must_use]
    pub fn new(index: u32, attester: NonZeroAddress, path: String, candidate: u8, identity: &Identity) -> Self {
        let Identity { public_key, digest, registration, feedback } = *identity;
        Self {
            index,
            attester,
            public_key: public_key.g1,
            path,
            candidate,
            attempts: digest.attempts,
            square_roots: digest.sqrt_calls,
            registration_proof: registration,
            feedback_proof: feedback,
        }
    }

    /// The estimate of the gas that the contract's check of the proof needs.
    #[must_use]
    pub fn gas_estimate(&self) -> u64 {
        gas::pop_gas(self.attempts, self.square_roots)
    }
}

impl Manifest {
    /// Puts a manifest together.
    ///
    /// # Errors
    /// [`ManifestError`] when the indices have a gap, or an attester or key occurs twice.
    pub fn new(head: ManifestHead, keys: Vec<ManifestKey>) -> Result<Self, ManifestError> {
        let mut listed = Listed::from(head.address_index);
        keys.iter().try_for_each(|key| listed.take(key))?;
        Ok(Self { head, keys })
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ManifestError`], which names the key (its position, from 0) and the field.
    pub fn read(text: &str) -> Result<Self, ManifestError> {
        read::read(text)
    }

    /// The file: two spaces a level, and a line feed at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        shape::to_text(self)
    }

    /// All that the manifest says beside its keys.
    #[must_use]
    pub fn head(&self) -> &ManifestHead {
        &self.head
    }

    /// The program that made the batch, and its version.
    #[must_use]
    pub fn made_by(&self) -> &str {
        &self.head.made_by
    }

    /// What the keys were derived from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.head.source
    }

    /// The account in the derivation paths.
    #[must_use]
    pub fn account_index(&self) -> u32 {
        self.head.account_index
    }

    /// The index of the first key.
    #[must_use]
    pub fn address_index(&self) -> u32 {
        self.head.address_index
    }

    /// How many publisher keys of its own each validator has.
    #[must_use]
    pub fn publisher_count(&self) -> u32 {
        self.head.publisher_count
    }

    /// Which proof stands in the staker output.
    #[must_use]
    pub fn proof(&self) -> ProofKind {
        self.head.proof
    }

    /// Whether the secret files are encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.head.encrypted
    }

    /// The keys, in the order of their indices.
    #[must_use]
    pub fn keys(&self) -> &[ManifestKey] {
        &self.keys
    }

    /// The digest of every other public file, by its name.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, Sha256> {
        &self.head.files
    }

    /// The first index that a batch after this one may use: behind the validators and their publishers.
    ///
    /// None when it would be 2^31 or more, where BIP-32's ordinary indices end, and where the keys were imported.
    #[must_use]
    pub fn next_index(&self) -> Option<u32> {
        self.head.next_index(self.keys.len() as u64)
    }

    /// The first key that both batches have, or that has the same attester in both.
    #[must_use]
    pub fn shared_key(&self, other: &Self) -> Option<SharedKey> {
        let known = Known::of(other);
        self.keys
            .iter()
            .find_map(|key| Some(SharedKey { attester: key.attester, index: key.index, other_index: known.find(key)? }))
    }
}

/// A key that two batches have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedKey {
    /// Its attester in this batch.
    pub attester: NonZeroAddress,
    /// Its index in this batch.
    pub index: u32,
    /// Its index in the other batch.
    pub other_index: u32,
}
