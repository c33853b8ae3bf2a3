//! The exit statuses: the convention of Nagios plugins, which cron wrappers and monitoring know; and why it is not 0.

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// All is well.
    Ok,
    /// Somebody should look.
    Warning,
    /// Somebody should act.
    Critical,
    /// It is not known: wrong use, bad input, or the chain cannot be read. Nothing was changed.
    Unknown,
}

impl Status {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// What the line that sums up says of those that are not as they should be: `; 1 coinbase …`, `; 2 coinbases …`.
/// Nothing where there is none.
pub(crate) fn reason(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("; 1 {one}"),
        _ => format!("; {count} {many}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted() {
        let reason = |count| reason(count, "key is bad", "keys are bad");
        assert_eq!([reason(0), reason(1), reason(2)], ["", "; 1 key is bad", "; 2 keys are bad"]);
    }
}
