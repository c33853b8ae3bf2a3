//! `keygen key`: keys are shown on purpose only, and never lost.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{fs, process::Command};

use common::{OTHER_PASSWORD, PASSWORD, Place, files_below, mode};
use rexpect::session::spawn_command;
use serde_json::Value;

/// Source: any wallet, for the mnemonic of the tests.
const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const ETH_SECRET: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
/// Source: the official command line (npm `@aztec/cli` 4.1.2), run on this mnemonic.
const BLS_SECRET: &str = "0x285526323b860bde9d845bed1bcaffe6a0da0373b3cf08f45f5ee3c85e095da5";

const WITH: [&str; 2] = ["--password-file", "password"];

#[test]
fn inspecting() {
    let (place, eth, bls) = Place::with_key_files();
    let run = place.run(&["key", "inspect", &eth, &bls]).succeeds();
    for words in [FIRST, "Web3 Secret Storage", "BN254", "m/12381/3600/0/0/0", "pbkdf2 c=262144 prf=hmac-sha256"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("opens"));
    let manifest = place.json("out/public/manifest.json");
    let opened = [&["key", "inspect", &*eth, &*bls, "--json"], &WITH[..]].concat();
    let facts: Value = serde_json::from_str(&place.run(&opened).succeeds().stdout).unwrap();
    assert_eq!(facts[0]["address"], FIRST);
    assert_eq!(facts[1]["publicKey"], manifest["keys"][0]["publicKey"]);
    assert_eq!((&facts[0]["opens"], &facts[1]["opens"]), (&true.into(), &true.into()));
    let wrong = place.run(&["key", "inspect", &eth, "--password-file", "other"]).refuses(1, &[&eth, "does not open"]);
    assert!(wrong.stdout.contains("opens       no"), "{}", wrong.stdout);
    // A file of plain keys is not quoted.
    place.secret_file("plain", ETH_SECRET);
    let run = place.run(&["key", "inspect", "plain"]).refuses(1, &["plain: "]);
    assert!(!run.stderr.contains(&ETH_SECRET[2..10]));
}

#[test]
fn exporting() {
    let (place, eth, bls) = Place::with_key_files();
    for (file, secret) in [(&eth, ETH_SECRET), (&bls, BLS_SECRET)] {
        let export = [&["key", "export", &**file], &WITH[..]].concat();
        let run = place.run(&export).refuses(2, &["--yes"]);
        assert!(run.stdout.is_empty());
        let run = place.run(&[&export[..], &["--yes"]].concat()).succeeds();
        assert_eq!(run.stdout, format!("{secret}\n"));
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        place.run(&["key", "export", file, "--yes", "--password-file", "other"]).refuses(1, &["does not open"]);
    }
    let variable = [("AZTEC_KEYSTORE_PASSWORD", PASSWORD)];
    place.run_with(&["key", "export", &eth, "--yes"], &variable, "").succeeds();
    let other = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    let export = ["key", "export", &eth, "--yes", "--address", other];
    place.run(&[&export[..], &WITH].concat()).refuses(1, &[FIRST, other]);
    place.run(&["mnemonic", "new", "--out", "words.json", "--password-file", "password"]).succeeds();
    let export = [&["key", "export", "words.json", "--yes"], &WITH[..]].concat();
    place.run(&export).refuses(2, &["keygen mnemonic show"]);
}

#[test]
fn exporting_on_a_terminal() {
    let (place, eth, _) = Place::with_key_files();
    let export = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
        command.args(["key", "export", &eth, "--password-file", "password"]);
        command.current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
        spawn_command(command, Some(60_000)).unwrap()
    };
    let mut terminal = export();
    terminal.exp_string("Type yes to go on: ").unwrap();
    terminal.send_line("yes").unwrap();
    assert!(terminal.exp_eof().unwrap().contains(ETH_SECRET));
    let mut terminal = export();
    terminal.exp_string("Type yes to go on: ").unwrap();
    terminal.send_line("y").unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("nothing was shown") && !rest.contains(&ETH_SECRET[2..]), "{rest}");
}

#[test]
fn files_of_another_tool() {
    let place = Place::new();
    let mut secret = [0u8; 32];
    secret[31] = 1;
    // Written by the crate that foundry uses, which leaves the address out.
    eth_keystore::encrypt_key(place.dir.path(), &mut rand_08::thread_rng(), secret, PASSWORD, Some("foundry")).unwrap();
    let inspect = place.run(&["key", "inspect", "foundry"]).succeeds();
    assert!(inspect.stdout.contains("scrypt n=8192 "), "{}", inspect.stdout);
    let export = [&["key", "export", "foundry", "--yes"], &WITH[..]].concat();
    place.run(&export).refuses(1, &["--address"]);
    // The address of the secret key 1, as every wallet shows it.
    let address = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
    let run = place.run(&[&export[..], &["--address", address]].concat()).succeeds();
    assert_eq!(run.stdout, format!("0x{:064x}\n", 1));

    // Inspecting says of whom the key is, so that somebody can compare it.
    let opened = place.run(&[&["key", "inspect", "foundry"], &WITH[..]].concat()).succeeds();
    assert!(opened.stdout.contains("opens       yes\n"), "{}", opened.stdout);
    assert!(opened.stdout.contains(&format!("key of      {address}; the file names none")), "{}", opened.stdout);
    let json = place.run(&[&["key", "inspect", "--json", "foundry"], &WITH[..]].concat()).succeeds();
    let facts: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&facts[0]["address"], &facts[0]["keyAddress"]), (&Value::Null, &address.into()));
    let wrong = ["key", "inspect", "foundry", "--password-file", "wrong"];
    place.secret_file("wrong", "not the password");
    place.run(&wrong).refuses(1, &["foundry: the password does not open"]);

    // Under a new password it has a cost that is not too weak, names its address, and the other tool still reads it.
    place.secret_file("other", OTHER_PASSWORD);
    let change = ["key", "change-password", "foundry", "--new-password-file", "other", "--address", address];
    place.run(&[&change[..], &WITH].concat()).succeeds();
    assert_eq!(eth_keystore::decrypt_key(place.path("foundry"), OTHER_PASSWORD).unwrap(), secret);
    let inspect = place.run(&["key", "inspect", "foundry"]).succeeds();
    assert!(inspect.stdout.contains("n=131072") && inspect.stdout.contains(address), "{}", inspect.stdout);
}

struct KnownFile {
    name: String,
    password: String,
    content: Value,
    secret: String,
    /// Of an ETH key; not every file names it.
    address: Option<String>,
}

/// Files that ethers, geth's parameters, the definition's authors and the official code's format gave, with their keys.
fn known_files() -> Vec<KnownFile> {
    let vectors = |file: &str| -> Value {
        let path = format!("{}/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    };
    let mut files = Vec::new();
    for (kind, names, secret) in [
        (
            "encrypted_eth",
            &[
                "web3-secret-storage-pbkdf2",
                "web3-secret-storage-scrypt",
                "ethers-scrypt-131072",
                "scrypt-geth-light",
                "ethers-password-composed",
            ][..],
            "private_key",
        ),
        ("encrypted_bls", &["official-validator-0", "candidate-1", "password-composed"], "sk"),
    ] {
        for vector in vectors(kind)["vectors"].as_array().unwrap() {
            let name = vector["name"].as_str().unwrap();
            if names.contains(&name) {
                let text = |field: &str| vector[field].as_str().unwrap().to_owned();
                files.push(KnownFile {
                    name: format!("{kind}-{name}"),
                    password: text("password"),
                    content: vector["file"].clone(),
                    secret: text(secret),
                    address: vector["address"].as_str().map(str::to_owned),
                });
            }
        }
    }
    assert_eq!(files.len(), 8);
    files
}

#[test]
fn known_files_of_other_tools() {
    let place = Place::new();
    place.secret_file("other", OTHER_PASSWORD);
    for KnownFile { name, password, content, secret, address } in known_files() {
        place.secret_file("known-password", &password);
        place.secret_file(&name, &content.as_str().map_or_else(|| content.to_string(), str::to_owned));
        let with = ["--password-file", "known-password"];
        let of = address.as_ref().map_or_else(Vec::new, |address| vec!["--address", address]);
        let run = place.run(&[&["key", "inspect", &name], &with[..]].concat()).succeeds();
        assert!(run.stdout.contains("opens       yes"), "{name}: {}", run.stdout);
        assert!(address.as_ref().is_none_or(|address| run.stdout.contains(address)), "{name}: {}", run.stdout);
        let run = place.run(&[&["key", "export", &name, "--yes"], &with[..], &of].concat()).succeeds();
        assert_eq!(run.stdout, format!("{secret}\n"), "{name}");
        let change = ["key", "change-password", &name, "--new-password-file", "other"];
        place.run(&[&change[..], &with, &of].concat()).succeeds();
        let run = place.run(&["key", "export", &name, "--yes", "--password-file", "other"]).succeeds();
        assert_eq!(run.stdout, format!("{secret}\n"), "{name}");
    }
}

#[test]
fn one_bad_file_among_good_ones() {
    let (place, eth, bls) = Place::with_key_files();
    let manifest = "out/public/manifest.json";
    let inspect = ["key", "inspect", &eth, manifest, &bls];
    let run = place.run(&[&inspect[..], &WITH].concat()).refuses(1, &["not every file", manifest]);
    assert_eq!(run.stdout.matches("opens       yes, and the key is the one it names").count(), 2, "{}", run.stdout);
    assert!(run.stdout.contains("manifest.json: not an encrypted key file"), "{}", run.stdout);
    let run = place.run(&[&inspect[..], &["--json"]].concat()).refuses(1, &[manifest]);
    let facts: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(facts[1]["error"].is_string() && facts[0]["error"].is_null() && facts[2]["error"].is_null());
    place.run(&["key", "inspect", &eth, "missing"]).refuses(2, &["there is no such file"]);
}

#[test]
fn an_address_is_for_eth_keys() {
    let (place, _, bls) = Place::with_key_files();
    let before = fs::read(place.path(&bls)).unwrap();
    let with = [&WITH[..], &["--address", FIRST]].concat();
    place.run(&[&["key", "export", &bls, "--yes"], &with[..]].concat()).refuses(2, &[&bls, "--address"]);
    let change = ["key", "change-password", &bls, "--new-password-file", "other"];
    place.run(&[&change[..], &with].concat()).refuses(2, &[&bls, "--address"]);
    assert_eq!(fs::read(place.path(&bls)).unwrap(), before);
}

#[test]
fn changing_passwords() {
    let (place, eth, bls) = Place::with_key_files();
    place.run(&["mnemonic", "new", "--out", "words.json", "--password-file", "password"]).succeeds();
    let words = place.run(&[&["mnemonic", "show", "words.json", "--yes"], &WITH[..]].concat()).succeeds().stdout;
    for file in [&*eth, &*bls, "words.json"] {
        let change = [&["key", "change-password", file, "--new-password-file", "other"], &WITH[..]].concat();
        let run = place.run(&change).succeeds();
        assert!(run.stdout.contains(file), "{}", run.stdout);
        assert_eq!(mode(&place.path(file)), 0o600);
        place.run(&change).refuses(1, &["does not open"]);
    }
    for (file, secret) in [(&eth, ETH_SECRET), (&bls, BLS_SECRET)] {
        let run = place.run(&["key", "export", file, "--yes", "--password-file", "other"]).succeeds();
        assert_eq!(run.stdout, format!("{secret}\n"));
    }
    assert_eq!(
        place.run(&["mnemonic", "show", "words.json", "--yes", "--password-file", "other"]).succeeds().stdout,
        words
    );
    let inspect = place.run(&["key", "inspect", &eth, &bls]).succeeds().stdout;
    assert!(inspect.contains("m/12381/3600/0/0/0") && inspect.contains("pbkdf2"), "the path and the kdf are kept");
    place.run(&["verify", "out", "--password-file", "other"]).succeeds();
}

#[test]
fn a_password_that_is_not_changed() {
    let (place, eth, _) = Place::with_key_files();
    let before = fs::read(place.path(&eth)).unwrap();
    place.secret_file("short", "short");
    let change = [&["key", "change-password", &*eth], &WITH[..]].concat();
    place.run(&[&change[..], &["--new-password-file", "short"]].concat()).refuses(2, &["too short"]);
    place.run(&change).refuses(2, &["--new-password-file"]);
    let both = ["key", "change-password", &eth, "--password-file", "-", "--new-password-file", "-"];
    place.run(&both).refuses(2, &["standard input"]);
    place.run(&["key", "change-password", "-", "--new-password-file", "other"]).refuses(2, &["name one"]);
    assert_eq!(fs::read(place.path(&eth)).unwrap(), before);
    assert_eq!(files_below(&place.path("out/secret")).len(), 3, "no temporary file is left");
}
