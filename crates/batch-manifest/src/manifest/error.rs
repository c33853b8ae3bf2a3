//! Why a text is not a manifest.

use aztec_key_derivation::{BlsPathError, GasBudgetError, IndexRangeError};
use aztec_staking_registry::{AddressError, ProviderError, WordError};
use bn254_bls::{PointError, gas::PopGasLimitError};

use super::{FORMAT_VERSION, MAX_BYTES};
use strict_json::shortened;

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
    #[error(
        "the manifest has format {actual}, and this version reads 1 to {FORMAT_VERSION}; use the version that wrote it"
    )]
    Version {
        /// Its format.
        actual: u32,
    },
    /// A rule that this version does not know.
    #[error("names a BLS derivation that this version does not know; use the version of keygen that wrote it")]
    UnknownRule,
    /// No budget of the rule.
    #[error("source.gasBudget: {0}; restore the file from a copy")]
    GasBudget(#[source] GasBudgetFault),
    /// No limit of the contract.
    #[error("popGasLimit: {0}; restore the file from a copy")]
    GasLimit(#[source] PopGasLimitError),
    /// Not a place where keys are registered.
    #[error("destination.{field}: {fault}; restore the file from a copy")]
    Destination {
        /// The member.
        field: &'static str,
        /// What is wrong with it.
        #[source]
        fault: DestinationFault,
    },
    /// The fingerprints are not those that such a batch must have. Later batches are compared by them.
    #[error("source: the fingerprints are missing or damaged; restore the file from a copy")]
    Fingerprints,
    /// The account or the first index is 2^31 or more.
    #[error("{field}: not below 2^31, where the indices of BIP-32 end; restore the file from a copy")]
    Index {
        /// The field.
        field: &'static str,
    },
    /// There are no such indices.
    #[error("the indices of the batch are not valid ({0}); restore the file from a copy")]
    Indices(#[source] IndexRangeError),
    /// Indices, an account or publishers of keys that were not derived.
    #[error("{field}: must be 0 for imported keys; restore the file from a copy")]
    ImportedIndices {
        /// The field.
        field: &'static str,
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
        #[source]
        fault: ManifestKeyFault,
    },
    /// A file is not named beside the manifest, or its digest is not a digest.
    #[error("files: the name or the digest of {name} is damaged; restore the manifest from a copy")]
    File {
        /// The name, shortened, with control characters escaped.
        name: String,
    },
}

/// What is wrong with the budget that a manifest names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GasBudgetFault {
    /// Out of range.
    #[error(transparent)]
    Range(GasBudgetError),
    /// A rule that never looks at the gas, or no rule at all.
    #[error("only the rule v6 has a budget")]
    WithoutRule,
}

/// What is wrong with the destination that a manifest names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DestinationFault {
    /// Not the number of a provider.
    #[error(transparent)]
    Provider(ProviderError),
    /// Not an address.
    #[error(transparent)]
    Registry(AddressError),
    /// A chain without a registry on it, or the chain 0.
    #[error("is 0, or there is no registry on it")]
    Chain,
    /// Not the name of the network that has this registry on this chain.
    #[error("is not the network of the registry and the chain")]
    Network,
}

/// What is wrong with one key of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestKeyFault {
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
    Attester(#[source] AddressError),
    /// The path is not that of a BLS key.
    #[error("path: {0}")]
    Path(#[source] BlsPathError),
    /// An imported key has a path.
    #[error("path: must be empty for imported keys; restore the manifest from a copy")]
    ImportedPath,
    /// The candidate is not the one in the path.
    #[error("candidate is not that of the path; restore the manifest from a copy")]
    Candidate,
    /// A text is not a word.
    #[error("{field}: {reason}")]
    Word {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        #[source]
        reason: WordError,
    },
    /// A word or two are not a point.
    #[error("{field}: {reason}")]
    Point {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        #[source]
        reason: PointError,
    },
    /// The estimate is not the one that follows from attempts and square roots.
    #[error("gasEstimate does not follow from attempts and squareRoots; restore the manifest from a copy")]
    Gas,
}

/// Refuses a name that is not one of a file beside the manifest.
pub(super) fn check_file_name(name: &str) -> Result<(), ManifestError> {
    let plain = !name.starts_with('.') && !name.contains(['/', '\\']) && !name.chars().any(char::is_control);
    if plain && !name.is_empty() { Ok(()) } else { Err(ManifestError::File { name: shortened(name, 40) }) }
}
