//! Whether a node has kept up with the chain.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::fault::NodeFault;

/// Seconds since 1970, by the clock of this machine.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// A node's newest block may be no older than the limit, and no further in the future.
pub(super) fn must_be_recent(newest: u64, now: u64, limit: Duration) -> Result<(), NodeFault> {
    let limit = limit.as_secs();
    if now.saturating_sub(newest) > limit {
        return Err(NodeFault::Stale { age: now - newest, limit });
    }
    if newest.saturating_sub(now) > limit {
        return Err(NodeFault::Future { by: newest - now });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_far_as_the_limit_and_no_further() {
        let at = |newest| must_be_recent(newest, 10_000, Duration::from_secs(300));
        for newest in [9_700, 9_999, 10_000, 10_300] {
            assert_eq!(at(newest), Ok(()));
        }
        assert_eq!(at(9_699), Err(NodeFault::Stale { age: 301, limit: 300 }));
        assert_eq!(at(0), Err(NodeFault::Stale { age: 10_000, limit: 300 }));
        assert_eq!(at(10_301), Err(NodeFault::Future { by: 301 }));
    }

    #[test]
    fn the_clock_is_that_of_this_machine() {
        // 2020 and 2100.
        assert!((1_577_836_800..4_102_444_800).contains(&now()));
    }
}
