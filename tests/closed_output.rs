//! A standard output that was closed before the program began (`>&-`): every verb with a result says so and ends with 3, and what
//! it says of its files is so. Into `/dev/null`, a result is thrown away on purpose.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    collections::BTreeSet,
    fs,
    process::{Command, Stdio},
};

use common::{Place, Run};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

const AGAIN: &str = "send standard output elsewhere and run the command again";
const WRITTEN: &str = "the output is complete and in place, only this line about it is lost";
const DIRECTORY: &str = "the directory is complete and in place, only this summary is lost";
const UNUSABLE: &str = "do not use what was printed of it";

/// `keygen` as a shell starts it with this redirection.
fn redirected(place: &Place, arguments: &str, redirection: &str) -> Run {
    let script = format!(r#"exec "$0" {arguments} {redirection}"#);
    let mut shell = Command::new("setsid");
    shell.args(["--wait", "sh", "-c", &script, env!("CARGO_BIN_EXE_keygen")]);
    Run::from(shell.current_dir(place.dir.path()).env_clear().stdin(Stdio::null()).output().unwrap())
}

/// Everything that the verbs below read.
fn place() -> Place {
    let place = Place::new();
    place.batch("encrypted", &[]).succeeds();
    place.batch("plain", &["--unencrypted"]).succeeds();
    place.secret_file("new", "another password entirely");
    fs::copy(place.path(&format!("encrypted/secret/eth/00000_{FIRST}.json")), place.path("key.json")).unwrap();
    let metadata = "metadata new --provider-id 1 --name Name --description Text --out metadata.json";
    redirected(&place, metadata, "").succeeds();
    redirected(&place, "node-keystore render plain --prefix /keys --out old-node.json", "").succeeds();
    place
}

/// A command line of each verb, what its message has to say, and what is there all the same.
const VERBS: [(&str, &str, &str); 31] = [
    ("batch --mnemonic-file mnemonic --unencrypted --out batch", DIRECTORY, "batch/public/manifest.json"),
    ("batch --mnemonic-file mnemonic --unencrypted --out json --json", DIRECTORY, "json/public/manifest.json"),
    ("import plain/secret/node_keystore.json --unencrypted --out imported", DIRECTORY, "imported/public/manifest.json"),
    ("verify plain", AGAIN, ""),
    ("verify plain --json", AGAIN, ""),
    ("recover-check plain --mnemonic-file mnemonic", AGAIN, ""),
    (
        "exit sign plain --deadline 1d --yes --out exits.json --chain-id 1 --rollup 0x5FbDB2315678afecb367f032d93F642f64180aa3",
        WRITTEN,
        "exits.json",
    ),
    ("calldata add-keys --provider-id 1 plain/public/staker_output.json", UNUSABLE, ""),
    ("calldata add-keys --provider-id 1 plain/public/staker_output.json --out call", WRITTEN, "call"),
    (
        "calldata register-provider --admin 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --take-rate 500 --rewards-recipient 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        UNUSABLE,
        "",
    ),
    ("calldata update-admin --provider-id 7 --new-admin 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", UNUSABLE, ""),
    ("calldata accept-admin --provider-id 7", UNUSABLE, ""),
    (
        "calldata update-rewards-recipient --provider-id 7 --new-recipient 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        UNUSABLE,
        "",
    ),
    ("calldata update-take-rate --provider-id 7 --take-rate 10", UNUSABLE, ""),
    ("calldata drip-queue --provider-id 7 --count 3", UNUSABLE, ""),
    ("metadata new --provider-id 1 --name Name --description Text --out meta.json", WRITTEN, "meta.json"),
    ("metadata check metadata.json", AGAIN, ""),
    ("mnemonic check mnemonic", AGAIN, ""),
    ("mnemonic new", "the words are lost, so make no keys from what you have of them", ""),
    ("mnemonic new --out words.json --password-file password", WRITTEN, "words.json"),
    ("mnemonic show mnemonic --yes", AGAIN, ""),
    ("node-keystore render plain --prefix /srv/keys --out node.json", WRITTEN, "node.json"),
    (
        "node-keystore set-coinbase old-node.json --attester 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --coinbase 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        WRITTEN,
        "",
    ),
    ("key inspect key.json --password-file password", AGAIN, ""),
    ("key export key.json --password-file password --yes", AGAIN, ""),
    ("key change-password key.json --password-file password --new-password-file new", WRITTEN, ""),
    ("password", "the password is lost", ""),
    ("completions bash", AGAIN, ""),
    ("completions zsh", AGAIN, ""),
    ("man", AGAIN, ""),
    ("man --out pages", WRITTEN, "pages/keygen.1"),
];

#[test]
fn every_verb_says_that_its_result_is_lost() {
    let place = place();
    for (arguments, sentence, file) in VERBS {
        let run = redirected(&place, arguments, ">&-").refuses(3, &["standard output is closed", sentence]);
        assert!(!run.stderr.contains("/dev/null"), "{arguments}: {}", run.stderr);
        assert!(place.path(file).exists(), "{arguments}: {file}");
        let staged = place.names().into_iter().find(|name| name.contains(".partial-"));
        assert_eq!(staged, None, "{arguments}");
    }
    // What was said to be in place is what it should be.
    for directory in
        ["batch", "json", "imported", "exits.json --chain-id 1 --rollup 0x5FbDB2315678afecb367f032d93F642f64180aa3"]
    {
        redirected(&place, &format!("verify {directory}"), "").succeeds();
    }
    redirected(&place, "key inspect key.json --password-file new", "").succeeds();
    redirected(&place, "mnemonic check words.json --password-file password", "").succeeds();
    assert_eq!(place.json("old-node.json")["validators"][0]["coinbase"], OTHER);
}

/// No verb comes that this page of the test does not know.
#[test]
fn there_is_no_other_verb() {
    let place = Place::new();
    redirected(&place, "man --out man", "").succeeds();
    let pages: BTreeSet<_> = fs::read_dir(place.path("man"))
        .unwrap()
        .map(|page| page.unwrap().file_name().into_string().unwrap().trim_end_matches(".1").to_owned())
        .collect();
    let leaves = pages.iter().filter(|page| !pages.iter().any(|other| other.starts_with(&format!("{page}-"))));
    // Whether a machine is fit is for the machine to say; where it is, the report is a result.
    let is_fit = redirected(&place, "doctor", "").status == 0;
    redirected(&place, "doctor", ">&-").refuses(if is_fit { 3 } else { 1 }, &[]);
    for verb in leaves.filter(|verb| *verb != "keygen-doctor") {
        let is_its =
            |arguments: &str| format!("keygen-{arguments} ").replace(' ', "-").starts_with(&format!("{verb}-"));
        assert!(VERBS.iter().any(|(arguments, ..)| is_its(arguments)), "{verb}");
    }
}

#[test]
fn the_help_and_whole_batches_of_keys() {
    let place = place();
    for help in ["--help", "-h", "--version", "-V", "batch --help", "calldata --help"] {
        redirected(&place, help, ">&-").refuses(3, &["the help could not be printed (standard output is closed)"]);
        redirected(&place, help, ">/dev/null").succeeds();
    }
    let closed = "standard output is closed";
    redirected(&place, "key inspect encrypted --password-file password", ">&-").refuses(3, &[closed, AGAIN]);
    redirected(&place, "key export encrypted --password-file password --yes", ">&-").refuses(3, &[closed, AGAIN]);
    let change = "key change-password encrypted --password-file password --new-password-file new";
    redirected(&place, change, ">&-").refuses(3, &[closed, WRITTEN]);
    redirected(&place, "verify encrypted --password-file new", "").succeeds();
}

/// What whoever started the program opened is not looked at, but for secrets.
#[test]
fn the_null_device_takes_what_is_no_secret() {
    let place = place();
    for (arguments, ..) in VERBS.into_iter().filter(|(arguments, ..)| !arguments.contains("--out")) {
        let is_secret =
            ["mnemonic new", "mnemonic show", "password", "key export"].iter().any(|verb| arguments.starts_with(verb));
        let run = redirected(&place, arguments, ">/dev/null");
        if is_secret {
            run.refuses(3, &["standard output is /dev/null"])
        } else {
            run.succeeds()
        };
    }
}

/// What is wrong is in the status, wherever the report went; and what needs no standard output does not ask for one.
#[test]
fn a_status_without_a_report() {
    let place = Place::new();
    fs::write(place.path("junk.json"), "[]").unwrap();
    for check in ["verify junk.json", "metadata check junk.json", "key inspect junk.json"] {
        redirected(&place, check, ">&-")
            .refuses(1, &["warning: the result could not be printed (standard output is closed)"]);
    }
    redirected(&place, "batch --no-such-option", ">&-").refuses(2, &["--no-such-option"]);
    // Other streams that are closed are no standard output.
    redirected(&place, "mnemonic check mnemonic", "<&- 2>&-").succeeds();
    assert_eq!(redirected(&place, "mnemonic check mnemonic", "<&- >&- 2>&-").status, 3);
}
