//! What a transaction of a Safe does, as far as it matters to keys.

use alloy_primitives::U256;

use crate::calldata::{AddedKeys, DecodeError, Function, decode_add_keys};
use crate::safe_batch::{SafeCall, SafeTransaction};

/// What a transaction of a Safe does, as far as it matters to keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistryCall {
    /// `addKeysToProvider`, and what it adds.
    AddKeys(AddedKeys),
    /// Another function of the registry, whose arguments are not looked at.
    Other(Function),
    /// A function that the registry does not have, by its selector.
    Foreign {
        /// The selector; none where the calldata is shorter.
        selector: Option<[u8; 4]>,
    },
    /// A method that the file describes in words, other than `addKeysToProvider`.
    Described {
        /// Its name.
        method: String,
    },
    /// A transfer of ether, or a call that takes ether along, which no function of the registry does.
    Ether {
        /// How much, in wei.
        wei: U256,
    },
    /// It cannot be read; what is wrong with it is among the faults of the file.
    Unreadable,
}

impl RegistryCall {
    /// What the call adds, when it adds keys.
    #[must_use]
    pub fn added(&self) -> Option<&AddedKeys> {
        if let Self::AddKeys(added) = self { Some(added) } else { None }
    }

    /// What the transaction does.
    ///
    /// # Errors
    /// [`DecodeError`] where it calls `addKeysToProvider` with arguments that cannot be decoded.
    pub(super) fn of(transaction: &SafeTransaction) -> Result<Self, DecodeError> {
        if !transaction.value.is_zero() {
            return Ok(Self::Ether { wei: transaction.value });
        }
        let data = match &transaction.call {
            SafeCall::Data(data) => data,
            SafeCall::Described { method } => return Ok(Self::Described { method: method.clone() }),
            SafeCall::Nothing => return Ok(Self::Foreign { selector: None }),
        };
        match decode_add_keys(data) {
            Ok(added) => Ok(Self::AddKeys(added)),
            Err(DecodeError::OtherFunction { function }) => Ok(Self::Other(function)),
            Err(DecodeError::UnknownFunction { selector }) => Ok(Self::Foreign { selector: Some(selector) }),
            Err(DecodeError::NoSelector) => Ok(Self::Foreign { selector: None }),
            Err(fault) => Err(fault),
        }
    }
}
