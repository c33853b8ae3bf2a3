//! A batch beside the mnemonic or the key material that it comes from: what comes back, and what does not.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use aztec_key_derivation::{BlsRule, Ikm, Passphrase};
use aztec_keystore_batch::{
    Attesters, Batch, BatchPlan, DerivedKeys, KeyMaterial, PlannedKeys, Progress, Protection, RecoverError,
    RecoveryReport, RecoverySecrets, RecoverySecretsError, Step, manifest::Fingerprints, recover_staker_output,
};
use serde_json::json;

use crate::{
    common::index,
    copied::{Copied, MANIFEST, TUPLES},
    made::{FINGERPRINT, STRANGER, allocation, create, junk, mnemonic, seed, stranger},
};

fn of_seed() -> RecoverySecrets {
    RecoverySecrets::without_manifest(Some(seed()), None).unwrap()
}

fn ikm() -> Ikm {
    Ikm::from_bytes(&[7; 32]).unwrap()
}

/// The differences of a batch, as people read them.
fn differences(report: &RecoveryReport) -> Vec<String> {
    report.differences.iter().map(ToString::to_string).collect()
}

fn recovered(copied: &Copied) -> RecoveryReport {
    let batch = copied.batch();
    batch.recover(Some(&batch.read_tuples().unwrap()), &of_seed(), &()).unwrap()
}

#[test]
fn every_field_that_differs_is_named() {
    let copied = Copied::plain();
    let whole = recovered(&copied);
    assert_eq!((whole.keys, whole.restored, whole.not_restored), (2, 2, 0));
    assert!(whole.eth_keys_compared && whole.tuples_compared && whole.manifest_compared);
    let (manifest, tuples) = (copied.text(MANIFEST), copied.text(TUPLES));
    let others = Copied::plain_with_shared_publishers();
    let (first, tuple) = (others.json(MANIFEST)["keys"][0].clone(), others.json(TUPLES)[0].clone());
    for field in ["registrationProof", "feedbackProof", "publicKey"] {
        copied.put(MANIFEST, &format!("/keys/1/{field}"), first[field].clone());
        assert_eq!(differences(&recovered(&copied)), [format!("entry 1 (index 4): {field} differs")]);
        copied.write(MANIFEST, &manifest);
    }
    for field in ["publicKeyG1", "publicKeyG2", "proofOfPossession"] {
        copied.put(TUPLES, &format!("/1/{field}"), tuple[field].clone());
        assert_eq!(differences(&recovered(&copied)), [format!("entry 1 (index 4): {field} differs")]);
        copied.write(TUPLES, &tuples);
    }
    for (name, pointer) in [(MANIFEST, "/keys/1/attester"), (TUPLES, "/1/attester")] {
        copied.put(name, pointer, STRANGER);
        assert_eq!(differences(&recovered(&copied)), ["entry 1 (index 4): attester differs"], "{name}");
        copied.write(MANIFEST, &manifest);
        copied.write(TUPLES, &tuples);
    }
    // The path is another key's, so that everything else is, too.
    copied.put(MANIFEST, "/keys/1/path", "m/12381/3600/0/0/9");
    let expected = "entry 1 (index 4): path, publicKey, registrationProof, feedbackProof, publicKeyG1, publicKeyG2, \
        proofOfPossession differ";
    let report = recovered(&copied);
    assert_eq!(differences(&report), [expected]);
    assert_eq!((report.keys, report.restored, report.not_restored), (2, 1, 1));
    let as_json = serde_json::to_value(&report).unwrap();
    assert_eq!((&as_json["differences"][0]["entry"], &as_json["differences"][0]["index"]), (&json!(1), &json!(4)));
    assert_eq!((&as_json["masterFingerprint"], &as_json["ikmFingerprint"]), (&json!(FINGERPRINT), &json!(null)));
}

#[test]
fn without_tuples_or_with_too_few() {
    let copied = Copied::plain();
    let batch = copied.batch();
    let alone = batch.recover(None, &of_seed(), &()).unwrap();
    assert_eq!(differences(&alone), [""; 0]);
    assert!(!alone.tuples_compared);
    let tuples = batch.read_tuples().unwrap();
    let fewer = batch.recover(Some(&tuples[..1]), &of_seed(), &()).unwrap();
    assert_eq!(differences(&fewer), ["entry 1 (index 4): tuple differs"]);
}

#[test]
fn attesters_that_were_given_are_not_compared() {
    let copied = Copied::plain_for_given_attesters();
    let report = recovered(&copied);
    assert_eq!(differences(&report), [""; 0]);
    assert!(!report.eth_keys_compared);
}

#[test]
fn key_material_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str, material: KeyMaterial, attesters| -> Batch {
        let keys = DerivedKeys::new(allocation(0, 1), material, attesters).unwrap();
        create(&dir.path().join(name), &BatchPlan::new(PlannedKeys::Derived(keys), Protection::None))
    };
    let secrets = |batch: &Batch, seed, ikm| RecoverySecrets::new(batch.manifest().origin(), seed, ikm);
    let both = make("both", junk().with_ikm(ikm()), Attesters::Derived);
    let alone = make("alone", KeyMaterial::from_ikm(ikm()), Attesters::Given(vec![stranger()]));
    let given = secrets(&both, Some(seed()), Some(ikm())).unwrap();
    let report = both.recover(Some(&both.read_tuples().unwrap()), &given, &()).unwrap();
    assert_eq!(differences(&report), [""; 0]);
    assert!(report.eth_keys_compared && report.ikm_fingerprint.is_some() && report.master_fingerprint.is_some());
    let given = secrets(&alone, None, Some(ikm())).unwrap();
    assert_eq!(differences(&alone.recover(None, &given, &()).unwrap()), [""; 0]);

    let other = || Ikm::from_bytes(&[8; 32]).unwrap();
    use RecoverySecretsError as Error;
    assert_eq!(secrets(&both, Some(seed()), None).err(), Some(Error::MissingKeyMaterial));
    assert_eq!(secrets(&both, None, Some(ikm())).err(), Some(Error::MissingMnemonic));
    assert_eq!(secrets(&both, Some(seed()), Some(other())).err(), Some(Error::OtherKeyMaterial));
    assert_eq!(secrets(&alone, None, Some(other())).err(), Some(Error::OtherKeyMaterial));
    assert_eq!(secrets(&alone, Some(seed()), Some(ikm())).err(), Some(Error::UnusedMnemonic));
    let of_mnemonic = Copied::plain().batch();
    assert_eq!(secrets(&of_mnemonic, Some(seed()), Some(ikm())).err(), Some(Error::UnusedKeyMaterial));
    let passphrase = Passphrase::new("another").unwrap();
    assert_eq!(secrets(&both, Some(mnemonic().to_seed(&passphrase)), Some(ikm())).err(), Some(Error::OtherMnemonic));
    assert_eq!(RecoverySecrets::without_manifest(None, None).err(), Some(Error::MissingMnemonic));
    let fingerprints = Fingerprints::Mnemonic("73c5da0a".parse().unwrap());
    assert_eq!(RecoverySecrets::check_given(&fingerprints, true, false), Ok(()));

    // A staker output alone says nothing of how it was made.
    let given = RecoverySecrets::without_manifest(Some(seed()), Some(ikm())).unwrap();
    let tuples = both.read_tuples().unwrap();
    let made = (BlsRule::V6.into(), index(0), index(0));
    let report = recover_staker_output("list", &tuples, made, &given, &()).unwrap();
    assert_eq!(differences(&report), [""; 0]);
    assert_eq!(report.ikm_fingerprint, both.manifest().origin().ikm_fingerprint().map(|of| of.to_string()));
    let given = RecoverySecrets::without_manifest(None, Some(ikm())).unwrap();
    let report = recover_staker_output("list", &tuples, made, &given, &()).unwrap();
    assert!(!report.eth_keys_compared && report.master_fingerprint.is_none() && report.differences.is_empty());
}

#[test]
fn a_staker_output_alone() {
    let copied = Copied::plain();
    let tuples = copied.batch().read_tuples().unwrap();
    let recover = |first: u32| {
        let made = (BlsRule::V6.into(), index(0), index(first));
        recover_staker_output("list", &tuples, made, &of_seed(), &()).unwrap()
    };
    let report = recover(3);
    assert_eq!(differences(&report), [""; 0]);
    assert_eq!((&report.directory[..], report.keys, report.restored, report.not_restored), ("list", 2, 2, 0));
    assert!(report.eth_keys_compared && report.tuples_compared && !report.manifest_compared);
    assert_eq!(report.master_fingerprint.as_deref(), Some(FINGERPRINT));
    let all = "attester, publicKeyG1, publicKeyG2, proofOfPossession differ";
    let report = recover(4);
    assert_eq!(differences(&report), [format!("entry 0 (index 4): {all}"), format!("entry 1 (index 5): {all}")]);
    assert_eq!((report.restored, report.not_restored), (0, 2));
}

/// Keys are derived in chunks; entries and indices go on.
#[test]
fn more_keys_than_a_chunk() {
    let tuples = Copied::plain_with_shared_publishers().batch().read_tuples().unwrap();
    let many: Vec<_> = std::iter::repeat_n(tuples[0], 257).collect();
    let counted = Counting::default();
    let made = (BlsRule::V6.into(), index(0), index(0));
    let report = recover_staker_output("list", &many, made, &of_seed(), &counted).unwrap();
    let differences: Vec<_> =
        report.differences.iter().map(|difference| (difference.entry, difference.index.get())).collect();
    assert_eq!(differences, (1..257).map(|entry| (entry as usize, entry)).collect::<Vec<_>>());
    assert_eq!((report.restored, counted.0.load(SeqCst)), (1, 257));
}

/// How many keys it was told of.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Progress for Counting {
    fn begin(&self, step: Step, keys: usize) {
        assert_eq!((step, keys), (Step::Recover, 257));
    }

    fn advance(&self, keys: usize) {
        self.0.fetch_add(keys, SeqCst);
    }
}

#[test]
fn stopped() {
    struct Stopped;
    impl Progress for Stopped {
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let batch = Copied::plain().batch();
    assert!(matches!(batch.recover(None, &of_seed(), &Stopped), Err(RecoverError::Cancelled(_))));
}
