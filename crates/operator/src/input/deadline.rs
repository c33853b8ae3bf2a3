//! A deadline as the operator writes it.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A deadline as the operator writes it: a time, or how far ahead it is.
///
/// ```
/// use aztec_operator::input::DeadlineText;
///
/// let now = 1_800_000_000;
/// assert_eq!("12h".parse().map(|deadline: DeadlineText| deadline.unix(now)), Ok(1_800_043_200));
/// assert_eq!("2027-01-31T12:00:00Z".parse(), Ok(DeadlineText::Unix(1_801_396_800)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineText {
    /// Seconds since 1970 (UTC).
    Unix(u64),
    /// Seconds from now.
    Ahead(u64),
}

impl DeadlineText {
    /// The deadline in seconds since 1970, at the time `now`.
    pub fn unix(self, now: u64) -> u64 {
        match self {
            Self::Unix(seconds) => seconds,
            Self::Ahead(seconds) => now.saturating_add(seconds),
        }
    }
}

impl FromStr for DeadlineText {
    type Err = NotADeadline;

    fn from_str(text: &str) -> Result<Self, NotADeadline> {
        let number = |digits: &str| match digits.bytes().all(|digit| digit.is_ascii_digit()) {
            true => digits.parse::<u64>().ok(),
            false => None,
        };
        for (unit, seconds) in [("d", DAY), ("h", HOUR)] {
            if let Some(count) = text.strip_suffix(unit).and_then(number) {
                return count.checked_mul(seconds).map(Self::Ahead).ok_or(NotADeadline);
            }
        }
        if let Some(seconds) = number(text) {
            return Ok(Self::Unix(seconds));
        }
        // RFC 3339 wants the offset, so that everybody reads the same moment.
        let moment: Timestamp = text.parse().map_err(|_| NotADeadline)?;
        u64::try_from(moment.as_second()).map(Self::Unix).map_err(|_| NotADeadline)
    }
}

/// Why `--deadline` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a time; give Unix seconds, a time with its offset such as 2027-01-31T12:00:00Z, or days or hours from now such as \
     30d or 12h"
)]
pub struct NotADeadline;

/// A time in seconds since 1970, as people read it: in UTC, and how far ahead it is.
pub struct When {
    /// Seconds since 1970 (UTC).
    pub unix: u64,
    /// The present, likewise.
    pub now: u64,
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = i64::try_from(self.unix).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        match moment {
            Some(moment) => write!(f, "{moment}")?,
            None => write!(f, "the second {}", self.unix)?,
        }
        match self.unix.checked_sub(self.now) {
            None => f.write_str(" (passed)"),
            Some(left) if left >= 2 * DAY => write!(f, " ({} days from now)", left / DAY),
            Some(left) if left >= 2 * HOUR => write!(f, " ({} hours from now)", left / HOUR),
            Some(left) if left >= 2 * MINUTE => write!(f, " ({} minutes from now)", left / MINUTE),
            Some(left) => write!(f, " ({left} seconds from now)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_say_when() {
        let read = |text: &str| text.parse::<DeadlineText>();
        assert_eq!(read("1798761600"), Ok(DeadlineText::Unix(1_798_761_600)));
        assert_eq!(read("2027-01-01T00:00:00Z"), Ok(DeadlineText::Unix(1_798_761_600)));
        assert_eq!(read("2027-01-01T01:00:00+01:00"), Ok(DeadlineText::Unix(1_798_761_600)));
        assert_eq!(read("30d"), Ok(DeadlineText::Ahead(30 * 86_400)));
        assert_eq!(read("12h"), Ok(DeadlineText::Ahead(43_200)));
        assert_eq!(DeadlineText::Ahead(5).unix(7), 12);
        assert_eq!(DeadlineText::Ahead(u64::MAX).unix(7), u64::MAX);
    }

    #[test]
    fn what_could_be_misread_is_refused() {
        for text in [
            "",
            "d",
            "-1",
            "+1",
            "-1d",
            "1.5d",
            "30 d",
            "30D",
            "1w",
            "1m",
            "1e9",
            "0x10",
            "tomorrow",
            "2027-01-01",
            "2027-01-01T00:00:00",
            "01/02/2027",
            "18446744073709551616",
            "18446744073709551615d",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(text.parse::<DeadlineText>(), Err(NotADeadline), "{text}");
        }
    }

    #[test]
    fn as_people_read_it() {
        let when = |unix, now| When { unix, now }.to_string();
        assert_eq!(when(1_798_761_600, 1_798_761_600 - 30 * DAY), "2027-01-01T00:00:00Z (30 days from now)");
        assert_eq!(when(1_798_761_600, 1_798_761_600 - DAY), "2027-01-01T00:00:00Z (24 hours from now)");
        assert_eq!(when(1_798_761_600, 1_798_761_600 - 90), "2027-01-01T00:00:00Z (90 seconds from now)");
        assert_eq!(when(0, 1), "1970-01-01T00:00:00Z (passed)");
        assert_eq!(when(u64::MAX, u64::MAX), format!("the second {} (0 seconds from now)", u64::MAX));
    }
}
