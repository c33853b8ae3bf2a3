//! All events of a transaction.

use alloy_primitives::B256;
use serde_json::{Value, json};

use super::{at_block::Chain, error::ChainError, logs::Log};
use crate::rpc::json_rpc::Request;

/// How many receipts go into one request.
const PER_REQUEST: usize = 50;

impl Chain {
    /// The events of each of these transactions, in their order.
    pub(crate) fn receipts(&mut self, transactions: &[B256]) -> Result<Vec<Vec<Log>>, ChainError> {
        const METHOD: &str = "eth_getTransactionReceipt";
        let mut receipts = Vec::with_capacity(transactions.len());
        for part in transactions.chunks(PER_REQUEST) {
            let request = |hash: &B256| Request::new(METHOD, json!([hash.to_string()]));
            let answers = self.rpc.send(&part.iter().map(request).collect::<Vec<_>>())?;
            for (answer, hash) in answers.into_iter().zip(part) {
                let answer = answer.map_err(|refusal| ChainError::refused(METHOD, &refusal))?;
                let logs =
                    answer.get("logs").and_then(Value::as_array).and_then(|logs| logs.iter().map(Log::read).collect());
                let logs: Vec<_> = logs.ok_or(ChainError::Shape { method: METHOD })?;
                if logs.iter().any(|log| log.transaction != *hash) {
                    return Err(ChainError::Shape { method: METHOD });
                }
                receipts.push(logs);
            }
        }
        Ok(receipts)
    }
}
