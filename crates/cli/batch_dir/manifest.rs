//! `public/manifest.json`: what was made, so that it can be checked, continued and repeated.

use std::collections::BTreeMap;

use bn254_bls::{Identity, ProofOfPossession};
use key_derivation::{BlsKey, BlsRule};
use serde::{Deserialize, Serialize};
use staking_registry::word_to_text;

use crate::cli::Proof;

/// Grows when a reader of the old format could misunderstand the new one.
pub(crate) const FORMAT_VERSION: u32 = 1;

/// The manifest. It holds nothing secret, no time and no randomness: equal inputs give equal bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format_version: u32,
    /// `keygen` and its version.
    pub(crate) made_by: String,
    pub(crate) source: Source,
    /// The keys are those of `addressIndex` and the `count - 1` indices after it.
    pub(crate) account_index: u32,
    pub(crate) address_index: u32,
    pub(crate) count: u32,
    /// How many publisher keys of its own each validator has; their indices come after the validators'.
    pub(crate) publisher_count: u32,
    /// Which proof `proofOfPossession` holds in the staker output.
    pub(crate) proof: Proof,
    /// Whether the secret files are encrypted.
    pub(crate) encrypted: bool,
    pub(crate) keys: Vec<ManifestKey>,
    /// SHA-256 of every other public file, by its name.
    pub(crate) files: BTreeMap<String, String>,
}

/// What the keys were derived from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Source {
    /// The rule from seed to BLS key: `v6`, `v5` or `v2.1.4`.
    pub(crate) bls_derivation: String,
    /// The BIP-32 fingerprint of the mnemonic's master key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) master_fingerprint: Option<String>,
    /// The fingerprint of raw key material, where the BLS keys come from that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ikm_fingerprint: Option<String>,
    /// Whether the attesters were given, so that no ETH keys were made.
    pub(crate) given_attesters: bool,
}

/// What is public about one key. Words are 32 bytes, big-endian, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ManifestKey {
    pub(crate) index: u32,
    pub(crate) attester: String,
    /// The compressed point in G1: x, the top bit set when y is odd.
    pub(crate) public_key: String,
    pub(crate) path: String,
    pub(crate) candidate: u8,
    pub(crate) attempts: u32,
    pub(crate) square_roots: u32,
    pub(crate) gas_estimate: u64,
    pub(crate) registration_proof: Point,
    pub(crate) feedback_proof: Point,
}

/// A point in G1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Point {
    pub(crate) x: String,
    pub(crate) y: String,
}

impl From<&ProofOfPossession> for Point {
    fn from(proof: &ProofOfPossession) -> Self {
        let [x, y] = proof.point().to_words();
        Self { x: word_to_text(&x), y: word_to_text(&y) }
    }
}

impl ManifestKey {
    pub(crate) fn new(attester: String, key: &BlsKey) -> Self {
        let Identity { public_key, digest, registration, feedback } = &key.identity;
        Self {
            index: key.index.get(),
            attester,
            public_key: word_to_text(&public_key.g1.to_compressed()),
            path: key.path.to_string(),
            candidate: key.path.candidate(),
            attempts: digest.attempts,
            square_roots: digest.sqrt_calls,
            gas_estimate: digest.gas(),
            registration_proof: registration.into(),
            feedback_proof: feedback.into(),
        }
    }
}

impl Manifest {
    pub(crate) fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("strings, numbers and lists always are JSON");
        text.push('\n');
        text
    }

    pub(crate) fn read(text: &str) -> Result<Self, ManifestError> {
        let manifest: Self = serde_json::from_str(text).map_err(ManifestError::Format)?;
        if manifest.format_version != FORMAT_VERSION {
            return Err(ManifestError::Version { found: manifest.format_version });
        }
        if manifest.source.bls_derivation.parse::<BlsRule>().is_err() {
            return Err(ManifestError::Rule);
        }
        if usize::try_from(manifest.count) != Ok(manifest.keys.len()) {
            return Err(ManifestError::Count { count: manifest.count, keys: manifest.keys.len() });
        }
        Ok(manifest)
    }
}

/// Why a text is not a manifest.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManifestError {
    /// Not JSON, or not with these fields.
    #[error("this is not a manifest of keygen ({0}); restore the file from a copy")]
    Format(serde_json::Error),
    /// Written by another version.
    #[error(
        "the manifest has format {found}, this version reads {FORMAT_VERSION}; use the version of keygen that wrote it"
    )]
    Version { found: u32 },
    /// A rule that this version does not know.
    #[error(
        "the manifest names a BLS derivation that this version does not know; use the version of keygen that wrote it"
    )]
    Rule,
    /// The list of keys is not as long as it says.
    #[error("the manifest counts {count} keys and lists {keys}; restore the file from a copy")]
    Count { count: u32, keys: usize },
}
