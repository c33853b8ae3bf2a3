//! `keygen metadata`: writes what the dashboard reads, and names what it could not use.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;
use serde_json::{Value, json};

const ATTESTER: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

const NEW: [&str; 6] = ["metadata", "new", "--provider-id", "7", "--name", "Example Staking"];

/// Every field, as the options give it.
const ALL: [&str; 16] = [
    "--description",
    "Runs \"sequencers\".",
    "--email",
    "ops@example.org",
    "--website",
    "https://example.org",
    "--logo-url",
    "https://example.org/logo.png",
    "--discord-username",
    "example",
    "--self-stake",
    ATTESTER,
    "--self-stake",
    OTHER,
    "--manual-payout-audit-url",
    "https://example.org/payouts",
];

#[test]
fn every_field_under_the_name_of_the_list() {
    let place = Place::new();
    let run = place.run(&[&NEW[..], &ALL].concat()).succeeds();
    assert!(run.stdout.contains("provider 7 in 7-example-staking.json"), "{}", run.stdout);
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    // As the dashboard's README has it.
    let expected = json!({
        "providerId": 7,
        "providerName": "Example Staking",
        "providerDescription": "Runs \"sequencers\".",
        "providerEmail": "ops@example.org",
        "providerWebsite": "https://example.org",
        "providerLogoUrl": "https://example.org/logo.png",
        "discordUsername": "example",
        "providerSelfStake": [ATTESTER, OTHER],
        "manualPayoutAuditUrl": "https://example.org/payouts",
    });
    assert_eq!(place.json("7-example-staking.json"), expected);
    let run = place.run(&["metadata", "check", "7-example-staking.json"]).succeeds();
    assert_eq!(run.stdout, "7-example-staking.json: provider 7, Example Staking; the dashboard can use every field\n");
}

#[test]
fn nothing_is_overwritten() {
    let place = Place::new();
    let run = place.run(&NEW).succeeds();
    assert_eq!(run.stderr.matches("warning: ").count(), 5, "{}", run.stderr);
    let before = fs::read(place.path("7-example-staking.json")).unwrap();
    place.run(&[&NEW[..], &ALL].concat()).refuses(2, &["7-example-staking.json", "exists already"]);
    assert_eq!(fs::read(place.path("7-example-staking.json")).unwrap(), before);
    place.run(&[&NEW[..], &["--out", "mine.json"]].concat()).succeeds();
    assert_eq!(fs::read(place.path("mine.json")).unwrap(), before, "equal inputs make equal bytes");
    assert_eq!(place.names(), ["7-example-staking.json", "mine.json"]);
}

#[test]
fn a_name_that_leads_elsewhere() {
    let place = Place::new();
    fs::create_dir(place.path("below")).unwrap();
    place.run(&["metadata", "new", "--provider-id", "7", "--name", "../../etc/x y\u{1b}[2K"]).succeeds();
    assert_eq!(place.names(), ["7-etc-x-y-2k.json", "below"]);
    let run = place.run(&["metadata", "check", "7-etc-x-y-2k.json"]).succeeds();
    assert!(!run.stdout.contains('\u{1b}'), "{}", run.stdout);
}

#[test]
fn options_that_the_dashboard_could_not_use() {
    let place = Place::new();
    let lower = ATTESTER.to_lowercase();
    for (more, words) in [
        (&["--email", "ops"][..], &["--email", "name@example.org"][..]),
        (&["--website", "example.org"], &["--website", "https://"]),
        (&["--logo-url", "javascript:alert(1)"], &["--logo-url", "https://"]),
        (&["--manual-payout-audit-url", "x"], &["--manual-payout-audit-url", "https://"]),
        (&["--website", "https://user@example.org"], &["--website", "before the @"]),
        (&["--email", "x", "--website", "y"], &["--email", "--website"]),
        (&["--self-stake", ATTESTER, "--self-stake", ATTESTER], &["--self-stake", "entry 1", "twice"]),
        (&["--self-stake", &lower], &["--self-stake", "checksum"]),
        (&["--self-stake", "0x0000000000000000000000000000000000000000"], &["--self-stake", "zero address"]),
    ] {
        place.run(&[&NEW[..], more].concat()).refuses(2, words);
    }
    place.run(&["metadata", "new", "--provider-id", "7", "--name", " "]).refuses(2, &["--name", "empty"]);
    place.run(&["metadata", "new", "--provider-id", "0", "--name", "x"]).refuses(2, &["provider 0"]);
    place.run(&["metadata", "new", "--name", "x"]).refuses(2, &["--provider-id"]);
    place.run(&["metadata", "new", "--provider-id", "7"]).refuses(2, &["--name"]);
    place.run(&[&NEW[..], &["--out", "missing/file.json"]].concat()).refuses(3, &["missing/file.json"]);
    assert!(place.names().is_empty());
}

fn changed(place: &Place, change: impl FnOnce(&mut Value)) {
    let mut file = place.json("7-example-staking.json");
    change(&mut file);
    fs::write(place.path("7-changed.json"), file.to_string()).unwrap();
}

#[test]
fn files_that_the_dashboard_could_not_use() {
    let place = Place::new();
    place.run(&[&NEW[..], &ALL].concat()).succeeds();
    for (field, value, words) in [
        ("providerId", json!("7"), "providerId is not a whole number"),
        ("providerId", json!(0), "providerId is not a whole number"),
        ("providerName", json!(""), "providerName is missing or empty"),
        ("providerEmail", json!("ops at example.org"), "providerEmail is not a mail address"),
        ("providerWebsite", json!("www.example.org"), "providerWebsite is not a web address"),
        ("providerLogoUrl", json!(["x"]), "providerLogoUrl is not text"),
        ("providerSelfStake", json!(ATTESTER), "providerSelfStake is not a list"),
        ("providerSelfStake", json!([ATTESTER, "0x12"]), "providerSelfStake, entry 1: "),
        ("providerLogoURL", json!("x"), "providerLogoURL is not a field"),
    ] {
        changed(&place, |file| file[field] = value);
        let run = place.run(&["metadata", "check", "7-changed.json"]).refuses(1, &["1 fault found"]);
        assert!(run.stdout.starts_with(&format!("fault: 7-changed.json: {words}")), "{}", run.stdout);
        assert!(run.stdout.ends_with("7-changed.json: NOT SOUND\n"), "{}", run.stdout);
    }
    for content in ["", "{", "[]", "null", "7", "{}"] {
        fs::write(place.path("7-changed.json"), content).unwrap();
        let run = place.run(&["metadata", "check", "7-changed.json"]).refuses(1, &["found"]);
        assert!(run.stdout.starts_with("fault: 7-changed.json: "), "{content:?}: {}", run.stdout);
    }
    fs::write(place.path("7-changed.json"), vec![b' '; (1 << 20) + 1]).unwrap();
    place.run(&["metadata", "check", "7-changed.json"]).refuses(1, &["1 fault"]);
    fs::write(place.path("7-changed.json"), [0xff, 0xfe]).unwrap();
    place.run(&["metadata", "check", "7-changed.json"]).refuses(2, &["7-changed.json", "UTF-8"]);
    place.run(&["metadata", "check", "missing.json"]).refuses(2, &["missing.json"]);
    place.run(&["metadata", "check"]).refuses(2, &["<FILE>"]);
}

/// What the dashboard takes, though not as it is written.
#[test]
fn warnings() {
    let place = Place::new();
    let website = ["--website", "https:example.org", "--logo-url", "https://localhost/x"];
    let run = place.run(&[&NEW[..], &website].concat()).succeeds();
    for words in ["warning: providerWebsite is read as https://example.org/;", "warning: providerLogoUrl names a host"]
    {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    changed(&place, |file| file["providerSelfStake"] = json!([ATTESTER.to_lowercase()]));
    let run = place.run(&["metadata", "check", "7-changed.json"]).succeeds();
    for words in [
        "warning: 7-changed.json: providerWebsite is read as https://example.org/;",
        "warning: 7-changed.json: providerLogoUrl names a host",
        &format!(
            "warning: 7-changed.json: providerSelfStake, entry 0: the address carries no checksum; compare it with its source, and write {ATTESTER}\n"
        ),
    ] {
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
}

#[test]
fn several_files_and_findings_for_machines() {
    let place = Place::new();
    place.run(&[&NEW[..], &ALL].concat()).succeeds();
    place.run(&[&NEW[..], &["--out", "copy.txt"]].concat()).succeeds();
    changed(&place, |file| {
        file["providerId"] = json!(8);
        file["providerEmail"] = json!("x");
        file["providerWebsite"] = json!("y");
    });
    let check = ["metadata", "check", "--json", "7-example-staking.json", "copy.txt", "7-changed.json"];
    let run = place.run(&check).refuses(1, &["3 faults found"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&report[0]["providerId"], &report[0]["faults"]), (&json!(7), &json!([])));
    // The dashboard takes one file for each provider.
    assert_eq!(report[1]["faults"][0]["field"], "providerId");
    assert!(report[1]["faults"][0]["text"].as_str().unwrap().contains("7-example-staking.json"));
    assert_eq!(report[1]["emptyFields"].as_array().unwrap().len(), 5);
    assert!(report[1]["warnings"].to_string().contains("rename this one to 7-example-staking.json"));
    let fields: Vec<_> = report[2]["faults"].as_array().unwrap().iter().map(|fault| fault["field"].clone()).collect();
    assert_eq!(fields, ["providerEmail", "providerWebsite"]);

    // One that is not there keeps no other from being checked.
    let check = ["metadata", "check", "missing.json", "copy.txt"];
    let run = place.run(&check).refuses(1, &["1 fault found"]);
    for words in [
        "fault: missing.json: there is no such file; check the path\n",
        "missing.json: NOT CHECKED",
        "copy.txt: provider 7, Example Staking; ",
    ] {
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }

    let file = fs::read_to_string(place.path("copy.txt")).unwrap();
    let run = place.run_with(&["metadata", "check", "-"], &[], &file).succeeds();
    assert!(
        run.stdout.ends_with("-: provider 7, Example Staking; the dashboard can use every field\n"),
        "{}",
        run.stdout
    );
    place.run_with(&["metadata", "check", "-", "-"], &[], &file).refuses(2, &["standard input"]);
}
