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
            if block.timestamp.abs_diff(target) <= near {
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

#[cfg(test)]
mod tests {
    use crate::fake_chain::{self, END, NOW, block_at};

    /// The block from that long ago on a chain of these times, and how often the node was asked for one.
    fn before(seconds: u64, time: impl Fn(u64) -> u64 + Send + 'static) -> (u64, u64) {
        let mut chain = fake_chain::chain(move |method, params| match method {
            "eth_getBlockByNumber" => block_at(params, &time),
            _ => serde_json::Value::Null,
        });
        let opened = chain.round_trips();
        let number = chain.block_before(seconds).unwrap().number;
        (number, chain.round_trips() - opened)
    }

    /// Blocks come every so many tenths of a second.
    fn every(tenths: u64) -> impl Fn(u64) -> u64 {
        move |number| NOW - (END - number) * tenths / 10
    }

    const DAY: u64 = 86_400;

    #[test]
    fn the_first_guess_is_right_where_no_block_is_missed() {
        assert_eq!(before(DAY, every(120)), (END - 7_200, 1));
        // Within a twentieth of the time.
        assert_eq!(before(DAY, every(115)), (END - 7_200, 1));
        assert_eq!(before(0, every(120)), (END, 1));
    }

    #[test]
    fn elsewhere_it_is_corrected() {
        for tenths in [20, 110, 140, 300] {
            let (number, asked) = before(DAY, every(tenths));
            let time = (END - number) * tenths / 10;
            assert!(time.abs_diff(DAY) <= DAY / 20, "{tenths}: {time}");
            assert!(asked <= 20, "{tenths}: {asked}");
        }
    }

    #[test]
    fn a_chain_that_stood_still_has_its_next_block_for_that_time() {
        for last in [1, 400_000, END - 2] {
            // Nothing was made for a hundred days after that block.
            let time = move |number: u64| every(120)(number) - if number > last { 0 } else { 100 * DAY };
            let ago = (END - last) * 12 + 50 * DAY;
            let (number, asked) = before(ago, time);
            assert!(number == last + 1 && asked <= 22, "{last}: {number}, {asked}");
        }
    }

    #[test]
    fn a_young_chain_has_its_first_block() {
        let young = |number| NOW - (END - number) / 100;
        assert_eq!(before(DAY, young).0, 0);
        assert_eq!(before(u64::MAX, young).0, 0);
    }
}
