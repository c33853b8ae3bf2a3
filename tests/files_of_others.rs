//! Files that never end, and files that several runs change at once.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::symlink,
    process::{Child, Command, Stdio},
    thread,
};

use common::{JUNK, PASSWORD, Place, Run, files_below};

fn fifo(place: &Place, name: &str) {
    assert!(Command::new("mkfifo").arg(place.path(name)).status().unwrap().success());
}

/// Whatever waits for ever is ended, which is a failure.
fn ends(place: &Place, arguments: &[&str]) -> Run {
    let mut command = Command::new("timeout");
    command.args(["20", env!("CARGO_BIN_EXE_keygen")]).args(arguments);
    command.current_dir(place.dir.path()).env_clear().stdin(Stdio::null());
    Run::from(command.output().unwrap())
}

#[test]
fn earlier_batches_that_never_end() {
    let place = Place::new();
    let batch = ["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"];
    fifo(&place, "fifo");
    for after in ["/dev/zero", "fifo"] {
        ends(&place, &[&batch[..], &["--after", after]].concat()).refuses(2, &[after, "not a regular file"]);
    }
    for name in ["known/manifest.json", "known/other.json"] {
        fs::create_dir(place.path("known")).unwrap();
        let known = [&batch[..], &["--known", "known"]].concat();
        symlink("/dev/zero", place.path(name)).unwrap();
        ends(&place, &known).refuses(2, &[name, "not a regular file"]);
        fs::remove_file(place.path(name)).unwrap();
        fifo(&place, name);
        ends(&place, &known).refuses(2, &[name, "not a regular file"]);
        fs::remove_dir_all(place.path("known")).unwrap();
    }
    assert_eq!(place.names(), ["fifo"]);
}

#[test]
fn node_keystores_and_key_files_that_never_end() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    fifo(&place, "fifo");
    let render = |from| ["node-keystore", "render", from, "--prefix", "/srv", "--out", "node.json"];
    let set = |file| ["node-keystore", "set-coinbase", file, "--attester", ATTESTERS[0], "--coinbase", ATTESTERS[0]];
    let change =
        |file| ["key", "change-password", file, "--password-file", "password", "--new-password-file", "password"];
    for file in ["fifo", "/dev/zero"] {
        for arguments in [&render(file)[..], &set(file), &change(file)] {
            ends(&place, arguments).refuses(2, &[file, "not a regular file"]);
        }
    }
    // One that the node keystore names.
    let key = files_below(&place.path("out/secret/bls")).remove(0);
    fs::remove_file(&key).unwrap();
    symlink("/dev/zero", &key).unwrap();
    let inline = [&render("out")[..], &["--inline-passwords", "--password-file", "password"]].concat();
    ends(&place, &inline).refuses(2, &["out/secret/bls/00000", "not a regular file"]);
    assert_eq!(place.names(), ["fifo", "out"]);
}

/// What a shell makes of `<(…)`.
#[test]
fn pipes_that_the_operator_names() {
    let place = Place::new();
    for name in ["words", "secret"] {
        fifo(&place, name);
    }
    thread::scope(|scope| {
        for (name, text) in [("words", JUNK), ("secret", PASSWORD)] {
            let path = place.path(name);
            scope.spawn(move || writeln!(File::options().write(true).open(path).unwrap(), "{text}").unwrap());
        }
        ends(
            &place,
            &["batch", "--count", "1", "--mnemonic-file", "words", "--password-file", "secret", "--out", "out"],
        )
        .succeeds();
    });
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
    let check = ["mnemonic", "check", "/dev/stdin"];
    place.run_with(&check, &[], JUNK).succeeds();
    ends(&place, &["mnemonic", "check", "/dev/zero"]).refuses(2, &["too large"]);
}

const ATTESTERS: [&str; 4] = [
    "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
];

fn begin(place: &Place, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(arguments).current_dir(place.dir.path()).env_clear().stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Each run changes another validator of the same file.
#[test]
fn coinbases_that_are_set_at_once() {
    let place = Place::new();
    place.batch("out", &["--count", "4", "--unencrypted"]).succeeds();
    let render = ["node-keystore", "render", "out", "--prefix", "/srv", "--out", "node.json"];
    place.run(&render).succeeds();
    for round in 0..10 {
        let coinbase = ATTESTERS[round % 4];
        let set =
            |attester| ["node-keystore", "set-coinbase", "node.json", "--attester", attester, "--coinbase", coinbase];
        let runs: Vec<_> = ATTESTERS.iter().map(|attester| begin(&place, &set(attester))).collect();
        for run in runs {
            Run::from(run.wait_with_output().unwrap()).succeeds();
        }
        for (at, validator) in place.json("node.json")["validators"].as_array().unwrap().iter().enumerate() {
            assert_eq!(validator["coinbase"], coinbase, "round {round}, validator {at}");
        }
    }
    assert_eq!(place.names(), ["node.json", "out"]);
}

/// One of them changes the password; to the others it is not the right one any more.
#[test]
fn passwords_that_are_changed_at_once() {
    let place = Place::new();
    place.run(&["mnemonic", "new", "--out", "words.json", "--password-file", "password"]).succeeds();
    let passwords = ["new-0", "new-1", "new-2"];
    for name in passwords {
        place.secret_file(name, &format!("another password {name}"));
    }
    let change =
        |new| ["key", "change-password", "words.json", "--password-file", "password", "--new-password-file", new];
    let runs: Vec<_> = passwords.iter().map(|new| (*new, begin(&place, &change(new)))).collect();
    let runs: Vec<_> = runs.into_iter().map(|(new, run)| (new, Run::from(run.wait_with_output().unwrap()))).collect();
    let changed: Vec<_> = runs.iter().filter(|(_, run)| run.status == 0).map(|(new, _)| *new).collect();
    assert_eq!(changed.len(), 1);
    for (_, run) in runs.into_iter().filter(|(_, run)| run.status != 0) {
        run.refuses(1, &["words.json", "does not open"]);
    }
    place.run(&["mnemonic", "check", "words.json", "--password-file", changed[0]]).succeeds();
}
