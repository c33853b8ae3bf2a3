//! The calls that carry signed exits.

use alloy_primitives::U256;

use super::{
    EXITS_PER_CALL, SignedExit, SignedExits,
    abi::{AttesterExitAuthorization, Signature, initiateWithdrawByAttesterBatchUpToLimitCall},
    exits_gas,
};
use crate::calldata::{Calldata, Function};

/// A call of `initiateWithdrawByAttesterBatchUpToLimit`. Anybody may send it to the rollup.
///
/// The rollup takes the exits from the first on until its limit is reached, and leaves the others. One that it refuses
/// for another reason, such as an attester that has left already, takes the whole call with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitCall {
    /// The position of its first exit in the whole list, from 0.
    pub first: usize,
    /// The position of its last exit in the whole list.
    pub last: usize,
    /// The call.
    pub calldata: Calldata,
    /// The estimate of the gas that the transaction uses, see [`exits_gas`].
    pub gas: u64,
}

impl ExitCall {
    /// How many exits the call carries.
    #[must_use]
    pub fn count(&self) -> usize {
        self.last - self.first + 1
    }
}

impl SignedExits {
    /// The exits, in their order, in as many calls as they need: at most [`EXITS_PER_CALL`] in each, so that every one fits
    /// into a transaction.
    #[must_use]
    pub fn calls(&self) -> Vec<ExitCall> {
        let call = |(number, exits): (usize, &[SignedExit])| {
            let first = number * EXITS_PER_CALL;
            let calldata = calldata(exits);
            let gas = exits_gas(calldata.bytes(), exits.len());
            ExitCall { first, last: first + exits.len() - 1, calldata, gas }
        };
        self.exits().chunks(EXITS_PER_CALL).enumerate().map(call).collect()
    }
}

fn calldata(exits: &[SignedExit]) -> Calldata {
    let authorizations = exits.iter().map(AttesterExitAuthorization::from).collect();
    let call = initiateWithdrawByAttesterBatchUpToLimitCall { authorizations };
    Calldata::new(Function::InitiateWithdrawByAttesterBatchUpToLimit, &call, vec![argument(exits)])
}

impl From<&SignedExit> for AttesterExitAuthorization {
    fn from(exit: &SignedExit) -> Self {
        Self {
            attester: exit.attester(),
            deadline: U256::from(exit.deadline().unix()),
            signature: Signature { v: exit.v(), r: exit.r(), s: exit.s() },
        }
    }
}

/// The array as `cast` reads it: `[(attester,deadline,(v,r,s)),…]`.
fn argument(exits: &[SignedExit]) -> String {
    let tuple = |exit: &SignedExit| {
        let (attester, deadline) = (exit.attester().to_checksum(None), exit.deadline().unix());
        format!("({attester},{deadline},({},{},{}))", exit.v(), exit.r(), exit.s())
    };
    format!("[{}]", exits.iter().map(tuple).collect::<Vec<_>>().join(","))
}
