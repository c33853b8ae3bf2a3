//! Signed exits as batches for a Safe.

use super::{ExitCall, SignedExits};
use crate::safe_batch::SafeBatch;

impl SignedExits {
    /// One batch for each of the [calls](SignedExits::calls): each needs most of what a transaction may spend.
    #[must_use]
    pub fn safe_batches(&self) -> Vec<SafeBatch> {
        let calls = self.calls();
        let total = calls.len();
        let batch = |(number, call): (usize, ExitCall)| SafeBatch {
            chain_id: self.domain().chain_id(),
            contract: self.domain().rollup(),
            name: format!("Attester exits {number} of {total}"),
            description: format!(
                "Takes attesters {} to {} out of the validator set, for ever. Execute the batches in their order, each once.",
                call.first, call.last
            ),
            calls: vec![call.calldata],
        };
        (1..).zip(calls).map(batch).collect()
    }
}
