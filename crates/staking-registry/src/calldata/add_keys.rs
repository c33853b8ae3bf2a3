//! Many tuples, split into as many calls as they need.

use core::str::FromStr;

use super::encode::{Calldata, add_keys_to_provider};
use super::gas::{SAFE_CALLS_GAS_LIMIT, TRANSACTION_GAS_LIMIT, add_keys_gas};
use crate::{FirstOccurrences, KeyStore, ProviderId};

/// How many keys a call of `addKeysToProvider` carries at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeysPerCall(usize);

impl KeysPerCall {
    /// The most that may be chosen. Above 81 a call does not fit into a transaction of Ethereum
    /// ([`TRANSACTION_GAS_LIMIT`]), above 77 not into one of a Safe ([`SAFE_CALLS_GAS_LIMIT`]); local chains may take it.
    pub const MAX: Self = Self(100);

    /// 50: such a call uses some 10.4 million gas of the 16.8 million that a transaction may use, which leaves room for
    /// a Safe around it.
    pub const DEFAULT: Self = Self(50);

    /// Takes 1 to [`KeysPerCall::MAX`].
    ///
    /// # Errors
    /// [`KeysPerCallError`].
    pub fn new(keys: usize) -> Result<Self, KeysPerCallError> {
        if (1..=Self::MAX.0).contains(&keys) { Ok(Self(keys)) } else { Err(KeysPerCallError) }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }
}

impl Default for KeysPerCall {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Decimal digits without sign.
impl FromStr for KeysPerCall {
    type Err = KeysPerCallError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with('+') {
            Err(KeysPerCallError)
        } else {
            Self::new(text.parse().map_err(|_| KeysPerCallError)?)
        }
    }
}

/// The number is not a [`KeysPerCall`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a call carries 1 to 100 keys; more than 81 do not fit into a transaction, and more than 77 not into one of a Safe"
)]
pub struct KeysPerCallError;

/// One of the calls that add a list of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddKeysCall {
    /// The position of its first key in the whole list, from 0.
    pub first: usize,
    /// The position of its last key in the whole list.
    pub last: usize,
    /// The call.
    pub calldata: Calldata,
    /// The estimate of the gas that the transaction uses, see [`add_keys_gas`].
    pub gas: u64,
}

impl AddKeysCall {
    /// How many keys the call carries.
    #[must_use]
    pub fn count(&self) -> usize {
        self.last - self.first + 1
    }

    /// Whether a Safe can send the call: the estimate is within [`SAFE_CALLS_GAS_LIMIT`].
    #[must_use]
    pub fn fits_safe(&self) -> bool {
        self.gas <= SAFE_CALLS_GAS_LIMIT
    }

    /// Whether the chain can take the call: the estimate is within [`TRANSACTION_GAS_LIMIT`].
    #[must_use]
    pub fn fits_transaction(&self) -> bool {
        self.gas <= TRANSACTION_GAS_LIMIT
    }
}

/// Splits the tuples, in their order, into calls of `addKeysToProvider`.
///
/// ```
/// use aztec_staking_registry::calldata::{KeysPerCall, add_keys};
/// use aztec_staking_registry::{KeyStore, NonZeroAddress, ProviderId};
/// use bn254_bls::{ProofKind, SecretKey};
///
/// let key_store = |byte, attester| -> Result<_, Box<dyn std::error::Error>> {
///     let attester = NonZeroAddress::parse(attester)?.get();
///     let proven = SecretKey::from_be_bytes(&[byte; 32])?.prove();
///     Ok(KeyStore::from_proven(attester, &proven, ProofKind::Registration)?)
/// };
/// let first = key_store(7, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
/// let second = key_store(8, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")?;
/// let calls = add_keys(ProviderId::new(7)?, &[first, second], KeysPerCall::new(1)?)?;
/// assert_eq!((calls.len(), calls[1].first, calls[1].last), (2, 1, 1));
/// assert!(calls[0].fits_transaction());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`AddKeysError`]: nothing to add, or an attester or key that occurs twice. The registry would take both into the
/// queue, and the second one's stake would be refunded at the flush.
pub fn add_keys(
    provider: ProviderId,
    key_stores: &[KeyStore],
    per_call: KeysPerCall,
) -> Result<Vec<AddKeysCall>, AddKeysError> {
    if key_stores.is_empty() {
        return Err(AddKeysError::Empty);
    }
    refuse_duplicates(key_stores)?;
    let call = |(number, key_stores): (usize, &[KeyStore])| {
        let first = number * per_call.0;
        let calldata = add_keys_to_provider(provider, key_stores);
        let gas = add_keys_gas(calldata.bytes(), key_stores.len());
        AddKeysCall { first, last: first + key_stores.len() - 1, calldata, gas }
    };
    Ok(key_stores.chunks(per_call.0).enumerate().map(call).collect())
}

fn refuse_duplicates(key_stores: &[KeyStore]) -> Result<(), AddKeysError> {
    let mut attesters = FirstOccurrences::default();
    let mut keys = FirstOccurrences::default();
    for (second, key_store) in key_stores.iter().enumerate() {
        if let Some(first) = attesters.repeats(key_store.attester(), second) {
            return Err(AddKeysError::DuplicateAttester { first, second });
        }
        if let Some(first) = keys.repeats(key_store.public_key().g1().to_words(), second) {
            return Err(AddKeysError::DuplicateKey { first, second });
        }
    }
    Ok(())
}

/// Why a list of keys is not added. Positions are from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddKeysError {
    /// The list has no keys.
    #[error("there are no keys to add; check that the file is the right one")]
    Empty,
    /// Two entries have the same attester.
    #[error("entries {first} and {second} have the same attester, which can register only once; remove one")]
    DuplicateAttester {
        /// The earlier entry.
        first: usize,
        /// The later entry.
        second: usize,
    },
    /// Two entries have the same public key.
    #[error("entries {first} and {second} have the same public key, which can register only once; remove one")]
    DuplicateKey {
        /// The earlier entry.
        first: usize,
        /// The later entry.
        second: usize,
    },
}
