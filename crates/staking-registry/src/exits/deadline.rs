//! Until when a signed exit may be used.

/// Until when a signed exit may be used: seconds since 1970 (UTC). A block with just this timestamp still takes it.
///
/// ```
/// use aztec_staking_registry::exits::{Deadline, DeadlineError};
///
/// let now = 1_800_000_000;
/// let deadline = Deadline::ahead_of(now, now + 30 * 86_400)?;
/// assert_eq!(deadline.left(now), Some(2_592_000));
/// assert_eq!(Deadline::ahead_of(now, now), Err(DeadlineError::Passed));
/// # Ok::<(), DeadlineError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deadline(u64);

impl Deadline {
    /// How far ahead a deadline may be when an exit is signed: 366 days. Whoever has the file can use it for so long.
    pub const MOST_AHEAD: u64 = 366 * 24 * 60 * 60;

    /// The deadline of an exit that exists, whatever it is.
    #[must_use]
    pub fn from_unix(seconds: u64) -> Self {
        Self(seconds)
    }

    /// The deadline of an exit to be signed at the time `now`, in the same seconds.
    ///
    /// # Errors
    /// [`DeadlineError`] when it is not ahead, or too far.
    pub fn ahead_of(now: u64, seconds: u64) -> Result<Self, DeadlineError> {
        match seconds.checked_sub(now) {
            None | Some(0) => Err(DeadlineError::Passed),
            Some(ahead) if ahead > Self::MOST_AHEAD => Err(DeadlineError::TooFar),
            Some(_) => Ok(Self(seconds)),
        }
    }

    /// Seconds since 1970 (UTC).
    #[must_use]
    pub fn unix(self) -> u64 {
        self.0
    }

    /// How many seconds are left at the time `now`; none when it has passed.
    #[must_use]
    pub fn left(self, now: u64) -> Option<u64> {
        self.0.checked_sub(now)
    }
}

/// Why no exit is signed with this deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeadlineError {
    /// It is now, or was before.
    #[error("the deadline has passed; give one that is ahead")]
    Passed,
    /// It is more than [`Deadline::MOST_AHEAD`] ahead.
    #[error(
        "the deadline is more than a year ahead, and whoever gets the file could use it until then; give a nearer one"
    )]
    TooFar,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_a_second_to_a_year_ahead() {
        // 366 days of 86,400 seconds.
        let year = 31_622_400;
        assert_eq!(Deadline::MOST_AHEAD, year);
        assert_eq!(Deadline::ahead_of(1_000, 1_001), Ok(Deadline(1_001)));
        assert_eq!(Deadline::ahead_of(1_000, 1_000 + year), Ok(Deadline(1_000 + year)));
        assert_eq!(Deadline::ahead_of(1_000, 1_000), Err(DeadlineError::Passed));
        assert_eq!(Deadline::ahead_of(1_000, 0), Err(DeadlineError::Passed));
        assert_eq!(Deadline::ahead_of(1_000, 1_001 + year), Err(DeadlineError::TooFar));
        // Milliseconds in the place of seconds.
        assert_eq!(Deadline::ahead_of(1_796_083_200, 1_796_083_200_000), Err(DeadlineError::TooFar));
        assert_eq!(Deadline::ahead_of(0, u64::MAX), Err(DeadlineError::TooFar));
    }

    #[test]
    fn what_is_left() {
        assert_eq!(Deadline::from_unix(10).left(7), Some(3));
        assert_eq!(Deadline::from_unix(10).left(10), Some(0));
        assert_eq!(Deadline::from_unix(10).left(11), None);
    }
}
