//! From a time to a block.

use super::{at_block::Chain, error::ChainError};
use crate::block::Block;

/// Seconds between two blocks of Ethereum, where none is missed.
const SLOT: u64 = 12;

impl Chain {
    /// A block from about `seconds` before the one that is read at: within a twentieth of that time, or the first of the chain.
    ///
    /// The first guess is right where blocks come every 12 seconds; elsewhere the guess is corrected by what it hit.
    pub(crate) fn block_before(&mut self, seconds: u64) -> Result<Block, ChainError> {
        let (mut low, mut high) = (0, self.block);
        let target = self.block.timestamp.saturating_sub(seconds);
        let near = seconds / 20;
        let mut guess = self.block.number.saturating_sub(seconds / SLOT);
        loop {
            let block = self.blocks(&[guess])?[0];
            if block.timestamp.abs_diff(target) <= near || (block.timestamp >= target && guess == 0) {
                return Ok(block);
            }
            if block.timestamp > target {
                high = block;
            } else {
                low = guess.saturating_add(1);
            }
            if low >= high.number {
                return Ok(high);
            }
            guess = low + (high.number - low) / 2;
        }
    }
}
