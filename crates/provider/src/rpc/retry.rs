//! How long to wait before the next round.

use std::time::Duration;

use rand::{TryRng, rngs::SysRng};

/// The wait before round `round` (the first that waits is 1): doubled each time, then between half of it and all of it, so that
/// many programs that failed together do not come back together. A node that names its own time is left alone for that long.
/// Nothing waits longer than `longest`.
pub(super) fn wait(round: u32, first: Duration, longest: Duration, asked: Option<Duration>) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(round.saturating_sub(1))).min(longest);
    let jittered = doubled.mul_f64(0.5 + 0.5 * fraction());
    jittered.max(asked.unwrap_or_default()).min(longest)
}

/// From 0 to 1. Without randomness of the system there is no jitter, and nothing worse.
fn fraction() -> f64 {
    f64::from(SysRng.try_next_u32().unwrap_or(u32::MAX)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_millis(400);
    const LONGEST: Duration = Duration::from_secs(30);

    #[test]
    fn waits_double_within_their_bounds() {
        for (round, most) in [(1, 400), (2, 800), (3, 1600), (20, 30_000)] {
            let most = Duration::from_millis(most);
            for _ in 0..50 {
                let wait = wait(round, FIRST, LONGEST, None);
                assert!(wait <= most && wait >= most / 2, "{round}: {wait:?}");
            }
        }
    }

    #[test]
    fn programs_that_failed_together_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> = (0..20).map(|_| wait(1, FIRST, LONGEST, None)).collect();
        assert!(waits.len() > 10, "{waits:?}");
    }

    #[test]
    fn retry_after_counts_up_to_the_bound() {
        assert_eq!(wait(1, FIRST, LONGEST, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert_eq!(wait(1, FIRST, LONGEST, Some(Duration::from_secs(86_400))), LONGEST);
    }
}
