//! Keys that were made elsewhere, as a node keystore has them.

use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use aztec_keystore_batch::{
    Account, Batch, BatchPlan, ImportError, ImportedKeys, KeyFileError, KeyFiles, MnemonicCopy, PlannedKeys, Progress,
    Protection, Salts, Step,
};
use aztec_node_keystore::{EthKeySource, NodeKeystore};
use bn254_bls::gas::PopGasLimit;
use serde_json::{Value, json};

use crate::copied::{Copied, NODE};
use crate::made::{FUNDING_KEY, STRANGER, address, bls_keys, create, encryption, eth_keys, secrets, stranger};

/// A node keystore with two plain keys, and all else that one may have.
fn node() -> Value {
    let fees = format!("0x{}", "12".repeat(32));
    let key = |byte: &str| format!("0x{}", byte.repeat(32));
    json!({
        "schemaVersion": 1,
        "validators": [
            { "attester": { "eth": key("61"), "bls": key("01") }, "publisher": [key("71"), address([0x72; 32]).to_string()],
              "feeRecipient": fees, "coinbase": STRANGER },
            { "attester": { "eth": key("62"), "bls": key("02") }, "publisher": [key("72"), key("71")], "feeRecipient": fees },
        ],
        "remoteSigner": "https://signer.example",
        "fundingAccount": key("33"),
    })
}

fn import(node: &Value) -> Result<ImportedKeys, ImportError> {
    import_from(Path::new("/nowhere"), node, &())
}

fn import_from(directory: &Path, node: &Value, progress: &dyn Progress) -> Result<ImportedKeys, ImportError> {
    let files = KeyFiles { directory, eth_keys: Some(eth_keys()), bls_keys: Some(bls_keys()) };
    let keystore = NodeKeystore::read(&node.to_string()).unwrap();
    ImportedKeys::from_node_keystore(&keystore, &files, PopGasLimit::DEFAULT, progress)
}

fn verified(batch: &Batch) {
    let verification = Batch::open(batch.root()).unwrap().verify(&secrets(), &()).unwrap();
    assert!(verification.is_sound(), "{verification:?}");
    assert_eq!(verification.secret.unwrap().mnemonic, None::<MnemonicCopy>);
}

#[test]
fn plain_keys_become_a_batch() {
    let dir = tempfile::tempdir().unwrap();
    for (out, protection) in [("plain", Protection::None), ("encrypted", encryption(Salts::PerBatch))] {
        let keys = import(&node()).unwrap();
        assert_eq!((keys.count(), keys.remote_attesters()), (2, false));
        let plan = BatchPlan::new(PlannedKeys::Imported(keys), protection);
        assert!(plan.keys().derived().is_none());
        assert_eq!(plan.keys().count(), 2);
        assert_eq!(plan.keys().funding_account().unwrap().address(), address(FUNDING_KEY));
        assert_eq!(plan.keys().remote_signer().unwrap().url.to_string(), "https://signer.example");
        let batch = create(&dir.path().join(out), &plan);
        verified(&batch);
        assert!(batch.manifest().origin().is_imported() && !batch.manifest().given_attesters());
        let written = std::fs::read_to_string(batch.layout().node_keystore()).unwrap();
        let written = NodeKeystore::read(&written).unwrap();
        let rewards = |of: &NodeKeystore| -> Vec<_> {
            let of_each = |validator: &aztec_node_keystore::Validator| (validator.coinbase, validator.fee_recipient);
            of.validators.iter().map(of_each).collect()
        };
        assert_eq!(rewards(&written), rewards(&NodeKeystore::read(&node().to_string()).unwrap()));
        assert_eq!(written.validators[0].coinbase, Some(stranger()));
        // The account that was named by its address stays elsewhere, though another validator has its key.
        let publishers = &written.validators[0].publishers;
        assert!(matches!(&publishers[1], EthKeySource::Address(named) if named.get() == address([0x72; 32])));
        let shared = &written.validators[1].publishers;
        if out == "encrypted" {
            let path = |source: &EthKeySource| match source {
                EthKeySource::File(file) => file.path.clone(),
                _ => panic!("{source:?}"),
            };
            assert_eq!(path(&publishers[0]), path(&shared[1]), "one key, one file");
            let names: Vec<_> = std::fs::read_dir(batch.layout().secret_file("publisher")).unwrap().collect();
            assert_eq!(names.len(), 2);
        }
    }
}

/// A batch that was imported is verified with whatever publishers its node keystore named.
#[test]
fn publishers_of_an_imported_batch() {
    let dir = tempfile::tempdir().unwrap();
    let plan = BatchPlan::new(PlannedKeys::Imported(import(&node()).unwrap()), encryption(Salts::PerBatch));
    let batch = create(&dir.path().join("out"), &plan);
    let file = batch.layout().node_keystore();
    let text = std::fs::read_to_string(&file).unwrap();
    let faults = |publisher: &str| {
        let mut node: Value = serde_json::from_str(&text).unwrap();
        *node.pointer_mut("/validators/1/publisher/1/path").unwrap() = publisher.into();
        std::fs::write(&file, node.to_string()).unwrap();
        let verification = batch.verify(&secrets(), &()).unwrap();
        verification.secret.unwrap().faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let node: Value = serde_json::from_str(&text).unwrap();
    let right = node.pointer("/validators/1/publisher/1/path").unwrap().as_str().unwrap();
    assert_eq!(faults(right), [""; 0]);
    let name = right.rsplit('/').next().unwrap();
    for wrong in [format!("../secret/{right}"), format!("{right}/"), format!("eth/{name}"), "publisher".to_owned()] {
        let faults = faults(&wrong);
        let not_its = |fault: &String| fault.contains("entry 1, publisher: is not the key of this entry");
        assert_eq!(faults.iter().filter(|fault| not_its(fault)).count(), 1, "{wrong}: {faults:?}");
    }
}

#[test]
fn attesters_with_a_remote_signer() {
    let mut file = node();
    let remote = json!({ "address": STRANGER, "remoteSignerUrl": "https://other.example" });
    file["validators"][0]["attester"]["eth"] = remote;
    let Err(ImportError::Mixed { entry }) = import(&file) else { panic!("one is here, the other is not") };
    assert_eq!(entry, 1);
    file["validators"][1]["attester"]["eth"] = json!(address([0x62; 32]).to_string());
    let keys = import(&file).unwrap();
    assert!(keys.remote_attesters());
    let dir = tempfile::tempdir().unwrap();
    let batch =
        create(&dir.path().join("out"), &BatchPlan::new(PlannedKeys::Imported(keys), encryption(Salts::PerBatch)));
    assert!(batch.manifest().given_attesters());
    assert!(!batch.layout().secret_file("eth").exists());
    verified(&batch);
}

#[test]
fn what_cannot_be_imported() {
    let with = |pointer: &str, value: Value| {
        let mut file = node();
        crate::common::put(&mut file, pointer, value);
        import(&file).err()
    };
    let key = |byte: &str| json!(format!("0x{}", byte.repeat(32)));
    let duplicate = with("/validators/1/attester/eth", key("61"));
    assert!(matches!(duplicate, Some(ImportError::Duplicate { entry: 1, field: "attester.eth", first: 0 })));
    let duplicate = with("/validators/1/attester/bls", key("01"));
    assert!(matches!(duplicate, Some(ImportError::Duplicate { entry: 1, field: "attester.bls", first: 0 })));
    let mut without = node();
    without["validators"][1]["attester"].as_object_mut().unwrap().remove("bls");
    assert!(matches!(import(&without), Err(ImportError::NoBlsKey { entry: 1 })));
    // Neither is a key of its group.
    let told = |error: Option<ImportError>| error.unwrap().to_string();
    assert!(told(with("/validators/1/attester/bls", key("ff"))).contains("entry 1, attester.bls: "));
    let no_key = told(with("/validators/1/attester/eth", key("ff")));
    assert!(no_key.contains("entry 1, attester.eth: is not a secp256k1 key"), "{no_key}");
    assert!(told(with("/validators/0/publisher/0", key("ff"))).contains("entry 0, publisher: "));
    assert!(told(with("/fundingAccount", key("ff"))).contains("fundingAccount: "));

    let keystore = NodeKeystore::read(&node().to_string()).unwrap();
    let files = KeyFiles { directory: Path::new(""), eth_keys: None, bls_keys: None };
    let lowest = PopGasLimit::new(137_790).unwrap();
    let over = ImportedKeys::from_node_keystore(&keystore, &files, lowest, &());
    let Err(ImportError::OverGasLimit { gas, limit, .. }) = over else { panic!("{over:?}") };
    assert!(gas > limit.get() && limit == lowest);
}

/// Counts how often it is asked to stop, and what it is told.
#[derive(Default)]
struct Asked {
    questions: AtomicUsize,
    steps: Mutex<Vec<(Step, usize)>>,
}

impl Progress for Asked {
    fn begin(&self, step: Step, keys: usize) {
        self.steps.lock().unwrap().push((step, keys));
    }

    fn is_cancelled(&self) -> bool {
        self.questions.fetch_add(1, SeqCst);
        false
    }
}

#[test]
fn encrypted_files_are_opened() {
    let copied = Copied::encrypted_with_shared_publishers();
    let (node, secret) = (copied.json(NODE), copied.path("secret"));
    let asked = Asked::default();
    let keys = import_from(&secret, &node, &asked).unwrap();
    assert_eq!(asked.steps.into_inner().unwrap(), [(Step::Open, 2)]);
    // The file that both share is opened once, and both validators have files of their own.
    assert_eq!(asked.questions.load(SeqCst), 3);
    let dir = tempfile::tempdir().unwrap();
    let batch = create(&dir.path().join("out"), &BatchPlan::new(PlannedKeys::Imported(keys), Protection::None));
    let attesters = |batch: &Batch| batch.manifest().keys().iter().map(|key| key.attester).collect::<Vec<_>>();
    assert_eq!(attesters(&batch), attesters(&copied.batch()));
    verified(&batch);

    // A password beside the path comes before the one for all, and a file without its address is taken as it is.
    let files = |eth_keys, bls_keys| KeyFiles { directory: &secret, eth_keys, bls_keys };
    let path = node["validators"][0]["attester"]["eth"]["path"].clone();
    let open = |files: KeyFiles<'_>, source: Value| {
        let mut file = node.clone();
        file["fundingAccount"] = source;
        let keystore = NodeKeystore::read(&file.to_string()).unwrap();
        files.open_account(keystore.funding_account.as_ref().unwrap())
    };
    let beside = json!({ "path": path, "password": crate::made::ETH_PASSWORD });
    let Ok(Account::Key(key)) = open(files(Some(bls_keys()), None), beside) else { panic!("it is the right password") };
    assert_eq!(key.address(), attesters(&batch)[0].get());
    let alone = || json!({ "path": path });
    assert!(matches!(open(files(None, Some(bls_keys())), alone()), Err(KeyFileError::NoPassword)));
    assert!(matches!(open(files(Some(bls_keys()), None), alone()), Err(KeyFileError::Decrypt(_))));
    let missing = json!({ "path": "eth/missing.json" });
    assert!(
        matches!(open(files(Some(eth_keys()), None), missing), Err(KeyFileError::Read(error)) if error.is_missing())
    );
    assert!(matches!(open(files(None, None), json!(STRANGER)), Ok(Account::Address(named)) if named == stranger()));
}
