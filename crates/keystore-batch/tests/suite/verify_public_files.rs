//! The public files beside each other: the manifest, the tuples, the calls and the page.

use std::{fs, os::unix::fs::symlink};

use aztec_key_derivation::GasBudget;
use aztec_keystore_batch::{Attesters, BatchPlan, DerivedKeys, PlannedKeys, Protection, RecordCheck};
use aztec_staking_registry::audit::audit;
use bn254_bls::{ProofKind, gas::PopGasLimit};
use serde_json::{Value, json};

use crate::copied::{Copied, MANIFEST, PAGE, TUPLES};
use crate::made::{allocation, create, junk, secrets};

const CALLS: &str = "public/add_keys_to_provider.json";

/// The faults of a file, without their remedy.
fn of_file(copied: &Copied, name: &str) -> Vec<String> {
    let faults = copied.told(&copied.verify());
    let of_it = faults.iter().filter_map(|fault| fault.strip_prefix(name));
    of_it.map(|fault| fault.split(';').next().unwrap().to_owned()).collect()
}

#[test]
fn files_that_are_missing_changed_or_too_many() {
    let copied = Copied::plain();
    let calls = copied.text(CALLS);
    copied.write(CALLS, &(calls.clone() + "\n"));
    assert_eq!(
        copied.faults(),
        [format!("{CALLS}: is not the file that the manifest describes (sha256 differs); restore it from a copy")]
    );
    fs::remove_file(copied.path(CALLS)).unwrap();
    assert_eq!(copied.faults(), [format!("{CALLS}: is missing; restore it from a copy")]);
    symlink("staker_output.json", copied.path(CALLS)).unwrap();
    assert_eq!(copied.faults(), [format!("{CALLS}: cannot be read (this is a symbolic link); restore it from a copy")]);
    fs::remove_file(copied.path(CALLS)).unwrap();
    copied.write(CALLS, &calls);

    let foreign = |name: &str| format!("{name}: does not belong to this batch; move it elsewhere");
    copied.write("public/more.json", "{}");
    copied.write("more", "");
    assert_eq!(copied.faults(), [foreign("more"), foreign("public/more.json")]);
}

/// What names itself leads nowhere, and is not taken for a directory that is missing.
#[test]
fn a_link_to_itself() {
    let copied = Copied::plain();
    fs::rename(copied.path("secret"), copied.path("../elsewhere")).unwrap();
    assert_eq!(copied.faults(), ["secret/node_keystore.json: is missing; restore it from a copy"]);
    symlink("secret", copied.path("secret")).unwrap();
    assert_eq!(of_file(&copied, "secret: ").len(), 2, "a link, which cannot be read: {:?}", copied.faults());
}

#[test]
fn tuples_and_manifest() {
    let copied = Copied::plain();
    assert!(copied.batch().check_count(&copied.batch().read_tuples().unwrap()).is_none());
    let (tuples, manifest) = (copied.text(TUPLES), copied.text(MANIFEST));
    // Another key with its own proofs is a valid tuple, and not that of the manifest.
    let of_other = Copied::plain_with_shared_publishers().json(TUPLES)[0].clone();
    copied.put(TUPLES, "/1/publicKeyG1", of_other["publicKeyG1"].clone());
    copied.put(TUPLES, "/1/publicKeyG2", of_other["publicKeyG2"].clone());
    copied.put(TUPLES, "/1/proofOfPossession", of_other["proofOfPossession"].clone());
    copied.seal();
    let disagrees = |field: &str| format!(", entry 1, {field}: does not agree with the staker output");
    let faults = of_file(&copied, MANIFEST);
    for field in ["publicKey", "proof"] {
        assert!(faults.contains(&disagrees(field)), "{faults:?}");
    }
    copied.write(TUPLES, &tuples);
    copied.write(MANIFEST, &manifest);

    // The proof that the contract does not take is verified, too.
    let other = copied.json(MANIFEST)["keys"][0]["feedbackProof"].clone();
    copied.put(MANIFEST, "/keys/1/feedbackProof", other);
    copied.seal();
    let batch = copied.batch();
    let wrong = ", entry 1, feedbackProof: the proof does not verify";
    assert_eq!(of_file(&copied, MANIFEST), [wrong]);
    // And so by callers who audit the tuples themselves.
    let tuples_read = batch.read_tuples().unwrap();
    let lists = [aztec_staking_registry::audit::List::new("list", &tuples_read)];
    let report = audit(&lists, batch.manifest().proof(), PopGasLimit::DEFAULT, &mut rand::rngs::SysRng).unwrap();
    let compared = batch.compare(&tuples_read, &report.entries().iter().collect::<Vec<_>>()).unwrap();
    let compared: Vec<_> = compared.iter().map(ToString::to_string).collect();
    assert!(matches!(&compared[..], [fault] if fault.contains(wrong)), "{compared:?}");
    copied.write(MANIFEST, &manifest);

    // One tuple less.
    let first = copied.json(TUPLES)[0].clone();
    copied.write(TUPLES, &json!([first]).to_string());
    copied.seal();
    assert_eq!(of_file(&copied, TUPLES), [": has 1 entries, the manifest lists 2"]);
    assert!(copied.batch().check_count(&copied.batch().read_tuples().unwrap()).is_some());
}

/// Keys for the feedback word have their registration proof beside them, which is verified as well.
#[test]
fn the_other_proof_of_feedback_keys() {
    let dir = tempfile::tempdir().unwrap();
    let keys = || PlannedKeys::Derived(DerivedKeys::new(allocation(0, 2), junk(), Attesters::Derived).unwrap());
    let plan = BatchPlan::new(keys(), Protection::None).with_proof(ProofKind::Feedback, None).unwrap();
    let batch = create(&dir.path().join("out"), &plan);
    let verify = || aztec_keystore_batch::Batch::open(batch.root()).unwrap().verify(&secrets(), &()).unwrap();
    assert!(verify().is_sound());
    let file = batch.layout().manifest();
    let mut manifest: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let other = manifest["keys"][1]["registrationProof"].take();
    manifest["keys"][1]["registrationProof"] = manifest["keys"][0]["registrationProof"].clone();
    manifest["keys"][0]["registrationProof"] = other;
    fs::write(&file, manifest.to_string()).unwrap();
    let faults: Vec<_> = verify().public_faults.iter().map(ToString::to_string).collect();
    for entry in 0..2 {
        let wrong = format!("entry {entry}, registrationProof: the proof does not verify");
        assert_eq!(faults.iter().filter(|fault| fault.contains(&wrong)).count(), 1, "{faults:?}");
    }
}

#[test]
fn tuples_that_cannot_be_read() {
    let copied = Copied::plain();
    let faults = |copied: &Copied| {
        let verification = copied.verify();
        assert!(!verification.is_sound() && verification.secret.is_none());
        of_file(copied, TUPLES)
    };
    copied.write(TUPLES, "{}");
    copied.seal();
    assert_eq!(faults(&copied).len(), 1);
    fs::write(copied.path(TUPLES), [0xff]).unwrap();
    copied.seal();
    assert_eq!(faults(&copied), [": is not plain text (UTF-8)"]);
    fs::remove_file(copied.path(TUPLES)).unwrap();
    // The digest and the tuples are looked for.
    assert_eq!(faults(&copied), [": is missing", ": is missing"]);
    symlink("manifest.json", copied.path(TUPLES)).unwrap();
    assert_eq!(
        faults(&copied),
        [": cannot be read (this is a symbolic link)", ": cannot be read (this is a symbolic link)"]
    );
}

/// Everything is as it was written, and the contract would refuse it.
#[test]
fn keys_over_the_gas_limit() {
    let dir = tempfile::tempdir().unwrap();
    let keys = PlannedKeys::Derived(DerivedKeys::new(allocation(0, 3), junk(), Attesters::Derived).unwrap());
    let lowest = PopGasLimit::new(GasBudget::MIN.get()).unwrap();
    let batch = create(&dir.path().join("out"), &BatchPlan::new(keys, Protection::None).with_gas_limit(lowest));
    let verification = batch.verify(&secrets(), &()).unwrap();
    assert!(!verification.report.is_sound());
    assert!(verification.public_faults.is_empty() && verification.secret.as_ref().unwrap().faults.is_empty());
    assert!(!verification.is_sound());
}

#[test]
fn a_public_part_alone() {
    let copied = Copied::plain();
    fs::rename(copied.path("public"), copied.path("../public")).unwrap();
    let root = copied.path("../public");
    let verify = || aztec_keystore_batch::Batch::open(&root).unwrap().verify(&secrets(), &()).unwrap();
    let verification = verify();
    assert!(verification.public_faults.is_empty() && verification.secret.is_none());
    assert!(!verification.is_sound(), "no secret was seen");
    fs::write(root.join("more"), "").unwrap();
    assert_eq!(verify().public_faults.len(), 1);
    // The manifest alone has nothing beside it to compare.
    let alone = copied.path("../alone.json");
    fs::copy(root.join("manifest.json"), &alone).unwrap();
    let batch = aztec_keystore_batch::Batch::open(&alone).unwrap();
    let (faults, record) = batch.check_public_files();
    assert!(faults.is_empty());
    assert_eq!(record, RecordCheck::NotCompared);
}

#[cfg(feature = "ceremony-record")]
#[test]
fn the_page() {
    let copied = Copied::plain();
    let digest = *copied.batch().manifest_digest();
    assert_eq!(copied.verify().record, RecordCheck::Whole);
    assert_eq!(RecordCheck::Whole.to_string(), "every byte was compared");
    let page = copied.text(PAGE);
    let other_words = page.replace("I have compared", "I have seen");
    assert_ne!(other_words, page);
    copied.write(PAGE, &other_words);
    let changed = format!("{PAGE}: is not the record of this manifest, or was changed; restore both from a copy");
    assert_eq!(copied.faults(), [changed]);

    // What another version made may have other words, and not other digests.
    copied.put(MANIFEST, "/madeBy", "keygen 0.0.1");
    copied.seal();
    assert_eq!(copied.verify().record, RecordCheck::Whole);
    let page = copied.text(PAGE);
    copied.write(PAGE, &page.replace("I have compared", "I have seen"));
    let verification = copied.verify();
    assert_eq!(copied.told(&verification), [""; 0]);
    let RecordCheck::OtherVersion(shown) = verification.record else { panic!("{:?}", verification.record) };
    assert_eq!(&shown, copied.batch().manifest_digest());
    assert!(verification.record.to_string().contains(&format!("see that it shows {shown}")));
    copied
        .write(PAGE, &page.replace("I have compared", "I have seen").replace(&shown.to_string(), &digest.to_string()));
    let [fault] = &copied.faults()[..] else { panic!("{:?}", copied.faults()) };
    assert!(fault.starts_with(&format!("{PAGE}: ")) && fault.ends_with("; restore both from a copy"), "{fault}");

    fs::remove_file(copied.path(PAGE)).unwrap();
    assert_eq!(copied.faults(), [format!("{PAGE}: is missing; restore it from a copy")]);
    symlink("manifest.json", copied.path(PAGE)).unwrap();
    assert_eq!(copied.faults(), [format!("{PAGE}: cannot be read (this is a symbolic link); restore it from a copy")]);
}
