//! What is written and read piece by piece is what is written and read in one go.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use aztec_staking_registry::audit::{Auditor, List, audit};
use aztec_staking_registry::calldata::{AddKeysCalls, KeysPerCall, add_keys};
use aztec_staking_registry::manifest::{
    self, KeyFault, Manifest, ManifestError, ManifestHead, ManifestKey, Sha256, Source,
};
use aztec_staking_registry::safe_batch::SafeBatch;
use aztec_staking_registry::staker_output::{self, StakerOutputError};
use aztec_staking_registry::{
    KeyStore, NonZeroAddress, ProviderId, StreamError, UnverifiedKeyStore, calldata_file, cast,
};
use bn254_bls::ProofKind;
use common::{attester, identity, manifest_key};
use rand::rngs::SysRng;

const KIND: ProofKind = ProofKind::Registration;

fn key_stores(count: u32) -> Vec<KeyStore> {
    (0..count).map(|number| KeyStore::from_identity(attester(number), &identity(number + 1), KIND).unwrap()).collect()
}

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
fn staker_output_in_pieces() {
    for count in [0, 1, 5] {
        let key_stores = key_stores(count);
        let mut writer = staker_output::Writer::new(Vec::new()).unwrap();
        key_stores.iter().for_each(|key_store| writer.push(key_store).unwrap());
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(text, staker_output::to_json(&key_stores));

        let tuples: Vec<UnverifiedKeyStore> =
            staker_output::Entries::new(text.as_bytes()).unwrap().map(Result::unwrap).collect();
        assert_eq!(tuples, key_stores.iter().map(KeyStore::to_unverified).collect::<Vec<_>>());
    }
}

#[test]
fn a_wrong_entry_is_named_and_ends_the_reading() {
    let text = staker_output::to_json(&key_stores(3)).replace("\"attester\"", "\"attestor\"");
    let whole = staker_output::read(&text).unwrap_err();
    let mut entries = staker_output::Entries::new(text.as_bytes()).unwrap();
    assert_eq!(format(entries.next().unwrap().unwrap_err()), whole);
    for text in ["{}", "null", ""] {
        assert_eq!(staker_output::Entries::new(text.as_bytes()).err().map(format), Some(StakerOutputError::NotAList));
    }
    let broken = staker_output::to_json(&key_stores(2)).replace("},\n  {", "}\n  {");
    let position = staker_output::read(&broken).unwrap_err();
    let last = staker_output::Entries::new(broken.as_bytes()).unwrap().last().unwrap();
    assert_eq!(format(last.unwrap_err()), position, "at the same line and column");
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

#[test]
fn an_audit_in_pieces() {
    let mut tuples: Vec<UnverifiedKeyStore> = key_stores(12).iter().map(KeyStore::to_unverified).collect();
    tuples[3].proof_of_possession = tuples[4].proof_of_possession;
    tuples[7].attester = tuples[1].attester;
    tuples[11].public_key_g1 = tuples[0].public_key_g1;
    let list = List::new("list", &tuples);
    let whole = audit(&[list, list], KIND, &mut SysRng).unwrap();
    assert!(!whole.is_sound());

    let mut auditor = Auditor::new(KIND);
    let mut entries = Vec::new();
    for label in ["list", "list"] {
        auditor.begin_list(label);
        for piece in tuples.chunks(5) {
            entries.extend(auditor.add(piece, &mut SysRng).unwrap());
        }
    }
    let report = auditor.finish();
    assert_eq!(entries, whole.entries());
    assert_eq!(report.findings(), whole.findings());
    let described = |report: &aztec_staking_registry::audit::Report| -> Vec<_> {
        report.findings().iter().map(|finding| report.describe(finding)).collect()
    };
    assert_eq!(described(&report), described(&whole));
}

#[test]
fn calls_one_by_one() {
    let (provider, registry) = (ProviderId::new(7).unwrap(), NonZeroAddress::new(attester(1)).unwrap());
    let chain_id = NonZeroU64::new(1).unwrap();
    // Of calls with 30 keys, two fit into a transaction; of those with 81, one does not leave room for a Safe.
    for (count, per_call) in [(1, 50), (7, 3), (60, 30), (100, 30), (90, 1), (162, 81)] {
        let (key_stores, per_call) = (key_stores(count), KeysPerCall::new(per_call).unwrap());
        let whole = add_keys(provider, &key_stores, per_call).unwrap();
        let calls = AddKeysCalls::new(provider, &key_stores, per_call).unwrap();
        assert_eq!((calls.len(), calls.keys()), (whole.len(), key_stores.len()));
        assert_eq!(calls.clone().collect::<Vec<_>>(), whole);

        let mut text = Vec::new();
        calldata_file::write_add_keys(calls.clone(), &mut text).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), calldata_file::add_keys_to_json(&whole));
        for chain_id in [None, Some(chain_id)] {
            let mut text = Vec::new();
            cast::write_script(registry, chain_id, calls.clone(), &mut text).unwrap();
            assert_eq!(String::from_utf8(text).unwrap(), cast::script(registry, chain_id, &whole));
        }
        let batches = SafeBatch::add_keys_one_by_one(chain_id, registry, calls);
        assert_eq!(batches.collect::<Vec<_>>(), SafeBatch::add_keys(chain_id, registry, &whole));
    }
}
