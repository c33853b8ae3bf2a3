//! The ETH keys of attesters: found, chosen, opened once, and never another one's.

use std::path::Path;

use aztec_key_derivation::Seed;
use aztec_keystore_batch::{AttesterKeys, AttesterKeysError};
use aztec_staking_registry::NonZeroAddress;
use serde_json::{Value, json};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const FIRST_KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const SECOND: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SECOND_KEY: &str = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

fn address(text: &str) -> NonZeroAddress {
    NonZeroAddress::parse(text).unwrap()
}

fn read(keys: &[Value]) -> Result<AttesterKeys, AttesterKeysError> {
    let validator = |eth: &Value| {
        let bls = format!("0x{:064x}", 7);
        json!({ "attester": { "eth": eth, "bls": bls }, "feeRecipient": format!("0x{:064x}", 0) })
    };
    let validators: Vec<_> = keys.iter().map(validator).collect();
    let signer = "https://signer.example:9000";
    let file = json!({ "schemaVersion": 1, "validators": validators, "remoteSigner": signer });
    AttesterKeys::of_node_keystore(Path::new("/nowhere/node.json"), &file.to_string())
}

fn opened(keys: &AttesterKeys) -> Vec<String> {
    keys.open_each(None, &(), |attester, secret| {
        assert_eq!(secret.address(), attester.get());
        attester.to_string()
    })
    .unwrap()
}

#[test]
fn plain_keys_in_the_order_that_is_asked_for() {
    let keys = || read(&[json!(FIRST_KEY), json!(SECOND_KEY)]).unwrap();
    assert_eq!(opened(&keys()), [FIRST, SECOND]);
    assert_eq!(opened(&keys().only(&[address(SECOND)]).unwrap()), [SECOND]);
    assert_eq!(opened(&keys().only(&[address(SECOND), address(FIRST)]).unwrap()), [SECOND, FIRST]);
    assert!(!keys().need_password());
}

#[test]
fn attesters_that_are_not_there() {
    let keys = || read(&[json!(FIRST_KEY)]).unwrap();
    let unknown = keys().only(&[address(FIRST), address(SECOND)]).unwrap_err();
    assert!(matches!(unknown, AttesterKeysError::Unknown { attester } if attester == address(SECOND)));
    let twice = keys().only(&[address(FIRST), address(FIRST)]).unwrap_err();
    assert!(matches!(twice, AttesterKeysError::Twice { attester } if attester == address(FIRST)));
    assert!(matches!(read(&[json!(FIRST_KEY), json!(FIRST_KEY)]), Err(AttesterKeysError::Twice { .. })));
}

#[test]
fn keys_that_somebody_else_has() {
    for elsewhere in [json!(SECOND), json!({ "address": SECOND, "remoteSignerUrl": "https://other.example" })] {
        let keys = read(&[json!(FIRST_KEY), elsewhere]).unwrap();
        assert!(
            matches!(keys.check_here(), Err(AttesterKeysError::Elsewhere { attester }) if attester == address(SECOND))
        );
        assert!(matches!(keys.open_each(None, &(), |_, _| ()), Err(AttesterKeysError::Elsewhere { .. })));
        assert_eq!(opened(&keys.only(&[address(FIRST)]).unwrap()), [FIRST]);
    }
}

#[test]
fn files() {
    let keys = read(&[json!({ "path": format!("eth/00000_{FIRST}.json") })]).unwrap();
    assert!(keys.need_password());
    assert!(matches!(keys.open_each(None, &(), |_, _| ()), Err(AttesterKeysError::NoPassword { .. })));
    let told = read(&[json!({ "path": format!("eth/{FIRST}.json"), "password": "correct horse" })]).unwrap();
    assert!(!told.need_password());
    assert!(matches!(told.open_each(None, &(), |_, _| ()), Err(AttesterKeysError::Read { .. })));
    let unnamed = read(&[json!(FIRST_KEY), json!({ "path": "key.json" })]).unwrap_err();
    assert!(matches!(unnamed, AttesterKeysError::Unnamed { entry: 1, .. }));
    let none = read(&[json!(format!("0x{:064x}", 0))]).unwrap_err();
    assert!(matches!(none, AttesterKeysError::NotAKey { entry: 0, .. }));
}

#[test]
fn debug_shows_no_secret() {
    let keys = read(&[json!(FIRST_KEY)]).unwrap();
    let shown = format!("{keys:?}");
    assert!(shown.contains("AttesterKeys") && !shown.to_lowercase().contains("ac0974"), "{shown}");
}

/// In a batch that is encrypted, in one that is not, and where the keys are elsewhere.
#[test]
fn keys_of_a_batch() {
    use crate::copied::{Copied, NODE};
    use crate::made::eth_keys;
    for copied in [Copied::plain(), Copied::encrypted()] {
        let batch = copied.batch();
        let encrypted = batch.manifest().is_encrypted();
        let attesters: Vec<_> = batch.manifest().keys().iter().map(|key| key.attester).collect();
        let keys = AttesterKeys::of_batch(&batch).unwrap();
        assert_eq!(keys.attesters().collect::<Vec<_>>(), attesters);
        assert_eq!(keys.need_password(), encrypted);
        keys.check_here().unwrap();
        let opened = keys.open_each(Some(eth_keys()), &(), |attester, secret| (attester, secret.address())).unwrap();
        assert_eq!(opened, attesters.iter().map(|attester| (*attester, attester.get())).collect::<Vec<_>>());
        // The order is that of the manifest, whatever the node keystore says.
        let validators = copied.json(NODE)["validators"].clone();
        copied.put(NODE, "/validators", json!([validators[1], validators[0]]));
        assert_eq!(AttesterKeys::of_batch(&batch).unwrap().attesters().collect::<Vec<_>>(), attesters);
        copied.put(NODE, "/validators", json!([validators[0]]));
        let unknown = AttesterKeys::of_batch(&batch);
        assert_eq!(unknown.is_err(), !encrypted, "{unknown:?}");
    }
    for copied in [Copied::plain_for_given_attesters(), Copied::encrypted_for_given_attesters()] {
        let keys = AttesterKeys::of_batch(&copied.batch()).unwrap();
        assert!(matches!(keys.check_here(), Err(AttesterKeysError::Elsewhere { .. })));
        assert!(!keys.need_password() && keys.attesters().count() == 2);
    }
}

#[test]
fn keys_that_are_derived_once_more() {
    use crate::copied::{Copied, MANIFEST};
    use crate::made::{STRANGER, mnemonic, seed};
    let copied = Copied::plain();
    let derive = |seed: &Seed| AttesterKeys::derived(&copied.batch(), seed);
    let batch = copied.batch();
    let attesters: Vec<_> = batch.manifest().keys().iter().map(|key| key.attester.to_string()).collect();
    let keys = derive(&seed()).unwrap();
    assert!(!keys.need_password());
    assert_eq!(opened(&keys), attesters);
    let other = mnemonic().to_seed(&aztec_key_derivation::Passphrase::new("another").unwrap());
    assert!(matches!(derive(&other), Err(AttesterKeysError::OtherMnemonic)));
    copied.put(MANIFEST, "/keys/1/attester", STRANGER);
    let keys = derive(&seed()).unwrap();
    let wrong = keys.open_each(None, &(), |_, _| ()).unwrap_err();
    assert!(matches!(wrong, AttesterKeysError::OtherKey { attester } if attester == address(STRANGER)), "{wrong}");

    let given = Copied::plain_for_given_attesters().batch();
    assert!(matches!(AttesterKeys::check_derived(&given), Err(AttesterKeysError::NotDerived)));
    assert!(matches!(AttesterKeys::derived(&given, &seed()), Err(AttesterKeysError::NotDerived)));
    AttesterKeys::check_derived(&copied.batch()).unwrap();
    let copied = Copied::imported();
    assert!(matches!(AttesterKeys::check_derived(&copied.batch()), Err(AttesterKeysError::NotDerived)));
}

/// A file whose name says nothing says itself whose key it holds.
#[test]
fn a_key_file_without_a_name() {
    use crate::copied::Copied;
    use crate::made::{ETH_PASSWORD, eth_keys};
    let copied = Copied::encrypted();
    let attester = copied.batch().manifest().keys()[0].attester;
    std::fs::rename(copied.path(&copied.key_file("eth", 3)), copied.path("secret/key.json")).unwrap();
    let read = |eth: Value| {
        let bls = format!("0x{}", "01".repeat(32));
        let validator = json!({ "attester": { "eth": eth, "bls": bls }, "feeRecipient": format!("0x{:064x}", 0) });
        let file = json!({ "schemaVersion": 1, "validators": [validator] });
        AttesterKeys::of_node_keystore(&copied.path("secret/node.json"), &file.to_string())
    };
    let keys = read(json!({ "path": "key.json" })).unwrap();
    assert_eq!(keys.attesters().collect::<Vec<_>>(), [attester]);
    assert!(keys.need_password());
    keys.open_each(Some(eth_keys()), &(), |_, secret| assert_eq!(secret.address(), attester.get())).unwrap();
    let keys = read(json!({ "path": "key.json", "password": ETH_PASSWORD })).unwrap();
    assert!(!keys.need_password());
    assert_eq!(opened(&keys), [attester.to_string()]);
}
