//! The known answers of `vectors/` that speak of public formats.

use core::num::NonZeroU64;

use alloy_primitives::hex;
use aztec_staking_registry::audit::{Fault, List, audit};
use aztec_staking_registry::calldata::{self, Calldata, DecodeError, Function, decode_add_keys, parse_hex};
use aztec_staking_registry::safe_batch::{self, SafeBatch, SafeBatchError, SafeCall};
use aztec_staking_registry::staker_output::{self, EntryFault, StakerOutputError};
use aztec_staking_registry::{AddressError, KeyStore, NonZeroAddress, ProviderId, TakeRate};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;
use serde_json::Value;

fn vectors(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    let vectors = file["vectors"].as_array().unwrap().clone();
    assert!(!vectors.is_empty());
    vectors
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

fn kind(vector: &Value) -> ProofKind {
    if vector["proof"] == "feedback" { ProofKind::Feedback } else { ProofKind::Registration }
}

fn key_stores(list: &Value, kind: ProofKind) -> Vec<KeyStore> {
    let tuples = staker_output::read(&list.to_string()).unwrap();
    KeyStore::verify_batch(&tuples, kind, &mut SysRng).unwrap()
}

/// Every spelling in circulation is read, verifies, and is written in the official form.
#[test]
fn staker_output() {
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/staker_output.json"))) {
        let written = staker_output::to_json(&key_stores(&vector["file"], kind(&vector)));
        let written: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(written, vector["expected"], "{}", vector["name"]);
    }
}

/// Every fault is found: the malformed ones when reading, the others by the audit; entry and field are named.
#[test]
fn staker_output_invalid() {
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/staker_output_invalid.json"))) {
        let name = text(&vector, "name");
        let entry = usize::try_from(vector["entry"].as_u64().unwrap()).unwrap();
        match (text(&vector, "reason"), staker_output::read(&vector["file"].to_string())) {
            ("malformed", Err(StakerOutputError::Entry { entry: found, fault })) => {
                assert_eq!(found, entry, "{name}");
                assert!(fault.to_string().starts_with(text(&vector, "field")), "{name}: {fault}");
            }
            ("address_checksum", Err(StakerOutputError::Entry { entry: found, fault })) => {
                assert_eq!(found, entry, "{name}");
                assert_eq!(fault, EntryFault::Attester(AddressError::WrongChecksum), "{name}");
            }
            ("zero_address" | "point" | "proof" | "duplicate", Ok(tuples)) => {
                let lists = [List::new(name, &tuples)];
                let report = audit(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
                assert!(!report.is_sound(), "{name}");
                let finding = report.findings()[0].clone();
                assert_eq!(finding.location.entry, entry, "{name}");
                let fits = match finding.fault {
                    Fault::ZeroAttester => "zero_address",
                    Fault::Point(_) => "point",
                    Fault::KeysDiffer | Fault::NoProof | Fault::FeedbackOnly => "proof",
                    Fault::DuplicateAttester { .. } | Fault::DuplicateKey { .. } => "duplicate",
                    _ => "another",
                };
                assert_eq!(fits, text(&vector, "reason"), "{name}");
                let (expected, field) = (text(&vector, "field"), finding.fault.field().unwrap().name());
                // Which half of a key is wrong cannot be told, nor which coordinate of a point off the curve.
                assert!(finding.fault == Fault::KeysDiffer || expected.starts_with(field), "{name}: {field}");
            }
            (reason, found) => panic!("{name}, {reason}: {found:?}"),
        }
    }
}

#[test]
fn selectors() {
    let all = vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/abi.json")));
    for function in Function::ALL {
        let mut found = all.iter().filter(|vector| vector["signature"] == function.signature());
        let vector = found.next().unwrap();
        assert_eq!(text(vector, "id"), hex::encode_prefixed(function.selector()));
        assert!(found.next().is_none());
    }
}

/// Every call that may be made is encoded as viem and ethers encode it, and those with keys decode.
#[test]
fn calldata() {
    let mut encoded = 0;
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/calldata.json"))) {
        let name = text(&vector, "name");
        if let Some(call) = call_of(&vector) {
            assert_eq!(call.to_hex(), text(&vector, "calldata"), "{name}");
            assert_eq!(call.function().signature(), text(&vector, "signature"), "{name}");
            encoded += 1;
        }
        let decoded = decode_add_keys(&parse_hex(text(&vector, "calldata")).unwrap());
        match (text(&vector, "function"), name) {
            ("addKeysToProvider", "add-keys-largest-id") => assert_eq!(decoded, Err(DecodeError::NoSuchProvider)),
            ("addKeysToProvider", _) => {
                let expected = staker_output::read(&vector["arguments"]["keyStores"].to_string()).unwrap();
                let tuples = decoded.unwrap().tuples;
                assert_eq!(tuples.len(), expected.len());
                for (tuple, expected) in tuples.iter().zip(&expected) {
                    assert_eq!(
                        aztec_staking_registry::UnverifiedKeyStore { spelling: expected.spelling, ..*tuple },
                        *expected,
                        "{name}"
                    );
                }
            }
            _ => assert!(matches!(decoded, Err(DecodeError::OtherFunction { .. })), "{name}"),
        }
    }
    assert!(encoded >= 10, "{encoded}");
}

/// The call of a vector; none where its provider id is one that the contract never gives out.
fn call_of(vector: &Value) -> Option<Calldata> {
    let arguments = &vector["arguments"];
    let address = |name| NonZeroAddress::parse(text(arguments, name)).unwrap();
    let rate = |name| text(arguments, name).parse::<TakeRate>().unwrap();
    if vector["function"] == "registerProvider" {
        let (admin, recipient) = (address("providerAdmin"), address("providerRewardsRecipient"));
        return Some(calldata::register_provider(admin, rate("providerTakeRate"), recipient));
    }
    let provider: ProviderId = text(arguments, "providerIdentifier").parse().ok()?;
    let unchanged = "no current value is given";
    Some(match text(vector, "function") {
        "addKeysToProvider" => {
            let kind =
                if text(vector, "name").ends_with("feedback") { ProofKind::Feedback } else { ProofKind::Registration };
            calldata::add_keys_to_provider(provider, &key_stores(&arguments["keyStores"], kind))
        }
        "updateProviderAdmin" => calldata::update_provider_admin(provider, address("newAdmin"), None).expect(unchanged),
        "acceptProviderAdmin" => calldata::accept_provider_admin(provider),
        "updateProviderRewardsRecipient" => {
            calldata::update_provider_rewards_recipient(provider, address("newRewardsRecipient"))
        }
        "updateProviderTakeRate" => {
            calldata::update_provider_take_rate(provider, rate("newTakeRate"), None).expect(unchanged)
        }
        "dripProviderQueue" => {
            calldata::drip_provider_queue(provider, text(arguments, "numberOfKeysToDrip").parse().ok()?)
        }
        other => panic!("{other}"),
    })
}

/// Every batch is read with its checksum, and refused when anything that counts is changed.
#[test]
fn safe_batches() {
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/safe_batch.json"))) {
        let name = text(&vector, "name");
        let file = &vector["file"];
        assert_eq!(file["meta"]["checksum"], vector["checksum"], "{name}");
        let contents = safe_batch::read(&file.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(contents.has_checksum);
        assert_eq!(contents.chain_id.to_string(), text(file, "chainId"));
        let transactions = file["transactions"].as_array().unwrap();
        assert_eq!(contents.transactions.len(), transactions.len());
        for (actual, expected) in contents.transactions.iter().zip(transactions) {
            let actual = actual.as_ref().unwrap_or_else(|fault| panic!("{name}: {fault}"));
            assert_eq!(actual.to.to_checksum(None), text(expected, "to"));
            match &actual.call {
                SafeCall::Data(data) => assert_eq!(hex::encode_prefixed(data), text(expected, "data")),
                // What the app itself exports describes its calls by their method.
                SafeCall::Described { method } => {
                    assert_eq!((name, &expected["data"]), ("export", &Value::Null));
                    assert_eq!(method, text(&expected["contractMethod"], "name"));
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        for (pointer, value) in [
            ("/chainId", "2"),
            ("/meta/description", "changed"),
            ("/meta/checksum", "0x00"),
            ("/transactions/0/to", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        ] {
            let mut changed = file.clone();
            crate::common::put(&mut changed, pointer, value.into());
            assert_eq!(safe_batch::read(&changed.to_string()), Err(SafeBatchError::WrongChecksum), "{name} {pointer}");
        }
    }
}

/// Our batch has the checksum that the vectors' own code gives the same batch.
#[test]
fn safe_batch_of_ours() {
    let all = vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/safe_batch.json")));
    let vector = all.iter().find(|vector| vector["name"] == "add-keys-3").unwrap();
    let file = &vector["file"];
    let added = decode_add_keys(&parse_hex(text(&file["transactions"][0], "data")).unwrap()).unwrap();
    let keys = KeyStore::verify_batch(&added.tuples, ProofKind::Registration, &mut SysRng).unwrap();
    let batch = SafeBatch {
        chain_id: text(file, "chainId").parse::<NonZeroU64>().unwrap(),
        contract: NonZeroAddress::parse(text(&file["transactions"][0], "to")).unwrap(),
        name: text(&file["meta"], "name").to_owned(),
        description: text(&file["meta"], "description").to_owned(),
        calls: vec![calldata::add_keys_to_provider(added.provider, &keys)],
    };
    assert_eq!(serde_json::from_str::<Value>(&batch.to_json()).unwrap(), *file);
}
