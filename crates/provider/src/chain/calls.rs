//! Many calls of contracts in few requests.

use alloy_primitives::{Address, Bytes, hex};
use alloy_sol_types::{SolCall, sol};
use serde_json::{Value, json};

use super::{
    at_block::{Chain, MULTICALL3},
    error::ChainError,
};
use crate::{
    quantity::{bytes, to_quantity},
    rpc::json_rpc::{Answer, Request},
};

sol! {
    struct Call3 { address target; bool allowFailure; bytes callData; }
    struct Outcome { bool success; bytes returnData; }

    function aggregate3(Call3[] calls) returns (Outcome[]);
}

/// How many calls go into one of Multicall3. The dearest, a queue entry, reads nine cold slots: 400 of them take about 10 million
/// gas, a fifth of what a node gives a call by default.
const CALLS_PER_MULTICALL: usize = 400;
/// How many calls go into one request: as multicalls, and where there is no Multicall3.
const MULTICALLS_PER_REQUEST: usize = 4;
const CALLS_PER_REQUEST: usize = 100;

/// A call of a view function.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    to: Address,
    data: Vec<u8>,
}

impl Call {
    pub(crate) fn new<C: SolCall>(to: Address, call: &C) -> Self {
        Self { to, data: call.abi_encode() }
    }

    fn request(&self, block: &Value) -> Request {
        let call = json!({"to": self.to.to_string(), "data": hex::encode_prefixed(&self.data)});
        Request::new("eth_call", json!([call, block]))
    }
}

/// A call that the contract refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reverted;

impl Chain {
    /// One call.
    pub(crate) fn call<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return, ChainError> {
        let answer = self.calls(&[Call::new(to, call)])?.swap_remove(0);
        decode::<C>(to, answer)
    }

    /// The same function many times.
    pub(crate) fn call_each<C: SolCall>(&mut self, calls: &[(Address, C)]) -> Result<Vec<C::Return>, ChainError> {
        let encoded: Vec<_> = calls.iter().map(|(to, call)| Call::new(*to, call)).collect();
        let answers = self.calls(&encoded)?.into_iter().zip(calls);
        answers.map(|(answer, (to, _))| decode::<C>(*to, answer)).collect()
    }

    /// Any calls, in as few requests as the chain and the node allow.
    pub(crate) fn calls(&mut self, calls: &[Call]) -> Result<Vec<Returned>, ChainError> {
        let per_request = if self.multicall { CALLS_PER_MULTICALL * MULTICALLS_PER_REQUEST } else { CALLS_PER_REQUEST };
        let mut results = Vec::with_capacity(calls.len());
        for part in calls.chunks(per_request) {
            // A call or two are not worth the way through another contract.
            let answers = if self.multicall && part.len() > 2 { self.multicalls(part)? } else { self.each(part)? };
            results.extend(answers);
        }
        Ok(results)
    }

    fn each(&mut self, calls: &[Call]) -> Result<Vec<Returned>, ChainError> {
        let at = to_quantity(self.block.number);
        let requests: Vec<_> = calls.iter().map(|call| call.request(&at)).collect();
        self.rpc.send(&requests)?.into_iter().map(outcome).collect()
    }

    fn multicalls(&mut self, calls: &[Call]) -> Result<Vec<Returned>, ChainError> {
        let at = to_quantity(self.block.number);
        let parts: Vec<_> = calls.chunks(CALLS_PER_MULTICALL).collect();
        let requests: Vec<_> = parts.iter().map(|part| multicall(part).request(&at)).collect();
        let answers = self.rpc.send(&requests)?;
        let mut results = Vec::with_capacity(calls.len());
        for (part, answer) in parts.into_iter().zip(answers) {
            match outcome(answer) {
                Ok(Ok(answer)) => results.extend(unpack(&answer, part.len())?),
                // More than the node gives a call: half of it, down to the calls themselves.
                Ok(Err(Reverted)) | Err(ChainError::Refused { .. }) if part.len() > 2 => {
                    let (front, back) = part.split_at(part.len() / 2);
                    results.extend(self.multicalls(front)?);
                    results.extend(self.multicalls(back)?);
                }
                Ok(Err(Reverted)) | Err(ChainError::Refused { .. }) => results.extend(self.each(part)?),
                Err(error) => return Err(error),
            }
        }
        Ok(results)
    }
}

/// What a call returned, unless it reverted.
pub(crate) type Returned = Result<Vec<u8>, Reverted>;

/// What a contract answered, as its function returns it.
pub(crate) fn decode<C: SolCall>(contract: Address, answer: Returned) -> Result<C::Return, ChainError> {
    let function = C::SIGNATURE.split('(').next().unwrap_or_default();
    let not_the_contract = ChainError::NotTheContract { contract, function };
    match answer {
        Ok(bytes) => C::abi_decode_returns_validate(&bytes).map_err(|_| not_the_contract),
        Err(Reverted) => Err(not_the_contract),
    }
}

fn multicall(calls: &[Call]) -> Call {
    let calls = calls.iter().map(|call| Call3 {
        target: call.to,
        allowFailure: true,
        callData: Bytes::copy_from_slice(&call.data),
    });
    Call::new(MULTICALL3, &aggregate3Call { calls: calls.collect() })
}

fn unpack(answer: &[u8], count: usize) -> Result<Vec<Returned>, ChainError> {
    let outcomes = aggregate3Call::abi_decode_returns_validate(answer).ok().filter(|outcomes| outcomes.len() == count);
    let outcomes = outcomes.ok_or(ChainError::NotTheContract { contract: MULTICALL3, function: "aggregate3" })?;
    let result = |outcome: Outcome| if outcome.success { Ok(outcome.returnData.to_vec()) } else { Err(Reverted) };
    Ok(outcomes.into_iter().map(result).collect())
}

fn outcome(answer: Answer) -> Result<Returned, ChainError> {
    match answer {
        Ok(value) => bytes(&value).map(Ok).ok_or(ChainError::Shape { method: "eth_call" }),
        Err(refusal) if refusal.is_revert() => Ok(Err(Reverted)),
        Err(refusal) => Err(ChainError::refused("eth_call", &refusal)),
    }
}
