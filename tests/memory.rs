//! What is left in the memory of the program when it ends: nothing that must stay secret.
//!
//! A tracer holds the program at its last system call, and keeps it from switching off the access of debuggers. Then all that it
//! can write to is searched: heap, stacks, globals.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;
#[path = "memory/image.rs"]
mod image;
#[path = "memory/secrets.rs"]
mod secrets;

use common::{Place, files_below};
use image::Ended;
use secrets::Secrets;

const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const PASSWORD: &str = "seven herons over a quiet weir";
const NEW_PASSWORD: &str = "nine otters under a loud bridge";

/// Everything that the verbs are given, and everything that follows from it.
fn place() -> (Place, Secrets) {
    let place = Place::new();
    place.secret_file("words", PHRASE);
    place.secret_file("password", PASSWORD);
    place.secret_file("new", NEW_PASSWORD);
    let batch = ["batch", "--count", "3", "--publisher-count", "1", "--mnemonic-file", "words"];
    place.run(&[&batch[..], &["--unencrypted", "--out", "plain"]].concat()).succeeds();
    let encrypted = ["--password-file", "password", "--scrypt-log-n", "14", "--out", "out"];
    place.run(&[&batch[..], &encrypted].concat()).succeeds();
    let mut secrets = Secrets::of_mnemonic(PHRASE);
    secrets.add_text("password", PASSWORD);
    secrets.add_text("new password", NEW_PASSWORD);
    let node = std::fs::read_to_string(place.path("plain/secret/node_keystore.json")).unwrap();
    secrets.add_node_keystore(&serde_json::from_str(&node).unwrap());
    for file in files_below(&place.path("out/secret")) {
        secrets.add_derived_key(&std::fs::read(file).unwrap(), PASSWORD);
    }
    (place, secrets)
}

/// Runs a verb and searches what it leaves behind. The verb must end with this status.
fn leaves_nothing(place: &Place, secrets: &Secrets, status: i32, arguments: &[&str]) -> Vec<String> {
    let ended = Ended::run(place.dir.path(), arguments);
    assert_eq!(ended.status, status, "{arguments:?}: {}", ended.stderr);
    let verb = arguments.iter().take(2).copied().collect::<Vec<_>>().join(" ");
    secrets.found_in(&ended.memory).into_iter().map(|what| format!("{verb}: {what}")).collect()
}

#[test]
fn nothing_is_left_by_any_verb() {
    let (place, secrets) = place();
    let rollup = "0x603bb2c05D474794ea97805e8De69bCcFb3bCA12";
    let sign = ["exit", "sign", "out", "--chain-id", "1", "--rollup", rollup, "--deadline", "30d", "--yes"];
    let verbs: &[&[&str]] = &[
        &[
            "batch",
            "--count",
            "3",
            "--publisher-count",
            "1",
            "--mnemonic-file",
            "words",
            "--password-file",
            "password",
            "--scrypt-log-n",
            "14",
            "--out",
            "a",
        ],
        &["batch", "--count", "3", "--mnemonic-file", "words", "--unencrypted", "--out", "b"],
        &[
            "import",
            "plain/secret/node_keystore.json",
            "--password-file",
            "password",
            "--scrypt-log-n",
            "14",
            "--out",
            "c",
        ],
        &["verify", "out", "--password-file", "password"],
        &["verify", "plain"],
        &["recover-check", "out", "--mnemonic-file", "words"],
        &[&sign[..], &["--password-file", "password", "--out", "exits.json"]].concat(),
        &[&sign[..], &["--mnemonic-file", "words", "--out", "exits2.json"]].concat(),
        &["node-keystore", "render", "plain", "--prefix", "/srv", "--out", "d.json"],
        &[
            "node-keystore",
            "render",
            "out",
            "--prefix",
            "/srv",
            "--inline-passwords",
            "--password-file",
            "password",
            "--out",
            "e.json",
        ],
        &["node-keystore", "set-coinbase", "plain/secret/node_keystore.json", "--all", rollup],
        &["mnemonic", "check", "words"],
        &["key", "inspect", "out", "--password-file", "password"],
        &["key", "export", "out", "--yes", "--password-file", "password"],
        &["key", "change-password", "a", "--password-file", "password", "--new-password-file", "new"],
        // Ends that are not well.
        &["batch", "--mnemonic-file", "words", "--password-file", "password", "--out", "out"],
    ];
    let mut left = Vec::new();
    for arguments in verbs {
        let status = if arguments.last() == Some(&"out") && arguments[0] == "batch" { 2 } else { 0 };
        left.extend(leaves_nothing(&place, &secrets, status, arguments));
    }
    // A mnemonic that only the program knows, and that is then shown.
    place.run(&["mnemonic", "new", "--out", "new.json", "--password-file", "password"]).succeeds();
    let shown = place.run(&["mnemonic", "show", "new.json", "--yes", "--password-file", "password"]).succeeds().stdout;
    let of_new = Secrets::of_mnemonic(shown.trim());
    for verb in [&["mnemonic", "show", "new.json", "--yes"][..], &["mnemonic", "check", "new.json"]] {
        left.extend(leaves_nothing(&place, &of_new, 0, &[verb, &["--password-file", "password"]].concat()));
    }
    // Those that the program makes are known when it has ended.
    let ended = Ended::run(place.dir.path(), &["mnemonic", "new"]);
    let words = std::fs::read_to_string(place.path("stdout")).unwrap();
    left.extend(Secrets::of_mnemonic(words.trim()).found_in(&ended.memory));
    // And those of the operator's own entropy.
    let rolls = "365633224161564431142344453563655342161653435445443326124565536233145442566114525143226553323155442";
    place.secret_file("rolls", rolls);
    let ended = Ended::run(place.dir.path(), &["mnemonic", "new", "--entropy-file", "rolls"]);
    let words = std::fs::read_to_string(place.path("stdout")).unwrap();
    let mut mixed = Secrets::of_mnemonic(words.trim());
    (0..3).for_each(|part| mixed.add_text("the operator's entropy", &rolls[33 * part..33 * (part + 1)]));
    left.extend(mixed.found_in(&ended.memory));
    let made = ["batch", "--count", "2", "--password-file", "password", "--scrypt-log-n", "14", "--out", "made"];
    let ended = Ended::run(place.dir.path(), &made);
    let show = ["mnemonic", "show", "made/secret/mnemonic.json", "--yes", "--password-file", "password"];
    let words = place.run(&show).succeeds().stdout;
    left.extend(Secrets::of_mnemonic(words.trim()).found_in(&ended.memory));
    left.extend(leaves_nothing(&place, &secrets, 1, &["verify", "out", "--password-file", "new"]));
    left.extend(leaves_nothing(&place, &secrets, 1, &["recover-check", "out", "--mnemonic-file", "mnemonic"]));
    assert!(left.is_empty(), "{} are left:\n{}", left.len(), left.join("\n"));
}

/// The search finds what is there: a password that stands in the environment stays where the system has put it.
#[test]
fn what_is_there_is_found() {
    let (place, secrets) = place();
    let ended = Ended::run_with(place.dir.path(), &["verify", "out"], &[("AZTEC_UNRELATED", PASSWORD)]);
    assert!(secrets.found_in(&ended.memory).iter().any(|what| what.starts_with("password")));
}
