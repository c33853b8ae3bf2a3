//! What a proof signs.

use core::fmt;

/// What a proof signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub enum Message {
    /// pk1: the contract accepts the proof.
    Registration,
    /// The word "feedback": the contract refuses the proof.
    Feedback,
    /// Neither of them, or there is no sound key to ask for.
    Neither,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Registration => "registration",
            Self::Feedback => "feedback",
            Self::Neither => "neither",
        })
    }
}
