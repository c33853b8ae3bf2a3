//! Whose keys a node keystore names, and whether passwords open their files.

use std::{env, fs, path::Path, process::Command};

use aztec_keystore_batch::{
    Batch, FileKeys, OpenBatchError, PasswordTrialError,
    key_addresses::{beside, with_addresses},
    try_passwords,
};
use aztec_node_keystore::{AttesterKey, EthKeySource, NodeKeystore};
use aztec_staking_registry::NonZeroAddress;
use serde_json::{Value, json};

use crate::copied::{Copied, NODE};
use crate::made::{STRANGER, address, bls_keys, eth_keys, stranger};

fn node(value: &Value) -> NodeKeystore {
    NodeKeystore::read(&value.to_string()).unwrap()
}

/// The first attester's key is in a file with this name, which says nothing of the address.
fn with_unnamed_file(copied: &Copied, name: &str) -> Value {
    fs::rename(copied.path(&copied.key_file("eth", 0)), copied.path("secret/eth").join(name)).unwrap();
    let mut value = copied.json(NODE);
    value["validators"][0]["attester"]["eth"]["path"] = json!(format!("eth/{name}"));
    value
}

#[test]
fn addresses_that_are_known_without_a_password() {
    let copied = Copied::encrypted_with_shared_publishers();
    let attesters: Vec<_> = copied.batch().manifest().keys().iter().map(|key| key.attester).collect();
    let mut value = with_unnamed_file(&copied, "key.json");
    let key = format!("0x{}", "11".repeat(32));
    let remote = json!({ "address": STRANGER, "remoteSignerUrl": "https://signer.example" });
    value["validators"][0]["publisher"] =
        json!([key, STRANGER, remote, { "path": "eth/key.json", "password": "a password" }]);
    let keystore = node(&value);
    let of = |source: &EthKeySource| with_addresses(&copied.path(NODE), |addresses| addresses.of(source)).unwrap();
    let known: Vec<_> = keystore.eth_keys().map(|(_, source)| of(source)).collect();
    let of_key = NonZeroAddress::new(address([0x11; 32])).unwrap();
    let shared = NonZeroAddress::new(address(crate::made::SHARED_KEY)).unwrap();
    let publishers = [of_key, stranger(), stranger(), attesters[0]];
    for expected in publishers.into_iter().chain(attesters.clone()).chain([shared]) {
        assert!(known.contains(&Some(expected)), "{expected} not in {known:?}");
    }
    assert!(!known.contains(&None), "{known:?}");
    with_addresses(&copied.path(NODE), |addresses| {
        let named = format!("elsewhere/{STRANGER}.json");
        assert_eq!(addresses.of_attester(&AttesterKey::File { path: &named }), Some(stranger()));
        assert_eq!(addresses.of_attester(&AttesterKey::File { path: "eth/key.json" }), Some(attesters[0]));
        assert_eq!(addresses.of_attester(&AttesterKey::File { path: "eth/missing.json" }), None);
        let EthKeySource::Plain(plain) = &keystore.validators[0].publishers[0] else { panic!("it is a plain key") };
        assert_eq!(addresses.of_attester(&AttesterKey::Plain(plain)), Some(of_key));
    })
    .unwrap();
    assert_eq!(beside(Path::new("/batch/node.json"), "eth/key.json"), Path::new("/batch/eth/key.json"));
    assert_eq!(beside(Path::new("node.json"), "key.json"), Path::new("key.json"));
    assert_eq!(beside(Path::new("/batch/node.json"), "/elsewhere/key.json"), Path::new("/elsewhere/key.json"));
}

#[test]
fn passwords_that_open_the_files_of_a_node_keystore() {
    let copied = Copied::encrypted_with_shared_publishers();
    let value = copied.json(NODE);
    let (keystore, file) = (node(&value), copied.path(NODE));
    let both = FileKeys { eth: Some(eth_keys()), bls: Some(bls_keys()) };
    // Two attesters, the publisher that they share, and two BLS keys, each once.
    assert_eq!(try_passwords(&[&keystore, &keystore], &file, both).unwrap(), 5);
    assert_eq!(try_passwords(&[&keystore], &file, FileKeys { eth: None, bls: None }).unwrap(), 5);
    let refused = |keys| try_passwords(&[&keystore], &file, keys).unwrap_err();
    let of = |error: &PasswordTrialError| match error {
        PasswordTrialError::Decrypt { path, .. } => path.parent().unwrap().file_name().unwrap().to_owned(),
        _ => panic!("{error}"),
    };
    assert_eq!(of(&refused(FileKeys { bls: Some(eth_keys()), ..both })), "bls");
    assert_ne!(of(&refused(FileKeys { eth: Some(bls_keys()), ..both })), "bls");
    let wrong = || FileKeys { eth: Some(bls_keys()), bls: Some(eth_keys()) };

    // A file with its password beside it is the node's own business, and one elsewhere is not here.
    let mut told = value.clone();
    for pointer in ["attester/eth", "attester/bls"] {
        for entry in 0..2 {
            let pointer = format!("/validators/{entry}/{pointer}/password");
            crate::common::put(&mut told, &pointer, json!("a password"));
        }
    }
    for entry in 0..2 {
        crate::common::put(&mut told, &format!("/validators/{entry}/publisher/0/path"), json!("elsewhere/key.json"));
    }
    assert_eq!(try_passwords(&[&node(&told)], &file, wrong()).unwrap(), 0);

    let bls = copied.key_file("bls", 1);
    copied.write(&bls, "{}");
    assert!(matches!(refused(both), PasswordTrialError::Parse { path, .. } if path == copied.path(&bls)));
    fs::remove_file(copied.path(&bls)).unwrap();
    fs::create_dir(copied.path(&bls)).unwrap();
    assert!(matches!(refused(both), PasswordTrialError::Read { path, .. } if path == copied.path(&bls)));
}

/// Runs itself once more, with few files that may be open, and opens as many: then the system refuses every other one.
#[test]
fn where_the_system_refuses() {
    const INSIDE: &str = "KEYSTORE_BATCH_TEST_WITHOUT_FILES";
    if let Some(root) = env::var_os(INSIDE) {
        let root = Path::new(&root);
        let kept: Vec<_> = std::iter::from_fn(|| fs::File::open("/dev/null").ok()).collect();
        assert!(kept.len() < 256);
        let unread = with_addresses(&root.join(NODE), |addresses| {
            addresses.of_attester(&AttesterKey::File { path: "eth/key.json" })
        });
        let opened = Batch::open(root);
        let paths = aztec_keystore_batch::EncryptedFiles::paths(root);
        drop(kept);
        assert_eq!(unread.unwrap_err().path, root.join("secret/eth/key.json"));
        assert!(matches!(opened, Err(OpenBatchError::Unreadable { .. })));
        assert!(matches!(paths, Err(aztec_keystore_batch::EncryptedFilesError::Unreadable { .. })));
        return;
    }
    let copied = Copied::encrypted_with_shared_publishers();
    with_unnamed_file(&copied, "key.json");
    let name = "key_addresses::where_the_system_refuses";
    let mut again = Command::new("sh");
    again.args(["-c", "ulimit -n 64 && exec \"$0\" --exact \"$1\""]).arg(env::current_exe().unwrap()).arg(name);
    let output = again.env(INSIDE, copied.root()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
