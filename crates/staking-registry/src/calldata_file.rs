//! The JSON file that carries calls of the registry: `add_keys_to_provider.json` and its like.
//!
//! ```
//! use aztec_staking_registry::calldata::{KeysPerCall, add_keys};
//! use aztec_staking_registry::calldata_file::{add_keys_to_json, read_add_keys};
//! use aztec_staking_registry::{KeyStore, NonZeroAddress, ProviderId};
//! use bn254_bls::{ProofKind, SecretKey};
//!
//! let attester = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
//! let proven = SecretKey::from_be_bytes(&[7; 32])?.prove();
//! let key_store = KeyStore::from_proven(attester.get(), &proven, ProofKind::Registration)?;
//!
//! let calls = add_keys(ProviderId::new(7)?, &[key_store], KeysPerCall::DEFAULT)?;
//! let added = read_add_keys(&add_keys_to_json(&calls))?;
//! assert_eq!((added[0].provider.get(), added[0].tuples[0].attester), (7, attester.get()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use alloy_primitives::hex;
use serde::{Deserialize, Serialize};
use strict_json::{NotJson, View};

use crate::calldata::{AddKeysCall, AddedKeys, Calldata, DecodeError, Function, decode_add_keys, parse_hex};
use crate::cast;
use crate::json::{explain, pretty};

/// The size in bytes up to which a file is read.
pub const MAX_BYTES: usize = 160 << 20;

/// Writes the calls that add keys: an array, two spaces a level, a line feed at the end.
#[must_use]
pub fn add_keys_to_json(calls: &[AddKeysCall]) -> String {
    to_text(calls.iter().map(Call::from))
}

/// Writes any one call in the same form, as an array of one.
#[must_use]
pub fn to_json(calldata: &Calldata) -> String {
    to_text([Call::from(calldata)])
}

/// Reads calls that add keys, and checks that each says the same in all its fields.
///
/// # Errors
/// [`CalldataFileError`], which names the first call, from 0, that is not right.
pub fn read_add_keys(text: &str) -> Result<Vec<AddedKeys>, CalldataFileError> {
    let calls = read_calls(text)?.into_iter().enumerate();
    calls.map(|(call, read)| read.map_err(|fault| CalldataFileError::Call { call, fault })).collect()
}

/// Reads calls that add keys one by one, so that one that is not right does not hide the others.
///
/// # Errors
/// [`CalldataFileError`] where there are no calls to speak of.
pub fn read_calls(text: &str) -> Result<Vec<Result<AddedKeys, CallFault>>, CalldataFileError> {
    if text.len() > MAX_BYTES {
        return Err(CalldataFileError::TooLarge { bytes: text.len() });
    }
    let calls = View::parse(text).map_err(CalldataFileError::NotJson)?.array().ok_or(CalldataFileError::NotAList)?;
    if calls.is_empty() {
        return Err(CalldataFileError::Empty);
    }
    // Where the next call begins; behind a call that cannot be read nobody knows.
    let mut first = Some(0);
    let mut read = Vec::with_capacity(calls.len());
    for call in calls {
        let added = serde_json::from_str(call.raw())
            .map_err(|error| CallFault::Shape { reason: explain(&error) })
            .and_then(|call| added_keys(&call, first));
        first = added.as_ref().ok().map(|(_, next)| *next);
        read.push(added.map(|(added, _)| added));
    }
    Ok(read)
}

/// What the call adds, and where the next call begins.
fn added_keys(call: &Call, first: Option<usize>) -> Result<(AddedKeys, usize), CallFault> {
    let added = decode_add_keys(&parse_hex(&call.calldata)?)?;
    let function = Function::AddKeysToProvider;
    let keys = call.keys.as_ref().ok_or(CallFault::Contradiction { field: "count" })?;
    let first = first.unwrap_or(keys.first);
    let next = first.checked_add(added.tuples.len()).ok_or(CallFault::Contradiction { field: "first" })?;
    let said = [
        ("function", call.function == function.signature()),
        ("selector", call.selector == hex::encode_prefixed(function.selector())),
        ("bytes", call.bytes.checked_mul(2) == Some(call.calldata.trim().trim_start_matches("0x").len())),
        ("arguments", call.arguments == [added.provider.to_string(), cast::tuples_argument(&added.tuples)]),
        ("first", keys.first == first),
        ("last", keys.last == next - 1),
        ("count", keys.count == added.tuples.len()),
    ];
    match said.into_iter().find(|(_, agrees)| !agrees) {
        Some((field, _)) => Err(CallFault::Contradiction { field }),
        None => Ok((added, next)),
    }
}

/// Why a file does not hold calls that add keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalldataFileError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; a file of calls has at most {MAX_BYTES}, so check that it is the right one")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// JSON, but not an array.
    #[error("a file of calls is a JSON array; this file holds something else")]
    NotAList,
    /// An array without calls.
    #[error("the file holds no calls; check that it is the right one")]
    Empty,
    /// A call is not one that adds keys, or contradicts itself.
    #[error("call {call}: {fault}")]
    Call {
        /// Its position, from 0.
        call: usize,
        /// What is wrong with it.
        #[source]
        fault: CallFault,
    },
}

/// What is wrong with one call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallFault {
    /// Fields that are missing, unknown or of the wrong type.
    #[error("not a call as this crate writes it: {reason}; write the file anew")]
    Shape {
        /// Which field, and where in the call.
        reason: String,
    },
    /// The calldata is not a call that adds keys.
    #[error("calldata: {0}")]
    Calldata(#[from] DecodeError),
    /// A field says something else than the calldata.
    #[error("{field} contradicts the calldata, so one of them was changed; write the file anew")]
    Contradiction {
        /// The field.
        field: &'static str,
    },
}

/// The shape of a call; the order of the fields is that of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Call {
    function: String,
    selector: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<Keys>,
    bytes: usize,
    calldata: String,
    arguments: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Keys {
    first: usize,
    last: usize,
    count: usize,
    gas_estimate: u64,
}

impl From<&AddKeysCall> for Call {
    fn from(call: &AddKeysCall) -> Self {
        let keys = Keys { first: call.first, last: call.last, count: call.count(), gas_estimate: call.gas };
        Self { keys: Some(keys), ..Self::from(&call.calldata) }
    }
}

impl From<&Calldata> for Call {
    fn from(calldata: &Calldata) -> Self {
        Self {
            function: calldata.function().signature().to_owned(),
            selector: hex::encode_prefixed(calldata.function().selector()),
            keys: None,
            bytes: calldata.bytes().len(),
            calldata: calldata.to_hex(),
            arguments: calldata.arguments().to_vec(),
        }
    }
}

fn to_text(calls: impl IntoIterator<Item = Call>) -> String {
    let calls: Vec<_> = calls.into_iter().collect();
    pretty(&calls)
}
