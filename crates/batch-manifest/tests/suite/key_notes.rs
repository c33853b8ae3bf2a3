//! What is said of keys that somebody must look at.

use aztec_batch_manifest::key_notes::{
    KeyNotes, candidate_notes, gas_notes, later_candidates, official_options, origin_note,
};
use aztec_batch_manifest::manifest::{Fingerprints, ManifestDetails, Origin};
use aztec_batch_manifest::{Manifest, ManifestKey};
use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget};
use bn254_bls::gas::PopGasLimit;
use serde_json::{Value, json};

use crate::common::{attester, derived, details, key};

/// An ordinary key, but for what its proof costs.
fn costing(number: u32, (attempts, square_roots): (u32, u32), gas: u64) -> ManifestKey {
    let key = ManifestKey { attempts, square_roots, ..key(number) };
    assert_eq!(key.gas_estimate(), gas);
    key
}

/// Above what the contract gave before v6, below the budget of v6.
fn dear(number: u32) -> ManifestKey {
    costing(number, (180, 6), 255_984)
}

/// Above the budget of v6, below the limit of the contract.
fn over_budget(number: u32) -> ManifestKey {
    costing(number, (200, 8), 276_173)
}

/// Above the limit of the contract.
fn over_limit(number: u32) -> ManifestKey {
    costing(number, (250, 10), 313_243)
}

fn candidate(number: u32, candidate: u8) -> ManifestKey {
    ManifestKey { path: key(number).path.map(|path| path.with_candidate(candidate)), ..key(number) }
}

fn manifest(derivation: impl Into<BlsDerivation>, keys: Vec<ManifestKey>) -> Manifest {
    let count = u32::try_from(keys.len()).unwrap();
    Manifest::new(details(derived(derivation, 0, count)), keys).unwrap()
}

fn notes(manifest: &Manifest) -> Value {
    serde_json::to_value(KeyNotes::of(manifest)).unwrap()
}

#[test]
fn nothing_is_said_of_an_ordinary_batch() {
    let ordinary = manifest(BlsRule::V6, vec![key(0), costing(1, (150, 8), 248_744)]);
    let empty = json!({ "laterCandidates": [], "officialOptions": [], "overGasLimit": [], "needRaisedLimit": [] });
    assert_eq!(notes(&ordinary), empty);
    assert!(candidate_notes(&ordinary).is_empty() && gas_notes(&ordinary).is_empty());
}

#[test]
fn later_candidates_are_named_and_need_an_option() {
    let moved = manifest(BlsRule::V6, vec![key(0), candidate(1, 3)]);
    let noted = json!([{
        "index": 1, "attester": attester(1).to_string(), "path": "m/12381/3600/0/0/1/3", "candidate": 3,
        "gasEstimate": key(1).gas_estimate(),
    }]);
    assert_eq!(serde_json::to_value(later_candidates(&moved)).unwrap(), noted);
    let expected = json!({
        "laterCandidates": noted, "officialOptions": ["--bls-key-derivation-v6"], "overGasLimit": [], "needRaisedLimit": []
    });
    assert_eq!(notes(&moved), expected);
    assert_eq!(
        candidate_notes(&moved),
        [
            "Key 1 is candidate 3, at m/12381/3600/0/0/1/3: each before it takes more than 270000 gas.",
            "The official tool makes the same keys with --bls-key-derivation-v6."
        ]
    );

    let careful = BlsDerivation::v6_within(GasBudget::new(150_000).unwrap());
    let options = "--bls-key-derivation-v6 --bls-key-derivation-max-gas 150000";
    let sentence = format!("The official tool makes the same keys with {options}.");
    assert_eq!(candidate_notes(&manifest(careful, vec![candidate(0, 1)]))[1], sentence);
    // All are candidate 0, which the official tool makes without any option.
    assert_eq!(official_options(&manifest(careful, vec![key(0)])), [""; 0]);
}

/// Without an option the official tool stops where candidate 0 is over the budget of v6.
#[test]
fn candidate_0_over_the_budget_needs_an_option() {
    let unchecked = |keys| manifest(BlsDerivation::first_candidate(BlsRule::V6), keys);
    assert_eq!(official_options(&unchecked(vec![key(0), over_budget(1)])), ["--skip-bls-key-gas-check"]);
    assert_eq!(official_options(&unchecked(vec![key(0), dear(1)])), [""; 0]);
    let imported = ManifestDetails { origin: Origin::Imported, ..details(derived(BlsRule::V6, 0, 1)) };
    let imported = Manifest::new(imported, vec![ManifestKey { path: None, ..over_budget(0) }]).unwrap();
    assert_eq!(official_options(&imported), [""; 0], "no tool makes them again");
    assert_eq!(notes(&imported)["needRaisedLimit"][0]["path"], Value::Null);
}

#[test]
fn keys_that_cost_much_gas() {
    let costly = manifest(BlsDerivation::first_candidate(BlsRule::V6), vec![key(0), over_limit(1), dear(2)]);
    let notes = notes(&costly);
    let indices = |list: &str| {
        let noted = notes[list].as_array().unwrap().iter();
        noted.map(|key| (key["index"].as_u64().unwrap(), key["gasEstimate"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!((indices("overGasLimit"), indices("needRaisedLimit")), (vec![(1, 313_243)], vec![(2, 255_984)]));
    assert_eq!(
        gas_notes(&costly),
        [
            "WARNING: key 1 takes 313243 of 300000 gas for its proof. The contract refuses it; do not register it.",
            "Key 2 takes 255984 of 300000 gas for its proof. It needs the raised limit: under the 250000 of before v6 it \
             does not register."
        ]
    );
    assert_eq!(costly.highest_gas_estimate(), 313_243);

    // Under the old limit it is over the limit, and no key needs the raised one.
    let before_v6 = ManifestDetails { gas_limit: PopGasLimit::BEFORE_V6, ..details(derived(BlsRule::V6, 0, 1)) };
    let notes = gas_notes(&Manifest::new(before_v6, vec![dear(0)]).unwrap());
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].starts_with("WARNING: key 0 takes 255984 of 250000 gas"), "{notes:?}");
}

#[test]
fn ten_keys_are_named_and_the_others_counted() {
    let of = |count| gas_notes(&manifest(BlsRule::V6, (0..count).map(over_limit).collect()));
    let (ten, twelve) = (of(10), of(12));
    assert_eq!(ten.len(), 10);
    assert!(ten[9].starts_with("WARNING: key 9 "), "{ten:?}");
    assert_eq!(twelve[..10], ten);
    assert_eq!(twelve[10..], ["2 more keys are over the limit; manifest.json has all of them."]);
}

#[test]
fn what_the_manifest_says_of_its_origin() {
    let ordinary = details(derived(BlsRule::V6, 0, 1));
    let note = |details| origin_note(&Manifest::new(details, vec![key(0)]).unwrap());
    let expected = "Made by keygen 0.1.0, from the mnemonic 73c5da0a, for a limit of 300000 gas, as the manifest says.";
    assert_eq!(note(ordinary.clone()), expected);

    let (ikm, mnemonic) = ("01020304".parse().unwrap(), Some("73c5da0a".parse().unwrap()));
    let fingerprints = Fingerprints::KeyMaterial { ikm, mnemonic };
    let origin = Origin::Derived { allocation: derived(BlsRule::V6, 0, 1), fingerprints };
    let (made_by, gas_limit) = ("x\n".repeat(40), PopGasLimit::BEFORE_V6);
    let expected = format!(
        "Made by {}…, from the mnemonic 73c5da0a, from the key material 01020304, for a limit of 250000 gas, as the \
         manifest says.",
        "x\\u000a".repeat(30)
    );
    assert_eq!(note(ManifestDetails { made_by, origin, gas_limit, ..ordinary.clone() }), expected);

    let imported = ManifestDetails { origin: Origin::Imported, ..ordinary };
    let imported = Manifest::new(imported, vec![ManifestKey { path: None, ..key(0) }]).unwrap();
    assert_eq!(origin_note(&imported), "Made by keygen 0.1.0, for a limit of 300000 gas, as the manifest says.");
}
