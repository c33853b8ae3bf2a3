//! Files that the system refuses to open: that is the system's failure (status 3), and a wrong name is bad input (status 2).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{collections::BTreeMap, fs};

use common::{PASSWORD, Place, Run, tracer};

/// Runs `keygen` while every attempt to open this file fails.
fn run_without(place: &Place, file: &str, error: &str, arguments: &[&str]) -> Run {
    let inject = format!("--inject=openat:error={error}");
    let options = ["--output=/dev/null", "--trace=openat", "--trace-path", file, &inject];
    place.run_under(tracer().unwrap(), &options, arguments)
}

#[test]
fn inputs_that_the_system_refuses() {
    if tracer().is_none() {
        return;
    }
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    place.batch("plain", &["--count", "1", "--unencrypted"]).succeeds();
    let path = |name: &str| place.path(name).to_str().unwrap().to_owned();
    let (list, plain) = (path("out/public/staker_output.json"), path("plain/secret/node_keystore.json"));
    let (mnemonic, password, bls) = (path("mnemonic"), path("password"), path("out/secret/bls"));
    let key = common::files_below(bls.as_ref())[0].to_str().unwrap().to_owned();
    let rollup = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    let exit =
        ["exit", "sign", &plain, "--rollup", rollup, "--chain-id", "1", "--deadline", "2h", "--out", "e", "--yes"];
    let cases: [(&str, &[&str]); 9] = [
        (&list, &["verify", &list]),
        (&password, &["verify", "out", "--password-file", &password]),
        (&list, &["calldata", "add-keys", "--provider-id", "7", &list]),
        (&mnemonic, &["batch", "--unencrypted", "--out", "new", "--mnemonic-file", &mnemonic]),
        (&password, &["batch", "--out", "new", "--password-file", &password]),
        (&mnemonic, &["recover-check", "out", "--mnemonic-file", &mnemonic]),
        (&plain, &["import", &plain, "--unencrypted", "--out", "new"]),
        (&key, &["key", "inspect", &key]),
        (&plain, &exit),
    ];
    let before = place.names();
    for (file, arguments) in cases {
        for error in ["EIO", "EACCES", "EMFILE", "ESTALE", "ENOSPC", "EDQUOT"] {
            let run = run_without(&place, file, error, arguments);
            assert_eq!(run.status, 3, "{error} {arguments:?}: {}", run.stderr);
            assert!(!run.stderr.contains(PASSWORD), "{}", run.stderr);
        }
        let run = run_without(&place, file, "ENOENT", arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(place.names(), before);
}

/// A batch of one thread, so that what it opens has the same number in every run.
const BATCH: [&str; 12] = [
    "batch",
    "--count",
    "30",
    "--eth-kdf",
    "pbkdf2",
    "--jobs",
    "1",
    "--mnemonic-file",
    "mnemonic",
    "--password-file",
    "password",
    "--out",
];

fn trace_batch(place: &Place, options: &[&str], out: &str) -> Run {
    place.run_under(tracer().unwrap(), &[&["--trace=openat"], options].concat(), &[&BATCH[..], &[out]].concat())
}

/// What each thread opens, in its order.
fn opened(log: &str) -> Vec<Vec<String>> {
    let mut threads: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in log.lines().filter(|line| line.contains("openat(")) {
        threads.entry(line.split(' ').next().unwrap()).or_default().push(line.to_owned());
    }
    threads.into_values().collect()
}

/// What reads a batch back fails at one file after the other: that is no check that failed, and nothing stays.
#[test]
fn what_was_just_written_cannot_be_read_back() {
    if tracer().is_none() {
        return;
    }
    let place = Place::new();
    trace_batch(&place, &["--output=log"], "first").succeeds();
    let threads = opened(&fs::read_to_string(place.path("log")).unwrap());
    fs::remove_file(place.path("log")).unwrap();
    fs::remove_dir_all(place.path("first")).unwrap();
    let worker = threads.iter().position(|opens| opens.iter().any(|open| open.contains("content/secret/eth"))).unwrap();
    // Calls are counted for each thread, so numbers that others reach as well, while they clean up, too, are left out.
    let others =
        threads.iter().enumerate().filter(|(at, _)| *at != worker).map(|(_, opens)| opens.len()).max().unwrap();
    let mut cases = BTreeMap::new();
    for (at, open) in threads[worker].iter().enumerate().skip(others + 20) {
        let Some((_, name)) = open.split_once("content") else { continue };
        let name = name.split('"').next().unwrap();
        let kind = name.split_once("/0").map_or(name, |(directory, _)| directory);
        let flags = if open.contains("O_DIRECTORY") { "list" } else { "open" };
        // The last of each kind: the first key files are also looked at to see what their derivation takes.
        cases.insert(format!("{flags} {}{kind}", if kind == name { "" } else { "a file of " }), at + 1);
    }
    for (what, number) in &cases {
        for error in ["EIO", "EMFILE", "EACCES"] {
            let inject = format!("--inject=openat:error={error}:when={number}");
            let run = trace_batch(&place, &["--output=/dev/null", &inject], "out");
            assert_eq!(run.status, 3, "{error}, {what}: {}", run.stderr);
            assert!(run.stderr.contains("nothing was kept"), "{error}, {what}: {}", run.stderr);
            assert!(place.names().is_empty(), "{error}, {what}: {:?}", place.names());
        }
    }
    let kinds: Vec<_> = cases.keys().map(String::as_str).collect();
    let expected = [
        "list ",
        "list /public",
        "list /secret",
        "list /secret/bls",
        "list /secret/eth",
        "open ",
        "open /public",
        "open /public/ceremony.html",
        "open /public/manifest.json",
        "open /public/staker_output.json",
        "open /secret",
        "open /secret/bls",
        "open /secret/eth",
        "open /secret/node_keystore.json",
        "open a file of /secret/bls",
        "open a file of /secret/eth",
    ];
    assert_eq!(kinds, expected);
}

/// Its name does not say whose it is, so it is read; one that the system keeps back is not one of nobody.
#[test]
fn a_key_file_of_another_name() {
    if tracer().is_none() {
        return;
    }
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let (node, key) = (place.path("out/secret/node_keystore.json"), place.path("out/secret/eth/key.json"));
    let named = &common::files_below(&place.path("out/secret/eth"))[0];
    let text = fs::read_to_string(&node).unwrap();
    fs::rename(named, &key).unwrap();
    fs::write(&node, text.replace(named.file_name().unwrap().to_str().unwrap(), "key.json")).unwrap();
    let attester = place.json("out/public/staker_output.json")[0]["attester"].as_str().unwrap().to_owned();
    let before = fs::read_to_string(&node).unwrap();
    let (node, key) = (node.to_str().unwrap(), key.to_str().unwrap());
    let set = ["node-keystore", "set-coinbase", node];
    let one =
        [&set[..], &["--attester", &attester, "--coinbase", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"]].concat();
    let all = [&set[..], &["--all", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"]].concat();
    let render = ["node-keystore", "render", node, "--prefix", "/srv", "--out", "new"];
    let kept = [&render[..], &["--coinbases-from", node]].concat();
    let remote = [&render[..], &["--remote-signer", "https://signer.example"]].concat();
    for arguments in [&one, &all, &kept, &remote] {
        for error in ["EIO", "EACCES"] {
            run_without(&place, key, error, arguments).refuses(3, &["key.json: cannot be read"]);
            assert_eq!(fs::read_to_string(node).unwrap(), before, "{arguments:?}");
            assert!(!place.path("new").exists(), "{arguments:?}");
        }
    }
    place.run(&one).succeeds();
    place.run(&kept).succeeds();
}
