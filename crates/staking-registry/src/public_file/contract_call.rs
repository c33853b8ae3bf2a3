//! Calls as aztec-butler writes them: `{"contractToCall": "0x…", "callData": "0x…"}`, one or an array of them.

use alloy_primitives::Address;
use strict_json::{Members, MembersFault, NotJson, View};

use crate::calldata::{AddedKeys, DecodeError, decode_add_keys, parse_hex};
use crate::{AddressError, parse_address};

/// A call that adds keys, and the contract to which it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractCall {
    /// The contract.
    pub to: Address,
    /// What is added.
    pub added: AddedKeys,
}

/// What is wrong with one call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContractCallFault {
    /// The members are not those of a call.
    #[error("{0}")]
    Members(#[source] MembersFault),
    /// A member is not text.
    #[error("{name} is not text; write the value in quotes")]
    NotText {
        /// The member.
        name: &'static str,
    },
    /// The contract is not an address, or its checksum is wrong.
    #[error("contractToCall: {0}")]
    To(#[source] AddressError),
    /// The calldata adds no keys.
    #[error("callData: {0}")]
    Calldata(#[source] DecodeError),
}

/// The calls of a file, those that cannot be read included.
pub(super) fn read_all(text: &str) -> Result<Vec<Result<ContractCall, ContractCallFault>>, NotJson> {
    let whole = View::parse(text)?;
    Ok(whole.array().unwrap_or_else(|| vec![whole]).into_iter().map(read).collect())
}

fn read(view: View<'_>) -> Result<ContractCall, ContractCallFault> {
    let members = Members::known(view, ["contractToCall", "callData"]).map_err(ContractCallFault::Members)?;
    let text = |name| {
        let value = members.required(name).map_err(ContractCallFault::Members)?;
        value.text().ok_or(ContractCallFault::NotText { name })
    };
    let (to, _) = parse_address(&text("contractToCall")?).map_err(ContractCallFault::To)?;
    let calldata = parse_hex(&text("callData")?).map_err(ContractCallFault::Calldata)?;
    Ok(ContractCall { to, added: decode_add_keys(&calldata).map_err(ContractCallFault::Calldata)? })
}
