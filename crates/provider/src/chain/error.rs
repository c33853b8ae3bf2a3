//! Why the chain could not be read.

use alloy_primitives::Address;

use crate::rpc::{RpcError, json_rpc::Refusal};

/// Why the chain could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// No node gave an answer.
    #[error(transparent)]
    Rpc(#[from] RpcError),
    /// The node knows no such block.
    #[error(
        "the node knows no {tag} block; it may still be syncing, or the chain may have none: read at another block"
    )]
    NoSuchBlock {
        /// What was asked for.
        tag: &'static str,
    },
    /// A block that must exist.
    #[error("the node does not give block {number}; it may have pruned it: use a node with the whole history")]
    BlockMissing {
        /// Its number.
        number: u64,
    },
    /// The node refuses a request.
    #[error("the node refuses {method} ({words}); use another node")]
    Refused {
        /// The method.
        method: &'static str,
        /// What it says.
        words: String,
    },
    /// The node refuses the events of a single block.
    #[error(
        "the node refuses the events of block {block} ({words}); if it has pruned its history, use one that has it, or begin later"
    )]
    NoLogs {
        /// The block.
        block: u64,
        /// What it says.
        words: String,
    },
    /// An answer of a form that it cannot have.
    #[error("the node's answer to {method} is not of the form that it should have; use another node")]
    Shape {
        /// The method.
        method: &'static str,
    },
    /// A contract's answer that is not what its interface says.
    #[error("{contract} does not answer {function} as the staking contracts do; check the address and the chain")]
    NotTheContract {
        /// Which contract was asked.
        contract: Address,
        /// What it was asked.
        function: &'static str,
    },
}

impl ChainError {
    pub(crate) fn refused(method: &'static str, refusal: &Refusal) -> Self {
        Self::Refused { method, words: refusal.words() }
    }
}
