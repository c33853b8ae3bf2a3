//! Batches as the Transaction Builder itself exports them: calls described by their method, transfers of ether.

use alloy_primitives::U256;
use aztec_staking_registry::calldata::add_keys_to_provider;
use aztec_staking_registry::public_file::{Contents, PublicFile, PublicFileError, RegistryCall};
use aztec_staking_registry::safe_batch::{self, SafeCall, TransactionFault};
use aztec_staking_registry::{KeyStore, ProviderId};
use bn254_bls::ProofKind;
use serde_json::{Value, json};

/// Two keys for provider 7, exported by the app with `data: null`.
const EXPORT: &str = include_str!("data/safe-ui-export-data-null.json");

fn export() -> Value {
    serde_json::from_str(EXPORT).unwrap()
}

fn first_call(file: &Value) -> Result<SafeCall, TransactionFault> {
    let mut transactions = safe_batch::read(&file.to_string()).unwrap().transactions;
    transactions.remove(0).map(|transaction| transaction.call)
}

#[test]
fn a_described_call_is_encoded_as_the_app_does_it() {
    let tuples: Vec<_> = PublicFile::read(EXPORT).unwrap().entries().into_iter().map(Result::unwrap).collect();
    let verify = |tuple| KeyStore::verify(tuple, ProofKind::Registration).unwrap();
    let key_stores: Vec<_> = tuples.iter().map(verify).collect();
    assert_eq!(key_stores.len(), 2);
    let expected = add_keys_to_provider(ProviderId::new(7).unwrap(), &key_stores);
    assert_eq!(first_call(&export()), Ok(SafeCall::Data(expected.bytes().to_vec())));
}

#[test]
fn arguments_that_are_none_are_refused() {
    let with = |name: &str, value: &str| {
        let mut file = export();
        file["transactions"][0]["contractInputsValues"][name] = value.into();
        first_call(&file).unwrap_err()
    };
    for value in ["", "x", "-1"] {
        assert_eq!(with("_providerIdentifier", value), TransactionFault::Arguments { argument: "the provider" });
    }
    for value in ["", "7", "{}", "[7]", "[[]]", r#"[["0x12", ["1", "2"], ["1", "2", "3", "4"], ["1", "2"]]]"#] {
        assert_eq!(with("_keyStores", value), TransactionFault::Arguments { argument: "the keys" }, "{value}");
    }
}

/// Numbers may stand without quotes, and tuples may be objects.
#[test]
fn other_spellings_of_the_arguments() {
    let mut file = export();
    let values = &mut file["transactions"][0]["contractInputsValues"];
    let text = values["_keyStores"].as_str().unwrap().to_owned();
    let expected = first_call(&export()).unwrap();
    let mut keys: Value = serde_json::from_str(&text).unwrap();
    keys[0][1] = json!({ "y": keys[0][1][1], "x": keys[0][1][0] });
    values["_keyStores"] = keys.to_string().into();
    assert_eq!(first_call(&file), Ok(expected.clone()));
    let first_number = keys[0][2][0].as_str().unwrap().to_owned();
    let unquoted = keys.to_string().replacen(&format!("\"{first_number}\""), &first_number, 1);
    file["transactions"][0]["contractInputsValues"]["_keyStores"] = unquoted.into();
    assert_eq!(first_call(&file), Ok(expected));
}

#[test]
fn what_else_a_batch_does_is_said() {
    let mut file = export();
    let ether =
        json!({ "to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "value": "1500000000000000000", "data": null });
    let approve = json!({
        "to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "value": "0", "data": null,
        "contractMethod": { "name": "approve", "inputs": [{ "name": "a", "type": "address" }] },
        "contractInputsValues": { "a": "0x" },
    });
    let foreign = json!({ "to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "value": "0", "data": "0x01020304" });
    let broken = json!({ "to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "value": "0", "data": null });
    file["transactions"].as_array_mut().unwrap().extend([ether, approve, foreign, broken]);
    let file = PublicFile::read(&file.to_string()).unwrap();
    assert_eq!(file.entries().len(), 2);
    let fault = TransactionFault::NoData;
    assert_eq!(file.faults, [PublicFileError::SafeTransaction { transaction: 4, fault }]);
    let Contents::SafeBatch { calls, .. } = file.contents else { panic!("a batch") };
    let expected = [
        RegistryCall::Ether { wei: U256::from(1_500_000_000_000_000_000_u64) },
        RegistryCall::Described { method: "approve".to_owned() },
        RegistryCall::Foreign { selector: Some([1, 2, 3, 4]) },
        RegistryCall::Unreadable,
    ];
    assert_eq!(calls[1..], expected);
}
