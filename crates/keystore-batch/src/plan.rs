//! What is known of a batch before it is made.

use std::num::NonZeroU64;

use alloy_primitives::Address;
use aztec_node_keystore::RemoteSigner;
use aztec_staking_registry::{NonZeroAddress, ProviderId};
use bn254_bls::ProofKind;

use crate::{
    Account, DerivedKeys, EarlierBatch, EarlierBatchError, ImportedKeys, Protection,
    manifest::{ManifestDetails, Origin},
};

/// How the manifest names this library and its version: two that are equal make the same bytes.
pub(crate) const THIS_PROGRAM: &str = concat!("keygen ", env!("CARGO_PKG_VERSION"));

/// What a batch is made from, and how. Everything that can be wrong with it is found when it is put together, before
/// anything is written.
pub struct BatchPlan {
    keys: PlannedKeys,
    protection: Protection,
    proof: ProofKind,
    calls: Option<RegistryCalls>,
    earlier: Vec<EarlierBatch>,
}

/// Where the keys of a batch come from.
pub enum PlannedKeys {
    /// They are derived.
    Derived(DerivedKeys),
    /// They were made elsewhere.
    Imported(ImportedKeys),
}

/// The calls that add the keys to a provider, and in which forms they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryCalls {
    /// The provider.
    pub provider: ProviderId,
    /// Where the calls go; none for calldata alone.
    pub target: Option<RegistryTarget>,
}

/// Where calls of the registry go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryTarget {
    /// The StakingRegistry: a script for Foundry's cast is written as well.
    pub registry: NonZeroAddress,
    /// The chain: a batch for the Transaction Builder of a Safe is written as well.
    pub chain_id: Option<NonZeroU64>,
}

impl BatchPlan {
    /// A batch of these keys, with the proofs that the contract accepts in its staker output.
    #[must_use]
    pub fn new(keys: PlannedKeys, protection: Protection) -> Self {
        Self { keys, protection, proof: ProofKind::Registration, calls: None, earlier: Vec::new() }
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
        ManifestDetails { made_by, origin, given_attesters, proof: self.proof, encrypted }
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
    /// The batch does not fit to those before it.
    #[error(transparent)]
    Earlier(#[from] EarlierBatchError),
}

/// An address that can be the name of a file: that of a known key is never zero.
pub(crate) fn non_zero(address: Address) -> NonZeroAddress {
    NonZeroAddress::new(address).expect("no known key has the address zero")
}
