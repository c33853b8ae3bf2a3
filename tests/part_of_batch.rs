//! What a USB stick carries of a batch: its public part, its manifest, or a staker output of any tool.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, Run};
use serde_json::Value;

const GIVEN: [&str; 2] = ["--mnemonic-file", "mnemonic"];

/// A batch of two encrypted keys, from index 5 of account 2 on; beside it its public part as `usb`, and its manifest as `alone.json`.
fn place() -> Place {
    let place = Place::new();
    place.batch("out", &["--count", "2", "--account-index", "2", "--address-index", "5"]).succeeds();
    fs::create_dir(place.path("usb")).unwrap();
    for entry in fs::read_dir(place.path("out/public")).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, place.path("usb").join(file.file_name().unwrap())).unwrap();
    }
    fs::copy(place.path("usb/manifest.json"), place.path("alone.json")).unwrap();
    place
}

fn verify(place: &Place, path: &str, more: &[&str]) -> Run {
    place.run(&[&["verify", path], more].concat())
}

fn check(place: &Place, path: &str, more: &[&str]) -> Run {
    place.run(&[&["recover-check", path], more].concat())
}

#[test]
fn verify_takes_the_public_part() {
    let place = place();
    std::os::unix::fs::symlink("usb/manifest.json", place.path("link.json")).unwrap();
    for path in ["usb", "usb/manifest.json", "out/public", "out/public/manifest.json", "link.json"] {
        let run = verify(&place, path, &[]).succeeds();
        let verdict = format!("{path}: 2 entries, every tuple verifies; the public part alone was named\n");
        assert!(run.stdout.ends_with(&verdict), "{}", run.stdout);
        let json: Value = serde_json::from_str(&verify(&place, path, &["--json"]).succeeds().stdout).unwrap();
        assert_eq!((&json[0]["secrets"], &json[0]["entries"]), (&"notNamed".into(), &2.into()));
    }
    // Whoever gives a password means the secret files.
    let run =
        verify(&place, "out/public", &["--password-file", "password"]).refuses(1, &["what was given does not fit"]);
    assert!(run.stdout.contains("name the whole batch"), "{}", run.stdout);
    verify(&place, "out/public", &["--password-file", "password", "--public-only"]).succeeds();
    verify(&place, "out", &["--password-file", "password"]).succeeds();
}

#[test]
fn verify_looks_at_all_of_the_public_part() {
    let place = place();
    let faults = |words: &str| {
        for path in ["usb", "usb/manifest.json"] {
            let run = verify(&place, path, &[]).refuses(1, &["found"]);
            assert!(run.stdout.contains(words), "{}", run.stdout);
        }
    };
    fs::write(place.path("usb/more.json"), "[]").unwrap();
    faults("usb/more.json");
    fs::remove_file(place.path("usb/more.json")).unwrap();
    let page = fs::read(place.path("usb/ceremony.html")).unwrap();
    fs::write(place.path("usb/ceremony.html"), [&page[..], b" "].concat()).unwrap();
    faults("usb/ceremony.html");
    fs::write(place.path("usb/ceremony.html"), page).unwrap();
    let tuples = fs::read_to_string(place.path("usb/staker_output.json")).unwrap();
    fs::write(place.path("usb/staker_output.json"), tuples.to_lowercase()).unwrap();
    faults("usb/staker_output.json");
}

/// Nothing in a manifest shows that its keys are sound: their half in G2 is in the tuples.
#[test]
fn verify_has_nothing_to_judge_in_a_manifest_alone() {
    let place = place();
    fs::remove_file(place.path("usb/staker_output.json")).unwrap();
    for path in ["alone.json", "usb/manifest.json"] {
        let run = verify(&place, path, &[]).refuses(1, &["1 fault"]);
        let fault = format!("fault: {path}: a manifest without its staker output");
        assert!(run.stdout.starts_with(&fault), "{}", run.stdout);
        assert!(run.stdout.ends_with("0 entries, NOT SOUND\n"), "{}", run.stdout);
    }
    verify(&place, "usb", &[]).refuses(1, &["found"]);
    let text = fs::read_to_string(place.path("alone.json")).unwrap();
    let run = place.run_with(&["verify", "-"], &[], &text).refuses(1, &["1 fault"]);
    let words = ["-: this is the manifest of a batch", "give the directory of"];
    words.iter().for_each(|words| assert!(run.stdout.contains(words), "{}", run.stdout));
}

#[test]
fn recover_check_takes_each_part() {
    let place = place();
    for path in ["usb", "usb/manifest.json", "out/public"] {
        let run = check(&place, path, &GIVEN).succeeds();
        assert_eq!(run.stdout.trim(), format!("{path}: the mnemonic restores all 2 keys"));
    }
    let run = check(&place, "alone.json", &GIVEN).succeeds();
    let alone =
        "alone.json: the mnemonic restores all 2 keys; the manifest alone was compared, which has no keys in G2";
    assert_eq!(run.stdout.trim(), alone);
    for option in [["--account-index", "2"], ["--bls-derivation", "v6"]] {
        let words = [option[0], "leave the option out"];
        check(&place, "usb", &[&GIVEN[..], &option].concat()).refuses(2, &words);
    }
    // One proof of another key: the fingerprint is right, and the manifest can be read.
    let mut manifest = place.json("alone.json");
    manifest["keys"][0]["feedbackProof"] = manifest["keys"][1]["feedbackProof"].clone();
    fs::write(place.path("alone.json"), manifest.to_string()).unwrap();
    let run = check(&place, "alone.json", &GIVEN).refuses(1, &["1 of the keys of alone.json is not restored"]);
    assert!(run.stdout.contains("entry 0 (index 5): feedbackProof differs"), "{}", run.stdout);
}

#[test]
fn a_batch_continues_after_each_part() {
    let place = place();
    for (number, path) in ["usb", "usb/manifest.json", "alone.json", "out/public"].into_iter().enumerate() {
        let out = format!("second{number}");
        place.batch(&out, &["--unencrypted", "--after", path]).succeeds();
        let manifest = place.json(&format!("{out}/public/manifest.json"));
        assert_eq!((&manifest["accountIndex"], &manifest["addressIndex"]), (&2.into(), &7.into()));
    }
}

#[test]
fn recover_check_of_a_staker_output() {
    let place = place();
    fs::rename(place.path("usb/staker_output.json"), place.path("staker.json")).unwrap();
    let at = [&GIVEN[..], &["--account-index", "2", "--address-index", "5"]].concat();
    let run = check(&place, "staker.json", &at).succeeds();
    assert_eq!(run.stdout.trim(), "staker.json: the mnemonic restores all 2 keys");
    let text = fs::read_to_string(place.path("staker.json")).unwrap();
    place.run_with(&[&["recover-check", "-"], &at[..]].concat(), &[], &text).succeeds();
    let json: Value =
        serde_json::from_str(&check(&place, "staker.json", &[&at[..], &["--json"]].concat()).stdout).unwrap();
    let fingerprint = &place.json("alone.json")["source"]["masterFingerprint"];
    assert_eq!((&json["masterFingerprint"], &json["manifestCompared"]), (fingerprint, &false.into()));

    // Other indices, another rule, another passphrase, one key of two.
    let refused = |more: &[&str], words: &[&str]| {
        let run = check(&place, "staker.json", more).refuses(1, &["of staker.json are not restored"]);
        words.iter().for_each(|words| assert!(run.stdout.contains(words), "{}", run.stdout));
    };
    let all = "attester, publicKeyG1, publicKeyG2, proofOfPossession differ";
    refused(&GIVEN, &["staker.json: 2 of 2 NOT RESTORED", all]);
    refused(&[&GIVEN[..], &["--account-index", "2", "--address-index", "4"]].concat(), &["entry 1 (index 5)", all]);
    place.secret_file("passphrase", "swordfish");
    refused(&[&at[..], &["--passphrase-file", "passphrase"]].concat(), &[all]);
    let other_rule = "entry 0 (index 5): publicKeyG1, publicKeyG2, proofOfPossession differ";
    refused(&[&at[..], &["--bls-derivation", "v2.1.4"]].concat(), &[other_rule]);
    let mut tuples = place.json("staker.json");
    tuples[1]["publicKeyG2"] = tuples[0]["publicKeyG2"].clone();
    fs::write(place.path("changed.json"), tuples.to_string()).unwrap();
    let run = check(&place, "changed.json", &at).refuses(1, &["1 of the keys of changed.json is not restored"]);
    assert!(run.stdout.contains("entry 1 (index 6): publicKeyG2 differs"), "{}", run.stdout);
}

#[test]
fn staker_outputs_of_every_rule_and_source() {
    let place = Place::new();
    place.secret_file("ikm", &"ab".repeat(32));
    let all: [(&str, &[&str], &[&str]); 5] = [
        ("v5", &["--bls-derivation", "v5"], &GIVEN),
        ("v2.1.4", &["--bls-derivation", "v2.1.4"], &GIVEN),
        ("budget", &["--max-gas", "145000"], &GIVEN),
        ("first", &["--skip-gas-check"], &GIVEN),
        ("material", &["--ikm-file", "ikm"], &GIVEN),
    ];
    for (out, options, secrets) in all {
        place.batch(out, &[&["--unencrypted", "--count", "3", "--proof", "feedback"], options].concat()).succeeds();
        let file = format!("{out}.json");
        fs::copy(place.path(out).join("public/staker_output.json"), place.path(&file)).unwrap();
        check(&place, &file, &[secrets, options].concat()).succeeds();
    }
    let run = check(&place, "material.json", &["--ikm-file", "ikm"]).succeeds();
    assert!(
        run.stdout.contains("restores all 3 keys; without a mnemonic, the attesters were not compared"),
        "{}",
        run.stdout
    );
}

#[test]
fn files_that_recover_check_does_not_take() {
    let place = place();
    fs::copy(place.path("usb/staker_output.json"), place.path("staker.json")).unwrap();
    check(&place, "staker.json", &[]).refuses(2, &["--mnemonic-file", "--ikm-file"]);
    check(&place, "-", &["--mnemonic-file", "-"]).refuses(2, &["standard input"]);
    check(&place, "staker.json", &[&GIVEN[..], &["--bls-derivation", "v5", "--max-gas", "145000"]].concat())
        .refuses(2, &["--max-gas"]);
    check(&place, "out/secret/node_keystore.json", &GIVEN).refuses(2, &["node_keystore.json"]);
    for (content, words) in [("[]", "no entries"), ("[{}]", "entry 0"), ("{", "JSON"), ("", "")] {
        fs::write(place.path("staker.json"), content).unwrap();
        check(&place, "staker.json", &GIVEN).refuses(2, &["staker.json", words]);
    }
}
