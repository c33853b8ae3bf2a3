//! The manifest as JSON. Words are 32 bytes, big-endian, in hexadecimal.

use std::collections::BTreeMap;
use std::fmt;

use alloy_primitives::hex;
use bn254_bls::{ProofKind, ProofOfPossession};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Manifest, ManifestKey, Sha256, Writer};
use crate::{StreamError, word_to_text};

pub(super) fn to_text(manifest: &Manifest) -> String {
    let write = || {
        let count = u32::try_from(manifest.keys.len()).expect("each key has an index of 32 bits of its own");
        let mut writer = Writer::new(&manifest.head, count, Vec::new()).map_err(StreamError::Io)?;
        manifest.keys.iter().try_for_each(|key| writer.push(key))?;
        writer.finish(&manifest.head.files)
    };
    let text = write().expect("a vector takes every byte, and the keys were checked when the manifest was made");
    String::from_utf8(text).expect("JSON is text")
}

/// The file as it is read. [`Writer`] writes the same members in the same order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "formatVersion")]
    _version: u32,
    pub(super) made_by: String,
    pub(super) source: Source,
    pub(super) account_index: u32,
    pub(super) address_index: u32,
    pub(super) count: u32,
    pub(super) publisher_count: u32,
    pub(super) proof: Proof,
    pub(super) encrypted: bool,
    pub(super) keys: Vec<Key>,
    /// SHA-256 in 64 lower-case digits without 0x, as `sha256sum` prints it.
    #[serde(deserialize_with = "names_once")]
    pub(super) files: BTreeMap<String, String>,
}

/// A map in which a name that occurs twice is an error: the second would silently replace the first.
fn names_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Once;
    impl<'de> Visitor<'de> for Once {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("names of files with their digests")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((name, digest)) = entries.next_entry()? {
                if map.insert(name, digest).is_some() {
                    return Err(serde::de::Error::custom("a file is listed twice"));
                }
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(Once)
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Source {
    pub(super) bls_derivation: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) master_fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ikm_fingerprint: Option<String>,
    pub(super) given_attesters: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Proof {
    Registration,
    Feedback,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Key {
    pub(super) index: u32,
    pub(super) attester: String,
    /// The compressed point in G1: x, the top bit set when y is odd.
    pub(super) public_key: String,
    pub(super) path: String,
    pub(super) candidate: u8,
    pub(super) attempts: u32,
    pub(super) square_roots: u32,
    pub(super) gas_estimate: u64,
    pub(super) registration_proof: Point,
    pub(super) feedback_proof: Point,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Point {
    pub(super) x: String,
    pub(super) y: String,
}

/// The file before its version is known, so that a newer one is not called damaged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Version {
    pub(super) format_version: u32,
}

impl From<&super::Source> for Source {
    fn from(source: &super::Source) -> Self {
        let super::Source { bls_derivation, master_fingerprint, ikm_fingerprint, given_attesters } = source.clone();
        Self { bls_derivation, master_fingerprint, ikm_fingerprint, given_attesters }
    }
}

impl From<ProofKind> for Proof {
    fn from(kind: ProofKind) -> Self {
        match kind {
            ProofKind::Registration => Self::Registration,
            ProofKind::Feedback => Self::Feedback,
        }
    }
}

/// The digests as the file has them.
pub(super) fn digests(files: &BTreeMap<String, Sha256>) -> BTreeMap<&str, String> {
    files.iter().map(|(name, digest)| (name.as_str(), hex::encode(digest.0))).collect()
}

impl From<&ManifestKey> for Key {
    fn from(key: &ManifestKey) -> Self {
        Self {
            index: key.index,
            attester: key.attester.to_string(),
            public_key: word_to_text(&key.public_key.to_compressed()),
            path: key.path.clone(),
            candidate: key.candidate,
            attempts: key.attempts,
            square_roots: key.square_roots,
            gas_estimate: key.gas_estimate(),
            registration_proof: Point::from(&key.registration_proof),
            feedback_proof: Point::from(&key.feedback_proof),
        }
    }
}

impl From<&ProofOfPossession> for Point {
    fn from(proof: &ProofOfPossession) -> Self {
        let [x, y] = proof.point().to_words();
        Self { x: word_to_text(&x), y: word_to_text(&y) }
    }
}
