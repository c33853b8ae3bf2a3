//! Reading a batch, of this or another tool.

use alloy_primitives::{Address, U256};
use strict_json::View;

use super::fault::{MAX_BYTES, SafeBatchError, TransactionFault};
use super::{checksum, described, method};
use crate::calldata::{Function, parse_hex};
use crate::parse_address;

/// What a batch file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeBatchContents {
    /// The chain it is for.
    pub chain_id: u64,
    /// Whether the file carries the app's checksum; when it does, the checksum is right.
    pub has_checksum: bool,
    /// What the Safe would send, and what is wrong with those that cannot be read.
    pub transactions: Vec<Result<SafeTransaction, TransactionFault>>,
}

/// One transaction that a Safe would make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeTransaction {
    /// The contract that is called, or the account that gets the ether.
    pub to: Address,
    /// The ether that goes with it, in wei.
    pub value: U256,
    /// What is called.
    pub call: SafeCall,
    /// Whether the file also has the arguments in words, which an app may show. They are not compared with the calldata;
    /// a method that is named is that of the calldata.
    pub shows_arguments: bool,
}

/// What a transaction of a Safe calls.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SafeCall {
    /// The calldata: from the file, or encoded as the app does it, from the arguments of `addKeysToProvider`.
    Data(Vec<u8>),
    /// A method of which the file has the arguments in words only, which the app encodes. It is not `addKeysToProvider`.
    Described {
        /// Its name, as the file has it.
        method: String,
    },
    /// Nothing: ether is sent.
    Nothing,
}

/// Reads a batch. A transaction that cannot be read does not hide the others.
///
/// # Errors
/// [`SafeBatchError`]; a checksum that is there must be right.
pub fn read(text: &str) -> Result<SafeBatchContents, SafeBatchError> {
    if text.len() > MAX_BYTES {
        return Err(SafeBatchError::TooLarge { bytes: text.len() });
    }
    let batch = View::parse(text).map_err(SafeBatchError::NotJson)?;
    let meta = batch.member("meta").and_then(View::object).ok_or(SafeBatchError::Field { field: "meta" })?;
    let claimed = meta.iter().find(|(name, _)| name == "checksum").map(|(_, view)| view.text());
    if let Some(claimed) = &claimed {
        let right = checksum::of(batch).ok_or(SafeBatchError::Field { field: "meta" })?;
        if claimed.as_ref().map(|text| text.as_str()) != Some(&right) {
            return Err(SafeBatchError::WrongChecksum);
        }
    }
    let chain_id = batch.member("chainId").and_then(View::text).and_then(|text| text.parse().ok());
    let transactions = batch.member("transactions").and_then(View::array);
    let transactions = transactions.ok_or(SafeBatchError::Field { field: "transactions" })?;
    Ok(SafeBatchContents {
        chain_id: chain_id.ok_or(SafeBatchError::Field { field: "chainId" })?,
        has_checksum: claimed.is_some(),
        transactions: transactions.into_iter().map(transaction).collect(),
    })
}

fn transaction(view: View<'_>) -> Result<SafeTransaction, TransactionFault> {
    let text = |name| view.member(name).and_then(View::text);
    let value = text("value").filter(|value| !value.is_empty() && value.bytes().all(|digit| digit.is_ascii_digit()));
    let value = value.and_then(|value| U256::from_str_radix(&value, 10).ok()).ok_or(TransactionFault::Amount)?;
    let to = text("to").ok_or(TransactionFault::NoRecipient)?;
    let (to, _) = parse_address(&to).map_err(TransactionFault::To)?;
    // All members of that name: which of two an app would take is anybody's guess.
    let members = view.object().unwrap_or_default();
    let present = |name| {
        let named = members.iter().filter(move |(other, value)| other == name && value.raw() != "null");
        named.map(|(_, value)| *value)
    };
    let has_arguments = present("contractInputsValues").next().is_some();
    let (call, shows_arguments) = if present("data").next().is_some() {
        let data = text("data").ok_or(TransactionFault::NoData)?;
        let data = parse_hex(&data).map_err(TransactionFault::Data)?;
        let selector: Option<&[u8; 4]> = data.first_chunk();
        if present("contractMethod").any(|method| method::selector(method).as_ref() != selector) {
            return Err(TransactionFault::Method);
        }
        (if data.is_empty() { SafeCall::Nothing } else { SafeCall::Data(data) }, has_arguments)
    } else if present("contractMethod").next().is_some() {
        let method = view.member("contractMethod").ok_or(TransactionFault::Method)?;
        (described_call(method, view)?, false)
    } else {
        (SafeCall::Nothing, has_arguments)
    };
    let selector = if let SafeCall::Data(data) = &call { data.first_chunk().copied() } else { None };
    if !value.is_zero() && selector.and_then(Function::from_selector).is_some() {
        return Err(TransactionFault::Value);
    }
    if call == SafeCall::Nothing && value.is_zero() {
        return Err(TransactionFault::NoData);
    }
    Ok(SafeTransaction { to, value, call, shows_arguments })
}

/// A call that was entered into the app with the contract's ABI: there are no bytes until the app encodes it.
fn described_call(method: View<'_>, transaction: View<'_>) -> Result<SafeCall, TransactionFault> {
    let selector = method::selector(method).ok_or(TransactionFault::Method)?;
    if selector == Function::AddKeysToProvider.selector() {
        let values = transaction.member("contractInputsValues");
        let values = values.ok_or(TransactionFault::Arguments { argument: "all" })?;
        return Ok(SafeCall::Data(described::add_keys(method, values)?));
    }
    let name = method.member("name").and_then(View::text).ok_or(TransactionFault::Method)?;
    Ok(SafeCall::Described { method: strict_json::shortened(&name, 60) })
}
