//! What was read of the past, kept from one run to the next.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256};
use aztec_staking_registry::ProviderId;
use serde::{Deserialize, Serialize};
use strict_json::View;

use super::{
    event::{Event, Happened, filter},
    history_error::HistoryError,
    join::{Delegation, Joined, join, without_settled_strangers},
    split::SplitTerms,
};
use crate::{
    chain::{Chain, ChainError},
    deployment::Deployment,
};

/// How many blocks are remembered by their hashes. Where the chain has changed further back than the oldest, all is read again.
const CHECKPOINTS: usize = 64;

/// The events of a provider's delegations up to a block.
///
/// It is kept in a file between runs. Each part that was read ends in a block that is remembered with its hash; where
/// the chain has another block of that number later, what was read after the last one in common is forgotten and read
/// again. So nothing is missed, and nothing counts twice.
///
/// ```no_run
/// use aztec_provider::delegations::{History, Stage};
/// use aztec_provider::{Chain, Deployment, Provider};
///
/// fn print_deposits(
///     chain: &mut Chain, deployment: &Deployment, provider: &Provider,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     let mut history = History::whole(chain, deployment, provider.id)?;
///     // 10,000 blocks at a time, and `to_json` in between, so that a stop loses nothing.
///     while !history.advance(chain, deployment, 10_000)? {}
///     for delegation in history.delegations()? {
///         if let Stage::Deposited(_) = delegation.stage {
///             println!("{} shares its rewards through {}", delegation.attester, delegation.split);
///         }
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct History {
    format_version: u32,
    chain_id: u64,
    registry: Address,
    provider: u64,
    /// The first block that was read.
    first: u64,
    /// How many keys had left the provider's queue before that block; none until it is known.
    unseen: Option<u64>,
    checkpoints: Vec<Checkpoint>,
    events: Vec<Happened>,
    splits: BTreeMap<Address, SplitTerms>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Checkpoint {
    number: u64,
    hash: B256,
}

const FORMAT_VERSION: u32 = 2;

impl History {
    /// An empty history, to be read from the block in which the registry was deployed.
    ///
    /// # Errors
    /// [`ChainError`]: only a node that keeps old states can tell where that is.
    pub fn whole(chain: &mut Chain, deployment: &Deployment, provider: ProviderId) -> Result<Self, ChainError> {
        let first = chain.deployed_at(deployment.registry)?;
        Ok(Self { unseen: Some(0), ..Self::since(chain, deployment, provider, first) })
    }

    /// An empty history, to be read from block `first` on.
    #[must_use]
    pub fn since(chain: &Chain, deployment: &Deployment, provider: ProviderId, first: u64) -> Self {
        Self {
            unseen: None,
            format_version: FORMAT_VERSION,
            chain_id: chain.chain_id(),
            registry: deployment.registry,
            provider: provider.get(),
            first,
            checkpoints: Vec::new(),
            events: Vec::new(),
            splits: BTreeMap::new(),
        }
    }

    /// Reads what [`History::to_json`] wrote, for this chain, registry and provider.
    ///
    /// # Errors
    /// [`HistoryError::NotAHistory`] or [`HistoryError::Other`].
    pub fn read(
        text: &str,
        chain: &Chain,
        deployment: &Deployment,
        provider: ProviderId,
    ) -> Result<Self, HistoryError> {
        let history = Self::from_json(text).ok_or(HistoryError::NotAHistory)?;
        let sorted = history.events.is_sorted_by_key(|happened| happened.place)
            && history.checkpoints.is_sorted_by_key(|checkpoint| checkpoint.number);
        if history.format_version != FORMAT_VERSION || !sorted {
            return Err(HistoryError::NotAHistory);
        }
        let ours = (chain.chain_id(), deployment.registry, provider.get());
        if (history.chain_id, history.registry, history.provider) == ours {
            Ok(history)
        } else {
            Err(HistoryError::Other)
        }
    }

    fn from_json(text: &str) -> Option<Self> {
        let history = serde_json::from_str(text).ok()?;
        // serde takes a list for an object as well, its items for the members in their order. Events are objects anyway.
        let whole = View::parse(text).ok()?;
        let checkpoints = whole.member("checkpoints")?.array()?;
        let splits = whole.member("splits")?.object()?;
        let structures = checkpoints.into_iter().chain(splits.into_iter().map(|(_, split)| split));
        structures.map(View::object).all(|members| members.is_some()).then_some(history)
    }

    /// The file.
    ///
    /// # Panics
    /// Never: numbers, addresses and hashes are JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers, addresses and hashes are JSON") + "\n"
    }

    /// The next block to read.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.checkpoints.last().map_or(self.first, |checkpoint| checkpoint.number.saturating_add(1))
    }

    /// Forgets what the chain does not have any more, or not yet at its block. Returns whether there was anything to forget.
    ///
    /// # Errors
    /// [`HistoryError::Chain`].
    pub fn rewind(&mut self, chain: &mut Chain) -> Result<bool, HistoryError> {
        let before = self.next();
        let end = chain.block().number;
        self.checkpoints.retain(|checkpoint| checkpoint.number <= end);
        let numbers: Vec<_> = self.checkpoints.iter().map(|checkpoint| checkpoint.number).collect();
        let blocks = chain.blocks(&numbers)?;
        let same = |(checkpoint, block): &(&Checkpoint, crate::Block)| checkpoint.hash == block.hash;
        let common = self.checkpoints.iter().zip(blocks).take_while(same).count();
        self.checkpoints.truncate(common);
        let next = self.next();
        self.events.retain(|happened| happened.place.block < next);
        Ok(next != before)
    }

    /// Reads at most `blocks` more blocks, up to the one that the chain is read at. Says whether that one is reached.
    ///
    /// # Errors
    /// [`HistoryError`]; the history is as it was then.
    pub fn advance(&mut self, chain: &mut Chain, deployment: &Deployment, blocks: u64) -> Result<bool, HistoryError> {
        let (from, end) = (self.next(), chain.block().number);
        if from > end {
            return Ok(true);
        }
        let to = end.min(from.saturating_add(blocks.max(1) - 1));
        let logs = chain.logs(&filter(deployment), from, to)?;
        let last = chain.blocks(&[to])?[0];
        let undone = (to == end && last.hash != chain.block().hash)
            || logs.iter().any(|log| log.block == to && log.block_hash != last.hash);
        if undone {
            return Err(HistoryError::Reorganised);
        }
        let provider = ProviderId::new(self.provider).map_err(|_| HistoryError::NotAHistory)?;
        let events: Vec<_> = logs.iter().filter_map(|log| Happened::read(log, deployment.registry, provider)).collect();
        let splits = read_splits(chain, deployment, &events)?;

        self.splits.extend(splits);
        self.events.extend(events);
        self.checkpoints.push(Checkpoint { number: to, hash: last.hash });
        let surplus = self.checkpoints.len().saturating_sub(CHECKPOINTS);
        self.checkpoints.drain(..surplus);
        self.forget_strangers();
        Ok(to == end)
    }

    /// Strangers are only forgotten up to the oldest checkpoint: what is behind it may be read again.
    fn forget_strangers(&mut self) {
        let horizon = self.checkpoints.first().map_or(0, |checkpoint| checkpoint.number);
        let old = self.events.partition_point(|happened| happened.place.block <= horizon);
        let new = self.events.split_off(old);
        self.events = without_settled_strangers(std::mem::take(&mut self.events));
        self.events.extend(new);
    }

    /// The delegations to the provider, in their order.
    ///
    /// # Errors
    /// [`HistoryError::Incomplete`] when the events do not fit together.
    pub fn delegations(&self) -> Result<Vec<Delegation>, HistoryError> {
        Ok(self.join()?.delegations)
    }

    /// How many keys had left the queue before the first block; the first answer stands.
    pub(super) fn unseen(&mut self, otherwise: u64) -> u64 {
        *self.unseen.get_or_insert(otherwise)
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|happened| &happened.event)
    }

    pub(crate) fn join(&self) -> Result<Joined, HistoryError> {
        join(&self.events).map_err(|error| HistoryError::Incomplete { attester: error.attester })
    }

    /// Whether the provider has changed its recipient in what was read.
    pub(crate) fn has_other_recipients(&self) -> bool {
        self.events.iter().any(|happened| matches!(happened.event, Event::Recipient { .. }))
    }

    /// What the factory said of a Split; none where it made no such Split in the transaction of the delegation.
    #[must_use]
    pub fn terms(&self, split: Address) -> Option<&SplitTerms> {
        self.splits.get(&split)
    }
}

/// What the factory says of the Splits of new delegations.
fn read_splits(
    chain: &mut Chain,
    deployment: &Deployment,
    events: &[Happened],
) -> Result<Vec<(Address, SplitTerms)>, ChainError> {
    let split = |happened: &Happened| match happened.event {
        Event::Staked { split, .. } => Some((happened.transaction, split)),
        _ => None,
    };
    let made: Vec<_> = events.iter().filter_map(split).collect();
    let transactions: Vec<_> = made.iter().map(|(transaction, _)| *transaction).collect();
    let receipts = chain.receipts(&transactions)?;
    let terms = |((_, split), logs): (&(B256, Address), Vec<crate::chain::Log>)| {
        Some((*split, SplitTerms::find(&logs, deployment.split_factory, *split)?))
    };
    Ok(made.iter().zip(receipts).filter_map(terms).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_the_place_of_an_object_is_no_history() {
        let zero = |digits| format!("0x{}", "0".repeat(digits));
        let terms = format!(r#""recipients":[],"allocations":[],"total":"0x0","incentive":0,"owner":"{}""#, zero(40));
        let history = |checkpoint: &str, terms: &str| {
            format!(
                r#"{{"formatVersion":2,"chainId":1,"registry":"{address}","provider":7,"first":1,"unseen":null,"checkpoints":[{checkpoint}],"events":[],"splits":{{"{address}":{terms}}}}}"#,
                address = zero(40)
            )
        };
        let checkpoint = format!(r#"{{"number":5,"hash":"{}"}}"#, zero(64));
        let terms = format!("{{{terms}}}");
        let read = History::from_json(&history(&checkpoint, &terms)).unwrap();
        assert_eq!(History::from_json(&read.to_json()), Some(read));
        let list = format!(r#"[5,"{}"]"#, zero(64));
        assert_eq!(History::from_json(&history(&list, &terms)), None);
        let list = format!(r#"[[],[],"0x0",0,"{}"]"#, zero(40));
        assert_eq!(History::from_json(&history(&checkpoint, &list)), None);
        assert_eq!(History::from_json(&format!(r#"[2,1,"{}",7,1,null,[],[],{{}}]"#, zero(40))), None);
    }
}
