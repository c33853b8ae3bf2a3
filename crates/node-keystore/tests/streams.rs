//! The list piece by piece, in the same bytes as the whole.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::Cursor;

use aztec_node_keystore::{
    BlsKeySource, EthKeySource, KeyFile, NodeKeystore, NodeKeystoreError, SchemaVersion, Validator, Validators, Writer,
};
use aztec_staking_registry::{AztecAddress, NonZeroAddress, StreamError};
use common::{attester, plain};

fn validators() -> Vec<Validator> {
    let validator = |number: u8, publishers, coinbase| Validator {
        attester: EthKeySource::Plain(plain(number)),
        bls: BlsKeySource::File(KeyFile { path: format!("bls/{number}.json") }),
        publishers,
        coinbase,
        fee_recipient: AztecAddress::new([7; 32]).unwrap(),
    };
    let address = |number| NonZeroAddress::new(attester(number)).unwrap();
    vec![
        validator(1, Vec::new(), None),
        validator(2, vec![EthKeySource::Address(address(9))], Some(address(8))),
        validator(3, vec![EthKeySource::Plain(plain(4)), EthKeySource::Plain(plain(5))], None),
    ]
}

fn format<E: std::fmt::Debug>(error: StreamError<E>) -> E {
    if let StreamError::Format(fault) = error { fault } else { panic!("{error:?}") }
}

#[test]
fn a_node_keystore_in_pieces() {
    let mut writer = Writer::new(Vec::new()).unwrap();
    validators().iter().for_each(|validator| writer.push(validator).unwrap());
    let text = writer.finish().unwrap();
    let whole = NodeKeystore {
        schema: SchemaVersion::V1,
        validators: validators(),
        remote_signer: None,
        funding_account: None,
    };
    assert_eq!(String::from_utf8(text.clone()).unwrap(), *whole.to_json());

    let read = Validators::new(Cursor::new(&text)).unwrap();
    assert_eq!(read.total(), 3);
    let validators = read.map(Result::unwrap).collect();
    assert_eq!(*NodeKeystore { validators, ..whole }.to_json(), *String::from_utf8(text).unwrap());
}

/// In version 2, what stands at the top is handed down, also where it stands behind the validators.
#[test]
fn what_validators_share_is_handed_down_in_pieces_as_well() {
    let entry =
        |bls: &str| format!(r#"{{"attester": {{"eth": "0x{}", "bls": {{"path": "{bls}"}}}}}}"#, "11".repeat(32));
    let fee_recipient = format!("0x{}", "07".repeat(32));
    let text = format!(
        r#"{{"schemaVersion": 2, "validators": [{}, {}], "feeRecipient": "{fee_recipient}"}}"#,
        entry("a"),
        entry("b")
    );
    let whole = NodeKeystore::read(&text).unwrap();
    let pieces: Vec<_> = Validators::new(Cursor::new(&text)).unwrap().map(Result::unwrap).collect();
    assert_eq!(pieces.len(), 2);
    for (piece, whole) in pieces.iter().zip(&whole.validators) {
        assert_eq!(piece.fee_recipient.to_be_bytes(), [7; 32]);
        assert_eq!(format!("{piece:?}"), format!("{whole:?}"));
    }
    let refused = |text: &str| {
        let fault = match Validators::new(Cursor::new(text)) {
            Ok(validators) => validators.last().and_then(Result::err).map(format),
            Err(fault) => Some(format(fault)),
        };
        assert_eq!(fault, NodeKeystore::read(text).err(), "{text}");
        assert!(matches!(fault, Some(NodeKeystoreError::Field { .. })), "{text}");
    };
    refused(&text.replace("\"feeRecipient\"", "\"fee\""));
    refused(&text.replace("\"schemaVersion\": 2", "\"schemaVersion\": 1"));
    refused(&text.replace("\"validators\"", "\"prover\""));
    refused(&text.replacen("{\"path\": \"b\"}", "7", 1));
}
