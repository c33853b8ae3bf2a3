//! What can be wrong with a batch, and with one transaction of it.

use strict_json::NotJson;

use crate::AddressError;
use crate::calldata::DecodeError;

/// The size in bytes up to which a batch is read.
pub const MAX_BYTES: usize = 128 << 20;

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
}

/// What is wrong with one transaction of a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransactionFault {
    /// It calls the registry and sends ether along, which the registry refuses.
    #[error("value is not \"0\"; calls of the registry send no ether")]
    Value,
    /// It does not say how much ether it sends.
    #[error("value is not a decimal number in quotes; export the batch again")]
    Amount,
    /// It does not say which contract it calls.
    #[error("to is missing; export the batch again")]
    NoRecipient,
    /// The contract is not an address, or its checksum is wrong.
    #[error("to: {0}")]
    To(#[source] AddressError),
    /// It carries neither calldata nor a method nor ether.
    #[error("data is missing, and so are a method and an amount of ether; export the batch again")]
    NoData,
    /// It describes its call by a method, and the arguments are not those of the method.
    #[error(
        "contractInputsValues, {argument}: is not what addKeysToProvider takes; enter the call anew, or give its data"
    )]
    Arguments {
        /// The argument.
        argument: &'static str,
    },
    /// The calldata is not hexadecimal.
    #[error("data: {0}")]
    Data(#[source] DecodeError),
    /// An app may show this method, and send another call.
    #[error("contractMethod is not the method that data calls; set it to null, or write the batch anew")]
    Method,
}
