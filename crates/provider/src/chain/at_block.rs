//! The chain at one block, and what identifies it.

use alloy_primitives::{Address, address};
use serde_json::json;

use super::error::ChainError;
use crate::{
    block::{Block, BlockTag},
    quantity::{bytes, to_quantity},
    rpc::{Rpc, json_rpc::Request},
};

/// Where Multicall3 is on every public network. Source: the deployments page of mds1/multicall3.
pub(super) const MULTICALL3: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");

/// How many blocks events are asked of first. Nodes allow from 500 to 10,000, or any number of blocks with so many results.
const FIRST_SPAN: u64 = 10_000;

/// The chain, as it was at one block: everything is read there, whatever happens meanwhile.
///
/// ```no_run
/// use aztec_provider::rpc::{Endpoint, Rpc, Settings};
/// use aztec_provider::{BlockTag, Chain};
/// use aztec_staking_registry::Network;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // The second is asked where the first fails.
/// let nodes = vec![Endpoint::parse("https://one.example")?, Endpoint::parse("https://two.example")?];
/// let rpc = Rpc::new(nodes, Settings::new(Network::Mainnet.chain_id().get()));
/// let chain = Chain::open(rpc, BlockTag::Finalized)?;
/// println!("everything is read at block {}", chain.block().number);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Chain {
    pub(super) rpc: Rpc,
    pub(super) block: Block,
    pub(super) multicall: bool,
    pub(super) log_span: u64,
    pub(super) log_patience: u32,
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
        let mut chain = Self { rpc, block, multicall: false, log_span: FIRST_SPAN, log_patience: 0 };
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

    /// The block in which the contract at this address was deployed, found by bisection. Only a node that keeps old states can tell.
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
