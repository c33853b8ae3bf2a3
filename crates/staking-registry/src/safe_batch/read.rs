//! Reading a batch, of this or another tool.

use alloy_primitives::Address;
use strict_json::{NotJson, View};

use super::{checksum, method};
use crate::calldata::{DecodeError, parse_hex};
use crate::{AddressError, parse_address};

/// The size in bytes up to which a batch is read.
pub const MAX_BYTES: usize = 128 << 20;

/// What a batch file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeBatchContents {
    /// The chain it is for.
    pub chain_id: u64,
    /// Whether the file carries the app's checksum; when it does, the checksum is right.
    pub has_checksum: bool,
    /// What the Safe would send.
    pub transactions: Vec<SafeTransaction>,
}

/// One call that a Safe would make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeTransaction {
    /// The contract that is called.
    pub to: Address,
    /// The calldata.
    pub data: Vec<u8>,
    /// Whether the file also has the arguments in words, which an app may show. They are not compared with the calldata;
    /// a method that is named is that of the calldata.
    pub shows_arguments: bool,
}

/// Reads a batch whose transactions carry their calldata as bytes and send no ether.
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
    let transactions = transactions.into_iter().enumerate().map(|(position, view)| {
        transaction(view).map_err(|fault| SafeBatchError::Transaction { transaction: position, fault })
    });
    Ok(SafeBatchContents {
        chain_id: chain_id.ok_or(SafeBatchError::Field { field: "chainId" })?,
        has_checksum: claimed.is_some(),
        transactions: transactions.collect::<Result<_, _>>()?,
    })
}

fn transaction(view: View<'_>) -> Result<SafeTransaction, TransactionFault> {
    let text = |name| view.member(name).and_then(View::text);
    if text("value").is_none_or(|value| value.as_str() != "0") {
        return Err(TransactionFault::Value);
    }
    let to = text("to").ok_or(TransactionFault::NoRecipient)?;
    let (to, _) = parse_address(&to).map_err(TransactionFault::To)?;
    let data = text("data").ok_or(TransactionFault::NoData)?;
    let data = parse_hex(&data).map_err(TransactionFault::Data)?;
    // All members of that name: which of two an app would take is anybody's guess.
    let described = |name| {
        let members = view.object().unwrap_or_default().into_iter();
        members.filter(move |(other, value)| other == name && value.raw() != "null").map(|(_, value)| value)
    };
    let selector: Option<&[u8; 4]> = data.first_chunk();
    if described("contractMethod").any(|method| method::selector(method).as_ref() != selector) {
        return Err(TransactionFault::Method);
    }
    let shows_arguments = described("contractInputsValues").next().is_some();
    Ok(SafeTransaction { to, data, shows_arguments })
}

/// Why a text is not a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SafeBatchError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; a batch has at most {MAX_BYTES}, so check that it is the right one")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// A field is missing, occurs twice, or has the wrong type.
    #[error("{field} is not as a batch of the Transaction Builder has it; export the batch again")]
    Field {
        /// The field.
        field: &'static str,
    },
    /// The checksum is there and wrong.
    #[error("meta.checksum does not fit the batch, so it was changed after it was written; write it anew")]
    WrongChecksum,
    /// A transaction is not one that calls a contract with plain calldata.
    #[error("transaction {transaction}: {fault}")]
    Transaction {
        /// Its position, from 0.
        transaction: usize,
        /// What is wrong with it.
        fault: TransactionFault,
    },
}

/// What is wrong with one transaction of a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransactionFault {
    /// It sends ether, or does not say that it sends none.
    #[error("value is not \"0\"; calls of the registry send no ether")]
    Value,
    /// It does not say which contract it calls.
    #[error("to is missing; export the batch again")]
    NoRecipient,
    /// The contract is not an address, or its checksum is wrong.
    #[error("to: {0}")]
    To(AddressError),
    /// It carries no calldata as bytes.
    #[error("data is missing; the transaction is described by its method, so export its calldata instead")]
    NoData,
    /// The calldata is not hexadecimal.
    #[error("data: {0}")]
    Data(DecodeError),
    /// An app may show this method, and send another call.
    #[error("contractMethod is not the method that data calls; set it to null, or write the batch anew")]
    Method,
}
