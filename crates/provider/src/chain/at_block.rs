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

    /// The block in which the contract at this address was deployed, found by bisection. Only a node that keeps old
    /// states can tell.
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::fake_chain::{self, END, block_at, number, refusal};

    const CONTRACT: Address = Address::repeat_byte(0x11);

    #[test]
    fn everything_is_read_at_the_block_that_it_was_opened_at() {
        let chain = fake_chain::chain(|_, _| Value::Null);
        assert_eq!((chain.block().number, chain.chain_id()), (END, 1));
        assert_eq!(chain.block().hash.to_string(), format!("0x{END:064x}"));
        assert_eq!((chain.block().timestamp, chain.multicall), (fake_chain::NOW, false));
        // One to see that the node is right, one for the block, one for Multicall3.
        assert_eq!(chain.round_trips(), 3);
    }

    #[test]
    fn where_there_is_code() {
        let mut chain = fake_chain::chain(|method, params| match method {
            "eth_getCode" if params[0] == CONTRACT.to_string() && number(&params[1]) == END => json!("0x60"),
            _ => Value::Null,
        });
        assert_eq!(chain.has_code(&[MULTICALL3, CONTRACT]).unwrap(), [false, true]);
        let mut chain = fake_chain::chain(|method, params| match (method, params[0] == CONTRACT.to_string()) {
            ("eth_getCode", true) => refusal(-32_000, "missing trie node"),
            _ => Value::Null,
        });
        let refused = chain.has_code(&[CONTRACT]).unwrap_err();
        assert!(
            matches!(&refused, ChainError::Refused { method: "eth_getCode", words } if words == "missing trie node")
        );
        assert!(matches!(chain.deployed_at(CONTRACT), Err(ChainError::Refused { .. })));
    }

    #[test]
    fn the_block_of_a_deployment_is_found_by_bisection() {
        for since in [1, 2, 777_777, END - 1, END] {
            let mut chain = fake_chain::chain(move |method, params| match method {
                "eth_getCode" if params[0] == CONTRACT.to_string() => {
                    json!(if number(&params[1]) < since { "0x" } else { "0x60" })
                }
                _ => Value::Null,
            });
            let before = chain.round_trips();
            assert_eq!(chain.deployed_at(CONTRACT).unwrap(), since);
            assert!(chain.round_trips() - before <= 20);
        }
    }

    #[test]
    fn blocks_are_those_that_were_asked_for() {
        let mut chain = fake_chain::chain(|_, _| Value::Null);
        let blocks = chain.blocks(&[7, END, 9]).unwrap();
        assert_eq!(blocks.iter().map(|block| block.number).collect::<Vec<_>>(), [7, END, 9]);
        assert!(matches!(chain.blocks(&[7, END + 1]), Err(ChainError::BlockMissing { number }) if number == END + 1));
        let mut chain = fake_chain::chain(|method, params| match (method, params[0].as_str()) {
            ("eth_getBlockByNumber", Some("0x7")) => block_at(&json!(["0x8"]), |number| number),
            _ => Value::Null,
        });
        assert!(matches!(chain.blocks(&[7]), Err(ChainError::BlockMissing { number: 7 })));
    }
}
