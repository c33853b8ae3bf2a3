//! The file of calls.

use crate::common::{attester, key_stores};
use aztec_staking_registry::calldata::{self, AddKeysCall, DecodeError, Function, KeysPerCall, add_keys};
use aztec_staking_registry::calldata_file::{self, CallFault, CalldataFileError};
use aztec_staking_registry::{ProviderId, UnverifiedKeyStore};
use bn254_bls::ProofKind;
use serde_json::Value;

fn provider() -> ProviderId {
    ProviderId::new(7).unwrap()
}

fn calls(keys: u32, per_call: usize) -> Vec<AddKeysCall> {
    let keys = key_stores(1..=keys, ProofKind::Registration);
    add_keys(provider(), &keys, KeysPerCall::new(per_call).unwrap()).unwrap()
}

fn attesters(tuples: &[UnverifiedKeyStore]) -> Vec<alloy_primitives::Address> {
    tuples.iter().map(|tuple| tuple.attester).collect()
}

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
    for text in ["", &"[".repeat(100_000)] {
        assert!(matches!(calldata_file::read_add_keys(text), Err(CalldataFileError::NotJson(_))));
    }
    assert_eq!(calldata_file::read_add_keys("{}"), Err(CalldataFileError::NotAList));
    for text in ["[1]", "[{}]", &unknown, &missing, &twice] {
        let error = calldata_file::read_add_keys(text).unwrap_err();
        let is_shape = matches!(error, CalldataFileError::Call { call: 0, fault: CallFault::Shape { .. } });
        assert!(is_shape, "{error}");
        assert!(!error.to_string().contains('\u{1b}'));
    }
    assert!(calldata_file::read_add_keys(&missing).unwrap_err().to_string().contains("`bytes`"));
}

/// A call that is not right does not hide those after it.
#[test]
fn every_call_is_read() {
    let text = calldata_file::add_keys_to_json(&calls(4, 1));
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file[1]["calldata"] = 7.into();
    file[2]["provider"] = 7.into();
    let read = calldata_file::read_calls(&file.to_string()).unwrap();
    let readable: Vec<_> = read.iter().map(Result::is_ok).collect();
    assert_eq!(readable, [true, false, false, true]);
    assert!(matches!(read[1], Err(CallFault::Shape { .. })));
    let refused = calldata_file::read_add_keys(&file.to_string()).unwrap_err();
    assert!(refused.to_string().starts_with("call 1: "), "{refused}");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = calldata_file::add_keys_to_json(&calls(2, 1));
    assert_eq!(calldata_file::read_add_keys(&format!("\u{feff}{text}")), calldata_file::read_add_keys(&text));
}
