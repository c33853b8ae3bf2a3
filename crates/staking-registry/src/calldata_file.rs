//! The JSON file that carries calls of the registry: `add_keys_to_provider.json` and its like.

use std::io;

use alloy_primitives::hex;
use serde::{Deserialize, Serialize};
use strict_json::stream::Pieces;

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

/// The same, one call at a time.
///
/// # Errors
/// Those of `out`.
pub fn write_add_keys(calls: impl IntoIterator<Item = AddKeysCall>, out: impl io::Write) -> io::Result<()> {
    let mut pieces = Pieces::new(out);
    pieces.open_list()?;
    calls.into_iter().try_for_each(|call| pieces.element(&Call::from(&call)))?;
    pieces.close_list()?;
    pieces.finish().map(drop)
}

/// Writes any one call in the same form, as an array of one.
#[must_use]
pub fn to_json(calldata: &Calldata) -> String {
    to_text([Call::from(calldata)])
}

/// Reads calls that add keys, and checks that each says the same in all its fields.
///
/// # Errors
/// [`CalldataFileError`], which names the call, from 0.
pub fn read_add_keys(text: &str) -> Result<Vec<AddedKeys>, CalldataFileError> {
    if text.len() > MAX_BYTES {
        return Err(CalldataFileError::TooLarge { bytes: text.len() });
    }
    let calls: Vec<Call> =
        serde_json::from_str(text).map_err(|error| CalldataFileError::Shape { reason: explain(&error) })?;
    if calls.is_empty() {
        return Err(CalldataFileError::Empty);
    }
    let mut first = 0;
    let mut added = Vec::with_capacity(calls.len());
    for (position, call) in calls.iter().enumerate() {
        let keys = added_keys(call, first).map_err(|fault| CalldataFileError::Call { call: position, fault })?;
        first += keys.tuples.len();
        added.push(keys);
    }
    Ok(added)
}

fn added_keys(call: &Call, first: usize) -> Result<AddedKeys, CallFault> {
    let added = decode_add_keys(&parse_hex(&call.calldata)?)?;
    let function = Function::AddKeysToProvider;
    let keys = call.keys.as_ref().ok_or(CallFault::Contradiction { field: "count" })?;
    let said = [
        ("function", call.function == function.signature()),
        ("selector", call.selector == hex::encode_prefixed(function.selector())),
        ("bytes", call.bytes == call.calldata.trim().len() / 2 - 1),
        ("arguments", call.arguments == [added.provider.to_string(), cast::tuples_argument(&added.tuples)]),
        ("first", keys.first == first),
        ("last", keys.last == first + added.tuples.len() - 1),
        ("count", keys.count == added.tuples.len()),
    ];
    match said.into_iter().find(|(_, agrees)| !agrees) {
        Some((field, _)) => Err(CallFault::Contradiction { field }),
        None => Ok(added),
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
    /// Not JSON, or fields that are missing, unknown or of the wrong type.
    #[error("not a file of calls: {reason}; write it anew with `keygen calldata`")]
    Shape {
        /// Which field, and where.
        reason: String,
    },
    /// An array without calls.
    #[error("the file holds no calls; check that it is the right one")]
    Empty,
    /// A call is not one that adds keys, or contradicts itself.
    #[error("call {call}: {fault}")]
    Call {
        /// Its position, from 0.
        call: usize,
        /// What is wrong with it.
        fault: CallFault,
    },
}

/// What is wrong with one call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallFault {
    /// The calldata is not a call that adds keys.
    #[error("calldata: {0}")]
    Calldata(#[from] DecodeError),
    /// A field says something else than the calldata, so one of them was changed.
    #[error("{field} contradicts the calldata; write the file anew with `keygen calldata`")]
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
