//! A key of the manifest beside its tuple, and beside the path that the rule gives.

use aztec_batch_manifest::manifest::{ManifestDetails, Origin};
use aztec_batch_manifest::{Manifest, ManifestKey};
use aztec_key_derivation::{BlsPath, BlsRule, Index};
use aztec_staking_registry::audit::{List, audit};
use aztec_staking_registry::{KeyStore, UnverifiedKeyStore};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;

use crate::common::{attester, derived, details, index, key, proven};

fn tuple(number: u32) -> UnverifiedKeyStore {
    let attester = attester(number).get();
    KeyStore::from_proven(attester, &proven(number + 1), ProofKind::Registration).unwrap().to_unverified()
}

/// What differs between the only key of a manifest and a tuple, audited.
fn differences(manifest: &Manifest, tuple: UnverifiedKeyStore) -> Vec<&'static str> {
    let tuples = [tuple];
    let lists = [List::new("staker_output.json", &tuples)];
    let report = audit(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
    manifest.differences(&manifest.keys()[0], &tuples[0], &report.entries()[0])
}

fn manifest(rule: BlsRule, key: ManifestKey) -> Manifest {
    Manifest::new(details(derived(rule, 7, 1)), vec![key]).unwrap()
}

#[test]
fn a_key_as_its_tuple() {
    assert_eq!(differences(&manifest(BlsRule::V6, key(7)), tuple(7)), [""; 0]);
}

#[test]
fn each_member_that_differs() {
    let other = key(8);
    for (changed, member) in [
        (ManifestKey { attester: other.attester, ..key(7) }, "attester"),
        (ManifestKey { public_key: other.public_key, ..key(7) }, "publicKey"),
        (ManifestKey { path: other.path, ..key(7) }, "path"),
        (ManifestKey { attempts: key(7).attempts + 1, ..key(7) }, "attempts"),
        (ManifestKey { square_roots: key(7).square_roots + 1, ..key(7) }, "squareRoots"),
        (ManifestKey { registration_proof: other.registration_proof, ..key(7) }, "proof"),
    ] {
        assert_eq!(differences(&manifest(BlsRule::V6, changed), tuple(7)), [member]);
    }
    // The proof that stands in the tuple is the one that counts.
    let feedback = ManifestKey { feedback_proof: other.feedback_proof, ..key(7) };
    assert_eq!(differences(&manifest(BlsRule::V6, feedback), tuple(7)), [""; 0]);
}

/// The audit has said of such a tuple that it holds no point.
#[test]
fn a_tuple_without_a_point() {
    let mut broken = tuple(8);
    broken.public_key_g1[1][31] ^= 1;
    assert_eq!(differences(&manifest(BlsRule::V6, key(7)), broken), [""; 0]);
}

#[test]
fn the_path_of_the_rule() {
    let path = |account, address| BlsPath::new(index(account), index(address));
    let v6 = path(0, 7);
    for (rule, path, agrees) in [
        (BlsRule::V6, Some(v6), true),
        (BlsRule::V6, Some(v6.with_candidate(255)), true),
        (BlsRule::V6, Some(path(1, 7)), false),
        (BlsRule::V6, None, false),
        (BlsRule::V5, Some(v6), true),
        // Only v6 has other candidates.
        (BlsRule::V5, Some(v6.with_candidate(1)), false),
        (BlsRule::V2_1_4, Some(path(7, 0)), true),
        (BlsRule::V2_1_4, Some(v6), false),
    ] {
        let expected = if agrees { vec![] } else { vec!["path"] };
        assert_eq!(differences(&manifest(rule, ManifestKey { path, ..key(7) }), tuple(7)), expected, "{rule} {path:?}");
    }
}

#[test]
fn imported_keys_have_no_path() {
    let imported = ManifestDetails { origin: Origin::Imported, ..details(derived(BlsRule::V6, 0, 1)) };
    for (path, expected) in [(None, vec![]), (key(7).path, vec!["path"])] {
        let key = ManifestKey { index: Index::ZERO, path, ..key(7) };
        assert_eq!(differences(&Manifest::new(imported.clone(), vec![key]).unwrap(), tuple(7)), expected);
    }
}
