//! Events, read in ranges that every node accepts.

use alloy_primitives::{Address, B256};
use serde_json::{Value, json};

use super::{at_block::Chain, error::ChainError};
use crate::{
    quantity::{address, bytes, quantity, to_quantity, word},
    rpc::json_rpc::Request,
};

/// A node that takes every range gets no larger one.
const LONGEST_SPAN: u64 = 500_000;

/// How many ranges a node takes after a refusal before a larger one is tried: most limits are fixed, others depend on how much
/// happened.
const PATIENCE: u32 = 8;

/// Which events.
#[derive(Clone, Debug)]
pub(crate) struct LogFilter {
    /// Of these contracts.
    pub(crate) addresses: Vec<Address>,
    /// For each topic, the values that it may have; none stands for any.
    pub(crate) topics: Vec<Vec<B256>>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) address: Address,
    pub(crate) topics: Vec<B256>,
    pub(crate) data: Vec<u8>,
    pub(crate) block: u64,
    pub(crate) block_hash: B256,
    pub(crate) transaction: B256,
    pub(crate) index: u64,
}

impl Log {
    /// Reads an event as a node gives it. One that was undone is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        if value.get("removed").and_then(Value::as_bool) == Some(true) {
            return None;
        }
        Some(Self {
            address: address(value.get("address")?)?,
            topics: value.get("topics")?.as_array()?.iter().map(word).collect::<Option<_>>()?,
            data: bytes(value.get("data")?)?,
            block: quantity(value.get("blockNumber")?)?,
            block_hash: word(value.get("blockHash")?)?,
            transaction: word(value.get("transactionHash")?)?,
            index: quantity(value.get("logIndex")?)?,
        })
    }
}

impl LogFilter {
    fn request(&self, from: u64, to: u64) -> Request {
        let texts = |words: &Vec<B256>| match words.as_slice() {
            [] => Value::Null,
            words => words.iter().map(ToString::to_string).collect(),
        };
        let addresses: Vec<_> = self.addresses.iter().map(ToString::to_string).collect();
        let topics: Vec<_> = self.topics.iter().map(texts).collect();
        let range = (to_quantity(from), to_quantity(to));
        let filter = json!({"address": addresses, "topics": topics, "fromBlock": range.0, "toBlock": range.1});
        Request::new("eth_getLogs", json!([filter]))
    }

    /// Whether the event is one that was asked for.
    fn fits(&self, log: &Log, from: u64, to: u64) -> bool {
        let mut topics = self.topics.iter().enumerate();
        (from..=to).contains(&log.block)
            && self.addresses.contains(&log.address)
            && topics.all(|(at, allowed)| {
                allowed.is_empty() || log.topics.get(at).is_some_and(|topic| allowed.contains(topic))
            })
    }
}

/// What a node gives of a range of blocks.
enum Part {
    /// Its events.
    Logs(Vec<Log>),
    /// Nothing, and its words why: a shorter range may do.
    Refused(String),
}

impl Chain {
    /// The events from block `from` to block `to`, both included, in their order.
    ///
    /// A range that the node refuses is halved, down to a single block. One that it takes is doubled for the next; after a
    /// refusal, only once it has taken some.
    pub(crate) fn logs(&mut self, filter: &LogFilter, from: u64, to: u64) -> Result<Vec<Log>, ChainError> {
        let mut logs = Vec::new();
        let mut next = from;
        while next <= to {
            let last = to.min(next.saturating_add(self.log_span - 1));
            match self.log_range(filter, next, last)? {
                Part::Logs(part) => {
                    logs.extend(part);
                    self.log_patience = self.log_patience.saturating_sub(1);
                    if self.log_patience == 0 {
                        self.log_span = (self.log_span * 2).min(LONGEST_SPAN);
                    }
                    // The last block may be the last number that there is.
                    let Some(behind) = last.checked_add(1) else { break };
                    next = behind;
                }
                Part::Refused(words) if next == last => return Err(ChainError::NoLogs { block: next, words }),
                Part::Refused(_) => {
                    self.log_span = (last - next).div_ceil(2).max(1);
                    self.log_patience = PATIENCE;
                }
            }
        }
        Ok(logs)
    }

    /// The events of one range, or the node's words why it does not give them.
    fn log_range(&mut self, filter: &LogFilter, from: u64, to: u64) -> Result<Part, ChainError> {
        let answer = match self.rpc.send(&[filter.request(from, to)]) {
            Ok(mut answers) => answers.swap_remove(0),
            Err(error) if error.is_size() => return Ok(Part::Refused(error.to_string())),
            Err(error) => return Err(error.into()),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(refusal) => return Ok(Part::Refused(refusal.words())),
        };
        let shape = || ChainError::Shape { method: "eth_getLogs" };
        let logs: Option<Vec<_>> = answer.as_array().ok_or_else(shape)?.iter().map(Log::read).collect();
        let mut logs = logs.filter(|logs| logs.iter().all(|log| filter.fits(log, from, to))).ok_or_else(shape)?;
        logs.sort_by_key(|log| (log.block, log.index));
        let repeated = logs.windows(2).any(|pair| (pair[0].block, pair[0].index) == (pair[1].block, pair[1].index));
        if repeated { Err(shape()) } else { Ok(Part::Logs(logs)) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::fake_chain::{self, END, answer, number, refusal};

    const CONTRACT: Address = Address::repeat_byte(0x11);
    const EVENT: B256 = B256::repeat_byte(0x22);

    /// An event of any kind of the contract, whose second topic has one value.
    fn filter() -> LogFilter {
        LogFilter { addresses: vec![Address::ZERO, CONTRACT], topics: vec![vec![], vec![B256::ZERO, EVENT]] }
    }

    fn log(block: u64, index: u64) -> Value {
        json!({
            "address": CONTRACT.to_string(), "topics": [B256::repeat_byte(1).to_string(), EVENT.to_string()],
            "data": "0x0708", "blockNumber": to_quantity(block), "blockHash": B256::repeat_byte(3).to_string(),
            "transactionHash": B256::repeat_byte(4).to_string(), "logIndex": to_quantity(index),
        })
    }

    type Ranges = Arc<Mutex<Vec<(u64, u64)>>>;

    /// A chain whose node has this to say of a range, and the ranges that it was asked for.
    fn chain(mut logs: impl FnMut(u64, u64) -> Value + Send + 'static) -> (Chain, Ranges) {
        let ranges = Ranges::default();
        let seen = Arc::clone(&ranges);
        let chain = fake_chain::chain(move |method, params| {
            if method != "eth_getLogs" {
                return Value::Null;
            }
            let range = (number(&params[0]["fromBlock"]), number(&params[0]["toBlock"]));
            seen.lock().unwrap().push(range);
            logs(range.0, range.1)
        });
        (chain, ranges)
    }

    /// What comes of one answer to a range of 101 blocks.
    fn read(answer: Value) -> Result<Vec<Log>, ChainError> {
        chain(move |_, _| answer.clone()).0.logs(&filter(), 100, 200)
    }

    #[test]
    fn an_event_is_read_as_it_is() {
        let [read] = read(json!([log(150, 7)])).unwrap().try_into().unwrap();
        let expected = Log {
            address: CONTRACT,
            topics: vec![B256::repeat_byte(1), EVENT],
            data: vec![7, 8],
            block: 150,
            block_hash: B256::repeat_byte(3),
            transaction: B256::repeat_byte(4),
            index: 7,
        };
        assert_eq!(read, expected);
        let order = read_places(json!([log(200, 0), log(100, 9), log(150, 1), log(150, 0)]));
        assert_eq!(order, [(100, 9), (150, 0), (150, 1), (200, 0)]);
    }

    fn read_places(answer: Value) -> Vec<(u64, u64)> {
        read(answer).unwrap().iter().map(|log| (log.block, log.index)).collect()
    }

    #[test]
    fn the_node_is_asked_for_these_events() {
        let request = filter().request(16, 255);
        let topics = json!([null, [B256::ZERO.to_string(), EVENT.to_string()]]);
        let addresses = json!([Address::ZERO.to_string(), CONTRACT.to_string()]);
        let expected = json!([{"address": addresses, "topics": topics, "fromBlock": "0x10", "toBlock": "0xff"}]);
        assert_eq!((request.method, request.params), ("eth_getLogs", expected));
    }

    #[test]
    fn what_was_not_asked_for_is_refused() {
        let with = |name: &str, value: Value| {
            let mut log = log(150, 0);
            log[name] = value;
            json!([log])
        };
        let (one, other) = (EVENT.to_string(), B256::repeat_byte(9).to_string());
        for answer in [
            json!([log(99, 0)]),
            json!([log(201, 0)]),
            json!([log(150, 0), log(150, 0)]),
            with("address", json!(Address::repeat_byte(9).to_string())),
            with("topics", json!([one, other])),
            with("topics", json!([one])),
            with("removed", json!(true)),
            with("data", json!("0x0")),
            with("logIndex", Value::Null),
            json!({}),
        ] {
            let refused = read(answer.clone()).unwrap_err();
            assert!(matches!(refused, ChainError::Shape { method: "eth_getLogs" }), "{answer}: {refused}");
        }
        assert_eq!(read(with("removed", json!(false))).unwrap().len(), 1);
    }

    #[test]
    fn ranges_grow_while_the_node_takes_them() {
        let (mut chain, ranges) = chain(|_, _| json!([]));
        chain.logs(&filter(), 0, END).unwrap();
        let taken = ranges.lock().unwrap().clone();
        assert_eq!(taken[..3], [(0, 9_999), (10_000, 29_999), (30_000, 69_999)]);
        // And no further than to half a million blocks.
        assert_eq!(taken[6..], [(630_000, END)]);
        assert_eq!(chain.log_span, LONGEST_SPAN);
    }

    #[test]
    fn a_range_that_is_refused_is_halved_and_grows_after_a_while() {
        let (mut chain, ranges) =
            chain(|from, to| if to - from < 3_000 { json!([]) } else { refusal(-32_005, "range") });
        chain.logs(&filter(), 0, 40_000).unwrap();
        let spans: Vec<_> = ranges.lock().unwrap().iter().map(|(from, to)| to - from + 1).collect();
        // 10,000 blocks, half and a quarter; the latter eight times, then twice as many, which it does not take.
        let expected = [vec![10_000, 5_000], vec![2_500; 8], vec![5_000], vec![2_500; 8], vec![1]].concat();
        assert_eq!(spans, expected);
    }

    #[test]
    fn a_single_block_that_is_refused_is_named() {
        let (mut chain, ranges) =
            chain(|from, to| if from > 5 || to < 5 { json!([]) } else { refusal(-32_000, "pruned") });
        let refused = chain.logs(&filter(), 0, 9).unwrap_err();
        assert!(matches!(&refused, ChainError::NoLogs { block: 5, words } if words == "pruned"), "{refused}");
        assert_eq!(ranges.lock().unwrap()[..3], [(0, 9), (0, 4), (5, 9)]);
    }

    #[test]
    fn a_request_that_is_too_large_as_a_whole_is_halved_too() {
        let mut chain = fake_chain::chain_of_batches(|batch| {
            let asks = batch[0]["method"] == "eth_getLogs";
            let range = || number(&batch[0]["params"][0]["toBlock"]) - number(&batch[0]["params"][0]["fromBlock"]);
            match asks && range() > 10 {
                true => json!({"id": null, "error": {"code": -32_600, "message": "response too large"}}),
                false => answer(batch, &mut |method, _| if method == "eth_getLogs" { json!([]) } else { Value::Null }),
            }
        });
        assert_eq!(chain.logs(&filter(), 0, 99).unwrap(), []);
    }

    #[test]
    fn a_node_that_fails_is_not_asked_for_less() {
        let asked = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&asked);
        let mut chain = fake_chain::chain_of_batches(move |batch| {
            if batch[0]["method"] == "eth_getLogs" {
                *counter.lock().unwrap() += 1;
                return json!("no answer");
            }
            answer(batch, &mut |_, _| Value::Null)
        });
        assert!(matches!(chain.logs(&filter(), 0, 99), Err(ChainError::Rpc(_))));
        assert_eq!(*asked.lock().unwrap(), 1);
    }
}
