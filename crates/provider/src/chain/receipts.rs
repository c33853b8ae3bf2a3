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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_chain;

    fn log(transaction: &Value) -> Value {
        json!({
            "address": format!("0x{}", "11".repeat(20)), "topics": [], "data": "0x", "blockNumber": "0x1",
            "blockHash": B256::ZERO.to_string(), "transactionHash": transaction, "logIndex": "0x0",
        })
    }

    #[test]
    fn each_transaction_has_its_own_events() {
        // As many events as the last digit of its hash says.
        let mut chain = fake_chain::chain(|method, params| match method {
            "eth_getTransactionReceipt" => {
                let count = params[0].as_str().unwrap().bytes().last().unwrap() - b'0';
                json!({"logs": (0..count).map(|_| log(&params[0])).collect::<Vec<_>>()})
            }
            _ => Value::Null,
        });
        let transactions: Vec<_> = (0..120).map(|number| B256::with_last_byte(number % 4)).collect();
        let before = chain.round_trips();
        let receipts = chain.receipts(&transactions).unwrap();
        assert_eq!(receipts.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 2, 3].repeat(30));
        assert_eq!(chain.round_trips() - before, 3);
    }

    #[test]
    fn what_is_no_receipt_of_the_transaction_is_refused() {
        let receipt = |answer: Value| {
            let answers = move |method: &str, _: &Value| match method {
                "eth_getTransactionReceipt" => answer.clone(),
                _ => Value::Null,
            };
            fake_chain::chain(answers).receipts(&[B256::with_last_byte(1)]).unwrap_err()
        };
        let other = json!({"logs": [log(&json!(B256::with_last_byte(2).to_string()))]});
        for answer in [other, json!({"logs": {}}), json!({"logs": [7]}), json!({})] {
            let refused = receipt(answer);
            assert!(matches!(refused, ChainError::Shape { method: "eth_getTransactionReceipt" }), "{refused}");
        }
        assert!(matches!(receipt(fake_chain::refusal(1, "no")), ChainError::Refused { .. }));
    }
}
