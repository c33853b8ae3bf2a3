//! `keygen calldata add-keys` for a Safe, and the calls that a batch writes itself.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, files_below};

const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const STAKER_OUTPUT: &str = "out/public/staker_output.json";

#[test]
fn a_safe_gets_a_file_for_each_transaction() {
    // As many keys as need two transactions of a Safe.
    let place = Place::with_batch("90");
    let call = ["calldata", "add-keys", "--provider-id", "7", "--format", "safe"];
    let call = [&call[..], &["--registry", REGISTRY, "--chain-id", "1", STAKER_OUTPUT]].concat();
    place.run(&call).refuses(2, &["2 transactions", "--out"]);
    let to_files = [&call[..], &["--out", "safe.json"]].concat();
    fs::write(place.path("safe_2.json"), "").unwrap();
    place.run(&to_files).refuses(2, &["safe_2.json", "exists already"]);
    assert_eq!(place.names(), ["out", "safe_2.json"]);
    fs::remove_file(place.path("safe_2.json")).unwrap();
    place.run(&to_files).succeeds();
    assert_eq!(place.names(), ["out", "safe_1.json", "safe_2.json"]);

    let call = ["calldata", "add-keys", "--provider-id", "7", "--max-per-call", "100", STAKER_OUTPUT];
    let run = place.run(&call).succeeds();
    assert!(run.stderr.contains("warning: call 1"), "{}", run.stderr);
}

/// What `registerProvider` returns is in no receipt.
#[test]
fn where_the_number_of_a_new_provider_is() {
    let call =
        ["calldata", "register-provider", "--admin", REGISTRY, "--take-rate", "5", "--rewards-recipient", REGISTRY];
    let run = Place::new().run(&call).succeeds();
    let topic = "0x43fe1b4477c9a580955f586c904f4670929e184ef4bef4936221c52d0a79a75b";
    let told = format!("topic 1 of the event ProviderRegistered in the receipt (topic 0 {topic})");
    assert!(run.stderr.contains(&told), "{}", run.stderr);
}

/// A Safe spends some of the gas itself: 77 keys are the most that it is sure to carry, and 81 fit without it.
#[test]
fn a_safe_needs_more_gas_than_a_direct_call() {
    let place = Place::with_batch("82");
    let add =
        ["calldata", "add-keys", "--provider-id", "7", "--registry", REGISTRY, "--chain-id", "1", "--max-per-call"];
    let warnings = |keys: &str, format: &str| {
        let out = format!("{format}{keys}");
        let run = place.run(&[&add[..], &[keys, "--format", format, "--out", &out, STAKER_OUTPUT]].concat()).succeeds();
        (run.stderr.matches("warning: call").count(), run.stderr)
    };
    assert_eq!(warnings("77", "safe").0, 0);
    let (count, text) = warnings("78", "safe");
    assert!(
        count == 1 && text.contains("a transaction of a Safe has 16015072") && text.contains("77 or less"),
        "{text}"
    );
    assert_eq!((warnings("81", "safe").0, warnings("81", "hex").0, warnings("81", "cast").0), (1, 0, 0));
    let (count, text) = warnings("82", "safe");
    assert!(count == 1 && text.contains("a transaction of Ethereum may use 16777216"), "{text}");
    assert_eq!(warnings("82", "hex").0, 1);
}

#[test]
fn a_batch_writes_the_calls_that_add_its_keys() {
    let place = Place::new();
    let provider = ["--count", "2", "--unencrypted", "--provider-id", "7"];
    let registry = [&provider[..], &["--registry", REGISTRY]].concat();
    let chain = [&registry[..], &["--chain-id", "1"]].concat();
    place.batch("id", &provider).succeeds();
    place.batch("registry", &registry).succeeds();
    place.batch("chain", &chain).succeeds();
    place.batch("again", &chain).succeeds();
    let public = |out: &str| {
        let files = files_below(&place.path(&format!("{out}/public")));
        files.iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let json = "add_keys_to_provider.json";
    let script = "add_keys_to_provider.sh";
    let page = "ceremony.html";
    assert_eq!(public("id"), [json, page, "manifest.json", "staker_output.json"]);
    assert_eq!(public("registry"), [json, script, page, "manifest.json", "staker_output.json"]);
    assert_eq!(public("chain"), [json, script, page, "manifest.json", "safe_batch.json", "staker_output.json"]);
    let listed = place.json("chain/public/manifest.json")["files"].clone();
    for name in public("chain") {
        let read = |out: &str| fs::read(place.path(&format!("{out}/public/{name}"))).unwrap();
        assert_eq!(read("chain"), read("again"), "{name}: equal inputs make equal bytes");
        assert_eq!(listed.get(&name).is_some(), ![page, "manifest.json"].contains(&&*name), "{name}");
    }
    let run = place.run(&["verify", "chain"]).succeeds();
    let goes_to = format!("\nthe calls go to: provider 7 of the StakingRegistry {REGISTRY} on chain 1\n");
    assert!(format!("\n{}", run.stdout).contains(&goes_to), "{}", run.stdout);

    // The same files as `keygen calldata` makes.
    let call = ["calldata", "add-keys", "--provider-id", "7", "--registry", REGISTRY, "--chain-id", "1"];
    for (format, name) in [("json", json), ("cast", script), ("safe", "safe_batch.json")] {
        let call = [&call[..], &["--format", format, "chain/public/staker_output.json"]].concat();
        let written = fs::read_to_string(place.path(&format!("chain/public/{name}"))).unwrap();
        assert_eq!(place.run(&call).succeeds().stdout, written, "{name}");
    }
    // The digest of each is checked.
    fs::write(place.path(&format!("chain/public/{script}")), "cast send elsewhere").unwrap();
    let run = place.run(&["verify", "chain"]).refuses(1, &["1 fault"]);
    assert!(run.stdout.contains(script), "{}", run.stdout);
}
