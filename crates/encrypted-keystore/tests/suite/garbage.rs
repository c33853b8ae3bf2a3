//! Whatever bytes come in, the answer is a file or an error: no panic, no runaway work.

use aztec_encrypted_keystore::{EncryptedKeystore, Password, password_from_file_content};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::samples::{ETH_ADDRESS, cheap_bls_file, cheap_eth_file, cheap_eth_pbkdf2_file, cheap_mnemonic_file};

/// Reads, and opens what asks for so little work that a test may do it.
fn read_and_open(content: &[u8]) {
    let Ok(file) = EncryptedKeystore::from_json(content) else { return };
    assert!(file.kdf().memory_bytes() <= 1 << 30);
    if file.kdf().memory_bytes() > 1 << 16 {
        return;
    }
    let password = Password::existing("another password").unwrap();
    match file {
        EncryptedKeystore::Eth(file) => drop(file.decrypt_for(&password, ETH_ADDRESS)),
        EncryptedKeystore::Bls(file) => drop(file.decrypt(&password)),
        EncryptedKeystore::Mnemonic(file) => drop(file.decrypt(&password)),
        _ => unreachable!("three kinds of file"),
    }
}

fn any_file() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(cheap_eth_file()),
        Just(cheap_eth_pbkdf2_file()),
        Just(cheap_bls_file()),
        Just(cheap_mnemonic_file()),
    ]
}

/// Values that are wrong in type, length or size.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        // Small ones only: a valid c of 2^24 would take seconds.
        (0..70u64).prop_map(Value::from),
        (1u64 << 25..).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,80}".prop_map(Value::from),
        "(0x)?[0-9a-fA-F]{0,80}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
    ]
}

/// The JSON pointers of all fields.
fn pointers(value: &Value, prefix: &str, pointers_so_far: &mut Vec<String>) {
    if let Value::Object(fields) = value {
        for (name, field) in fields {
            let pointer = format!("{prefix}/{name}");
            pointers(field, &pointer, pointers_so_far);
            pointers_so_far.push(pointer);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(content: Vec<u8>) {
        read_and_open(&content);
        let _ = password_from_file_content(&content);
    }

    #[test]
    fn any_bytes_within_a_file(file in any_file(), at: prop::sample::Index, garbage in prop::collection::vec(any::<u8>(), 0..4)) {
        let mut content = file.to_string().into_bytes();
        let start = at.index(content.len());
        let end = (start + garbage.len().max(1)).min(content.len());
        content.splice(start..end, garbage);
        read_and_open(&content);
    }

    #[test]
    fn any_value_in_any_field(mut file in any_file(), at: prop::sample::Index, value in any_value()) {
        let mut fields = Vec::new();
        pointers(&file, "", &mut fields);
        *file.pointer_mut(&fields[at.index(fields.len())]).unwrap() = value;
        read_and_open(file.to_string().as_bytes());
    }

    #[test]
    fn any_file_cut_short(file in any_file(), at: prop::sample::Index) {
        let content = file.to_string();
        let cut = at.index(content.len());
        prop_assert!(EncryptedKeystore::from_json(&content.as_bytes()[..cut]).is_err());
    }
}
