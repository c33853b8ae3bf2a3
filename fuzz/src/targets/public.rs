//! Files that hold nothing secret: tuples, calls, batches for a Safe, exits, manifests, metadata; and JSON itself.

use aztec_keystore_batch::{Manifest, manifest::has_its_members};
use aztec_staking_registry::{
    NonZeroAddress, UnverifiedKeyStore,
    alloy_primitives::hex,
    calldata::{AddedKeys, Function, decode_add_keys, parse_hex},
    calldata_file,
    exits::{self, ExitDomain, SignedExits},
    metadata::{FileChecker, ProviderMetadata},
    public_file::PublicFile,
    safe_batch, staker_output,
};
use serde_json::Value;
use strict_json::{Kind, View};

use super::curve;
use crate::{
    check,
    input::{templates, with_text},
};

/// The points of a tuple: usable ones are in their groups.
fn tuple(tuple: &UnverifiedKeyStore) {
    match tuple.points() {
        Ok((key, proof)) => {
            curve::must_be_in_g1(&key.g1);
            curve::must_be_in_g2(&key.g2);
            curve::must_be_in_g1(proof.point());
        }
        Err(fault) => check::message(&fault),
    }
}

/// Staker output of any tool.
pub fn staker_output(data: &[u8]) {
    with_text(data, templates!("staker_output/two.json"), |text| {
        let entries = match staker_output::read_entries(text) {
            Ok(entries) => entries,
            Err(error) => {
                assert_eq!(staker_output::read(text), Err(error.clone()));
                return check::message(&error);
            }
        };
        assert!(!entries.is_empty());
        for entry in &entries {
            match entry {
                Ok(entry) => tuple(entry),
                Err(fault) => check::message(fault),
            }
        }
        match staker_output::read(text) {
            Ok(tuples) => {
                check::no_member_twice(text);
                let written = serde_json::to_string(&tuples).expect("texts are JSON");
                let again = staker_output::read(&written).expect("what was written can be read");
                check::same(&serde_json::to_string(&again).expect("texts are JSON"), &written);
                let parts = |tuple: &UnverifiedKeyStore| {
                    (tuple.attester, tuple.public_key_g1, tuple.public_key_g2, tuple.proof_of_possession)
                };
                assert!(tuples.iter().map(parts).eq(again.iter().map(parts)));
            }
            Err(error) => {
                check::message(&error);
                assert!(entries.iter().any(Result::is_err));
            }
        }
    });
}

/// Calldata of `addKeysToProvider`: there is one encoding of what it says.
pub fn calldata(data: &[u8]) {
    match decode_add_keys(data) {
        Ok(added) => {
            added.tuples.iter().for_each(tuple);
            assert_eq!(encoded(&added), data, "another encoding of the same call was taken");
            check::same(&parse_hex(&hex::encode_prefixed(data)), &Ok(data.to_vec()));
        }
        Err(error) => check::message(&error),
    }
}

/// The calldata by hand: selector, provider, where the list begins, its length, nine words for each tuple.
fn encoded(added: &AddedKeys) -> Vec<u8> {
    let number = |number: usize| {
        let mut word = [0; 32];
        word[24..].copy_from_slice(&u64::try_from(number).expect("64 bits").to_be_bytes());
        word
    };
    let mut bytes = Function::AddKeysToProvider.selector().to_vec();
    bytes.extend(
        [number(usize::try_from(added.provider.get()).expect("64 bits")), number(64), number(added.tuples.len())]
            .as_flattened(),
    );
    for tuple in &added.tuples {
        bytes.extend([0; 12]);
        bytes.extend(tuple.attester);
        bytes.extend(tuple.public_key_g1.as_flattened());
        bytes.extend(tuple.public_key_g2.as_flattened());
        bytes.extend(tuple.proof_of_possession.as_flattened());
    }
    bytes
}

/// Our file of calls.
pub fn calldata_file(data: &[u8]) {
    with_text(data, templates!("calldata_file/calls.json"), |text| match calldata_file::read_calls(text) {
        Ok(calls) => {
            assert!(!calls.is_empty());
            calls.iter().filter_map(|call| call.as_ref().err()).for_each(check::message);
            match calldata_file::read_add_keys(text) {
                Ok(all) => {
                    check::no_member_twice(text);
                    assert!(all.iter().eq(calls.iter().flatten()));
                }
                Err(error) => {
                    check::message(&error);
                    assert!(calls.iter().any(Result::is_err));
                }
            }
        }
        Err(error) => check::message(&error),
    });
}

/// A public file of any kind: calldata, calls, calls with their contracts, Safe batches, staker output, scripts.
pub fn public_file(data: &[u8]) {
    let templates = templates!(
        "public_file/calls.json",
        "public_file/butler.json",
        "public_file/safe.json",
        "public_file/output.json",
        "manifest/format_2.json",
    );
    with_text(data, templates, |text| {
        let file = match PublicFile::read(text) {
            Ok(file) => file,
            Err(error) => return check::message(&error),
        };
        file.faults.iter().for_each(check::message);
        let entries = file.entries();
        let report = file.calls();
        report.findings.iter().for_each(check::message);
        // The calls that can be read stand side by side, and are all of the entries.
        let mut next = 0;
        for call in &report.calls {
            assert_eq!((call.first, call.last), (next, next + call.keys - 1));
            next = call.last + 1;
            if let Some(recipient) = &call.recipient {
                check::message(recipient);
            }
        }
        assert!(next == 0 || next == entries.len());
        match file.tuples() {
            Ok(tuples) => assert_eq!(tuples.len(), entries.len()),
            Err(error) => check::message(&error),
        }
    });
}

/// A batch for a Safe.
pub fn safe_batch(data: &[u8]) {
    with_text(data, templates!("safe_batch/batch.json", "safe_batch/app.json"), |text| match safe_batch::read(text) {
        Ok(batch) => {
            for transaction in &batch.transactions {
                match transaction {
                    Ok(transaction) => {
                        assert!(!transaction.value.is_zero() || transaction.call != safe_batch::SafeCall::Nothing)
                    }
                    Err(fault) => check::message(fault),
                }
            }
        }
        Err(error) => check::message(&error),
    });
}

/// Signed exits.
pub fn exits(data: &[u8]) {
    with_text(data, templates!("exits/mainnet.json"), |text| {
        let read = match exits::read(text) {
            Ok(read) => read,
            Err(error) => {
                if let Ok(entries) = exits::read_entries(text) {
                    assert!(entries.iter().any(Result::is_err));
                }
                return check::message(&error);
            }
        };
        assert!(exits::is_exit_file(text) && !read.is_empty());
        check::no_member_twice(text);
        // Recovering a signer takes most of the time, so it is done for some.
        if text.len() % 16 != 0 {
            return;
        }
        let rollup = NonZeroAddress::parse("0xE69F661B1e976Ab5A2F4D9CBDEAf71655B7A3299").expect("with its checksum");
        match SignedExits::verify(ExitDomain::new(1, rollup).expect("a rollup"), &read) {
            Ok(signed) => check::same(&exits::read(&signed.to_json()), &Ok(read)),
            Err(error) => check::message(&error),
        }
    });
}

/// The manifest of a batch.
pub fn manifest(data: &[u8]) {
    with_text(data, templates!("manifest/format_2.json", "manifest/format_1.json"), |text| {
        match Manifest::read(text) {
            Ok(manifest) => {
                assert!(has_its_members(text));
                check::no_member_twice(text);
                let written = manifest.to_json();
                let again = Manifest::read(&written).expect("what was written can be read");
                assert_eq!(again.to_json(), written);
                assert_eq!(
                    (again.details(), again.keys(), again.files()),
                    (manifest.details(), manifest.keys(), manifest.files())
                );
                let mut attesters: Vec<_> = manifest.keys().iter().map(|key| key.attester).collect();
                attesters.sort_unstable();
                assert!(attesters.windows(2).all(|pair| pair[0] != pair[1]), "an attester counts twice");
                for key in manifest.keys() {
                    curve::must_be_in_g1(&key.public_key);
                }
            }
            Err(error) => check::message(&error),
        }
    });
}

/// The provider's entry in the dashboard.
pub fn metadata(data: &[u8]) {
    with_text(data, templates!("metadata/whole.json"), |text| {
        match ProviderMetadata::read(text) {
            Ok(metadata) => {
                check::no_member_twice(text);
                let written = metadata.to_json().expect("what was read can be written");
                check::same(&ProviderMetadata::read(&written), &Ok(metadata.clone()));
                metadata.warnings().iter().for_each(check::message);
                let name = metadata.file_name();
                assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)), "{name:?}");
            }
            Err(errors) => {
                assert!(!errors.is_empty());
                errors.iter().for_each(check::message);
            }
        }
        let report = FileChecker::default().check("-", text);
        report.faults.iter().for_each(check::message);
        report.warnings.iter().for_each(check::message);
    });
}

/// JSON: our views of it are what another parser reads.
pub fn json(data: &[u8]) {
    with_text(data, templates!("json/all.json"), |text| {
        let view = View::parse(text);
        if text.starts_with('\u{feff}') {
            return;
        }
        match (view, serde_json::from_str::<Value>(text)) {
            (Ok(view), Ok(value)) => same_json(view, &value),
            (Err(error), other) => {
                check::message(&error);
                assert!(other.is_err());
            }
            // Half of a pair of surrogates, a number beyond those of a computer, nesting beyond 128 levels: no value to a view either.
            (Ok(_), Err(_)) => {}
        }
    });
}

fn same_json(view: View<'_>, value: &Value) {
    match (view.kind(), value) {
        (Kind::Text, Value::String(text)) => assert_eq!(view.text().as_deref(), Some(text)),
        (Kind::Array(views), Value::Array(values)) => {
            assert_eq!(views.len(), values.len());
            views.into_iter().zip(values).for_each(|(view, value)| same_json(view, value));
        }
        (Kind::Object(members), Value::Object(values)) => {
            for (name, _) in &members {
                let once = members.iter().filter(|(other, _)| other == name).count() == 1;
                assert_eq!(view.member(name).is_some(), once, "a member that is there twice counts for nothing");
                if let (Some(member), true) = (view.member(name), once) {
                    same_json(member, &values[name.as_ref()]);
                }
            }
            assert!(values.keys().all(|name| view.has(name)));
        }
        (Kind::Other, Value::Number(number)) => assert_eq!(view.integer(), number.as_u64()),
        (Kind::Other, Value::Null | Value::Bool(_)) => assert_eq!(view.integer(), None),
        (kind, value) => panic!("{kind:?} is not {value}"),
    }
}
