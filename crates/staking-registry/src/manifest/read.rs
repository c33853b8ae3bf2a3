//! Reading a manifest.

use bn254_bls::{G1Point, PointError, ProofKind, ProofOfPossession};
use strict_json::shortened;

use super::shape::{File, Key, Point, Proof, Version};
use super::{FORMAT_VERSION, Manifest, ManifestHead, ManifestKey, Sha256, Source};
use crate::json::explain;
use crate::word::bytes_of;
use crate::{AddressError, NonZeroAddress, WordError, parse_word};

/// The size in bytes up to which a manifest is read: room for 100,000 keys.
pub const MAX_BYTES: usize = 128 << 20;

pub(super) fn read(text: &str) -> Result<Manifest, ManifestError> {
    if text.len() > MAX_BYTES {
        return Err(ManifestError::TooLarge { bytes: text.len() });
    }
    let file = read_file(text)?;
    if usize::try_from(file.count) != Ok(file.keys.len()) {
        return Err(ManifestError::Count { count: file.count, keys: file.keys.len() });
    }
    let keys = file
        .keys
        .iter()
        .enumerate()
        .map(|(position, key)| read_key(key).map_err(|fault| ManifestError::Key { key: position, fault }));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    Manifest::new(head_of(file)?, keys)
}

pub(super) fn read_file(text: &str) -> Result<File, ManifestError> {
    let shape = |error| ManifestError::Shape { reason: explain(&error) };
    let Version { format_version } = serde_json::from_str(text).map_err(shape)?;
    if format_version != FORMAT_VERSION {
        return Err(ManifestError::Version { found: format_version });
    }
    serde_json::from_str(text).map_err(shape)
}

pub(super) fn head_of(file: File) -> Result<ManifestHead, ManifestError> {
    let files = file.files.into_iter().map(|(name, digest)| match read_digest(&name, &digest) {
        Some(digest) => Ok((name, digest)),
        None => Err(ManifestError::File { name: shortened(&name, 40) }),
    });
    let super::shape::Source { bls_derivation, master_fingerprint, ikm_fingerprint, given_attesters } = file.source;
    Ok(ManifestHead {
        made_by: file.made_by,
        source: Source { bls_derivation, master_fingerprint, ikm_fingerprint, given_attesters },
        account_index: file.account_index,
        address_index: file.address_index,
        publisher_count: file.publisher_count,
        proof: match file.proof {
            Proof::Registration => ProofKind::Registration,
            Proof::Feedback => ProofKind::Feedback,
        },
        encrypted: file.encrypted,
        files: files.collect::<Result<_, _>>()?,
    })
}

pub(super) fn read_key(key: &Key) -> Result<ManifestKey, KeyFault> {
    let public_key = parse_word(&key.public_key).map_err(|reason| KeyFault::Word { field: "publicKey", reason })?;
    let public_key = G1Point::from_compressed(&public_key);
    let public_key = public_key.map_err(|reason| KeyFault::Point { field: "publicKey", reason })?;
    let read = ManifestKey {
        index: key.index,
        attester: NonZeroAddress::parse(&key.attester).map_err(KeyFault::Attester)?,
        public_key,
        path: key.path.clone(),
        candidate: key.candidate,
        attempts: key.attempts,
        square_roots: key.square_roots,
        registration_proof: read_proof(&key.registration_proof, "registrationProof")?,
        feedback_proof: read_proof(&key.feedback_proof, "feedbackProof")?,
    };
    if read.gas_estimate() == key.gas_estimate { Ok(read) } else { Err(KeyFault::Gas) }
}

fn read_proof(point: &Point, field: &'static str) -> Result<ProofOfPossession, KeyFault> {
    let word = |text: &str| parse_word(text).map_err(|reason| KeyFault::Word { field, reason });
    let point = G1Point::from_words(&[word(&point.x)?, word(&point.y)?]);
    point.map(ProofOfPossession::new).map_err(|reason| KeyFault::Point { field, reason })
}

/// The digest, when the name is one of a file beside the manifest.
fn read_digest(name: &str, digest: &str) -> Option<Sha256> {
    let plain = !name.starts_with('.') && !name.contains(['/', '\\']) && !name.chars().any(char::is_control);
    let digits = digest.len() == 64 && digest.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    (plain && !name.is_empty() && digits).then(|| Sha256(bytes_of(digest)))
}

/// Why a text is not a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// Longer than [`MAX_BYTES`].
    #[error("the manifest has {bytes} bytes, and {MAX_BYTES} at most are read; check that it is the right file")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON, or fields that are missing, unknown or of the wrong type.
    #[error("not a manifest of keygen: {reason}; restore the file from a copy")]
    Shape {
        /// Which field, and where.
        reason: String,
    },
    /// Written by a version with another format.
    #[error("the manifest has format {found}, and this version reads {FORMAT_VERSION}; use the version that wrote it")]
    Version {
        /// Its format.
        found: u32,
    },
    /// The list of keys is not as long as the manifest says.
    #[error("the manifest counts {count} keys and lists {keys}; restore the file from a copy")]
    Count {
        /// What it says.
        count: u32,
        /// How many there are.
        keys: usize,
    },
    /// A key is not as it should be.
    #[error("key {key}: {fault}")]
    Key {
        /// Its position in the list, from 0.
        key: usize,
        /// What is wrong with it.
        fault: KeyFault,
    },
    /// A file is not named beside the manifest, or its digest is none.
    #[error("files: the name or the digest of {name} is damaged; restore the manifest from a copy")]
    File {
        /// The name, shortened, with control characters escaped.
        name: String,
    },
}

/// What is wrong with one key of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// The index does not follow that of the key before it.
    #[error("index does not follow that of the key before; restore the manifest from a copy")]
    Index,
    /// An earlier key has the same attester.
    #[error("attester is that of an earlier key; restore the manifest from a copy")]
    DuplicateAttester,
    /// An earlier key is the same.
    #[error("publicKey is that of an earlier key; restore the manifest from a copy")]
    DuplicateKey,
    /// The attester is not an address with a right checksum.
    #[error("attester: {0}")]
    Attester(AddressError),
    /// A text is not a word.
    #[error("{field}: {reason}")]
    Word {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        reason: WordError,
    },
    /// A word or two are not a point.
    #[error("{field}: {reason}")]
    Point {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        reason: PointError,
    },
    /// The estimate is not the one that follows from attempts and square roots.
    #[error("gasEstimate does not follow from attempts and squareRoots; restore the manifest from a copy")]
    Gas,
}
