//! The manifest: equal inputs give equal bytes, and what is read is what was written.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use aztec_staking_registry::manifest::{
    KeyFault, MAX_BYTES, Manifest, ManifestError, ManifestHead, ManifestKey, Sha256, SharedKey, Source,
};
use aztec_staking_registry::{AddressError, NonZeroAddress, WordError};
use bn254_bls::{PointError, ProofKind};
use common::{attester, manifest_key, put};
use serde_json::{Value, json};

fn address(number: u32) -> NonZeroAddress {
    NonZeroAddress::new(attester(number)).unwrap()
}

fn key(index: u32) -> ManifestKey {
    manifest_key(index, format!("m/12381/3600/0/0/{index}"))
}

fn head(address_index: u32, publisher_count: u32) -> ManifestHead {
    ManifestHead {
        made_by: "keygen 0.1.0".into(),
        source: Source {
            bls_derivation: "v6".into(),
            master_fingerprint: Some("73c5da0a".into()),
            ikm_fingerprint: None,
            given_attesters: false,
        },
        account_index: 0,
        address_index,
        publisher_count,
        proof: ProofKind::Registration,
        encrypted: true,
        files: BTreeMap::from([("staker_output.json".into(), Sha256([0xab; 32]))]),
    }
}

fn manifest(first: u32, count: u32) -> Manifest {
    Manifest::new(head(first, 0), (first..first + count).map(key).collect()).unwrap()
}

#[test]
fn the_file() {
    let file: Value = serde_json::from_str(&manifest(5, 2).to_json()).unwrap();
    assert_eq!(file["formatVersion"], 1);
    assert_eq!(
        file["source"],
        json!({ "blsDerivation": "v6", "masterFingerprint": "73c5da0a", "givenAttesters": false })
    );
    assert_eq!(file["addressIndex"], 5);
    assert_eq!(file["count"], 2);
    assert_eq!(file["proof"], "registration");
    assert_eq!(file["files"]["staker_output.json"], "ab".repeat(32));
    assert_eq!(file["keys"][1]["index"], 6);
    assert_eq!(file["keys"][1]["attester"], address(6).to_string());
    assert_eq!(file["keys"][1]["publicKey"].as_str().unwrap().len(), 66);
    assert_eq!(file["keys"][1]["gasEstimate"], key(6).gas_estimate());
    assert_eq!(file["keys"][1]["registrationProof"]["x"].as_str().unwrap().len(), 66);
    assert!(manifest(5, 2).to_json().ends_with("}\n"));
}

#[test]
fn reads_what_it_writes() {
    let manifest = manifest(5, 3);
    assert_eq!(Manifest::read(&manifest.to_json()).unwrap(), manifest);
    let mut other = head(0, 2);
    other.proof = ProofKind::Feedback;
    other.source.master_fingerprint = None;
    other.source.ikm_fingerprint = Some("01020304".into());
    let manifest = Manifest::new(other, vec![key(0)]).unwrap();
    assert_eq!(Manifest::read(&manifest.to_json()).unwrap(), manifest);
}

#[test]
fn the_next_index_is_behind_validators_and_publishers() {
    assert_eq!(manifest(5, 3).next_index(), Some(8));
    let keys = || (5..8).map(key).collect();
    assert_eq!(Manifest::new(head(5, 2), keys()).unwrap().next_index(), Some(14));
    assert_eq!(Manifest::new(head(5, u32::MAX), keys()).unwrap().next_index(), None);
    let last = (1 << 31) - 1;
    let keys = vec![ManifestKey { index: last, ..key(0) }];
    assert_eq!(Manifest::new(head(last, 0), keys).unwrap().next_index(), None);
}

#[test]
fn batches_that_share_a_key() {
    assert_eq!(manifest(0, 3).shared_key(&manifest(3, 3)), None);
    let shared = SharedKey { attester: address(2), index: 2, other_index: 2 };
    assert_eq!(manifest(0, 3).shared_key(&manifest(2, 3)), Some(shared));
    let moved = ManifestKey { attester: address(99), ..key(1) };
    let moved = Manifest::new(head(7, 0), vec![ManifestKey { index: 7, ..moved }]).unwrap();
    let shared = SharedKey { attester: address(1), index: 1, other_index: 7 };
    assert_eq!(manifest(0, 3).shared_key(&moved), Some(shared), "the same key for another attester");
}

#[test]
fn keys_that_contradict_each_other() {
    let refused = |keys| Manifest::new(head(5, 0), keys).unwrap_err();
    let fault = |key, fault| ManifestError::Key { key, fault };
    assert_eq!(refused(vec![key(6)]), fault(0, KeyFault::Index));
    assert_eq!(refused(vec![key(5), key(7)]), fault(1, KeyFault::Index));
    let same_attester = ManifestKey { attester: address(5), ..key(6) };
    assert_eq!(refused(vec![key(5), same_attester]), fault(1, KeyFault::DuplicateAttester));
    let same_key = ManifestKey { public_key: key(5).public_key, ..key(6) };
    assert_eq!(refused(vec![key(5), same_key]), fault(1, KeyFault::DuplicateKey));
}

fn with(pointer: &str, value: Value) -> ManifestError {
    let mut file: Value = serde_json::from_str(&manifest(5, 2).to_json()).unwrap();
    put(&mut file, pointer, value);
    Manifest::read(&file.to_string()).unwrap_err()
}

#[test]
fn another_format() {
    assert_eq!(with("/formatVersion", json!(2)), ManifestError::Version { found: 2 });
    // A newer version may have fields that are unknown here, and is still not called damaged.
    assert_eq!(Manifest::read(r#"{"formatVersion": 3, "new": 1}"#), Err(ManifestError::Version { found: 3 }));
}

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
    for text in ["", "{", "[]", "{}", &"[".repeat(100_000)] {
        assert!(matches!(Manifest::read(text), Err(ManifestError::Shape { .. })));
    }
    let large = " ".repeat(MAX_BYTES + 1);
    assert_eq!(Manifest::read(&large), Err(ManifestError::TooLarge { bytes: MAX_BYTES + 1 }));
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
    let lower = address(6).to_string().to_lowercase();
    assert_eq!(fault("attester", json!(lower)), KeyFault::Attester(AddressError::NoChecksum));
    assert_eq!(fault("index", json!(7)), KeyFault::Index);
    assert_eq!(fault("gasEstimate", json!(1)), KeyFault::Gas);
    assert_eq!(fault("attempts", json!(4_000_000_000_u32)), KeyFault::Gas);
    let reason = WordError::NoPrefix;
    assert_eq!(fault("publicKey", json!("12")), KeyFault::Word { field: "publicKey", reason });
    let reason = PointError::NotOnCurve;
    let with_wrong_y = json!({ "x": "0x1", "y": "0x3" });
    assert_eq!(
        fault("registrationProof", with_wrong_y.clone()),
        KeyFault::Point { field: "registrationProof", reason }
    );
    assert_eq!(fault("feedbackProof", with_wrong_y), KeyFault::Point { field: "feedbackProof", reason });
    assert_eq!(
        fault("publicKey", json!(format!("0x{}", "00".repeat(32)))),
        KeyFault::Point { field: "publicKey", reason: PointError::NotOnCurve },
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
