//! Whole pages, as they were looked at: `SNAPSHOTS=overwrite cargo test -p aztec-keystore-batch ceremony_pages` makes
//! them anew; then read the difference, and look at the pages in a browser.

use std::{collections::BTreeMap, env, fs, path::Path};

use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget};
use aztec_keystore_batch::{
    Manifest, ManifestKey, RegistryCalls, RegistryTarget, Sha256Digest,
    ceremony_record::to_html,
    manifest::{ManifestDetails, Origin},
};
use aztec_staking_registry::Network;

use crate::common::{derived, details, key};

const DIGEST: Sha256Digest = Sha256Digest([0x3c; 32]);

/// What is between the head and the end, which is all but the style.
fn body(details: ManifestDetails, keys: Vec<ManifestKey>) -> String {
    let files = BTreeMap::from([("staker_output.json".to_owned(), Sha256Digest([0x1b; 32]))]);
    let manifest = Manifest::new(details, keys).unwrap().with_files(files).unwrap();
    let page = to_html(&manifest, &DIGEST);
    assert!(page.contains(&format!("content: \"{}\"; }} }}", ["3c3c"; 16].join(" "))), "on each sheet");
    page.split_once("<body>").unwrap().1.to_owned()
}

#[track_caller]
fn is_as_it_was(name: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/pages").join(name);
    if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
        fs::write(&file, actual).unwrap();
    }
    let expected = fs::read_to_string(file).unwrap();
    for (line, (actual, expected)) in actual.lines().zip(expected.lines()).enumerate() {
        assert_eq!(actual, expected, "line {} of {name}", line + 1);
    }
    assert_eq!(actual.len(), expected.len(), "{name}");
}

/// A key whose estimate is about this.
fn taking(number: u32, attempts: u32, square_roots: u32) -> ManifestKey {
    ManifestKey { attempts, square_roots, ..key(number) }
}

#[test]
fn a_bar_for_each_key() {
    let mut keys: Vec<_> = (0..25).map(|number| taking(number, number + 1, number % 4 + 1)).collect();
    keys[3] = taking(3, 95, 18);
    keys[5] = taking(5, 120, 30);
    keys[8].path = keys[8].path.map(|path| path.with_candidate(2));
    let destination =
        Some(RegistryCalls { provider: "7".parse().unwrap(), target: Some(RegistryTarget::from(Network::Mainnet)) });
    // What key 11 takes, which is not over it.
    let within = BlsDerivation::v6_within(GasBudget::new(157_208).unwrap());
    let Origin::Derived { fingerprints, .. } = details(derived(within, 0, 25)).origin else {
        panic!("they are derived")
    };
    let origin = Origin::Derived { allocation: derived(within, 0, 25).with_publishers(2).unwrap(), fingerprints };
    is_as_it_was("bars.html", &body(ManifestDetails { origin, destination, ..details(derived(within, 0, 25)) }, keys));
}

#[test]
fn one_bar() {
    is_as_it_was("one_bar.html", &body(details(derived(BlsRule::V5, 7, 1)), vec![taking(7, 1, 1)]));
    // Below thirteen, the last number would run into the first.
    let twelve = body(details(derived(BlsRule::V6, 0, 12)), (0..12).map(key).collect());
    assert_eq!(twelve.matches(">index 0<").count(), 1);
    assert!(!twelve.contains("text-anchor=\"end\">11<"), "{twelve}");
}

#[test]
fn a_bar_for_each_range() {
    // From the first bar to the last, which stands for all that is above, and many in one of them.
    let gas = |number: u32| match number {
        0..=60 => (1, 1),
        61..=120 => (number - 50, number / 8),
        121..=130 => (400, 200),
        _ => (number % 40, 4),
    };
    let keys: Vec<_> = (0..180).map(|number| taking(number, gas(number).0, gas(number).1)).collect();
    let body = body(details(derived(BlsRule::V6, 0, 180)), keys);
    let drawing = body.split_once("<figure>").unwrap().1.split_once("</figure>").unwrap().0;
    is_as_it_was("histogram.html", drawing);
}
