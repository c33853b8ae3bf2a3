//! The examples do what they say: they are the programs that others would write.

mod common;

use std::{
    env,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use common::Place;
use serde_json::Value;

/// An example. `cargo test` builds it beside the tests; `cargo test --test examples` does not, so it is asked to: with the features
/// of the whole workspace, as `cargo test --workspace` has compiled them.
fn example(name: &str) -> Command {
    let test = env::current_exe().expect("a test has a path");
    let built: PathBuf = test.parent().and_then(|deps| deps.parent()).expect("in target/<profile>/deps").into();
    let profile = if built.ends_with("release") { "release" } else { "dev" };
    let arguments = ["build", "--workspace", "--locked", "--quiet", "--profile", profile, "--example", name];
    let status = Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).status();
    assert!(status.expect("cargo runs").success());
    Command::new(built.join("examples").join(name))
}

#[test]
fn a_batch_from_another_program_verifies() {
    let place = Place::new();
    place.secret_file("password", "correct-horse-battery");
    let run = example("make_batch")
        .args(["made", "42"])
        .current_dir(place.path(""))
        .env("KEYSTORE_PASSWORD", "correct-horse-battery")
        .output()
        .expect("the example is built");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let verified = place.run(&["verify", "made", "--password-file", "password"]).succeeds();
    assert!(
        verified.stdout.contains("100 entries, every tuple verifies; every secret file opens"),
        "{}",
        verified.stdout
    );
    assert!(verified.stdout.contains("mnemonic: kept in secret/"), "{}", verified.stdout);
    place.run(&["verify", "made/public/add_keys_to_provider.json"]).succeeds();
}

/// The service, ended when dropped.
struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_service_that_verifies() {
    let place = Place::new();
    place.run(&["batch", "--unencrypted", "--count", "2", "--out", "made"]).succeeds();
    let sound = place.json("made/public/staker_output.json");
    let mut wrong = sound.clone();
    wrong[1]["proofOfPossession"] = wrong[0]["proofOfPossession"].clone();

    let child = example("verify_service").arg("127.0.0.1:0").stdout(Stdio::piped()).spawn();
    let mut service = Service(child.expect("the example is built"));
    let mut said = String::new();
    BufReader::new(service.0.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().strip_prefix("listening on ").expect("it says where");

    let mut connection = TcpStream::connect(address).unwrap();
    let mut answers = BufReader::new(connection.try_clone().unwrap()).lines();
    let mut ask = |line: &str| -> Value {
        writeln!(connection, "{line}").unwrap();
        serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap()
    };
    assert_eq!(ask(&sound.to_string()), serde_json::json!({ "sound": true, "entries": 2, "findings": [] }));
    let answer = ask(&wrong.to_string());
    assert_eq!(answer["sound"], false);
    assert!(answer["findings"][0].as_str().unwrap().contains("tuples, entry 1, proofOfPossession"), "{answer}");
    assert_eq!(ask("nonsense")["sound"], false);
}
