//! A batch from its plan to its recovery, as another program would use the crate.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
};

use aztec_encrypted_keystore::{EthKdf, NewPassword, OpeningKeys};
use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, Mnemonic, Passphrase};
use aztec_keystore_batch::{
    Attesters, Batch, BatchFault, BatchPlan, BatchPlanError, CreateBatchError, DerivedKeys, DerivedKeysError,
    EarlierBatch, EarlierBatchError, Encryption, ImportError, ImportedKeys, KeyFiles, KeyMaterial, MARK, MnemonicCopy,
    OpenBatchError, PlannedKeys, Progress, Protection, RecoverySecrets, RecoverySecretsError, RegistryCalls,
    RegistryTarget, Salts, Secrets, Sha256Digest, Step,
};
use aztec_node_keystore::NodeKeystore;
use aztec_staking_registry::Network;
use bn254_bls::{ProofKind, gas::PopGasLimit};
use durable_files::{Staging, StagingError};

const JUNK: &str = "test test test test test test test test test test test junk";
const PASSWORD: &str = "correct horse battery staple";

fn mnemonic() -> Mnemonic {
    Mnemonic::parse(JUNK).unwrap()
}

fn allocation(first: u32, count: u32) -> Allocation {
    Allocation::new(BlsRule::V6, Index::ZERO, IndexRange::new(Index::new(first).unwrap(), count).unwrap())
}

fn keys(first: u32, count: u32) -> PlannedKeys {
    let material = KeyMaterial::from_mnemonic(&mnemonic(), Passphrase::none());
    PlannedKeys::Derived(DerivedKeys::new(allocation(first, count), material, Attesters::Derived).unwrap())
}

fn plain(first: u32, count: u32) -> BatchPlan {
    BatchPlan::new(keys(first, count), Protection::None)
}

fn password() -> NewPassword {
    NewPassword::ascii(PASSWORD).unwrap()
}

fn encrypted(first: u32, count: u32) -> BatchPlan {
    let encryption = Encryption {
        eth_password: password(),
        bls_password: password(),
        eth_kdf: EthKdf::Pbkdf2,
        salts: Salts::PerBatch,
    };
    BatchPlan::new(keys(first, count), Protection::Encrypted(encryption))
}

fn create(out: &Path, plan: &BatchPlan, progress: &dyn Progress) -> Result<Batch, CreateBatchError> {
    let mut staging = Staging::create(out, MARK)?;
    let made = Batch::create(&mut staging, plan, progress);
    staging.close().unwrap();
    made
}

fn secrets<'a>(keys: Option<&'a OpeningKeys<'a>>, none: &'a Passphrase) -> Secrets<'a> {
    Secrets { eth_keys: keys, bls_keys: keys, passphrase: none, seed: None, ikm: None }
}

fn imported(text: &str) -> Result<ImportedKeys, ImportError> {
    let files = KeyFiles { directory: Path::new(""), eth_keys: None, bls_keys: None };
    ImportedKeys::from_node_keystore(&NodeKeystore::read(text).unwrap(), &files, PopGasLimit::DEFAULT, &())
}

#[test]
fn created_opened_verified_and_restored() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("batch");
    let made = create(&out, &encrypted(3, 2), &()).unwrap();
    assert_eq!(made.root(), out);

    let batch = Batch::open(&out).unwrap();
    assert_eq!(batch.manifest(), made.manifest());
    assert_eq!(batch.manifest_digest(), made.manifest_digest());
    assert_eq!(batch.manifest().next_index(), Index::new(5).ok());
    let (password, none) = (password(), Passphrase::none());
    let verification = batch.verify(&secrets(Some(&OpeningKeys::of(&password)), &none), &()).unwrap();
    assert!(verification.is_sound(), "{verification:?}");
    assert_eq!(verification.secret.unwrap().mnemonic, Some(MnemonicCopy::NotKept));

    let tuples = batch.read_tuples().unwrap();
    let origin = batch.manifest().origin();
    let restored = RecoverySecrets::new(origin, Some(mnemonic().to_seed(&none)), None).unwrap();
    assert_eq!(batch.recover(Some(&tuples), &restored, &()).unwrap().differences, []);
    let passphrase = Passphrase::new("another").unwrap();
    let other = RecoverySecrets::new(origin, Some(mnemonic().to_seed(&passphrase)), None);
    assert_eq!(other.err(), Some(RecoverySecretsError::OtherMnemonic));
    let none_given = RecoverySecrets::new(origin, None, None);
    assert_eq!(none_given.err(), Some(RecoverySecretsError::MissingMnemonic));
}

#[test]
fn equal_plans_make_equal_public_files() {
    let dir = tempfile::tempdir().unwrap();
    let calls = RegistryCalls { provider: "7".parse().unwrap(), target: None };
    let plan = || plain(0, 2).with_proof(ProofKind::Registration, Some(calls)).unwrap();
    let one = create(&dir.path().join("one"), &plan(), &()).unwrap();
    let two = create(&dir.path().join("two"), &plan(), &()).unwrap();
    assert_eq!(one.manifest_digest(), two.manifest_digest());
    assert!(one.manifest().files().contains_key("add_keys_to_provider.json"));
    let file = |batch: &Batch| fs::read(batch.layout().public_file("ceremony.html")).unwrap();
    assert_eq!(file(&one), file(&two));
}

/// Stops after so many questions, and counts the keys that it was told of.
struct Stopping {
    after: usize,
    asked: AtomicUsize,
    advanced: AtomicUsize,
}

impl Stopping {
    fn after(after: usize) -> Self {
        Self { after, asked: AtomicUsize::new(0), advanced: AtomicUsize::new(0) }
    }
}

impl Progress for Stopping {
    fn begin(&self, step: Step, keys: usize) {
        assert!(matches!(step, Step::Derive | Step::Verify), "{step:?}");
        assert_eq!(keys, 3);
    }

    fn advance(&self, keys: usize) {
        self.advanced.fetch_add(keys, SeqCst);
    }

    fn is_cancelled(&self) -> bool {
        self.asked.fetch_add(1, SeqCst) >= self.after
    }
}

#[test]
fn stopped_at_any_time_it_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("batch");
    let progress = Stopping::after(usize::MAX);
    create(&out, &plain(0, 3), &progress).unwrap();
    assert_eq!(progress.advanced.load(SeqCst), 6, "each key is written once and read back once");
    let questions = progress.asked.load(SeqCst);
    assert!(questions > 6, "{questions}");
    fs::remove_dir_all(&out).unwrap();
    for after in 0..questions {
        let stopped = create(&out, &plain(0, 3), &Stopping::after(after));
        assert!(matches!(stopped, Err(CreateBatchError::Cancelled(_))), "after {after}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "after {after}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    create(&dir.path().join("batch"), &plain(0, 1), &()).unwrap();
    let again = create(&dir.path().join("batch"), &plain(1, 1), &());
    assert!(matches!(again, Err(CreateBatchError::Staging(StagingError::Exists { .. }))));
}

#[test]
fn batches_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let first = dir.path().join("first");
    create(&first, &plain(0, 2), &()).unwrap();
    let earlier = || EarlierBatch::read(&first).unwrap();
    assert_eq!(earlier().next(BlsRule::V6.into()).unwrap(), (Index::ZERO, Index::new(2).unwrap()));
    assert!(matches!(earlier().next(BlsRule::V5.into()), Err(EarlierBatchError::OtherDerivation { .. })));
    let overlapping = plain(1, 2).apart_from(vec![earlier()]);
    assert!(matches!(overlapping, Err(BatchPlanError::Earlier(EarlierBatchError::Overlap { .. }))));
    create(&dir.path().join("second"), &plain(2, 2).apart_from(vec![earlier()]).unwrap(), &()).unwrap();

    // Of imported keys nothing is known but the keys themselves.
    let text = fs::read_to_string(first.join("secret/node_keystore.json")).unwrap();
    let imported = PlannedKeys::Imported(imported(&text).unwrap());
    let plan = BatchPlan::new(imported, Protection::None).apart_from(vec![earlier()]).unwrap();
    let shared = create(&dir.path().join("imported"), &plan, &());
    assert!(matches!(shared, Err(CreateBatchError::Earlier(EarlierBatchError::SharedKey { .. }))));
}

#[test]
fn plans_that_cannot_be() {
    let material = || KeyMaterial::from_mnemonic(&mnemonic(), Passphrase::none());
    let refused = |allocation, material, attesters| DerivedKeys::new(allocation, material, attesters).err();
    let given = |count: u8| {
        let address = |byte: u8| aztec_staking_registry::NonZeroAddress::new([byte; 20].into()).unwrap();
        Attesters::Given((1..=count).map(address).collect())
    };
    let count = DerivedKeysError::AttesterCount { keys: 2, attesters: 3 };
    assert_eq!(refused(allocation(0, 2), material(), given(3)), Some(count));
    let publishers = allocation(0, 2).with_publishers(1).unwrap();
    assert_eq!(refused(publishers, material(), given(2)), Some(DerivedKeysError::PublishersWithoutEthKeys));
    let ikm = aztec_key_derivation::Ikm::from_bytes(&[7; 32]).unwrap();
    let from_ikm = KeyMaterial::from_ikm(ikm);
    assert_eq!(refused(allocation(0, 2), from_ikm, Attesters::Derived), Some(DerivedKeysError::NoMnemonic));
    let calls = RegistryCalls { provider: "7".parse().unwrap(), target: None };
    let feedback = plain(0, 1).with_proof(ProofKind::Feedback, Some(calls));
    assert!(matches!(feedback, Err(BatchPlanError::FeedbackCalls)));
    assert!(matches!(imported(r#"{"schemaVersion":1,"validators":[]}"#), Err(ImportError::Empty)));
}

#[test]
fn directories_that_are_no_batch() {
    let dir = tempfile::tempdir().unwrap();
    let open = |name: &str| Batch::open(&dir.path().join(name)).err();
    assert!(matches!(open("missing"), Some(OpenBatchError::Nothing { .. })));
    let batch = create(&dir.path().join("batch"), &plain(0, 1), &()).unwrap();
    let manifest = batch.layout().manifest();
    fs::write(&manifest, "{}").unwrap();
    assert!(matches!(open("batch"), Some(OpenBatchError::Manifest { .. })));
    fs::remove_file(&manifest).unwrap();
    assert!(matches!(open("batch"), Some(OpenBatchError::ManifestMissing { .. })));
    std::os::unix::fs::symlink("/dev/zero", &manifest).unwrap();
    assert!(matches!(open("batch"), Some(OpenBatchError::NoFile { .. })));
}

#[test]
fn what_is_wrong_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let batch = create(&dir.path().join("batch"), &plain(0, 2), &()).unwrap();
    fs::write(batch.layout().public_file("more.json"), "{}").unwrap();
    fs::write(batch.layout().secret_file("more.json"), "{}").unwrap();
    let none = Passphrase::none();
    let verification = batch.verify(&secrets(None, &none), &()).unwrap();
    assert!(!verification.is_sound());
    let foreign = |faults: &[BatchFault]| matches!(faults, [BatchFault::Foreign { .. }]);
    assert!(foreign(&verification.public_faults), "{:?}", verification.public_faults);
    let secret = verification.secret.unwrap();
    assert!(secret.faults.iter().any(|fault| matches!(fault, BatchFault::Foreign { .. })), "{:?}", secret.faults);
    assert_eq!(secret.recipients.own_coinbases, 2);
}

/// A digest in the manifest shows no more than that somebody wrote both.
#[test]
fn calls_that_a_resealed_manifest_vouches_for() {
    let target = RegistryTarget::from(Network::Mainnet);
    let calls = RegistryCalls { provider: "7".parse().unwrap(), target: Some(target) };
    let names = ["add_keys_to_provider.json", "add_keys_to_provider.sh", "safe_batch.json"];
    let tamper = |text: &str| -> Vec<String> {
        let registry = target.registry.to_string();
        let elsewhere = text.replace(&registry, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        let other_provider = text.replace('7', "8");
        [format!("{text}\ncast send elsewhere\n"), elsewhere, other_provider, "{}".to_owned(), String::new()]
            .into_iter()
            .filter(|tampered| tampered != text)
            .collect()
    };
    let dir = tempfile::tempdir().unwrap();
    let (out, none) = (dir.path().join("batch"), Passphrase::none());
    create(&out, &plain(0, 2).with_proof(ProofKind::Registration, Some(calls)).unwrap(), &()).unwrap();
    let faults = || {
        let batch = Batch::open(&out).unwrap();
        batch.verify(&secrets(None, &none), &()).unwrap().public_faults
    };
    assert!(faults().is_empty());
    let manifest = out.join("public/manifest.json");
    let (sealed, mut tampered_with) = (fs::read_to_string(&manifest).unwrap(), 0);
    let digest = |text: &str| Sha256Digest::of(text.as_bytes()).to_string();
    for name in names {
        let file = out.join("public").join(name);
        let text = fs::read_to_string(&file).unwrap();
        for tampered in tamper(&text) {
            fs::write(&file, &tampered).unwrap();
            let resealed = sealed.replace(&digest(&text), &digest(&tampered));
            assert_ne!(resealed, sealed);
            fs::write(&manifest, resealed).unwrap();
            let named =
                faults().iter().any(|fault| matches!(fault, BatchFault::Calls { file: named } if *named == file));
            assert!(named, "{name}: {tampered}");
            tampered_with += 1;
        }
        fs::write(&file, text).unwrap();
    }
    assert!(tampered_with >= 12, "{tampered_with}");

    // A file that no calls of the batch are in, and calls to a provider of whom the manifest says nothing.
    fs::write(out.join("public/more.sh"), "cast send elsewhere\n").unwrap();
    let more = format!("  \"files\": {{\n    \"more.sh\": \"{}\",\n", digest("cast send elsewhere\n"));
    fs::write(&manifest, sealed.replace("  \"files\": {\n", &more)).unwrap();
    assert!(faults().iter().any(|fault| matches!(fault, BatchFault::Calls { file } if file.ends_with("more.sh"))));
}
