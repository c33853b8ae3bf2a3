//! `keygen verify` with a password that does not open the files: that is no fault of the keys.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::{Place, files_below};
use serde_json::Value;

#[test]
fn the_wrong_password() {
    let place = Place::new();
    place.batch("out", &["--count", "2"]).succeeds();
    place.secret_file("other", "some other password");
    let run = place.run(&["verify", "out", "--password-file", "other"]);
    let run = run.refuses(1, &["what was given does not fit", "run the command again"]);
    assert!(
        run.stdout.contains("out/secret: the password opens none of the files; check the password"),
        "{}",
        run.stdout
    );
    let verdict = "2 entries, every tuple verifies; not every secret file was opened (wrong password)\n";
    assert!(run.stdout.ends_with(verdict), "{}", run.stdout);
    let report: Value =
        serde_json::from_str(&place.run(&["verify", "out", "--password-file", "other", "--json"]).stdout).unwrap();
    assert_eq!(report[0]["secrets"], "wrongPassword");
    // Nothing was opened, so nothing is said of what is in there.
    assert!(["mnemonic", "rewards", "accounts"].iter().all(|field| report[0][field].is_null()), "{report}");
    assert!(!run.stdout.contains("kept in secret"), "{}", run.stdout);
    // What is wrong with the keys outweighs it.
    let mut tuples = place.json("out/public/staker_output.json");
    tuples[0]["attester"] = tuples[1]["attester"].clone();
    fs::write(place.path("out/public/staker_output.json"), tuples.to_string()).unwrap();
    let run = place.run(&["verify", "out", "--password-file", "other"]).refuses(1, &["do not register these keys"]);
    assert!(
        run.stdout.ends_with("2 entries, NOT SOUND; not every secret file was opened (wrong password)\n"),
        "{}",
        run.stdout
    );
}

/// With a password for each kind of key, one of them wrong: of the other kind every file is looked at.
#[test]
fn one_of_two_passwords_is_wrong() {
    let place = Place::new();
    for name in ["eth", "bls", "other"] {
        place.secret_file(name, &format!("the {name} password of all herons"));
    }
    let batch =
        ["batch", "--count", "2", "--eth-password-file", "eth", "--bls-password-file", "bls", "--scrypt-log-n", "14"];
    place.run(&[&batch[..], &["--out", "out"]].concat()).succeeds();
    let verify =
        |eth: &str, bls: &str| place.run(&["verify", "out", "--eth-password-file", eth, "--bls-password-file", bls]);
    // The mnemonic is in the directory, under the password of the ETH keys.
    for (eth, bls, wrong) in [("other", "bls", "ETH"), ("eth", "other", "BLS")] {
        let run = verify(eth, bls).refuses(1, &["what was given does not fit"]);
        let fault = format!(
            "fault: out/secret: the password of the {wrong} keys opens none of their files; check the password\n"
        );
        assert!(run.stdout.contains(&fault) && run.stdout.matches("fault: ").count() == 1, "{}", run.stdout);
        assert!(
            run.stdout.ends_with("every tuple verifies; not every secret file was opened (wrong password)\n"),
            "{}",
            run.stdout
        );
    }
    // One file that does not open, beside one that does, is that file's fault.
    let other = place.run(&[
        "batch",
        "--count",
        "1",
        "--password-file",
        "other",
        "--scrypt-log-n",
        "14",
        "--out",
        "other-batch",
    ]);
    other.succeeds();
    let [theirs, ours] =
        ["other-batch", "out"].map(|batch| files_below(&place.path(&format!("{batch}/secret/bls"))).remove(0));
    fs::copy(theirs, ours).unwrap();
    let run = verify("eth", "bls").refuses(1, &["do not register these keys"]);
    assert!(
        run.stdout.contains("the password does not open this file") && run.stdout.contains("NOT SOUND"),
        "{}",
        run.stdout
    );
}
