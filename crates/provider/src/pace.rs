//! How fast the queue empties.

use alloy_primitives::{B256, U256};
use alloy_sol_types::SolEvent;
use aztec_staking_registry::ProviderId;

use crate::{
    abi,
    chain::{Chain, ChainError, LogFilter},
    deployment::Deployment,
};

const DAY: u64 = 86_400;

/// How fast a queue empties: the delegations of the past days.
///
/// [`Provider`](crate::Provider) has an example.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pace {
    /// How many delegations there were.
    pub delegations: u64,
    /// In how many days. Fewer than were asked for where the chain is younger.
    pub days: f64,
}

impl Pace {
    /// Counts the delegations to a provider in the past `days` days.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn read(
        chain: &mut Chain,
        deployment: &Deployment,
        provider: ProviderId,
        days: u64,
    ) -> Result<Self, ChainError> {
        let start = chain.block_before(days.saturating_mul(DAY))?;
        let end = chain.block();
        let id = B256::from(U256::from(provider.get()));
        let topics = vec![vec![abi::StakedWithProvider::SIGNATURE_HASH], vec![id]];
        let filter = LogFilter { addresses: vec![deployment.registry], topics };
        let delegations = chain.logs(&filter, start.number, end.number)?.len() as u64;
        let seconds = end.timestamp.saturating_sub(start.timestamp);
        Ok(Self { delegations, days: f64::from(u32::try_from(seconds).unwrap_or(u32::MAX)) / 86_400.0 })
    }

    /// Delegations a day.
    #[must_use]
    pub fn per_day(&self) -> f64 {
        if self.days > 0.0 { number(self.delegations) / self.days } else { 0.0 }
    }

    /// How many days `keys` keys last; none where nobody delegated.
    #[must_use]
    pub fn days_left(&self, keys: u64) -> Option<f64> {
        let per_day = self.per_day();
        (per_day > 0.0).then(|| number(keys) / per_day)
    }
}

/// Counts of keys and delegations are far below 2^32, where every whole number has its own `f64`.
fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_at_the_pace_of_the_past() {
        let pace = Pace { delegations: 14, days: 28.0 };
        assert_eq!(pace.days_left(10), Some(20.0));
        assert_eq!(pace.days_left(0), Some(0.0));
        assert_eq!(Pace { delegations: 0, days: 28.0 }.days_left(10), None);
        assert_eq!(Pace { delegations: 3, days: 0.0 }.days_left(10), None);
    }
}
