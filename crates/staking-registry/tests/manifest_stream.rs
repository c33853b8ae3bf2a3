//! What is written and read piece by piece is what is written and read in one go.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use aztec_staking_registry::StreamError;
use aztec_staking_registry::manifest::{
    self, KeyFault, Manifest, ManifestError, ManifestHead, ManifestKey, Sha256, Source,
};
use bn254_bls::ProofKind;
use common::manifest_key;

const KIND: ProofKind = ProofKind::Registration;

fn head(files: BTreeMap<String, Sha256>) -> ManifestHead {
    let source = Source {
        bls_derivation: "v6".into(),
        master_fingerprint: Some("73c5da0a".into()),
        ikm_fingerprint: None,
        given_attesters: false,
    };
    ManifestHead {
        made_by: "keygen 0.1.0".into(),
        source,
        account_index: 3,
        address_index: 5,
        publisher_count: 1,
        proof: KIND,
        encrypted: true,
        files,
    }
}

fn key(index: u32) -> ManifestKey {
    manifest_key(index, format!("m/12381/3600/3/0/{index}"))
}

fn format<E: std::fmt::Debug>(error: StreamError<E>) -> E {
    if let StreamError::Format(fault) = error { fault } else { panic!("{error:?}") }
}

#[test]
fn a_manifest_in_pieces() {
    let files = BTreeMap::from([("a.json".to_owned(), Sha256([1; 32])), ("b.sh".to_owned(), Sha256([2; 32]))]);
    let keys: Vec<_> = (5..9).map(key).collect();
    let whole = Manifest::new(head(files.clone()), keys.clone()).unwrap();

    let mut writer = manifest::Writer::new(&head(BTreeMap::new()), 4, Vec::new()).unwrap();
    keys.iter().for_each(|key| writer.push(key).unwrap());
    let text = writer.finish(&files).unwrap();
    assert_eq!(String::from_utf8(text.clone()).unwrap(), whole.to_json());

    let (head, count) = manifest::read_head(&text[..]).unwrap();
    assert_eq!((&head, count), (whole.head(), 4));
    let read: Vec<_> = manifest::Keys::new(&head, &text[..]).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, keys);
}

#[test]
fn a_manifest_that_contradicts_itself_is_not_written() {
    let push = |keys: &[ManifestKey]| {
        let mut writer = manifest::Writer::new(&head(BTreeMap::new()), 2, Vec::new()).unwrap();
        keys.iter().try_for_each(|key| writer.push(key)).and_then(|()| writer.finish(&BTreeMap::new())).map(drop)
    };
    let fault = |key, fault| ManifestError::Key { key, fault };
    assert!(push(&[key(5), key(6)]).is_ok());
    assert_eq!(format(push(&[key(6)]).unwrap_err()), fault(0, KeyFault::Index));
    let twice = ManifestKey { attester: key(5).attester, ..key(6) };
    assert_eq!(format(push(&[key(5), twice]).unwrap_err()), fault(1, KeyFault::DuplicateAttester));
    let twice = ManifestKey { public_key: key(5).public_key, ..key(6) };
    assert_eq!(format(push(&[key(5), twice]).unwrap_err()), fault(1, KeyFault::DuplicateKey));
    assert_eq!(format(push(&[key(5)]).unwrap_err()), ManifestError::Count { count: 2, keys: 1 });
}

#[test]
fn a_manifest_that_was_changed_is_refused_in_pieces_as_well() {
    let text = Manifest::new(head(BTreeMap::new()), (5..8).map(key).collect()).unwrap().to_json();
    let read = |text: &str| {
        let (head, _) = manifest::read_head(text.as_bytes()).map_err(format)?;
        let keys = manifest::Keys::new(&head, text.as_bytes()).map_err(format)?;
        keys.map(|key| key.map_err(format)).collect::<Result<Vec<_>, _>>()
    };
    assert_eq!(read(&text).unwrap().len(), 3);
    for (from, to) in [
        ("\"count\": 3", "\"count\": 4"),
        ("\"formatVersion\": 1", "\"formatVersion\": 2"),
        ("\"index\": 6", "\"index\": 7"),
        ("\"candidate\": 0", "\"candidate\": 0, \"more\": 1"),
        ("\"gasEstimate\": ", "\"gasEstimate\": 1"),
        ("\"encrypted\": true,", ""),
        ("\"keys\": [", "\"keys\": [7,"),
        ("\"keys\"", "\"k\\u0065ys\""),
    ] {
        assert_ne!(text.replacen(from, to, 1), text, "{from}");
        assert!(read(&text.replacen(from, to, 1)).is_err(), "{from}");
        assert!(Manifest::read(&text.replacen(from, to, 1)).is_err() || to.contains('\\'), "{from}");
    }
}
