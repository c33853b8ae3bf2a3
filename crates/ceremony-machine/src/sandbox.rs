//! What the program denies itself, so that code which goes astray in it reaches nobody and changes nothing.
//!
//! The kernel holds it to that until the process ends, and so it does every thread that is started later. A call that is refused
//! fails with `EPERM` or `EACCES`; nothing is killed.

mod calls;
mod writing;

use std::fmt;

pub use calls::deny_calls;
use serde::Serialize;
pub use writing::deny_writing;

/// Both layers, and whether the kernel has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sandbox {
    /// System calls: network, programs, other processes.
    pub calls: Layer,
    /// Files.
    pub writing: Layer,
}

impl fmt::Display for Sandbox {
    /// A line for each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seccomp: {}\nLandlock: {}", self.calls, self.writing)
    }
}

/// Whether the kernel holds the program to what it denied itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// It does.
    InForce {
        /// How much of it the kernel knows, where versions differ.
        version: Option<String>,
    },
    /// It does not.
    NotInForce {
        /// Why not.
        reason: String,
    },
}

impl Layer {
    fn not(reason: impl fmt::Display) -> Self {
        Self::NotInForce { reason: reason.to_string() }
    }

    /// Whether the kernel holds the program to it.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        matches!(self, Self::InForce { .. })
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InForce { version: None } => f.write_str("in force"),
            Self::InForce { version: Some(version) } => write!(f, "in force, {version}"),
            Self::NotInForce { reason } => write!(f, "not in force ({reason})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layer_has_its_line() {
        let calls = Layer::InForce { version: None };
        let sandbox = Sandbox { calls: calls.clone(), writing: Layer::InForce { version: Some("ABI 7".to_owned()) } };
        assert_eq!(sandbox.to_string(), "seccomp: in force\nLandlock: in force, ABI 7");
        let sandbox = Sandbox { calls, writing: Layer::not("this kernel does not have it") };
        assert!(sandbox.to_string().ends_with("Landlock: not in force (this kernel does not have it)"), "{sandbox}");
    }
}
