//! `keygen verify` on the secret part: what the node is told, who is paid, whose the publishers are, and who may change
//! all of it.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{
    fs,
    os::unix::fs::{chown, symlink},
    path::Path,
};

use common::Place;
use serde_json::{Value, json};

const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const NODE: &str = "out/secret/node_keystore.json";
const MANIFEST: &str = "out/public/manifest.json";

fn edit(file: &Path, change: impl FnOnce(&mut Value)) {
    let mut json = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    change(&mut json);
    fs::write(file, serde_json::to_vec_pretty(&json).unwrap()).unwrap();
}

/// Changes one value of the node keystore and verifies.
#[track_caller]
fn node_with(place: &Place, pointer: &str, value: Value, words: &[&str]) {
    let before = fs::read(place.path(NODE)).unwrap();
    edit(&place.path(NODE), |json| *json.pointer_mut(pointer).unwrap() = value);
    let run = place.run(&["verify", "out", "--password-file", "password"]).refuses(1, &["do not register"]);
    for word in words {
        assert!(run.stdout.contains(word), "no {word:?} in: {}", run.stdout);
    }
    fs::write(place.path(NODE), before).unwrap();
}

#[test]
fn a_path_that_leads_elsewhere() {
    let place = Place::new();
    place.batch("out", &["--count", "2", "--publisher-count", "1"]).succeeds();
    let node = place.json(NODE);
    for (pointer, field) in [
        ("/validators/1/attester/eth/path", "attester.eth"),
        ("/validators/1/attester/bls/path", "attester.bls"),
        ("/validators/1/publisher/path", "publisher"),
    ] {
        let right = node.pointer(pointer).unwrap().as_str().unwrap();
        for wrong in [format!("/evil/{right}"), format!("./{right}"), format!("../secret/{right}"), format!("{right}/")]
        {
            let fault = format!("entry 1, {field}: is not the key of this entry");
            node_with(&place, pointer, wrong.into(), &[&fault]);
        }
    }
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
}

#[test]
fn a_remote_signer_for_a_key_that_is_here() {
    let place = Place::new();
    let attester = |place: &Place| place.json(MANIFEST)["keys"][0]["attester"].clone();
    for more in [&[][..], &["--unencrypted"]] {
        place.batch("out", &[&["--publisher-count", "1"], more].concat()).succeeds();
        let attester = attester(&place);
        let remote = json!({ "address": attester, "remoteSignerUrl": "https://signer.example" });
        for elsewhere in [remote, attester] {
            let fault = ["entry 0, attester.eth: names an account elsewhere, though the batch has its key"];
            node_with(&place, "/validators/0/attester/eth", elsewhere.clone(), &fault);
            node_with(
                &place,
                "/validators/0/publisher",
                elsewhere,
                &["entry 0, publisher: names an account elsewhere"],
            );
        }
        fs::remove_dir_all(place.path("out")).unwrap();
    }
}

#[test]
fn who_is_paid_is_for_a_person_to_see() {
    let place = Place::new();
    place.batch("out", &["--count", "3", "--unencrypted"]).succeeds();
    let zero = format!("0x{:064}", 0);
    let run = place.run(&["verify", "out"]).succeeds();
    assert!(run.stdout.contains("\ncoinbase: each attester's own (3 entries)\n"), "{}", run.stdout);
    assert!(run.stdout.contains(&format!("\nfee recipient: {zero} (3 entries)\n")), "{}", run.stdout);

    let own = place.json(MANIFEST)["keys"][2]["attester"].clone();
    let stranger = format!("0x{}", "1d".repeat(32));
    edit(&place.path(NODE), |json| {
        json["validators"][1]["coinbase"] = OTHER.into();
        json["validators"][2]["coinbase"] = own;
        json["validators"][2]["feeRecipient"] = stranger.as_str().into();
    });
    let run = place.run(&["verify", "out"]).succeeds();
    let line = format!("\ncoinbase: each attester's own (2 entries), {OTHER} (1 entry)\n");
    assert!(run.stdout.contains(&line), "{}", run.stdout);
    let line = format!("\nfee recipient: {zero} (2 entries), {stranger} (1 entry)\n");
    assert!(run.stdout.contains(&line), "{}", run.stdout);
    let run = place.run(&["verify", "out", "--json"]).succeeds();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let rewards = json!({ "ownCoinbases": 2, "coinbases": { OTHER: 1 }, "feeRecipients": { zero: 2, stranger: 1 } });
    assert_eq!(report[0]["rewards"], rewards);
    assert_eq!(report[0]["mnemonic"], "notKept");
    let run = place.run(&["verify", "out", "--json", "--public-only"]).succeeds();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&report[0]["rewards"], &report[0]["mnemonic"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_number_of_publishers_that_is_too_low() {
    let place = Place::new();
    let lowered = |made: &[&str], to: u32| {
        place.run(&[&["batch", "--unencrypted", "--out", "out"], made].concat()).succeeds();
        edit(&place.path(MANIFEST), |json| json["publisherCount"] = to.into());
        let run = place.run(&["verify", "out"]).refuses(1, &["do not register"]);
        assert!(
            run.stdout.contains("node_keystore.json, entry 0, publisher: is not the key"),
            "{made:?}: {}",
            run.stdout
        );
        fs::remove_dir_all(place.path("out")).unwrap();
    };
    // With a mnemonic of its own, the batch knows which keys it would have derived.
    lowered(&["--publisher-count", "1"], 0);
    lowered(&["--publisher-count", "2"], 1);

    // Without it, the names of the files tell, and so does whether all validators have the same.
    place.batch("out", &["--publisher-count", "1"]).succeeds();
    edit(&place.path(MANIFEST), |json| json["publisherCount"] = 0.into());
    let run = place.run(&["verify", "out", "--password-file", "password"]).refuses(1, &["do not register"]);
    assert!(run.stdout.contains("entry 0, publisher: is not the key"), "{}", run.stdout);
    place.batch("plain", &["--publisher-count", "1", "--count", "2", "--unencrypted"]).succeeds();
    edit(&place.path("plain/public/manifest.json"), |json| json["publisherCount"] = 0.into());
    let run = place.run(&["verify", "plain"]).refuses(1, &["do not register"]);
    assert!(run.stdout.contains("entry 1, publisher: is not the key"), "{}", run.stdout);
}

#[test]
fn publishers_that_were_not_derived() {
    let place = Place::new();
    place.run(&["batch", "--unencrypted", "--out", "out", "--publisher-count", "1", "--count", "2"]).succeeds();
    place.run(&["verify", "out"]).succeeds();
    let key = format!("0x{}", "11".repeat(32));
    node_with(&place, "/validators/1/publisher", key.into(), &["entry 1, publisher: is not the key of this entry"]);
    let first = place.json(NODE)["validators"][0]["publisher"].clone();
    node_with(&place, "/validators/1/publisher", first, &["entry 1, publisher: is not the key of this entry"]);

    // A list for all of them, with an account whose key is elsewhere.
    place.secret_file("publishers", &format!("{OTHER}\n0x{}", "22".repeat(32)));
    for more in [&["--unencrypted"][..], &[]] {
        fs::remove_dir_all(place.path("out")).unwrap();
        place.batch("out", &[&["--count", "2", "--publisher-file", "publishers"], more].concat()).succeeds();
        place.run(&["verify", "out", "--password-file", "password"]).succeeds();
        let list = json!([OTHER]);
        node_with(&place, "/validators/1/publisher", list, &["entry 1, publisher: is not the key of this entry"]);
    }
}

#[test]
fn whether_the_mnemonic_is_kept_here() {
    let place = Place::new();
    place.run(&["batch", "--unencrypted", "--out", "out"]).succeeds();
    let says = |line: &str| {
        let run = place.run(&["verify", "out"]).succeeds();
        assert!(run.stdout.contains(line), "{}", run.stdout);
    };
    says("\nmnemonic: kept in secret/\n");
    fs::rename(place.path("out/secret/mnemonic.txt"), place.path("words")).unwrap();
    says("\nmnemonic: not kept here; check yours with keygen recover-check\n");
    // Brought back, it must be the one of this batch.
    fs::copy(place.path("mnemonic"), place.path("out/secret/mnemonic.txt")).unwrap();
    let run = place.run(&["verify", "out"]).refuses(1, &["1 fault"]);
    assert!(run.stdout.contains("mnemonic.txt: is not the mnemonic of this batch"), "{}", run.stdout);
    fs::copy(place.path("words"), place.path("out/secret/mnemonic.txt")).unwrap();
    says("\nmnemonic: kept in secret/\n");
    // A batch without a mnemonic does not speak of one.
    fs::write(place.path("attesters"), format!("{OTHER}\n")).unwrap();
    place.secret_file("ikm", &"ab".repeat(32));
    place.run(&["batch", "--unencrypted", "--out=ikm-only", "--attesters=attesters", "--ikm-file=ikm"]).succeeds();
    let run = place.run(&["verify", "ikm-only"]).succeeds();
    assert!(!run.stdout.contains("mnemonic"), "{}", run.stdout);
}

#[test]
fn a_link_to_the_batch() {
    let place = Place::new();
    place.batch("out", &[]).succeeds();
    symlink("out", place.path("current")).unwrap();
    place.run(&["verify", "current", "--password-file", "password"]).succeeds();
    place.run(&["verify", "current/", "--password-file", "password"]).succeeds();
    // The directory that it leads to counts, and below it nothing may lead elsewhere.
    fs::rename(place.path("out/secret"), place.path("elsewhere")).unwrap();
    symlink("../elsewhere", place.path("out/secret")).unwrap();
    let run = place.run(&["verify", "current", "--password-file", "password"]).refuses(1, &["fault"]);
    assert!(run.stdout.contains("current/secret: is a symbolic link"), "{}", run.stdout);
}

#[test]
fn files_of_somebody_else() {
    let place = Place::new();
    place.batch("out", &["--unencrypted"]).succeeds();
    // Only root may give files away.
    if chown(place.path(NODE), Some(4321), None).is_err() {
        return;
    }
    chown(place.path("out/public/staker_output.json"), Some(4321), None).unwrap();
    let run = place.run(&["verify", "out"]).refuses(1, &["2 faults"]);
    for file in ["secret/node_keystore.json", "public/staker_output.json"] {
        assert!(run.stdout.contains(&format!("out/{file}: belongs to user 4321, the directory to")), "{}", run.stdout);
    }
}
