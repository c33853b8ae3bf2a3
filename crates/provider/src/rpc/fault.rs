//! What is wrong with a node, and with all of them.

use core::fmt;
use std::time::Duration;

use alloy_primitives::B256;

use super::{http::HttpFault, json_rpc::Garbage};

/// Why one node's answer is not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum NodeFault {
    #[error(transparent)]
    Http(HttpFault),
    #[error(transparent)]
    Garbage(Garbage),
    #[error("it limits the rate of requests ({words})")]
    RateLimited { words: String },
    #[error("it is on chain {actual}, not {expected}")]
    OtherChain { actual: u64, expected: u64 },
    #[error("its latest block is {age} s old, more than {limit} s: it is behind")]
    Stale { age: u64, limit: u64 },
    #[error("its latest block is {by} s in the future: check the clock of this machine")]
    Future { by: u64 },
    #[error("it has another block {number} ({actual}, not {expected})")]
    OtherBlock { number: u64, actual: B256, expected: B256 },
    #[error("it does not have block {number}")]
    NoBlock { number: u64 },
    #[error("its answer to {method} is not of the form that it should have")]
    Shape { method: &'static str },
}

impl NodeFault {
    /// Whether asking again is pointless within this run.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::OtherChain { .. } | Self::Stale { .. } | Self::Future { .. } | Self::OtherBlock { .. } => true,
            // Not found, not allowed, or moved.
            Self::Http(HttpFault::Status { status }) => matches!(status, 300..=407 | 410..=412 | 414..=428),
            _ => false,
        }
    }

    /// Whether less at once may get through.
    pub(super) fn is_size(&self) -> bool {
        match self {
            Self::Http(HttpFault::TooLarge { .. }) => true,
            Self::Http(HttpFault::Status { status }) => *status == 413,
            Self::Garbage(Garbage::WholeBatch(refusal)) => !refusal.is_rate_limit(),
            _ => false,
        }
    }

    /// How long the node asks to be left alone.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Http(HttpFault::RateLimited { wait }) => *wait,
            _ => None,
        }
    }
}

/// No node gave an answer.
///
/// The message names each node by scheme, host and port, with what was last wrong with it.
#[derive(Debug)]
pub struct RpcError {
    pub(super) faults: Vec<(String, NodeFault)>,
}

impl RpcError {
    /// Whether less at once may get through: of every node that could be asked, one refused the size.
    pub(crate) fn is_size(&self) -> bool {
        self.faults.iter().any(|(_, fault)| fault.is_size())
    }
}

impl fmt::Display for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no node gave an answer: ")?;
        for (position, (endpoint, fault)) in self.faults.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{endpoint}: {fault}")?;
        }
        f.write_str("; check the URL, or name another node as well")
    }
}

impl core::error::Error for RpcError {}
