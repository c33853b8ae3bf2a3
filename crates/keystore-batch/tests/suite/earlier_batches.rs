//! Batches that were made before: where they are, where to continue, and what not to make again.

use std::{fs, path::Path};

use aztec_key_derivation::{Allocation, BlsDerivation, BlsRule, GasBudget, IndexRange};
use aztec_keystore_batch::{
    EarlierBatch, EarlierBatchError,
    manifest::{Fingerprints, ManifestDetails, Origin},
    read_known_batches,
};

use crate::{
    common::{allocation, details, index, key},
    copied::{Copied, MANIFEST},
};

/// A manifest with these fingerprints alone in a file.
fn earlier(dir: &Path, first: u32, fingerprints: Fingerprints) -> EarlierBatch {
    let origin = Origin::Derived { allocation: allocation(first, 2), fingerprints };
    let given_attesters = fingerprints.mnemonic().is_none();
    write(dir, ManifestDetails { origin, given_attesters, ..details(allocation(first, 2)) }, first)
}

fn write(dir: &Path, details: ManifestDetails, first: u32) -> EarlierBatch {
    let imported = details.origin.is_imported();
    let of =
        |number| if imported { aztec_keystore_batch::ManifestKey { path: None, ..key(number) } } else { key(number) };
    let manifest = aztec_keystore_batch::Manifest::new(details, (first..first + 2).map(of).collect()).unwrap();
    let file = dir.join("earlier.json");
    fs::write(&file, manifest.to_json()).unwrap();
    EarlierBatch::read(&file).unwrap()
}

fn mnemonic(fingerprint: &str) -> Fingerprints {
    Fingerprints::Mnemonic(fingerprint.parse().unwrap())
}

fn material(ikm: &str, mnemonic: Option<&str>) -> Fingerprints {
    Fingerprints::KeyMaterial { ikm: ikm.parse().unwrap(), mnemonic: mnemonic.map(|of| of.parse().unwrap()) }
}

#[test]
fn where_a_manifest_is() {
    let copied = Copied::plain();
    for (name, manifest) in [("", MANIFEST), ("public", MANIFEST), (MANIFEST, MANIFEST)] {
        let batch = EarlierBatch::read(&copied.path(name)).unwrap();
        assert_eq!(fs::canonicalize(batch.path()).unwrap(), fs::canonicalize(copied.path(manifest)).unwrap(), "{name}");
        assert_eq!(batch.manifest(), copied.batch().manifest());
    }
    // A batch is meant before a manifest beside its parts.
    fs::write(copied.path("manifest.json"), "{}").unwrap();
    assert_eq!(EarlierBatch::read(&copied.root()).unwrap().path(), copied.path(MANIFEST));
    let broken = EarlierBatch::read(&copied.path("manifest.json")).unwrap_err();
    assert!(matches!(&broken, EarlierBatchError::Manifest { path, .. } if *path == copied.path("manifest.json")));
    fs::remove_file(copied.path("manifest.json")).unwrap();
    fs::remove_file(copied.path(MANIFEST)).unwrap();
    let missing = EarlierBatch::read(&copied.root()).unwrap_err();
    assert!(matches!(&missing, EarlierBatchError::Read { path, .. } if *path == copied.path(MANIFEST)), "{missing}");
    let long = EarlierBatch::read(&copied.path(&"long".repeat(100))).unwrap_err();
    assert!(matches!(long, EarlierBatchError::Read { .. }), "{long}");
}

#[test]
fn where_to_continue() {
    let copied = Copied::plain();
    let batch = EarlierBatch::read(&copied.root()).unwrap();
    // Behind the two keys from 3 on, and their four publishers.
    assert_eq!(batch.next(BlsRule::V6.into()).unwrap(), (index(0), index(9)));
    let other = BlsDerivation::v6_within(GasBudget::new(150_000).unwrap());
    assert!(
        matches!(batch.next(other), Err(EarlierBatchError::OtherDerivation { derivation, .. }) if derivation == other)
    );
    let dir = tempfile::tempdir().unwrap();
    let imported = ManifestDetails { origin: Origin::Imported, ..details(allocation(0, 2)) };
    let imported = write(dir.path(), imported, 0);
    assert!(matches!(imported.next(BlsRule::V6.into()), Err(EarlierBatchError::Imported { .. })));
    imported.must_not_meet(&mnemonic("73c5da0a"), &allocation(0, 2)).unwrap();
}

/// The same mnemonic and key material, or a batch whose attesters were given, which needs no mnemonic.
#[test]
fn whether_a_batch_has_the_same_source() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = ("01010101", "02020202");
    let all = [mnemonic(one), material(one, Some(one)), material(one, None)];
    for (position, theirs) in all.into_iter().enumerate() {
        let batch = earlier(dir.path(), 0, theirs);
        for (place, ours) in all.into_iter().enumerate() {
            // Key material with a mnemonic or without one.
            let same = place == position || (place > 0 && position > 0);
            assert_eq!(batch.must_have_source(&ours).is_ok(), same, "{theirs:?} {ours:?}");
        }
        for ours in [mnemonic(other), material(other, Some(one)), material(one, Some(other)), material(other, None)] {
            let same = ours == material(one, Some(other)) && theirs == material(one, None);
            let judged = batch.must_have_source(&ours);
            assert_eq!(judged.is_ok(), same, "{theirs:?} {ours:?}");
            assert!(same || matches!(judged, Err(EarlierBatchError::OtherSource { .. })));
        }
    }
}

#[test]
fn keys_that_would_be_made_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = ("01010101", "02020202");
    let meets = |theirs, ours, first| {
        let batch = earlier(dir.path(), 5, theirs);
        match batch.must_not_meet(&ours, &allocation(first, 2)) {
            Ok(()) => false,
            Err(EarlierBatchError::Overlap { next, .. }) => {
                assert_eq!(next, Some(index(7)));
                true
            }
            Err(error) => panic!("{error}"),
        }
    };
    for first in [4, 5, 6] {
        assert!(meets(mnemonic(one), mnemonic(one), first));
        assert!(!meets(mnemonic(one), mnemonic(other), first));
        // One of the two secrets is enough.
        assert!(meets(material(one, Some(other)), material(one, Some(one)), first));
        assert!(meets(material(one, Some(other)), material(other, Some(other)), first));
        assert!(meets(material(one, None), material(one, None), first));
        assert!(!meets(material(one, None), material(other, None), first), "a mnemonic that neither has is not one");
        assert!(!meets(material(one, None), mnemonic(one), first));
    }
    for first in [3, 7] {
        assert!(!meets(mnemonic(one), mnemonic(one), first));
        assert!(!meets(material(one, None), material(one, None), first));
    }
    // Another account below the same mnemonic.
    let batch = earlier(dir.path(), 5, mnemonic(one));
    let elsewhere = Allocation::new(BlsRule::V6, index(1), IndexRange::new(index(5), 2).unwrap());
    batch.must_not_meet(&mnemonic(one), &elsewhere).unwrap();
}

#[test]
fn all_batches_below_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let read = || read_known_batches(dir.path());
    assert!(matches!(read(), Err(EarlierBatchError::NoManifest { path }) if path == dir.path()));
    let text = Copied::plain().text(MANIFEST);
    let put = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("notes.json", "[]");
    put("other.txt", &text);
    // What lies in a directory of secrets is not even read.
    put("out/secret/manifest.json", "{");
    assert!(matches!(read(), Err(EarlierBatchError::NoManifest { .. })));
    put("secret.json", &text);
    put("out/public/manifest.json", &text);
    put("1/2/3/4/5/6/7/8/deep.json", &text);
    put("1/2/3/4/5/6/7/8/9/deeper.json", &text);
    let names: Vec<_> =
        read().unwrap().iter().map(|batch| batch.path().strip_prefix(dir.path()).unwrap().to_owned()).collect();
    let expected = ["1/2/3/4/5/6/7/8/deep.json", "out/public/manifest.json", "secret.json"];
    assert_eq!(names, expected.map(Into::<std::path::PathBuf>::into));
    // One that is called so must be one.
    put("my-manifest.json", "{}");
    assert!(matches!(read(), Err(EarlierBatchError::Manifest { path, .. }) if path.ends_with("my-manifest.json")));
    fs::remove_file(dir.path().join("my-manifest.json")).unwrap();
    fs::write(dir.path().join("bytes.json"), [0xff]).unwrap();
    assert!(matches!(read(), Err(EarlierBatchError::Read { path, .. }) if path.ends_with("bytes.json")));
}
