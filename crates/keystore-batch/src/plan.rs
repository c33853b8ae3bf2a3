//! What is known of a batch before it is made.

use alloy_primitives::Address;
use aztec_node_keystore::RemoteSigner;
use aztec_staking_registry::NonZeroAddress;
use bn254_bls::{ProofKind, gas::PopGasLimit};

use crate::{
    Account, DerivedKeys, EarlierBatch, EarlierBatchError, ImportedKeys, Protection, RegistryCalls,
    manifest::{ManifestDetails, Origin},
};

/// How the manifest names this library and its version: two that are equal make the same bytes.
pub(crate) const THIS_PROGRAM: &str = concat!("keygen ", env!("CARGO_PKG_VERSION"));

/// What a batch is made from, and how. Everything that can be wrong with it is found when it is put together, before
/// anything is written.
///
/// ```
/// use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, Mnemonic, Passphrase};
/// use aztec_keystore_batch::{
///     Attesters, Batch, BatchPlan, DerivedKeys, KeyMaterial, MARK, PlannedKeys, Protection,
/// };
/// use durable_files::Staging;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let place = tempfile::tempdir()?;
/// # let target = place.path().join("keystores");
/// // Known to everybody, so for a test network, where the keys may be in plain text, too.
/// let mnemonic = Mnemonic::parse("test test test test test test test test test test test junk")?;
/// let material = KeyMaterial::from_mnemonic(&mnemonic, Passphrase::none());
/// let allocation = Allocation::new(BlsRule::V6, Index::ZERO, IndexRange::new(Index::ZERO, 2)?);
/// let keys = DerivedKeys::new(allocation, material, Attesters::Derived)?;
/// let plan = BatchPlan::new(PlannedKeys::Derived(keys), Protection::None);
///
/// // `target` is the directory to be made.
/// let mut staging = Staging::create(&target, MARK)?;
/// let batch = Batch::create(&mut staging, &plan, &())?;
/// staging.close()?;
/// let first = batch.manifest().keys()[0].attester.to_string();
/// assert_eq!(first, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// assert!(target.join("secret/node_keystore.json").exists());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct BatchPlan {
    keys: PlannedKeys,
    protection: Protection,
    proof: ProofKind,
    gas_limit: PopGasLimit,
    calls: Option<RegistryCalls>,
    earlier: Vec<EarlierBatch>,
}

/// Where the keys of a batch come from.
#[derive(Debug)]
pub enum PlannedKeys {
    /// They are derived.
    Derived(DerivedKeys),
    /// They were made elsewhere.
    Imported(ImportedKeys),
}

impl BatchPlan {
    /// A batch of these keys, with the proofs that the contract accepts in its staker output. The keys are held against
    /// [`PopGasLimit::DEFAULT`].
    #[must_use]
    pub fn new(keys: PlannedKeys, protection: Protection) -> Self {
        let (proof, gas_limit) = (ProofKind::Registration, PopGasLimit::DEFAULT);
        Self { keys, protection, proof, gas_limit, calls: None, earlier: Vec::new() }
    }

    /// The same batch; what is said of its keys is held against this limit of the contract.
    #[must_use]
    pub fn with_gas_limit(self, gas_limit: PopGasLimit) -> Self {
        Self { gas_limit, ..self }
    }

    /// The same batch with this kind of proof in its staker output, and these calls beside it.
    ///
    /// # Errors
    /// [`BatchPlanError::FeedbackCalls`]: calls add keys to register them, which the contract does with registration
    /// proofs only.
    pub fn with_proof(self, proof: ProofKind, calls: Option<RegistryCalls>) -> Result<Self, BatchPlanError> {
        if calls.is_some() && proof == ProofKind::Feedback {
            return Err(BatchPlanError::FeedbackCalls);
        }
        Ok(Self { proof, calls, ..self })
    }

    /// The same batch, which must share no key with these.
    ///
    /// # Errors
    /// [`BatchPlanError::Earlier`] where it is known already that it would. The keys themselves are compared when they
    /// are made.
    pub fn apart_from(self, earlier: Vec<EarlierBatch>) -> Result<Self, BatchPlanError> {
        if let PlannedKeys::Derived(keys) = &self.keys {
            earlier.iter().try_for_each(|batch| batch.must_not_meet(keys.fingerprints(), keys.allocation()))?;
        }
        Ok(Self { earlier, ..self })
    }

    /// Where the keys come from.
    #[must_use]
    pub fn keys(&self) -> &PlannedKeys {
        &self.keys
    }

    /// How the secrets are written.
    #[must_use]
    pub fn protection(&self) -> &Protection {
        &self.protection
    }

    /// Which proof stands in the staker output.
    #[must_use]
    pub fn proof(&self) -> ProofKind {
        self.proof
    }

    /// What the contract is taken to give to the check of a proof.
    #[must_use]
    pub fn gas_limit(&self) -> PopGasLimit {
        self.gas_limit
    }

    pub(crate) fn calls(&self) -> Option<RegistryCalls> {
        self.calls
    }

    pub(crate) fn earlier(&self) -> &[EarlierBatch] {
        &self.earlier
    }

    /// What the manifest says of all keys.
    pub(crate) fn details(&self) -> ManifestDetails {
        let (origin, given_attesters) = match &self.keys {
            PlannedKeys::Derived(keys) => {
                let (allocation, fingerprints) = (*keys.allocation(), *keys.fingerprints());
                (Origin::Derived { allocation, fingerprints }, keys.given_attesters().is_some())
            }
            PlannedKeys::Imported(keys) => (Origin::Imported, keys.remote_attesters()),
        };
        let (made_by, encrypted) = (THIS_PROGRAM.to_owned(), self.protection.is_encrypted());
        let (proof, gas_limit, destination) = (self.proof, self.gas_limit, self.calls);
        ManifestDetails { made_by, origin, given_attesters, proof, encrypted, gas_limit, destination }
    }
}

impl PlannedKeys {
    /// How many keys there will be.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Derived(keys) => usize::try_from(keys.allocation().validators().count()).unwrap_or(usize::MAX),
            Self::Imported(keys) => keys.count(),
        }
    }

    /// The account from which the node tops up publishers, where there is one.
    #[must_use]
    pub fn funding_account(&self) -> Option<&Account> {
        match self {
            Self::Derived(keys) => keys.funding_account(),
            Self::Imported(keys) => keys.funding_account(),
        }
    }

    /// The remote signer of every account that names none of its own, where the node keystore that was imported has one.
    #[must_use]
    pub fn remote_signer(&self) -> Option<&RemoteSigner> {
        match self {
            Self::Derived(_) => None,
            Self::Imported(keys) => keys.remote_signer(),
        }
    }

    /// The keys to be derived; none where they were made elsewhere.
    #[must_use]
    pub fn derived(&self) -> Option<&DerivedKeys> {
        if let Self::Derived(keys) = self { Some(keys) } else { None }
    }
}

/// Why a batch cannot be made as it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchPlanError {
    /// Calls that would add keys which cannot register.
    #[error("the contract refuses feedback proofs, so there are no calls that add these keys")]
    FeedbackCalls,
    /// The batch does not go with those before it.
    #[error(transparent)]
    Earlier(#[from] EarlierBatchError),
}

/// An address that can be the name of a file: that of a known key is never zero.
pub(crate) fn non_zero(address: Address) -> NonZeroAddress {
    NonZeroAddress::new(address).expect("no known key has the address zero")
}
