//! The manifest: equal inputs give equal bytes, and what is read is what was written.

use std::collections::BTreeMap;

use crate::common::{allocation, attester, details, index, key, manifest, put};
use aztec_batch_manifest::manifest::{
    Fingerprints, MAX_BYTES, ManifestDetails, ManifestError, ManifestKeyFault, Origin, SharedKey,
};
use aztec_batch_manifest::{Manifest, ManifestKey, Sha256Digest};
use aztec_key_derivation::{BlsPath, BlsRule, Index, IndexRangeError};
use aztec_staking_registry::{AddressError, WordError};
use bn254_bls::{PointError, ProofKind};
use serde_json::{Value, json};

fn with_file(manifest: Manifest) -> Manifest {
    let files = BTreeMap::from([("staker_output.json".to_owned(), Sha256Digest([0xab; 32]))]);
    manifest.with_files(files).unwrap()
}

#[test]
fn the_file() {
    let file: Value = serde_json::from_str(&with_file(manifest(5, 2)).to_json()).unwrap();
    assert_eq!(file["formatVersion"], 2);
    assert_eq!(
        file["source"],
        json!({ "blsDerivation": "v6", "masterFingerprint": "73c5da0a", "givenAttesters": false })
    );
    assert_eq!(file["addressIndex"], 5);
    assert_eq!(file["count"], 2);
    assert_eq!(file["proof"], "registration");
    assert_eq!(file["popGasLimit"], 300_000);
    assert_eq!(file["files"]["staker_output.json"], "ab".repeat(32));
    assert_eq!(file["keys"][1]["index"], 6);
    assert_eq!(file["keys"][1]["attester"], attester(6).to_string());
    assert_eq!(file["keys"][1]["publicKey"].as_str().unwrap().len(), 66);
    assert_eq!(file["keys"][1]["gasEstimate"], key(6).gas_estimate());
    assert_eq!(file["keys"][1]["registrationProof"]["x"].as_str().unwrap().len(), 66);
    assert!(manifest(5, 2).to_json().ends_with("}\n"));
}

#[test]
fn reads_what_it_writes() {
    let written = with_file(manifest(5, 3));
    assert_eq!(Manifest::read(&written.to_json()).unwrap(), written);
    assert_eq!(written.files().get("staker_output.json"), Some(&Sha256Digest([0xab; 32])));

    let candidate = ManifestKey { path: key(0).path.map(|path| path.with_candidate(3)), ..key(0) };
    let fingerprint = |text: &str| text.parse().unwrap();
    for (given_attesters, mnemonic) in [(true, None), (true, Some("00000000")), (false, Some("73c5da0a"))] {
        let fingerprints =
            Fingerprints::KeyMaterial { ikm: fingerprint("01020304"), mnemonic: mnemonic.map(fingerprint) };
        let allocation = allocation(0, 1).with_publishers(2).unwrap();
        let origin = Origin::Derived { allocation, fingerprints };
        let other = ManifestDetails { origin, given_attesters, proof: ProofKind::Feedback, ..details(allocation) };
        let written = Manifest::new(other, vec![candidate.clone()]).unwrap();
        assert_eq!(Manifest::read(&written.to_json()).unwrap(), written);
    }

    let imported = ManifestDetails { origin: Origin::Imported, ..details(allocation(0, 1)) };
    let keys = (0..2).map(|number| ManifestKey { path: None, ..key(number) }).collect();
    let written = Manifest::new(imported, keys).unwrap();
    assert_eq!(Manifest::read(&written.to_json()).unwrap(), written);
    assert_eq!((written.next_index(), written.derivation()), (None, None));
}

#[test]
fn the_next_index_is_behind_validators_and_publishers() {
    assert_eq!(manifest(5, 3).next_index(), Some(index(8)));
    let with_publishers = details(allocation(5, 3).with_publishers(2).unwrap());
    let keys = (5..8).map(key).collect();
    assert_eq!(Manifest::new(with_publishers, keys).unwrap().next_index(), Some(index(14)));
    let last = Index::MAX.get();
    let keys = vec![ManifestKey { index: Index::MAX, ..key(0) }];
    assert_eq!(Manifest::new(details(allocation(last, 1)), keys).unwrap().next_index(), None);
}

#[test]
fn batches_that_share_a_key() {
    assert_eq!(manifest(0, 3).shared_key(&manifest(3, 3)), None);
    let shared = SharedKey { attester: attester(2), index: index(2), other_index: index(2) };
    assert_eq!(manifest(0, 3).shared_key(&manifest(2, 3)), Some(shared));
    let moved = ManifestKey { attester: attester(99), index: index(7), ..key(1) };
    let moved = Manifest::new(details(allocation(7, 1)), vec![moved]).unwrap();
    let shared = SharedKey { attester: attester(1), index: index(1), other_index: index(7) };
    assert_eq!(manifest(0, 3).shared_key(&moved), Some(shared), "the same key for another attester");
}

#[test]
fn keys_that_contradict_each_other() {
    let refused = |keys: Vec<ManifestKey>| {
        let count = u32::try_from(keys.len()).unwrap();
        Manifest::new(details(allocation(5, count)), keys).unwrap_err()
    };
    let fault = |key, fault| ManifestError::Key { key, fault };
    assert_eq!(refused(vec![key(6)]), fault(0, ManifestKeyFault::Index));
    assert_eq!(refused(vec![key(5), key(7)]), fault(1, ManifestKeyFault::Index));
    let same_attester = ManifestKey { attester: attester(5), ..key(6) };
    assert_eq!(refused(vec![key(5), same_attester]), fault(1, ManifestKeyFault::DuplicateAttester));
    let same_key = ManifestKey { public_key: key(5).public_key, ..key(6) };
    assert_eq!(refused(vec![key(5), same_key]), fault(1, ManifestKeyFault::DuplicateKey));
    let fewer = Manifest::new(details(allocation(5, 2)), vec![key(5)]);
    assert_eq!(fewer, Err(ManifestError::Count { count: 2, keys: 1 }));
}

fn with(pointer: &str, value: Value) -> ManifestError {
    let mut file: Value = serde_json::from_str(&with_file(manifest(5, 2)).to_json()).unwrap();
    put(&mut file, pointer, value);
    Manifest::read(&file.to_string()).unwrap_err()
}

#[test]
fn another_format() {
    for actual in [0, 3] {
        assert_eq!(with("/formatVersion", json!(actual)), ManifestError::Version { actual });
    }
    // A newer version may have fields that are unknown here, and is still not called damaged.
    assert_eq!(Manifest::read(r#"{"formatVersion": 3, "new": 1}"#), Err(ManifestError::Version { actual: 3 }));
}

/// The members of a key, in the order of the file.
const KEY_MEMBERS: [&str; 10] = [
    "index",
    "attester",
    "publicKey",
    "path",
    "candidate",
    "attempts",
    "squareRoots",
    "gasEstimate",
    "registrationProof",
    "feedbackProof",
];

#[test]
fn another_shape() {
    for (pointer, value) in [
        ("/extra", json!(1)),
        ("/source/extra", json!(1)),
        ("/keys/0/extra", json!(1)),
        ("/keys/0/registrationProof/z", json!(1)),
        ("/count", json!("2")),
        ("/accountIndex", json!(4_294_967_296_u64)),
        ("/proof", json!("both")),
        ("/encrypted", Value::Null),
        ("/keys/0/candidate", json!(256)),
        ("/keys", json!({})),
    ] {
        let error = with(pointer, value);
        assert!(matches!(error, ManifestError::Shape { .. }), "{pointer}: {error}");
    }
    // Lists of the right length and types in the place of objects.
    for pointer in ["/source", "/keys/0", "/keys/0/registrationProof", "/keys/0/feedbackProof"] {
        let file: Value = serde_json::from_str(&manifest(5, 2).to_json()).unwrap();
        let members = file.pointer(pointer).unwrap().as_object().unwrap().clone();
        let order: &[&str] = match pointer {
            "/source" => &["blsDerivation", "gasBudget", "masterFingerprint", "ikmFingerprint", "givenAttesters"],
            "/keys/0" => &KEY_MEMBERS,
            _ => &["x", "y"],
        };
        let list: Vec<_> = order.iter().map(|name| members.get(*name).cloned().unwrap_or_default()).collect();
        let error = with(pointer, json!(list)).to_string();
        assert!(error.contains("is a list, not an object"), "{pointer}: {error}");
    }
    for text in ["", "{", "[]", "{}", &"[".repeat(100_000)] {
        assert!(matches!(Manifest::read(text), Err(ManifestError::Shape { .. })));
    }
    let large = "x".repeat(MAX_BYTES + 1);
    assert_eq!(Manifest::read(&large), Err(ManifestError::TooLarge { bytes: MAX_BYTES + 1 }));
    assert!(matches!(Manifest::read(&large[1..]), Err(ManifestError::Shape { .. })), "as large as a manifest may be");
}

#[test]
fn an_origin_that_cannot_be() {
    assert_eq!(with("/source/blsDerivation", json!("v7")), ManifestError::UnknownRule);
    for fingerprint in [json!("73c5da0"), json!("73C5DA0A"), Value::Null] {
        assert_eq!(with("/source/masterFingerprint", fingerprint), ManifestError::Fingerprints);
    }
    assert_eq!(with("/source/ikmFingerprint", json!("0x010203")), ManifestError::Fingerprints);
    assert_eq!(with("/accountIndex", json!(1_u32 << 31)), ManifestError::Index { field: "accountIndex" });
    assert_eq!(with("/addressIndex", json!(1_u32 << 31)), ManifestError::Index { field: "addressIndex" });
    let past_the_end = with("/publisherCount", json!(u32::MAX));
    assert!(matches!(past_the_end, ManifestError::Indices(IndexRangeError::PastTheEnd { .. })), "{past_the_end}");
    let imported = with("/source", json!({ "blsDerivation": "imported", "givenAttesters": false }));
    assert_eq!(imported, ManifestError::ImportedIndices { field: "addressIndex" });
    assert_eq!(
        with("/source/blsDerivation", json!("imported")),
        ManifestError::ImportedIndices { field: "addressIndex" }
    );
    // Nothing that was derived: not from a mnemonic, not from key material.
    for name in ["masterFingerprint", "ikmFingerprint"] {
        let mut file: Value = serde_json::from_str(&manifest(0, 2).to_json()).unwrap();
        put(&mut file, "/source", json!({ "blsDerivation": "imported", name: "73c5da0a", "givenAttesters": true }));
        assert_eq!(Manifest::read(&file.to_string()), Err(ManifestError::Fingerprints), "{name}");
    }
}

/// A key material without a mnemonic gives no ETH keys, so the attesters must have been given.
#[test]
fn key_material_alone_has_given_attesters() {
    let source = |given| json!({ "blsDerivation": "v6", "ikmFingerprint": "01020304", "givenAttesters": given });
    assert_eq!(with("/source", source(false)), ManifestError::Fingerprints);
    let mut file: Value = serde_json::from_str(&manifest(5, 2).to_json()).unwrap();
    put(&mut file, "/source", source(true));
    let read = Manifest::read(&file.to_string()).unwrap();
    assert_eq!(read.derivation(), Some(BlsRule::V6.into()));
    assert_eq!(read.origin().mnemonic_fingerprint(), None);
}

#[test]
fn an_empty_manifest() {
    let mut file: Value = serde_json::from_str(&manifest(5, 1).to_json()).unwrap();
    put(&mut file, "/keys", json!([]));
    put(&mut file, "/count", json!(0));
    assert!(matches!(Manifest::read(&file.to_string()), Err(ManifestError::Indices(_))));
}

#[test]
fn a_count_that_is_wrong() {
    assert_eq!(with("/count", json!(3)), ManifestError::Count { count: 3, keys: 2 });
}

#[test]
fn faults_of_a_key_name_key_and_field() {
    let fault = |pointer: &str, value| match with(&format!("/keys/1/{pointer}"), value) {
        ManifestError::Key { key: 1, fault } => fault,
        other => panic!("{other:?}"),
    };
    let lower = attester(6).to_string().to_lowercase();
    assert_eq!(fault("attester", json!(lower)), ManifestKeyFault::Attester(AddressError::NoChecksum));
    assert_eq!(fault("index", json!(7)), ManifestKeyFault::Index);
    assert_eq!(fault("gasEstimate", json!(1)), ManifestKeyFault::Gas);
    assert_eq!(fault("candidate", json!(1)), ManifestKeyFault::Candidate);
    for path in ["", "m", "m/12381/3600/0/0/6/0"] {
        assert!(matches!(fault("path", json!(path)), ManifestKeyFault::Path(_)), "{path}");
    }
    let other_candidate = BlsPath::new(Index::ZERO, index(6)).with_candidate(9).to_string();
    assert_eq!(fault("path", json!(other_candidate)), ManifestKeyFault::Candidate);
    assert_eq!(fault("attempts", json!(4_000_000_000_u32)), ManifestKeyFault::Gas);
    let reason = WordError::NoPrefix;
    assert_eq!(fault("publicKey", json!("12")), ManifestKeyFault::Word { field: "publicKey", reason });
    let reason = PointError::NotOnCurve;
    let with_wrong_y = json!({ "x": "0x1", "y": "0x3" });
    assert_eq!(
        fault("registrationProof", with_wrong_y.clone()),
        ManifestKeyFault::Point { field: "registrationProof", reason }
    );
    assert_eq!(fault("feedbackProof", with_wrong_y), ManifestKeyFault::Point { field: "feedbackProof", reason });
    assert_eq!(
        fault("publicKey", json!(format!("0x{}", "00".repeat(32)))),
        ManifestKeyFault::Point { field: "publicKey", reason: PointError::NotOnCurve },
        "3 is no square"
    );
}

#[test]
fn files_outside_the_directory() {
    for name in ["", ".", "..", "../x", "a/b", "a\\b", "\u{1b}[2J"] {
        assert!(matches!(with("/files", json!({ name: "ab".repeat(32) })), ManifestError::File { .. }), "{name}");
    }
    for digest in ["", "ab", &"AB".repeat(32), &format!("0x{}", "ab".repeat(31)), &"ab".repeat(33)] {
        assert!(matches!(with("/files", json!({ "a.json": digest })), ManifestError::File { .. }), "{digest}");
    }
}

/// A manifest with one bit turned is refused, or is another one and says so wherever it goes, or only the case of a digit differs.
#[test]
fn every_single_bit() {
    let expected = with_file(manifest(5, 2));
    let mut text = expected.to_json().into_bytes();
    let [mut refused, mut same, mut other] = [0, 0, 0];
    for bit in 0..8 * text.len() {
        let (at, mask) = (bit / 8, 1 << (bit % 8));
        text[at] ^= mask;
        let read = std::str::from_utf8(&text).ok().and_then(|text| Manifest::read(text).ok());
        match read {
            None => refused += 1,
            Some(actual) if actual == expected => {
                assert!(mask == 0x20 && text[at].is_ascii_hexdigit(), "bit {bit}: {}", String::from_utf8_lossy(&text));
                same += 1;
            }
            Some(actual) => {
                assert_eq!(Manifest::read(&actual.to_json()).as_ref(), Ok(&actual), "bit {bit}");
                other += 1;
            }
        }
        text[at] ^= mask;
    }
    assert!(refused > 8 * (same + other) && other > 100, "{refused} refused, {same} the same, {other} others");
}
