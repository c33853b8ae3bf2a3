//! What one look at the machine says.

use serde::Serialize;

/// One check, and so one line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    #[serde(rename = "check")]
    pub name: &'static str,
    /// What it means for a ceremony.
    pub verdict: Verdict,
    /// What is so, and what to do about it where something is wrong: one sentence.
    pub text: String,
}

/// What a check means for a ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Somebody should know, and may accept it.
    Warn,
    /// Secrets may get out, or keys be lost: no ceremony on this machine as it is.
    Bad,
}

impl Verdict {
    /// The word in the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

impl Check {
    pub(crate) fn ok(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Ok, text: text.into() }
    }

    pub(crate) fn warn(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Warn, text: text.into() }
    }

    pub(crate) fn bad(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Bad, text: text.into() }
    }
}
