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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use alloy_primitives::U256;
    use alloy_sol_types::SolValue;

    use super::*;
    use crate::fake_chain::{self, answer, refusal};

    sol! {
        function half(uint256 number) returns (uint256);
    }

    const CONTRACT: Address = Address::repeat_byte(0x11);

    /// What the contract answers: half of an even number; it refuses an odd one.
    fn halved(data: &[u8]) -> Option<Vec<u8>> {
        let number = halfCall::abi_decode(data).unwrap().number;
        (!number.bit(0)).then(|| (number >> 1_usize).abi_encode())
    }

    /// What Multicall3 answers, where a node lets it make so many calls.
    fn multicalled(data: &[u8], most: usize) -> Value {
        let calls = aggregate3Call::abi_decode(data).unwrap().calls;
        if calls.len() > most {
            return refusal(-32_000, "out of gas");
        }
        let outcome = |call: Call3| match halved(&call.callData) {
            Some(answer) => Outcome { success: true, returnData: answer.into() },
            None => Outcome { success: false, returnData: Bytes::new() },
        };
        let outcomes: Vec<_> = calls.into_iter().map(outcome).collect();
        json!(hex::encode_prefixed(aggregate3Call::abi_encode_returns(&outcomes)))
    }

    /// How many calls there were in each batch, one number for a call or a multicall.
    type Batches = Arc<Mutex<Vec<Vec<usize>>>>;

    fn chain(multicall: bool, most: usize) -> (Chain, Batches) {
        let batches = Batches::default();
        let seen = Arc::clone(&batches);
        let chain = fake_chain::chain_of_batches(move |batch| {
            let mut sizes = Vec::new();
            let answers = answer(batch, &mut |method, params| {
                let to = |contract: Address| params[0]["to"] == contract.to_string();
                match method {
                    "eth_getCode" => json!(if multicall { "0x00" } else { "0x" }),
                    "eth_call" => {
                        let data = hex::decode(params[0]["data"].as_str().unwrap()).unwrap();
                        let count =
                            if to(CONTRACT) { 1 } else { aggregate3Call::abi_decode(&data).unwrap().calls.len() };
                        sizes.push(count);
                        match to(CONTRACT) {
                            true => {
                                halved(&data).map_or_else(|| refusal(3, "no"), |half| json!(hex::encode_prefixed(half)))
                            }
                            false if multicall && to(MULTICALL3) => multicalled(&data, most),
                            false => json!("0x"),
                        }
                    }
                    _ => Value::Null,
                }
            });
            if !sizes.is_empty() {
                seen.lock().unwrap().push(sizes);
            }
            answers
        });
        (chain, batches)
    }

    /// Asks for the halves of the numbers from 0, and says in which batches that went.
    fn ask(multicall: bool, most: usize, count: u64) -> Vec<Vec<usize>> {
        let (mut chain, batches) = chain(multicall, most);
        let calls: Vec<_> =
            (0..count).map(|number| Call::new(CONTRACT, &halfCall { number: U256::from(number) })).collect();
        let answers = chain.calls(&calls).unwrap();
        assert_eq!(answers.len(), calls.len());
        for (number, answer) in (0..count).zip(answers) {
            let half = answer.ok().map(|bytes| U256::abi_decode(&bytes).unwrap());
            assert_eq!(half, number.is_multiple_of(2).then(|| U256::from(number / 2)));
        }
        let batches = batches.lock().unwrap();
        batches.clone()
    }

    #[test]
    fn many_calls_go_through_multicall_four_hundred_at_a_time() {
        assert_eq!(ask(true, 400, 3), [[3]]);
        assert_eq!(ask(true, 400, 1_000), [[400, 400, 200]]);
        assert_eq!(ask(true, 400, 1_700), [vec![400; 4], vec![100]]);
        // One or two go on their own.
        assert_eq!(ask(true, 400, 1), [[1]]);
        assert_eq!(ask(true, 400, 2), [[1, 1]]);
    }

    #[test]
    fn without_multicall_a_hundred_calls_go_into_a_request() {
        assert_eq!(ask(false, 0, 3), [vec![1; 3]]);
        assert_eq!(ask(false, 0, 250), [vec![1; 100], vec![1; 100], vec![1; 50]]);
    }

    #[test]
    fn a_multicall_that_takes_too_much_gas_is_halved() {
        assert_eq!(ask(true, 50, 100), [[100], [50], [50]]);
        assert_eq!(ask(true, 3, 7), [[7], [3], [4], [2], [2]]);
        // Down to the calls themselves.
        assert_eq!(ask(true, 1, 5), [vec![5], vec![2], vec![1, 1], vec![3], vec![1], vec![2], vec![1, 1]]);
    }

    #[test]
    fn the_contract_of_each_answer_is_named() {
        let (mut chain, _) = chain(true, 400);
        let half = |number| halfCall { number: U256::from(number) };
        assert_eq!(chain.call(CONTRACT, &half(8)).unwrap(), U256::from(4));
        assert_eq!(chain.call_each(&[(CONTRACT, half(2)), (CONTRACT, half(6))]).unwrap(), [1, 3].map(U256::from));
        let refused = chain.call(CONTRACT, &half(7)).unwrap_err();
        assert!(matches!(refused, ChainError::NotTheContract { contract: CONTRACT, function: "half" }));
    }

    #[test]
    fn what_a_node_says_in_place_of_an_answer() {
        let call = |answer: Value| {
            let mut chain =
                fake_chain::chain(move |method, _| if method == "eth_call" { answer.clone() } else { Value::Null });
            chain.call(CONTRACT, &halfCall { number: U256::ZERO }).unwrap_err()
        };
        let refused = call(refusal(-32_000, "header not found"));
        assert_eq!(refused.to_string(), "the node refuses eth_call (header not found); use another node");
        assert!(matches!(call(json!(7)), ChainError::Shape { method: "eth_call" }));
        assert!(matches!(call(json!("0x00")), ChainError::NotTheContract { .. }));
    }

    #[test]
    fn an_answer_of_multicall_for_other_calls_is_none() {
        for count in [2, 4] {
            let outcome = || Outcome { success: true, returnData: U256::ZERO.abi_encode().into() };
            let outcomes: Vec<_> = std::iter::repeat_with(outcome).take(count).collect();
            let answer = hex::encode_prefixed(aggregate3Call::abi_encode_returns(&outcomes));
            let mut chain = fake_chain::chain(move |method, _| match method {
                "eth_getCode" => json!("0x00"),
                "eth_call" => json!(answer),
                _ => Value::Null,
            });
            let refused = chain.call_each(&vec![(CONTRACT, halfCall { number: U256::ZERO }); 3]).unwrap_err();
            assert!(matches!(refused, ChainError::NotTheContract { contract: MULTICALL3, function: "aggregate3" }));
        }
    }
}
