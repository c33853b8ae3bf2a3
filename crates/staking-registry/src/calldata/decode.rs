//! From calldata back to the tuples in it.

use alloy_primitives::hex;
use alloy_sol_types::SolCall;

use super::abi;
use super::function::Function;
use crate::{ProviderId, UnverifiedKeyStore};

/// The length in bytes up to which calldata is decoded: room for 100,000 keys.
pub const MAX_BYTES: usize = 32 << 20;

/// What a call of `addKeysToProvider` adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedKeys {
    /// The provider that gets the keys.
    pub provider: ProviderId,
    /// The tuples, in their order; nothing in them is verified yet.
    pub tuples: Vec<UnverifiedKeyStore>,
}

/// Decodes calldata of `addKeysToProvider`, of this or another tool.
///
/// Only the one encoding that Solidity's ABI defines is taken: whatever else a contract's decoder may tolerate, such
/// as bytes after the end, hides something from the reader.
///
/// ```
/// use aztec_staking_registry::calldata::{add_keys_to_provider, decode_add_keys, parse_hex};
/// use aztec_staking_registry::{KeyStore, NonZeroAddress, ProviderId};
/// use bn254_bls::{ProofKind, SecretKey};
///
/// let attester = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
/// let proven = SecretKey::from_be_bytes(&[7; 32])?.prove();
/// let key_store = KeyStore::from_proven(attester.get(), &proven, ProofKind::Registration)?;
/// let calldata = add_keys_to_provider(ProviderId::new(7)?, &[key_store]).to_hex();
/// let added = decode_add_keys(&parse_hex(&calldata)?)?;
/// assert_eq!((added.provider.get(), added.tuples.len()), (7, 1));
/// assert_eq!(added.tuples[0].attester, attester.get());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`DecodeError`].
pub fn decode_add_keys(calldata: &[u8]) -> Result<AddedKeys, DecodeError> {
    if calldata.len() > MAX_BYTES {
        return Err(DecodeError::TooLong { bytes: calldata.len() });
    }
    let selector = *calldata.first_chunk().ok_or(DecodeError::NoSelector)?;
    match Function::from_selector(selector) {
        Some(Function::AddKeysToProvider) => {}
        Some(function) => return Err(DecodeError::OtherFunction { function }),
        None => return Err(DecodeError::UnknownFunction { selector }),
    }
    let call = abi::addKeysToProviderCall::abi_decode(calldata).map_err(|_| DecodeError::Malformed)?;
    if call.abi_encode() != calldata {
        return Err(DecodeError::NotCanonical);
    }
    let id = u64::try_from(call.provider).map_err(|_| DecodeError::NoSuchProvider)?;
    let provider = ProviderId::new(id).map_err(|_| DecodeError::NoSuchProvider)?;
    if call.keyStores.is_empty() {
        return Err(DecodeError::NoKeys);
    }
    Ok(AddedKeys { provider, tuples: call.keyStores.iter().map(UnverifiedKeyStore::from).collect() })
}

/// Reads calldata as text: hexadecimal digits, with or without `0x`, white space around them ignored.
///
/// # Errors
/// [`DecodeError::NotHex`] or [`DecodeError::TooLong`].
pub fn parse_hex(text: &str) -> Result<Vec<u8>, DecodeError> {
    let digits = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    if digits.len() > 2 * MAX_BYTES {
        return Err(DecodeError::TooLong { bytes: digits.len() / 2 });
    }
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(DecodeError::NotHex);
    }
    hex::decode(digits).map_err(|_| DecodeError::NotHex)
}

/// Why bytes are not a call of `addKeysToProvider`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The text is not an even number of hexadecimal digits.
    #[error("calldata is written as 0x and an even number of hexadecimal digits; copy it again, whole")]
    NotHex,
    /// Longer than [`MAX_BYTES`].
    #[error("the calldata has {bytes} bytes, more than any transaction can carry; check that it is the right file")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Fewer than four bytes.
    #[error("the calldata is shorter than a function selector; copy it again, whole")]
    NoSelector,
    /// A call of another function of the registry.
    #[error("the calldata calls {}, not addKeysToProvider; there are no keys in it to verify", function.name())]
    OtherFunction {
        /// That function.
        function: Function,
    },
    /// The selector is not one of the registry's.
    #[error(
        "the selector {} is not a function of the StakingRegistry; check where the calldata comes from",
        hex::encode_prefixed(selector)
    )]
    UnknownFunction {
        /// The selector.
        selector: [u8; 4],
    },
    /// The arguments cannot be decoded.
    #[error("the arguments do not decode as addKeysToProvider has them; copy the calldata again, whole")]
    Malformed,
    /// The arguments decode, but are not encoded as the ABI has it.
    #[error("the arguments are not in the ABI's one encoding, for example with bytes behind the end; encode them anew")]
    NotCanonical,
    /// The provider id is 0 or has more than 64 bits.
    #[error("the provider id is one that the registry never gives out; encode the call anew with the right id")]
    NoSuchProvider,
    /// The list of keys is empty.
    #[error("the call adds no keys; encode it anew from the staker output")]
    NoKeys,
}
