//! Whether a history has every event that the chain's state tells of.
//!
//! A node that leaves out events answers in due form. But each key that has left the queue was taken by a delegation or
//! dropped, and the rollup's entry queue holds the deposits that have had no outcome; both can be counted.

use std::collections::HashMap;

use alloy_primitives::Address;

use super::{event::Event, history::History, history_error::HistoryError};
use crate::{
    audit::read_entry_queue,
    chain::{Chain, ChainError},
    deployment::Deployment,
    provider::Provider,
};

/// The index of the first key that a provider ever queues. Source: `QueueLib.sol`.
const FIRST_INDEX: u64 = 1;

impl History {
    /// Compares the history, which has been read up to the chain's block, with the state at that block.
    ///
    /// # Errors
    /// [`HistoryError::Missing`] when events have been left out; nothing of the history is to be believed then. Or
    /// [`HistoryError::Incomplete`] or [`HistoryError::Chain`].
    pub fn must_be_complete(
        &mut self,
        chain: &mut Chain,
        deployment: &Deployment,
        provider: &Provider,
    ) -> Result<(), HistoryError> {
        let is = |wanted: fn(&Event) -> bool| self.events().filter(|event| wanted(event)).count() as u64;
        let registered = is(|event| matches!(event, Event::Registered { .. })) > 0;
        let seen = is(|event| matches!(event, Event::Staked { .. } | Event::Dropped { .. }));
        let expected = provider.first.saturating_sub(FIRST_INDEX);
        // Where the past begins behind the registration, keys may have left the queue before; it was the same number at every run.
        let unseen = self.unseen(if registered { 0 } else { expected.saturating_sub(seen) });
        let actual = seen + unseen;
        if actual != expected {
            return Err(HistoryError::Missing { actual, expected });
        }
        let joined = self.join()?;
        let waiting = read_waiting(chain, deployment)?;
        for one in &joined.delegations {
            let place = (one.rollup, one.attester);
            // An attester may be in the queue of more than one delegation.
            if waiting.get(&place) != joined.waiting.get(&place) {
                return Err(HistoryError::Incomplete { attester: one.attester });
            }
        }
        Ok(())
    }
}

/// How often each attester waits in the entry queue of each rollup.
pub(crate) fn read_waiting(
    chain: &mut Chain,
    deployment: &Deployment,
) -> Result<HashMap<(Address, Address), usize>, ChainError> {
    let mut waiting = HashMap::new();
    for rollup in deployment.rollups.iter().map(|rollup| rollup.address) {
        for tuple in read_entry_queue(chain, rollup)? {
            *waiting.entry((rollup, tuple.attester)).or_default() += 1;
        }
    }
    Ok(waiting)
}
