//! What carries calldata: our file of calls, lines and scripts for cast, batches for a Safe.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use core::num::NonZeroU64;

use aztec_staking_registry::calldata::{self, AddKeysCall, DecodeError, Function, KeysPerCall, add_keys};
use aztec_staking_registry::calldata_file::{self, CallFault, CalldataFileError};
use aztec_staking_registry::safe_batch::{self, SafeBatch, SafeBatchError, TransactionFault};
use aztec_staking_registry::{AddressError, NonZeroAddress, ProviderId, UnverifiedKeyStore, cast};
use bn254_bls::ProofKind;
use common::{attester, key_store, key_stores};
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

fn attesters(tuples: &[UnverifiedKeyStore]) -> Vec<alloy_primitives::Address> {
    tuples.iter().map(|tuple| tuple.attester).collect()
}

// The file of calls.

#[test]
fn the_file_of_calls_says_what_each_call_does() {
    let calls = calls(3, 2);
    let file: Value = serde_json::from_str(&calldata_file::add_keys_to_json(&calls)).unwrap();
    assert_eq!(file.as_array().unwrap().len(), 2);
    assert_eq!(file[0]["function"], Function::AddKeysToProvider.signature());
    assert_eq!(file[0]["selector"], "0xe2530fd1");
    assert_eq!(file[1]["keys"]["first"], 2);
    assert_eq!(file[1]["keys"]["last"], 2);
    assert_eq!(file[0]["keys"]["count"], 2);
    assert_eq!(file[0]["keys"]["gasEstimate"], calls[0].gas);
    assert_eq!(file[0]["bytes"], 676);
    assert_eq!(file[0]["calldata"], calls[0].calldata.to_hex());
    assert_eq!(file[0]["arguments"][0], "7");
}

#[test]
fn the_file_of_calls_reads_back() {
    let added = calldata_file::read_add_keys(&calldata_file::add_keys_to_json(&calls(5, 2))).unwrap();
    assert_eq!(added.len(), 3);
    assert_eq!(attesters(&added[1].tuples), [attester(3), attester(4)]);
    assert!(added.iter().all(|added| added.provider == provider()));
}

#[test]
fn a_call_that_contradicts_itself_is_refused() {
    let change = |pointer: &str, value: Value| {
        let mut file: Value = serde_json::from_str(&calldata_file::add_keys_to_json(&calls(4, 2))).unwrap();
        *file.pointer_mut(pointer).unwrap() = value;
        calldata_file::read_add_keys(&file.to_string()).unwrap_err()
    };
    let other = calls(2, 2)[0].calldata.arguments()[1].clone();
    for (pointer, field, value) in [
        ("/1/function", "function", "dripProviderQueue(uint256,uint256)".into()),
        ("/1/selector", "selector", "0x26f7424f".into()),
        ("/1/bytes", "bytes", 1.into()),
        ("/1/arguments/0", "arguments", "8".into()),
        ("/1/arguments/1", "arguments", other.into()),
        ("/1/keys/first", "first", 0.into()),
        ("/1/keys/last", "last", 4.into()),
        ("/1/keys/count", "count", 3.into()),
    ] {
        let fault = CallFault::Contradiction { field };
        assert_eq!(change(pointer, value), CalldataFileError::Call { call: 1, fault });
    }
    let fault = CallFault::Calldata(DecodeError::NotHex);
    assert_eq!(change("/0/calldata", "0x1".into()), CalldataFileError::Call { call: 0, fault });
    // The second call in the place of the first: its positions are then wrong.
    let mut file: Value = serde_json::from_str(&calldata_file::add_keys_to_json(&calls(4, 2))).unwrap();
    file.as_array_mut().unwrap().remove(0);
    let fault = CallFault::Contradiction { field: "first" };
    let refused = calldata_file::read_add_keys(&file.to_string());
    assert_eq!(refused, Err(CalldataFileError::Call { call: 0, fault }));
}

#[test]
fn a_call_of_another_function_adds_no_keys() {
    let text = calldata_file::to_json(&calldata::accept_provider_admin(provider()));
    let fault = CallFault::Calldata(DecodeError::OtherFunction { function: Function::AcceptProviderAdmin });
    assert_eq!(calldata_file::read_add_keys(&text), Err(CalldataFileError::Call { call: 0, fault }));
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file[0].as_object().unwrap().len(), 5, "no keys, no gas");
}

#[test]
fn not_a_file_of_calls() {
    assert_eq!(calldata_file::read_add_keys("[]"), Err(CalldataFileError::Empty));
    let good = calldata_file::add_keys_to_json(&calls(1, 1));
    let unknown = good.replacen("\"selector\"", "\"\\u001b[31m\": 1, \"selector\"", 1);
    let missing = good.replacen("\"bytes\": 388,", "", 1);
    let twice = good.replacen("\"bytes\": 388,", "\"bytes\": 388, \"bytes\": 388,", 1);
    for text in ["", "{}", "[1]", "[{}]", &"[".repeat(100_000), &unknown, &missing, &twice] {
        let error = calldata_file::read_add_keys(text).unwrap_err();
        assert!(matches!(error, CalldataFileError::Shape { .. }), "{error}");
        assert!(!error.to_string().contains('\u{1b}'));
    }
    assert!(calldata_file::read_add_keys(&missing).unwrap_err().to_string().contains("`bytes`"));
}

// Text for cast.

/// The words are those of the calldata, so that `cast calldata <signature> <arguments>` gives it back.
#[test]
fn tuples_for_cast() {
    let tuple = key_store(1, ProofKind::Registration).to_unverified();
    let text = cast::tuples_argument(&[tuple, tuple]);
    let word = |word: &[u8; 32]| aztec_staking_registry::word_to_text(word);
    let tuple = format!(
        "({},({},{}),({},{},{},{}),({},{}))",
        attester(1).to_checksum(None),
        word(&tuple.public_key_g1[0]),
        word(&tuple.public_key_g1[1]),
        word(&tuple.public_key_g2[0]),
        word(&tuple.public_key_g2[1]),
        word(&tuple.public_key_g2[2]),
        word(&tuple.public_key_g2[3]),
        word(&tuple.proof_of_possession[0]),
        word(&tuple.proof_of_possession[1]),
    );
    assert_eq!(text, format!("[{tuple},{tuple}]"));
    assert_eq!(cast::tuples_argument(&[]), "[]");
}

#[test]
fn a_line_for_cast() {
    let line = cast::send_line(registry(), &calldata::accept_provider_admin(provider()));
    assert_eq!(line, "cast send 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 'acceptProviderAdmin(uint256)' 7");
    let line = cast::send_line(registry(), &calls(2, 2)[0].calldata);
    assert!(line.ends_with(&format!(" 7 '{}'", calls(2, 2)[0].calldata.arguments()[1])));
}

#[test]
fn a_script_sends_each_call_once() {
    let script = cast::script(registry(), Some(mainnet()), &calls(5, 2));
    assert!(script.starts_with("#!/bin/sh\n# Adds 5 keys"));
    assert!(script.contains("\nset -eu\n"));
    assert_eq!(script.matches("cast send").count(), 3);
    assert_eq!(script.matches("\"$@\"").count(), 3);
    assert!(script.contains("if [ \"$chain_id\" != 1 ]"));
    assert!(!cast::script(registry(), None, &calls(5, 2)).contains("chain_id"));
    for word in ["private", "mnemonic", "keystore", "password"] {
        assert!(!script.contains(word), "{word}");
    }
}

/// The script runs in a shell, with a program in the place of cast that writes down its arguments.
#[cfg(unix)]
mod shell {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::{Command, Output};

    use super::*;

    fn run(chain: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
        let directory = tempfile::tempdir().unwrap();
        let fake = directory.path().join("cast");
        let body =
            format!("#!/bin/sh\nif [ \"$1\" = chain-id ]; then echo {chain}; exit; fi\nprintf '<%s>' \"$@\"\necho\n");
        std::fs::write(&fake, body).unwrap();
        std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o700)).unwrap();
        let path = format!("{}:{}", directory.path().display(), std::env::var("PATH").unwrap());
        Command::new("sh")
            .arg("-c")
            .arg(cast::script(registry(), Some(mainnet()), &calls(4, 2)))
            .arg("script")
            .args(arguments)
            .env("PATH", path)
            .env_remove("ETH_RPC_URL")
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    const NODE: (&str, &str) = ("ETH_RPC_URL", "http://127.0.0.1:1");

    #[test]
    fn it_hands_everything_to_cast() {
        let output = run("1", &[NODE], &["--ledger", "a b"]);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let signature = Function::AddKeysToProvider.signature();
        for call in calls(4, 2) {
            let tuples = &call.calldata.arguments()[1];
            let line = format!("<send><{}><{signature}><7><{tuples}><--ledger><a b>\n", registry());
            assert!(text.contains(&line), "{text}");
        }
    }

    #[test]
    fn it_goes_on_where_it_is_told() {
        let output = run("1", &[NODE, ("FIRST_CALL", "2")], &[]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.matches("<send>").count(), 1);
        assert!(text.starts_with("transaction 2 of 2: keys 2 to 3\n"), "{text}");
    }

    #[test]
    fn it_stops_on_the_wrong_chain_or_without_a_node() {
        for (chain, variables) in [("11155111", &[NODE][..]), ("1", &[])] {
            let output = run(chain, variables, &[]);
            assert!(!output.status.success());
            assert!(!String::from_utf8(output.stdout).unwrap().contains("<send>"));
            assert!(!output.stderr.is_empty());
        }
    }
}

// Batches for a Safe.

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
        assert_eq!(transaction.to, registry().get());
        assert_eq!(transaction.data, call.calldata.bytes());
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
        match safe_batch::read(&file.to_string()) {
            Err(SafeBatchError::Transaction { transaction: 0, fault }) => fault,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(with("value", "1".into()), TransactionFault::Value);
    assert_eq!(with("value", 0.into()), TransactionFault::Value);
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
