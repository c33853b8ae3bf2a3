//! Keys that a batch derives, and what is written of each validator.

use aztec_key_derivation::{Allocation, EthAccount, EthKeyError};
use aztec_staking_registry::NonZeroAddress;

use crate::{Account, BatchSizeError, KeyMaterial, Rewards, manifest::Fingerprints, size::check_size};

/// Keys to be derived, with all that is written of each validator.
///
/// A value of this type can be derived: the material has what the keys come from, there are as many attesters as keys,
/// and the lists have room for them.
///
/// ```
/// use aztec_key_derivation::{Allocation, BlsRule, Ikm, Index, IndexRange};
/// use aztec_keystore_batch::{Attesters, DerivedKeys, DerivedKeysError, KeyMaterial};
/// use aztec_staking_registry::parse_address_list;
///
/// // Two attesters whose ETH keys are elsewhere, and BLS keys from raw key material.
/// let attesters = parse_address_list(
///     "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n0x70997970C51812dc3A010C7d01b50e0d17dc79C8\n",
/// )?;
/// let indices = |count| IndexRange::new(Index::ZERO, count);
/// let allocation = |count| indices(count).map(|all| Allocation::new(BlsRule::V6, Index::ZERO, all));
/// let material = || Ikm::from_bytes(&[7; 32]).map(KeyMaterial::from_ikm);
/// let keys = DerivedKeys::new(allocation(2)?, material()?, Attesters::Given(attesters.clone()))?;
/// assert_eq!(keys.given_attesters(), Some(&attesters[..]));
/// let refused = DerivedKeys::new(allocation(3)?, material()?, Attesters::Given(attesters));
/// assert!(matches!(refused, Err(DerivedKeysError::AttesterCount { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct DerivedKeys {
    allocation: Allocation,
    material: KeyMaterial,
    attesters: Attesters,
    /// The account of the ETH keys; none where the attesters were given.
    account: Option<EthAccount>,
    fingerprints: Fingerprints,
    publishers: Vec<Account>,
    funding_account: Option<Account>,
    rewards: Rewards,
}

/// Who the attesters are: keys that are derived, or addresses that were given.
#[derive(Debug)]
pub enum Attesters {
    /// Keys derived from the mnemonic, below the account of the allocation.
    Derived,
    /// Addresses whose keys are elsewhere, one for each BLS key, in their order.
    Given(Vec<NonZeroAddress>),
}

impl DerivedKeys {
    /// Keys without publishers of their own other than those of the allocation; each attester receives its rewards itself.
    ///
    /// # Errors
    /// [`DerivedKeysError`] says what does not fit together.
    pub fn new(allocation: Allocation, material: KeyMaterial, attesters: Attesters) -> Result<Self, DerivedKeysError> {
        let count = allocation.validators().count();
        check_size(count, usize::try_from(allocation.publishers_each()).unwrap_or(usize::MAX))?;
        let account = match (&attesters, material.seed()) {
            (Attesters::Given(given), _) if usize::try_from(count) != Ok(given.len()) => {
                return Err(DerivedKeysError::AttesterCount { keys: count, attesters: given.len() });
            }
            (Attesters::Given(_), _) if allocation.publishers_each() > 0 => {
                return Err(DerivedKeysError::PublishersWithoutEthKeys);
            }
            (Attesters::Given(_), _) => None,
            (Attesters::Derived, None) => return Err(DerivedKeysError::NoMnemonic),
            (Attesters::Derived, Some(seed)) => Some(EthAccount::new(seed, allocation.account())?),
        };
        let fingerprints = material.fingerprints()?;
        let (publishers, funding_account, rewards) = (Vec::new(), None, Rewards::default());
        Ok(Self { allocation, material, attesters, account, fingerprints, publishers, funding_account, rewards })
    }

    /// The same keys; all validators share these publishers, instead of having keys of their own.
    ///
    /// # Errors
    /// [`DerivedKeysError::SharedAndOwnPublishers`] where the allocation has publishers for each validator, and
    /// [`DerivedKeysError::Size`].
    pub fn with_publishers(self, publishers: Vec<Account>) -> Result<Self, DerivedKeysError> {
        if self.allocation.publishers_each() > 0 && !publishers.is_empty() {
            return Err(DerivedKeysError::SharedAndOwnPublishers);
        }
        check_size(self.allocation.validators().count(), publishers.len())?;
        Ok(Self { publishers, ..self })
    }

    /// The same keys; the node tops up publishers from this account.
    #[must_use]
    pub fn with_funding_account(self, funding_account: Option<Account>) -> Self {
        Self { funding_account, ..self }
    }

    /// The same keys, with whoever receives what they earn.
    #[must_use]
    pub fn with_rewards(self, rewards: Rewards) -> Self {
        Self { rewards, ..self }
    }

    /// The rule, with the candidate that it takes, the account and the indices.
    #[must_use]
    pub fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// The secrets that the keys come from.
    #[must_use]
    pub fn material(&self) -> &KeyMaterial {
        &self.material
    }

    /// Which secrets those are.
    #[must_use]
    pub fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    /// The addresses that were given, where no ETH keys are made.
    #[must_use]
    pub fn given_attesters(&self) -> Option<&[NonZeroAddress]> {
        if let Attesters::Given(given) = &self.attesters { Some(given) } else { None }
    }

    /// The publishers that all validators share.
    #[must_use]
    pub fn publishers(&self) -> &[Account] {
        &self.publishers
    }

    /// The account from which the node tops up publishers.
    #[must_use]
    pub fn funding_account(&self) -> Option<&Account> {
        self.funding_account.as_ref()
    }

    /// Who receives what the validators earn.
    #[must_use]
    pub fn rewards(&self) -> Rewards {
        self.rewards
    }

    pub(crate) fn account(&self) -> Option<&EthAccount> {
        self.account.as_ref()
    }
}

/// Why keys cannot be derived as they were asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DerivedKeysError {
    /// Too many keys for one batch.
    #[error(transparent)]
    Size(#[from] BatchSizeError),
    /// Another number of attesters than of keys.
    #[error("there are {keys} keys and {attesters} attesters; give one attester for each key")]
    AttesterCount {
        /// How many keys.
        keys: u32,
        /// How many attesters.
        attesters: usize,
    },
    /// Nothing that ETH keys could come from.
    #[error("raw key material gives no ETH keys; give a mnemonic for them, or the addresses of the attesters")]
    NoMnemonic,
    /// Publishers would be derived, where no ETH keys are made.
    #[error("the attesters were given, so no ETH keys are derived for publishers either; name the publishers")]
    PublishersWithoutEthKeys,
    /// Publishers of its own and a list that all share.
    #[error("each validator has publishers of its own, so they share none; choose one of the two")]
    SharedAndOwnPublishers,
    /// BIP-32 has no such account.
    #[error(transparent)]
    Account(#[from] EthKeyError),
}
