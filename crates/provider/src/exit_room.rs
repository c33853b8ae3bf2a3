//! How many attesters may leave a rollup now by their own signatures.
//!
//! Source: AZIP-27 and the tests of `StakingLib.sol` in AztecProtocol/aztec-packages. Within any window of
//! `getAttesterExitWindow()` seconds a twentieth of the active validators may leave, rounded down, and never so many that fewer
//! than a committee stay. An exit counts until the window has passed since it, and no longer.
//!
//! The rollup tells the same with `getAttesterExitLimitState()`. No published artifact has the order of its members, so the
//! numbers are counted here, from the events, and then looked for among its members.

use std::collections::BTreeMap;

use alloy_primitives::U256;
use alloy_sol_types::SolEvent;

use crate::{
    abi,
    chain::{Call, Chain, ChainError, LogFilter, Returned, decode},
    deployment::{Deployment, small},
};

/// Which part of the active validators may leave in a window: one in so many.
const ONE_IN: u64 = 20;

/// How many attesters may leave the canonical rollup now by their own signatures.
///
/// ```no_run
/// use aztec_provider::{Chain, Deployment, ExitRoom};
///
/// fn print_room(chain: &mut Chain, deployment: &Deployment) -> Result<(), Box<dyn std::error::Error>> {
///     match ExitRoom::read(chain, deployment)? {
///         Some(room) => println!("{} of {} may leave now", room.places(), room.validators),
///         None => println!("this rollup takes no signed exits"),
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExitRoom {
    /// How long the window is, in seconds.
    pub window: u64,
    /// How many validators are active.
    pub validators: u64,
    /// How many have to stay.
    pub committee: u64,
    /// How many may leave within a window.
    pub allowance: u64,
    /// How many have left within the window that ends now.
    pub used: u64,
    /// When the first of these counts no longer, in seconds since 1970.
    pub next_free: Option<u64>,
    /// Whether the rollup itself has the same numbers, and lets attesters exit now; none where it has others.
    pub open: Option<bool>,
}

impl ExitRoom {
    /// Reads how many may leave, at the block of the [`Chain`]. None where the rollup is of a version that has no exits
    /// by attesters.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn read(chain: &mut Chain, deployment: &Deployment) -> Result<Option<Self>, ChainError> {
        let rollup = deployment.canonical().address;
        let answers = chain.calls(&[
            Call::new(rollup, &abi::getAttesterExitWindowCall {}),
            Call::new(rollup, &abi::getAttesterExitLimitStateCall {}),
            Call::new(rollup, &abi::getActiveAttesterCountCall {}),
            Call::new(rollup, &abi::getTargetCommitteeSizeCall {}),
        ])?;
        let [window, state, validators, committee] =
            <[Returned; 4]>::try_from(answers).map_err(|_| ChainError::Shape { method: "eth_call" })?;
        // Where there is a fallback, an unknown function may return nothing and succeed.
        if !window.as_ref().is_ok_and(|answer| !answer.is_empty()) {
            return Ok(None);
        }
        let window = decode::<abi::getAttesterExitWindowCall>(rollup, window)?;
        let window = small::<abi::getAttesterExitWindowCall>(rollup, window)?;
        let validators = decode::<abi::getActiveAttesterCountCall>(rollup, validators)?;
        let validators = small::<abi::getActiveAttesterCountCall>(rollup, validators)?;
        let committee = decode::<abi::getTargetCommitteeSizeCall>(rollup, committee)?;
        let committee = small::<abi::getTargetCommitteeSizeCall>(rollup, committee)?;
        let left = times_of_exits(chain, deployment, window)?;
        let mut room = Self {
            window,
            validators,
            committee,
            allowance: validators / ONE_IN,
            used: left.len() as u64,
            next_free: left.first().map(|time| time.saturating_add(window)),
            open: None,
        };
        room.open = state.ok().and_then(|members| room.is_open(&members));
        Ok(Some(room))
    }

    /// How many attesters may leave now.
    #[must_use]
    pub fn places(&self) -> u64 {
        self.allowance.saturating_sub(self.used).min(self.validators.saturating_sub(self.committee))
    }

    /// What the rollup says of itself, whatever the order of its members: besides our numbers, a flag.
    fn is_open(&self, members: &[u8]) -> Option<bool> {
        if !members.len().is_multiple_of(32) {
            return None;
        }
        let mut members: Vec<_> = members.chunks_exact(32).map(U256::from_be_slice).collect();
        for number in [self.window, self.validators, self.committee, self.allowance, self.used] {
            let at = members.iter().position(|member| *member == U256::from(number))?;
            members.swap_remove(at);
        }
        match members.as_slice() {
            [flag] if *flag <= U256::ONE => Some(!flag.is_zero()),
            _ => None,
        }
    }
}

/// When attesters have left by their own signatures within the window that ends now, the first of them first.
fn times_of_exits(chain: &mut Chain, deployment: &Deployment, window: u64) -> Result<Vec<u64>, ChainError> {
    let end = chain.block();
    // The block is found within a twentieth of the time.
    let start = chain.block_before(window.saturating_add(window / 10))?;
    let filter = LogFilter {
        addresses: vec![deployment.canonical().address],
        topics: vec![vec![abi::WithdrawInitiatedByAttester::SIGNATURE_HASH]],
    };
    let exits = chain.logs(&filter, start.number, end.number)?;
    let mut numbers: Vec<_> = exits.iter().map(|exit| exit.block).collect();
    numbers.dedup();
    let mut times = BTreeMap::new();
    for part in numbers.chunks(100) {
        times.extend(chain.blocks(part)?.iter().map(|block| (block.number, block.timestamp)));
    }
    let times = exits.iter().filter_map(|exit| times.get(&exit.block).copied());
    Ok(times.filter(|time| time.saturating_add(window) > end.timestamp).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: ExitRoom =
        ExitRoom { window: 900, validators: 101, committee: 48, allowance: 5, used: 2, next_free: None, open: None };

    fn members(members: [u64; 6]) -> Vec<u8> {
        members.iter().flat_map(|member| U256::from(*member).to_be_bytes::<32>()).collect()
    }

    #[test]
    fn as_many_as_the_limit_and_the_committee_permit() {
        assert_eq!(ROOM.places(), 3);
        assert_eq!(ExitRoom { used: 5, ..ROOM }.places(), 0);
        assert_eq!(ExitRoom { used: 9, ..ROOM }.places(), 0);
        assert_eq!(ExitRoom { committee: 100, ..ROOM }.places(), 1);
        assert_eq!(ExitRoom { committee: 200, ..ROOM }.places(), 0);
    }

    #[test]
    fn the_rollup_is_understood_in_any_order_and_only_with_our_numbers() {
        for order in [[900, 101, 48, 2, 5, 1], [1, 5, 2, 48, 101, 900], [48, 101, 5, 1, 900, 2]] {
            assert_eq!(ROOM.is_open(&members(order)), Some(true));
        }
        assert_eq!(ROOM.is_open(&members([900, 101, 48, 2, 5, 0])), Some(false));
        for other in
            [[900, 101, 48, 3, 5, 1], [900, 101, 48, 2, 6, 1], [901, 101, 48, 2, 5, 1], [900, 101, 48, 2, 5, 7]]
        {
            assert_eq!(ROOM.is_open(&members(other)), None);
        }
        assert_eq!(ROOM.is_open(&members([900, 101, 48, 2, 5, 1])[..160]), None);
        assert_eq!(ROOM.is_open(&members([900, 101, 48, 2, 5, 1])[..191]), None);
        assert_eq!(ROOM.is_open(&[]), None);
        // A number that is a flag as well is taken once.
        let room = ExitRoom { used: 1, ..ROOM };
        assert_eq!(room.is_open(&members([900, 101, 48, 1, 5, 0])), Some(false));
        assert_eq!(room.is_open(&members([900, 101, 48, 1, 5, 1])), Some(true));
    }
}
