//! What a manifest says of all its keys, and by what a text is known as one.

use aztec_batch_manifest::Manifest;
use aztec_batch_manifest::manifest::{ManifestDetails, has_its_members};

use crate::common::{allocation, details, key, manifest};

#[test]
fn what_a_manifest_says_of_all_its_keys() {
    for (encrypted, given_attesters) in [(true, false), (false, true)] {
        let said = ManifestDetails { encrypted, given_attesters, ..details(allocation(5, 3)) };
        let manifest = Manifest::new(said, (5..8).map(key).collect()).unwrap();
        assert_eq!((manifest.is_encrypted(), manifest.given_attesters()), (encrypted, given_attesters));
        assert_eq!(manifest.format_version(), 2);
        let highest = (5..8).map(|number| key(number).gas_estimate()).max();
        assert_eq!(Some(manifest.highest_gas_estimate()), highest);
    }
}

#[test]
fn a_manifest_is_known_by_two_members() {
    assert!(has_its_members(&manifest(5, 2).to_json()));
    // Nothing else needs to be sound.
    assert!(has_its_members(r#"{"keys": 1, "formatVersion": "new"}"#));
    for text in [r#"{"formatVersion": 2}"#, r#"{"keys": []}"#, "{}", r#"["formatVersion", "keys"]"#, "", "{"] {
        assert!(!has_its_members(text), "{text}");
    }
}
