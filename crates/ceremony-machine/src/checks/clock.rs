//! Is the clock right? Deadlines of exits depend on it.

use jiff::Timestamp;

use crate::check::Check;

const NAME: &str = "clock";

/// Before this version was made there was no machine with it. Moved on with each release.
const RELEASED: &str = "2026-11-26T00:00:00Z";

/// Nobody runs a version for so long. 3,652 days are ten years.
const FAR: i64 = 3652 * 24 * 60 * 60;

pub(crate) fn clock(now: Timestamp) -> Check {
    let released: Timestamp = RELEASED.parse().expect("a time in the form of RFC 3339");
    let now_text = now.strftime("%Y-%m-%d %H:%M UTC");
    let day = released.strftime("%Y-%m-%d");
    if now < released {
        Check::bad(NAME, format!("{now_text} is before {day}, when this version was made; set it (date -u -s)"))
    } else if now.as_second() - released.as_second() > FAR {
        Check::warn(NAME, format!("{now_text} is ten years and more after this version was made; set it (date -u -s)"))
    } else {
        Check::ok(NAME, format!("{now_text}; compare it with a watch before exits are signed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;

    #[test]
    fn no_machine_runs_a_version_before_it_is_made() {
        let of = |text: &str| clock(text.parse().unwrap()).verdict;
        assert_eq!(of("1970-01-01T00:00:10Z"), Verdict::Bad);
        assert_eq!(of("2026-11-25T23:59:59Z"), Verdict::Bad);
        assert_eq!(of(RELEASED), Verdict::Ok);
        assert_eq!(of("2031-01-01T00:00:00Z"), Verdict::Ok);
        assert_eq!(of("2036-11-30T00:00:00Z"), Verdict::Warn);
    }
}
