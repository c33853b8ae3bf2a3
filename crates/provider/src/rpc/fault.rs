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

#[cfg(test)]
mod tests {
    use super::{super::json_rpc::Refusal, *};

    fn status(status: u16) -> NodeFault {
        NodeFault::Http(HttpFault::Status { status })
    }

    fn whole(code: i64, message: &str) -> NodeFault {
        NodeFault::Garbage(Garbage::WholeBatch(Refusal { code, message: message.to_owned() }))
    }

    #[test]
    fn what_will_be_the_same_again_is_final() {
        let (actual, expected) = (B256::ZERO, B256::ZERO);
        let faults = [
            NodeFault::OtherChain { actual: 1, expected: 2 },
            NodeFault::Stale { age: 400, limit: 300 },
            NodeFault::Future { by: 400 },
            NodeFault::OtherBlock { number: 1, actual, expected },
        ];
        assert!(faults.iter().all(NodeFault::is_final));
        for code in [301, 307, 401, 403, 404, 410] {
            assert!(status(code).is_final(), "{code}");
        }
        // Too slow, at odds, too large, too many, or a fault of the server: another time it may be otherwise.
        for code in [408, 409, 413, 429, 500, 503] {
            assert!(!status(code).is_final(), "{code}");
        }
        let passing = [
            NodeFault::NoBlock { number: 1 },
            NodeFault::Shape { method: "eth_chainId" },
            NodeFault::Garbage(Garbage::Missing),
            NodeFault::Http(HttpFault::Timeout { seconds: 1.0 }),
        ];
        assert!(!passing.iter().any(NodeFault::is_final));
    }

    #[test]
    fn what_may_get_through_in_smaller_parts() {
        let sizes = [NodeFault::Http(HttpFault::TooLarge { limit: 1 }), status(413), whole(-32_600, "batch too large")];
        assert!(sizes.iter().all(NodeFault::is_size));
        let others =
            [status(414), whole(429, ""), NodeFault::Garbage(Garbage::NotJsonRpc), NodeFault::NoBlock { number: 1 }];
        assert!(!others.iter().any(NodeFault::is_size));
        let of = |faults: &[NodeFault]| {
            let faults = faults.iter().map(|fault| ("https://node.example".to_owned(), fault.clone())).collect();
            RpcError { faults }.is_size()
        };
        assert!(of(&[status(500), status(413)]));
        assert!(!of(&[status(500)]));
    }

    #[test]
    fn only_a_limited_rate_names_a_time_to_wait() {
        let wait = Some(Duration::from_secs(7));
        assert_eq!(NodeFault::Http(HttpFault::RateLimited { wait }).wait(), wait);
        assert_eq!(status(503).wait(), None);
    }

    #[test]
    fn each_node_is_named_with_its_fault() {
        let fault = |host: &str, fault| (host.to_owned(), fault);
        let faults =
            vec![fault("https://a", status(500)), fault("https://b", NodeFault::OtherChain { actual: 5, expected: 1 })];
        let expected = "no node gave an answer: https://a: it answered with HTTP status 500; https://b: it is on chain 5, \
            not 1; check the URL, or name another node as well";
        assert_eq!(RpcError { faults }.to_string(), expected);
    }
}
