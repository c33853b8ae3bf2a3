//! Batches for a Safe.

use core::num::NonZeroU64;

use crate::common::key_stores;
use aztec_staking_registry::calldata::{AddKeysCall, DecodeError, KeysPerCall, add_keys};
use aztec_staking_registry::safe_batch::{self, SafeBatch, SafeBatchError, SafeCall, TransactionFault};
use aztec_staking_registry::{AddressError, NonZeroAddress, ProviderId};
use bn254_bls::ProofKind;
use serde_json::Value;

fn provider() -> ProviderId {
    ProviderId::new(7).unwrap()
}

fn registry() -> NonZeroAddress {
    NonZeroAddress::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap()
}

fn mainnet() -> NonZeroU64 {
    NonZeroU64::new(1).unwrap()
}

fn calls(keys: u32, per_call: usize) -> Vec<AddKeysCall> {
    let keys = key_stores(1..=keys, ProofKind::Registration);
    add_keys(provider(), &keys, KeysPerCall::new(per_call).unwrap()).unwrap()
}

#[test]
fn a_batch_reads_back() {
    let calls = calls(4, 2);
    let batches = SafeBatch::add_keys(mainnet(), registry(), &calls);
    assert_eq!(batches.len(), 1, "small calls share a transaction");
    let contents = safe_batch::read(&batches[0].to_json()).unwrap();
    assert_eq!(contents.chain_id, 1);
    assert!(contents.has_checksum);
    assert_eq!(contents.transactions.len(), 2);
    for (transaction, call) in contents.transactions.iter().zip(&calls) {
        let transaction = transaction.as_ref().unwrap();
        assert_eq!(transaction.to, registry().get());
        assert_eq!(transaction.call, SafeCall::Data(call.calldata.bytes().to_vec()));
    }
}

/// The app executes a batch as one transaction, so two calls of 50 keys may not share one.
#[test]
fn a_batch_holds_what_one_transaction_can_pay_for() {
    let batches = |keys, per_call| {
        let batches = SafeBatch::add_keys(mainnet(), registry(), &calls(keys, per_call));
        batches.iter().map(|batch| batch.calls.len()).collect::<Vec<_>>()
    };
    assert_eq!(batches(100, 50), [1, 1]);
    assert_eq!(batches(100, 20), [3, 2]);
    assert_eq!(batches(100, 100), [1], "too large for a transaction, but not lost");
    assert_eq!(batches(1, 50), [1]);
}

#[test]
fn the_batch_has_the_shape_of_the_app() {
    let batch = &SafeBatch::add_keys(mainnet(), registry(), &calls(1, 1))[0];
    let file: Value = serde_json::from_str(&batch.to_json()).unwrap();
    assert_eq!(file["version"], "1.0");
    assert_eq!(file["chainId"], "1", "a text, as the app has it");
    assert_eq!(file["createdAt"], 0);
    assert_eq!(file["transactions"][0]["value"], "0");
    assert!(file["transactions"][0]["contractMethod"].is_null());
    assert!(file["transactions"][0]["contractInputsValues"].is_null());
    assert_eq!(batch.to_json(), batch.to_json());
}

#[test]
fn a_changed_batch_is_refused() {
    let text = SafeBatch::add_keys(mainnet(), registry(), &calls(1, 1))[0].to_json();
    let changed = text.replace("\"value\": \"0\"", "\"value\": \"1\"");
    assert_eq!(safe_batch::read(&changed), Err(SafeBatchError::WrongChecksum));
    let changed = text.replace("\"chainId\": \"1\"", "\"chainId\": \"10\"");
    assert_eq!(safe_batch::read(&changed), Err(SafeBatchError::WrongChecksum));
    // The name is not part of the sum.
    assert!(safe_batch::read(&text.replace("1 of 1", "my batch")).is_ok());
}

fn unsummed() -> Value {
    let text = SafeBatch::add_keys(mainnet(), registry(), &calls(1, 1))[0].to_json();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["meta"].as_object_mut().unwrap().remove("checksum");
    file
}

#[test]
fn a_batch_without_checksum_is_read_and_marked() {
    assert!(!safe_batch::read(&unsummed().to_string()).unwrap().has_checksum);
}

#[test]
fn faults_of_a_transaction_name_it() {
    let with = |name: &str, value: Value| {
        let mut file = unsummed();
        file["transactions"][0][name] = value;
        safe_batch::read(&file.to_string()).unwrap().transactions.remove(0).unwrap_err()
    };
    for value in ["", "-1", "0x1", "1e18", &"9".repeat(100)] {
        assert_eq!(with("value", value.into()), TransactionFault::Amount);
    }
    assert_eq!(with("value", "1".into()), TransactionFault::Value, "the registry takes no ether");
    assert_eq!(with("value", 0.into()), TransactionFault::Amount);
    assert_eq!(with("to", Value::Null), TransactionFault::NoRecipient);
    assert_eq!(with("to", "0x12".into()), TransactionFault::To(AddressError::WrongLength { digits: 2 }));
    assert_eq!(with("data", Value::Null), TransactionFault::NoData);
    assert_eq!(with("data", "0x1".into()), TransactionFault::Data(DecodeError::NotHex));
    assert_eq!(with("contractMethod", serde_json::json!({ "name": "f", "inputs": [] })), TransactionFault::Method);
}

#[test]
fn not_a_batch() {
    for field in ["meta", "chainId", "transactions"] {
        let mut file = unsummed();
        file[field] = Value::Null;
        assert_eq!(safe_batch::read(&file.to_string()), Err(SafeBatchError::Field { field }));
    }
    assert!(matches!(safe_batch::read("["), Err(SafeBatchError::NotJson(_))));
    for text in ["[]", "{}", "1"] {
        assert_eq!(safe_batch::read(text), Err(SafeBatchError::Field { field: "meta" }));
    }
}
