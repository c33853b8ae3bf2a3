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
