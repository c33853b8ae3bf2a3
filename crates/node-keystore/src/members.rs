//! The members of an object, when each is known and there once.

use strict_json::{Members, MembersFault, View};

use crate::{FieldFault, FieldPath, NodeKeystoreError};

/// The members of an object of the file.
pub(crate) struct Object<'a, const N: usize>(Members<'a, N>);

impl<'a, const N: usize> Object<'a, N> {
    /// Looks for these names and no others.
    pub(crate) fn of(object: View<'a>, path: FieldPath, names: [&'static str; N]) -> Result<Self, NodeKeystoreError> {
        Members::known(object, names).map(Self).map_err(|fault| NodeKeystoreError::at(path, field_fault(fault)))
    }

    pub(crate) fn get(&self, name: &str) -> Option<View<'a>> {
        self.0.get(name)
    }

    /// The member that has this path in the file.
    pub(crate) fn required(&self, name: &'static str, path: FieldPath) -> Result<View<'a>, NodeKeystoreError> {
        self.0.required(name).map_err(|fault| NodeKeystoreError::at(path, field_fault(fault)))
    }
}

fn field_fault(fault: MembersFault) -> FieldFault {
    match fault {
        MembersFault::Missing { .. } => FieldFault::Missing,
        MembersFault::Repeated { name } => FieldFault::Repeated { name },
        MembersFault::Unknown { name } => FieldFault::Unknown { name },
        _ => FieldFault::NotA { expected: "an object" },
    }
}

/// The members at the top, version 1.
pub(crate) const TOP_V1: [&str; 6] =
    ["schemaVersion", "validators", "slasher", "remoteSigner", "prover", "fundingAccount"];
/// The members at the top, version 2: the last three are handed down to the validators.
pub(crate) const TOP_V2: [&str; 9] = [
    "schemaVersion",
    "validators",
    "slasher",
    "remoteSigner",
    "prover",
    "fundingAccount",
    "publisher",
    "coinbase",
    "feeRecipient",
];
/// The members of a validator, both versions.
pub(crate) const VALIDATOR: [&str; 6] =
    ["attester", "publisher", "coinbase", "feeRecipient", "remoteSigner", "fundingAccount"];
