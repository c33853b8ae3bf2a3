//! The members of an object, when each is known and there once.

use strict_json::{View, shortened};

use super::{FieldFault, NodeKeystoreError, Place};

pub(super) struct Members<'a, const N: usize> {
    names: [&'static str; N],
    found: [Option<View<'a>>; N],
}

impl<'a, const N: usize> Members<'a, N> {
    /// Looks for these names and no others.
    pub(super) fn of(object: View<'a>, place: Place, names: [&'static str; N]) -> Result<Self, NodeKeystoreError> {
        let fault = |fault| NodeKeystoreError::Field { place, fault };
        let members = object.object().ok_or_else(|| fault(FieldFault::NotA { expected: "an object" }))?;
        let mut found = [None; N];
        for (name, value) in members {
            let position = names.iter().position(|known| *known == name);
            let position = position.ok_or_else(|| fault(FieldFault::Unknown { name: shortened(&name, 40) }))?;
            if found[position].replace(value).is_some() {
                return Err(fault(FieldFault::Repeated { name: names[position] }));
            }
        }
        Ok(Self { names, found })
    }

    pub(super) fn get(&self, name: &'static str) -> Option<View<'a>> {
        let position = self.names.iter().position(|known| *known == name)?;
        self.found[position]
    }

    pub(super) fn required(&self, name: &'static str, place: Place) -> Result<View<'a>, NodeKeystoreError> {
        self.get(name).ok_or(NodeKeystoreError::Field { place, fault: FieldFault::Missing })
    }
}

/// The members at the top, version 1.
pub(super) const TOP_V1: [&str; 6] =
    ["schemaVersion", "validators", "slasher", "remoteSigner", "prover", "fundingAccount"];
/// The members at the top, version 2: the last three are handed down to the validators.
pub(super) const TOP_V2: [&str; 9] = [
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
pub(super) const VALIDATOR: [&str; 6] =
    ["attester", "publisher", "coinbase", "feeRecipient", "remoteSigner", "fundingAccount"];
