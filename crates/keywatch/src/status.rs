//! The exit statuses: the convention of Nagios plugins, which cron wrappers and monitoring know.

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
