//! The chain at one block.

mod calls;
mod logs;
mod receipts;
mod time;

use alloy_primitives::{Address, address};
use serde_json::json;

use crate::{
    block::{Block, BlockTag},
    quantity::{bytes, to_quantity},
    rpc::{Rpc, RpcError, json_rpc::Request},
};

pub(crate) use calls::{Call, Reverted, decode};
pub(crate) use logs::{Log, LogFilter};

/// Where Multicall3 is on every public network. Source: the deployments page of mds1/multicall3.
const MULTICALL3: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");

/// The chain, as it was at one block: everything is read there, whatever happens meanwhile.
#[derive(Debug)]
pub struct Chain {
    rpc: Rpc,
    block: Block,
    multicall: bool,
    log_span: u64,
}

impl Chain {
    /// Chooses the block to read at.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn open(mut rpc: Rpc, tag: BlockTag) -> Result<Self, ChainError> {
        let request = Request::new("eth_getBlockByNumber", json!([tag.name(), false]));
        let answer = rpc.send(&[request])?.swap_remove(0);
        let block = answer.ok().as_ref().and_then(Block::read).ok_or(ChainError::NoSuchBlock { tag: tag.name() })?;
        rpc.pin(block);
        let mut chain = Self { rpc, block, multicall: false, log_span: logs::FIRST_SPAN };
        chain.multicall = chain.has_code(&[MULTICALL3])?[0];
        Ok(chain)
    }

    /// The block that everything is read at.
    #[must_use]
    pub fn block(&self) -> Block {
        self.block
    }

    /// The chain's id.
    #[must_use]
    pub fn chain_id(&self) -> u64 {
        self.rpc.chain_id()
    }

    /// How many requests were sent until now.
    #[must_use]
    pub fn round_trips(&self) -> u64 {
        self.rpc.round_trips()
    }

    /// Whether there is a contract at each address.
    pub(crate) fn has_code(&mut self, addresses: &[Address]) -> Result<Vec<bool>, ChainError> {
        let at = to_quantity(self.block.number);
        let request = |address: &Address| Request::new("eth_getCode", json!([address.to_string(), at]));
        let requests: Vec<_> = addresses.iter().map(request).collect();
        let answers = self.rpc.send(&requests)?.into_iter();
        answers
            .map(|answer| {
                let answer = answer.map_err(|refusal| ChainError::refused("eth_getCode", &refusal))?;
                Ok(!bytes(&answer).ok_or(ChainError::Shape { method: "eth_getCode" })?.is_empty())
            })
            .collect()
    }

    /// The block in which the contract at this address was deployed, found by halving. Only a node that keeps old states can tell.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn deployed_at(&mut self, contract: Address) -> Result<u64, ChainError> {
        let (mut without, mut with) = (0, self.block.number);
        while with - without > 1 {
            let middle = without + (with - without) / 2;
            let request = Request::new("eth_getCode", json!([contract.to_string(), to_quantity(middle)]));
            let answer = self.rpc.send(&[request])?.swap_remove(0);
            let answer = answer.map_err(|refusal| ChainError::refused("eth_getCode", &refusal))?;
            let code = bytes(&answer).ok_or(ChainError::Shape { method: "eth_getCode" })?;
            if code.is_empty() {
                without = middle;
            } else {
                with = middle;
            }
        }
        Ok(with)
    }

    /// The blocks of these numbers, as the chain has them now.
    pub(crate) fn blocks(&mut self, numbers: &[u64]) -> Result<Vec<Block>, ChainError> {
        let requests: Vec<_> = numbers.iter().map(|number| Block::request_number(*number)).collect();
        let answers = self.rpc.send(&requests)?.into_iter().zip(numbers);
        answers
            .map(|(answer, number)| {
                let block = answer.ok().as_ref().and_then(Block::read).filter(|block| block.number == *number);
                block.ok_or(ChainError::BlockMissing { number: *number })
            })
            .collect()
    }
}

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
    pub(crate) fn refused(method: &'static str, refusal: &crate::rpc::json_rpc::Refusal) -> Self {
        Self::Refused { method, words: refusal.words() }
    }
}
