//! What a text is taken for, by its beginning or by the members that it has.

use aztec_staking_registry::calldata::DecodeError;
use aztec_staking_registry::public_file::{PublicFile, PublicFileError};
use aztec_staking_registry::staker_output;

use crate::common::key_stores;
use bn254_bls::ProofKind;

fn refused(text: &str) -> PublicFileError {
    PublicFile::read(text).unwrap_err()
}

/// Staker output is what is left.
fn is_staker_output(text: &str) -> bool {
    match PublicFile::read(text) {
        Ok(file) => file.faults.is_empty() && file.entries().iter().all(Result::is_err),
        Err(error) => matches!(error, PublicFileError::StakerOutput(_)),
    }
}

#[test]
fn digits_are_calldata_from_a_selector_on() {
    let calldata = |text: &str| matches!(refused(text), PublicFileError::Calldata { line: 1, .. });
    assert!(calldata("0x") && calldata("0xyz") && calldata("  01020304\n"));
    assert_eq!(
        refused("01020304"),
        PublicFileError::Calldata { line: 1, fault: DecodeError::UnknownFunction { selector: [1, 2, 3, 4] } }
    );
    assert!(is_staker_output("0102030") && is_staker_output("01020304x") && is_staker_output("0102 0304"));
}

#[test]
fn objects_are_known_by_their_members() {
    for (text, expected) in [
        (r#"{"formatVersion": 1, "keys": []}"#, PublicFileError::Manifest),
        (r#"{"schemaVersion": 1, "validators": []}"#, PublicFileError::NodeKeystore),
        (r#"{"crypto": {}}"#, PublicFileError::Encrypted),
        (r#"{"Crypto": {}}"#, PublicFileError::Encrypted),
    ] {
        assert_eq!(refused(text), expected);
    }
    for name in ["formatVersion", "keys", "schemaVersion", "validators"] {
        assert!(is_staker_output(&format!(r#"[{{"{name}": 1}}]"#)) && is_staker_output(&format!(r#"{{"{name}": 1}}"#)));
    }
    assert!(matches!(refused(r#"{"transactions": 1}"#), PublicFileError::SafeBatch(_)));
    assert!(matches!(refused(r#"[{"calldata": 1}]"#), PublicFileError::Calls(_)));
    for text in [r#"[{"contractToCall": 1}]"#, r#"[{"callData": 1}]"#, r#"{"callData": 1}"#] {
        assert!(matches!(refused(text), PublicFileError::ContractCall { call: 0, .. }), "{text}");
    }
}

#[test]
fn pages_and_scripts_are_known_by_their_beginning() {
    for text in ["#!", "#!/bin/sh\n", "cast ", "\n cast send"] {
        assert_eq!(refused(text), PublicFileError::Script, "{text}");
    }
    assert_eq!(refused("<!DOCTYPE html>"), PublicFileError::Page);
    assert!(is_staker_output("castle") && is_staker_output("# a comment") && is_staker_output("<html>"));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = staker_output::to_json(&key_stores(1..=2, ProofKind::Registration));
    assert_eq!(PublicFile::read(&format!("\u{feff}{text}")).unwrap(), PublicFile::read(&text).unwrap());
}
