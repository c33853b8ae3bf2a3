//! The node keystore beside the rest of its batch: what the node is told, who is paid, and what only a person can judge.

use aztec_staking_registry::AztecAddress;
use serde_json::{Value, json};

use crate::copied::{Copied, NODE};
use crate::made::{FUNDING_KEY, STRANGER, address, stranger};

const KEY: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";

/// The node keystore with one value changed makes these faults, named without their remedy.
#[track_caller]
fn node_with(copied: &Copied, pointer: &str, value: impl Into<Value>, expected: &[&str]) {
    let before = copied.text(NODE);
    copied.put(NODE, pointer, value);
    let faults = copied.faults();
    copied.write(NODE, &before);
    let named: Vec<_> = faults.iter().map(|fault| fault.split(';').next().unwrap()).collect();
    let in_it =
        |fault: &&str| if fault.starts_with("secret/") { (*fault).to_owned() } else { format!("{NODE}, {fault}") };
    let expected: Vec<_> = expected.iter().map(in_it).collect();
    assert_eq!(named, expected, "{pointer}");
}

#[test]
fn batches_as_they_were_made() {
    let all = [
        Copied::plain(),
        Copied::plain_with_mnemonic(),
        Copied::encrypted(),
        Copied::plain_with_shared_publishers(),
        Copied::encrypted_with_shared_publishers(),
        Copied::plain_for_given_attesters(),
        Copied::encrypted_for_given_attesters(),
    ];
    for copied in all {
        let verification = copied.verify();
        assert!(verification.is_sound(), "{verification:?}");
        assert_eq!(copied.told(&verification), [""; 0]);
    }
}

#[test]
fn a_path_that_leads_elsewhere() {
    let copied = Copied::encrypted();
    let node = copied.json(NODE);
    for (pointer, field) in [
        ("/validators/1/attester/eth/path", "attester.eth"),
        ("/validators/1/attester/bls/path", "attester.bls"),
        ("/validators/1/publisher/1/path", "publisher"),
    ] {
        let right = node.pointer(pointer).unwrap().as_str().unwrap();
        for wrong in [format!("/evil/{right}"), format!("./{right}"), format!("../secret/{right}"), format!("{right}/")]
        {
            node_with(&copied, pointer, wrong, &[&format!("entry 1, {field}: is not the key of this entry")]);
        }
    }
}

#[test]
fn a_password_beside_the_path_changes_nothing() {
    let copied = Copied::encrypted();
    let with_password = |pointer: &str| copied.put(NODE, &format!("{pointer}/password"), "a password");
    for pointer in ["/validators/0/attester/eth", "/validators/0/attester/bls", "/validators/0/publisher/1"] {
        with_password(pointer);
    }
    with_password("/fundingAccount");
    assert_eq!(copied.faults(), [""; 0]);
}

#[test]
fn keys_of_other_entries() {
    let copied = Copied::plain();
    let node = copied.json(NODE);
    let elsewhere = |field: &str| node.pointer(&format!("/validators/1/{field}")).unwrap().clone();
    let not_its = |field: &str| format!("entry 0, {field}: is not the key of this entry");
    node_with(&copied, "/validators/0/attester/eth", elsewhere("attester/eth"), &[&not_its("attester.eth")]);
    for other in [elsewhere("attester/bls"), json!(KEY)] {
        let before = copied.text(NODE);
        copied.put(NODE, "/validators/0/attester/bls", other);
        let expected = format!(
            "{NODE}: holds a key that does not belong to entry 0 of the staker output (publicKeyG1 differs); restore it from \
             a copy"
        );
        assert_eq!(copied.faults(), [expected]);
        copied.write(NODE, &before);
    }
    // Not below the order of its group.
    let ones = format!("0x{}", "ff".repeat(32));
    for field in ["attester/eth", "attester/bls", "publisher/0"] {
        let named = field.split("/0").next().unwrap().replace('/', ".");
        node_with(&copied, &format!("/validators/0/{field}"), ones.as_str(), &[&not_its(&named)]);
    }
    let mut without = node.clone();
    without["validators"][0]["attester"].as_object_mut().unwrap().remove("bls");
    node_with(&copied, "/validators", without["validators"].clone(), &[&not_its("attester.bls")]);
}

#[test]
fn accounts_elsewhere_for_keys_that_are_here() {
    for copied in [Copied::plain(), Copied::encrypted()] {
        let attester = copied.batch().manifest().keys()[0].attester.to_string();
        let names = |field: &str| format!("entry 0, {field}: names an account elsewhere, though the batch has its key");
        node_with(&copied, "/validators/0/attester/eth", attester.as_str(), &[&names("attester.eth")]);
        let remote = json!({ "address": attester, "remoteSignerUrl": "https://signer.example" });
        let signer = "entry 0, attester.eth: is not what the batch was written with";
        node_with(&copied, "/validators/0/attester/eth", remote, &[signer, &names("attester.eth")]);
        if copied.batch().manifest().is_encrypted() {
            // The mnemonic in the directory says which key the publisher should have, and its file has nobody who names it.
            let foreign = format!("{}: does not belong to this batch", copied.key_file("publisher", 5));
            let not_its = "entry 0, publisher: is not the key of this entry";
            node_with(&copied, "/validators/0/publisher/0", STRANGER, &[not_its, &names("publisher"), &foreign]);
        } else {
            // No seed is known, so that nobody can say whose the publisher is.
            node_with(&copied, "/validators/0/publisher/0", STRANGER, &[&names("publisher")]);
        }
        let not_its = "entry 0, attester.eth: is not the key of this entry";
        node_with(&copied, "/validators/0/attester/eth", STRANGER, &[not_its, &names("attester.eth")]);
    }
}

#[test]
fn plain_keys_among_encrypted_ones() {
    let copied = Copied::encrypted();
    let plain = |field: &str| format!("entry 1, {field}: holds a plain key, though the batch is encrypted");
    let not_its = |field: &str| format!("entry 1, {field}: is not the key of this entry");
    node_with(&copied, "/validators/1/attester/eth", KEY, &[&not_its("attester.eth"), &plain("attester.eth")]);
    node_with(&copied, "/validators/1/attester/bls", KEY, &[&plain("attester.bls")]);
    let foreign = format!("{}: does not belong to this batch", copied.key_file("publisher", 7));
    node_with(&copied, "/validators/1/publisher/0", KEY, &[&not_its("publisher"), &plain("publisher"), &foreign]);
    let funding =
        ["fundingAccount: is not what the batch was written with", "secret/funding: does not belong to this batch"];
    node_with(&copied, "/fundingAccount", KEY, &funding);
}

#[test]
fn files_where_nothing_is_encrypted() {
    let copied = Copied::plain();
    let (batch, not_its) = (copied.batch(), |field: &str| format!("entry 0, {field}: is not the key of this entry"));
    let key = &batch.manifest().keys()[0];
    let file = |directory: &str| json!({ "path": format!("{directory}/{:05}_{}.json", key.index, key.attester) });
    node_with(&copied, "/validators/0/attester/eth", file("eth"), &[&not_its("attester.eth")]);
    node_with(&copied, "/validators/0/attester/bls", file("bls"), &[&not_its("attester.bls")]);
    let funding = json!({ "path": format!("funding/{}.json", address(FUNDING_KEY)) });
    node_with(&copied, "/fundingAccount", funding, &["fundingAccount: is not what the batch was written with"]);
}

#[test]
fn the_funding_account() {
    for copied in [Copied::plain(), Copied::encrypted()] {
        let remote = json!({ "address": STRANGER, "remoteSignerUrl": "https://signer.example" });
        for elsewhere in [json!(STRANGER), remote] {
            // Then the file of the key that was there belongs to nothing.
            copied.put(NODE, "/fundingAccount", elsewhere);
            let faults = copied.faults();
            let foreign = "secret/funding: does not belong to this batch; move it elsewhere".to_owned();
            assert_eq!(faults, if copied.batch().manifest().is_encrypted() { vec![foreign] } else { vec![] });
            assert_eq!(copied.verify().secret.unwrap().accounts.funding_account, Some(stranger()));
        }
    }
    let copied = Copied::encrypted();
    let right = format!("funding/{}.json", address(FUNDING_KEY));
    for wrong in [format!("./{right}"), format!("eth/{}.json", address(FUNDING_KEY))] {
        node_with(&copied, "/fundingAccount/path", wrong, &["fundingAccount: is not what the batch was written with"]);
    }
    // Nothing says whose key that is.
    copied.put(NODE, "/fundingAccount/path", "funding/key.json");
    let [not_written, foreign] = &copied.faults()[..] else { panic!("{:?}", copied.faults()) };
    assert!(not_written.starts_with(&format!("{NODE}, fundingAccount: is not what the batch was written with")));
    assert!(foreign.starts_with("secret/funding: does not belong"), "{foreign}");
    // Or it is the key of another account.
    copied.put(NODE, "/fundingAccount/path", format!("funding/{STRANGER}.json"));
    std::fs::rename(copied.path(&format!("secret/{right}")), copied.path(&format!("secret/funding/{STRANGER}.json")))
        .unwrap();
    let [other] = &copied.faults()[..] else { panic!("{:?}", copied.faults()) };
    assert!(other.starts_with(&format!("secret/funding/{STRANGER}.json: ")), "{other}");
}

#[test]
fn members_that_no_batch_is_written_with() {
    let copied = Copied::plain();
    let signer = "https://signer.example";
    node_with(&copied, "/remoteSigner", signer, &["remoteSigner: is not what the batch was written with"]);
    copied.put(NODE, "/schemaVersion", 2);
    let [fault] = &copied.faults()[..] else { panic!("{:?}", copied.faults()) };
    assert!(fault.starts_with(&format!("{NODE}, schemaVersion: is not what the batch was written with")), "{fault}");
}

#[test]
fn another_number_of_validators() {
    let copied = Copied::plain();
    let first = copied.json(NODE)["validators"][0].clone();
    copied.put(NODE, "/validators", json!([first]));
    let expected = format!("{NODE}: has 1 entries, the manifest lists 2; restore both from a copy");
    assert_eq!(copied.faults(), [expected]);
}

#[test]
fn what_is_no_node_keystore() {
    let copied = Copied::plain();
    copied.write(NODE, "{}");
    let [fault] = &copied.faults()[..] else { panic!("{:?}", copied.faults()) };
    assert!(fault.starts_with(&format!("{NODE}: ")) && fault.ends_with("; restore it from a copy"), "{fault}");
    std::fs::write(copied.path(NODE), [0xff]).unwrap();
    assert_eq!(copied.faults(), [format!("{NODE}: is not plain text (UTF-8); restore it from a copy")]);
    std::fs::remove_file(copied.path(NODE)).unwrap();
    assert_eq!(copied.faults(), [format!("{NODE}: is missing; restore it from a copy")]);
}

/// No other file says who is paid.
#[test]
fn recipients_are_counted() {
    let copied = Copied::plain();
    let recipients = |copied: &Copied| copied.verify().secret.unwrap().recipients;
    let of_new = recipients(&copied);
    assert_eq!((of_new.own_coinbases, of_new.coinbases.len()), (2, 0));
    assert_eq!(of_new.fee_recipients.into_iter().collect::<Vec<_>>(), [(AztecAddress::ZERO, 2)]);

    let own = copied.batch().manifest().keys()[1].attester.to_string();
    let fees = format!("0x{}", "1d".repeat(32));
    copied.put(NODE, "/validators/0/coinbase", STRANGER);
    copied.put(NODE, "/validators/1/coinbase", own);
    copied.put(NODE, "/validators/1/feeRecipient", fees.as_str());
    let zero = AztecAddress::ZERO.to_string();
    assert_eq!(
        serde_json::to_value(recipients(&copied)).unwrap(),
        json!({ "ownCoinbases": 1, "coinbases": { STRANGER: 1 }, "feeRecipients": { zero: 1, fees: 1 } })
    );
    copied.put(NODE, "/validators/1/coinbase", STRANGER);
    assert_eq!(recipients(&copied).coinbases[&stranger()], 2);
}

/// Accounts and signers for which no other file vouches.
#[test]
fn accounts_that_are_not_in_the_batch_are_shown() {
    let copied = Copied::plain();
    let accounts = |copied: &Copied| serde_json::to_value(copied.verify().secret.unwrap().accounts).unwrap();
    let funding = address(FUNDING_KEY).to_string();
    assert_eq!(accounts(&copied), json!({ "publishers": {}, "fundingAccount": funding, "remoteSigners": {} }));

    copied.put(NODE, "/remoteSigner", "https://top.example");
    let signers = |top: usize| json!({ "https://top.example": top });
    assert_eq!(accounts(&copied)["remoteSigners"], signers(0), "the signer of no account");
    let remote = json!({ "address": STRANGER, "remoteSignerUrl": "https://signer.example" });
    copied.put(NODE, "/validators/0/publisher", json!([STRANGER, remote]));
    copied.put(NODE, "/validators/1/publisher/0", STRANGER);
    let more = address([0x55; 32]).to_string();
    copied.put(
        NODE,
        "/validators/1/publisher/1",
        json!({ "address": more, "remoteSignerUrl": "https://signer.example" }),
    );
    copied.put(NODE, "/fundingAccount", STRANGER);
    assert_eq!(
        accounts(&copied),
        json!({
            "publishers": { STRANGER: 3, more: 1 },
            "fundingAccount": STRANGER,
            "remoteSigners": { "https://top.example": 3, "https://signer.example": 2 },
        })
    );
    let mut node = copied.json(NODE);
    node.as_object_mut().unwrap().remove("fundingAccount");
    copied.write(NODE, &node.to_string());
    assert_eq!(accounts(&copied)["fundingAccount"], Value::Null);
}
