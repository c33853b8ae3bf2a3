//! Where the stake of a delegation stands.

use std::collections::BTreeMap;

use alloy_primitives::U256;

use crate::{
    abi,
    chain::{Call, Chain, ChainError, decode},
    delegations::{Delegation, Stage},
    deployment::Deployment,
};

/// How much a delegation has at stake, and since when.
///
/// ```no_run
/// use aztec_provider::{Chain, Deployment, Standing, delegations::History};
///
/// fn print_stakes(
///     chain: &mut Chain, deployment: &Deployment, history: &History,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     let delegations = history.delegations()?;
///     for (one, standing) in delegations.iter().zip(Standing::all(chain, deployment, &delegations)?) {
///         println!("{}: {} since {}", one.attester, standing.stake, standing.since);
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// When it was delegated, or where the deposit has had its outcome, when that was: seconds since 1970.
    pub since: u64,
    /// How much is staked, or on its way out.
    pub stake: U256,
    /// From when on an exit can be finalised, in seconds since 1970; none where there is no exit.
    pub exitable_at: Option<u64>,
}

impl Standing {
    /// One for each delegation, in their order.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn all(chain: &mut Chain, deployment: &Deployment, all: &[Delegation]) -> Result<Vec<Self>, ChainError> {
        let numbers: std::collections::BTreeSet<_> = all.iter().map(began).collect();
        let numbers: Vec<_> = numbers.into_iter().collect();
        let mut times = BTreeMap::new();
        // As many as a node takes in one request.
        for part in numbers.chunks(100) {
            times.extend(chain.blocks(part)?.iter().map(|block| (block.number, block.timestamp)));
        }
        // A validator that moves with the upgrades is one of the latest rollup.
        let latest = deployment.canonical().address;
        let view = |rollup, one: &Delegation| Call::new(rollup, &abi::getAttesterViewCall { attester: one.attester });
        let mut calls: Vec<_> = all.iter().map(|one| view(one.rollup, one)).collect();
        calls.extend(all.iter().map(|one| view(latest, one)));
        calls.extend(all.iter().map(|one| Call::new(one.rollup, &abi::getActivationThresholdCall {})));
        let mut own = chain.calls(&calls)?;
        let mut moved = own.split_off(all.len());
        let thresholds = moved.split_off(all.len());
        let mut standings = Vec::with_capacity(all.len());
        for (((one, own), moved), threshold) in all.iter().zip(own).zip(moved).zip(thresholds) {
            let own = decode::<abi::getAttesterViewCall>(one.rollup, own)?;
            let moved = decode::<abi::getAttesterViewCall>(latest, moved)?;
            let view = if own.status == 0 { moved } else { own };
            let (stake, exitable_at) = match one.stage {
                Stage::Waiting => (decode::<abi::getActivationThresholdCall>(one.rollup, threshold)?, None),
                Stage::Refunded(_) => (U256::ZERO, None),
                Stage::Deposited(_) if view.exit.exists => {
                    (view.exit.amount, Some(u64::try_from(view.exit.exitableAt).unwrap_or(u64::MAX)))
                }
                Stage::Deposited(_) => (view.effectiveBalance, None),
            };
            standings.push(Self { since: times.get(&began(one)).copied().unwrap_or_default(), stake, exitable_at });
        }
        Ok(standings)
    }
}

/// The block in which it came to where it is.
fn began(one: &Delegation) -> u64 {
    match one.stage {
        Stage::Deposited(place) | Stage::Refunded(place) => place.block,
        Stage::Waiting => one.place.block,
    }
}
