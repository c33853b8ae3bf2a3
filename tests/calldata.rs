//! `keygen calldata`: every function, every form, and nothing that the contract would refuse.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;
use serde_json::Value;

const ADMIN: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ZERO: &str = "0x0000000000000000000000000000000000000000";

fn word(number: u64) -> String {
    format!("{number:064x}")
}

fn address(text: &str) -> String {
    format!("{:0>64}", text[2..].to_lowercase())
}

const STAKER_OUTPUT: &str = "out/public/staker_output.json";

/// The verb's arguments, the function, and what it is called with: the selectors and arguments as the contract has them,
/// put together by hand.
type Call<'a> = (&'a [&'a str], &'a str, &'a str, Vec<String>, &'a str);

fn every_call_but_add_keys() -> Vec<Call<'static>> {
    vec![
        (
            &["register-provider", "--admin", ADMIN, "--take-rate", "500", "--rewards-recipient", OTHER],
            "registerProvider(address,uint16,address)",
            "ea4a1e03",
            vec![address(ADMIN), word(500), address(OTHER)],
            "0x70997970C51812dc3A010C7d01b50e0d17dc79C8 500 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        ),
        (
            &["update-admin", "--provider-id", "7", "--new-admin", OTHER, "--current-admin", ADMIN],
            "updateProviderAdmin(uint256,address)",
            "ae996dc5",
            vec![word(7), address(OTHER)],
            "7 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        ),
        (&["accept-admin", "--provider-id", "7"], "acceptProviderAdmin(uint256)", "22b2b62d", vec![word(7)], "7"),
        (
            &["update-rewards-recipient", "--provider-id", "7", "--new-recipient", OTHER],
            "updateProviderRewardsRecipient(uint256,address)",
            "48922b95",
            vec![word(7), address(OTHER)],
            "7 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        ),
        (
            &["update-take-rate", "--provider-id", "7", "--take-rate", "10000", "--current-take-rate", "500"],
            "updateProviderTakeRate(uint256,uint16)",
            "cea00fa5",
            vec![word(7), word(10000)],
            "7 10000",
        ),
        (
            &["drip-queue", "--provider-id", "7", "--count", "3"],
            "dripProviderQueue(uint256,uint256)",
            "26f7424f",
            vec![word(7), word(3)],
            "7 3",
        ),
    ]
}

#[test]
fn each_function_in_each_form() {
    let place = Place::new();
    for (arguments, function, selector, words, as_text) in every_call_but_add_keys() {
        let encode = |more: &[&str]| place.run(&[&["calldata"], arguments, more].concat()).succeeds();
        let hex = format!("0x{selector}{}", words.concat());
        let run = encode(&[]);
        assert_eq!(run.stdout, format!("{hex}\n"), "{arguments:?}");
        let name = function.split('(').next().unwrap();
        let described = format!("{name}({}), {} bytes", as_text.replace(' ', ", "), hex.len() / 2 - 1);
        assert_eq!(run.stderr.lines().next(), Some(described.as_str()));

        let json: Value = serde_json::from_str(&encode(&["--format", "json"]).stdout).unwrap();
        let listed: Vec<_> = as_text.split(' ').collect();
        assert_eq!(
            json,
            serde_json::json!([{
                "function": function,
                "selector": format!("0x{selector}"),
                "bytes": hex.len() / 2 - 1,
                "calldata": hex,
                "arguments": listed,
            }])
        );

        let cast = encode(&["--format", "cast", "--registry", REGISTRY]).stdout;
        assert_eq!(cast, format!("cast send {REGISTRY} '{function}' {as_text}\n"));

        // The checksum is recomputed when the file is read; what reads it wants calls that add keys.
        let safe = encode(&["--format", "safe", "--registry", REGISTRY, "--chain-id", "1"]).stdout;
        let read: Value = serde_json::from_str(&safe).unwrap();
        assert_eq!((&read["chainId"], &read["version"]), (&"1".into(), &"1.0".into()));
        let transaction = serde_json::json!([{
            "to": REGISTRY, "value": "0", "data": hex, "contractMethod": null, "contractInputsValues": null,
        }]);
        assert_eq!(read["transactions"], transaction);
        let verify = |text: &str| place.run_with(&["verify", "-"], &[], text).refuses(1, &["1 fault"]).stdout;
        assert!(verify(&safe).contains("no transaction of the batch calls addKeysToProvider"));
        let changed = safe.replace("\"chainId\": \"1\"", "\"chainId\": \"2\"");
        assert!(verify(&changed).contains("meta.checksum does not fit"), "{changed}");
    }
}

#[test]
fn a_line_for_cast_names_no_chain() {
    let place = Place::new();
    let call = ["calldata", "accept-admin", "--provider-id", "7", "--format", "cast", "--registry", REGISTRY];
    let run = place.run(&[&call[..], &["--chain-id", "5"]].concat()).succeeds();
    assert!(run.stderr.contains("warning: the line for cast names no chain; send it to a node of chain 5"));
}

#[test]
fn forms_that_need_to_know_more() {
    let place = Place::new();
    let call = ["calldata", "accept-admin", "--provider-id", "7", "--format"];
    place.run(&[&call[..], &["cast"]].concat()).refuses(2, &["--format cast needs --network or --registry"]);
    place.run(&[&call[..], &["safe"]].concat()).refuses(2, &["--format safe needs --network or --registry"]);
    place.run(&[&call[..], &["safe", "--registry", REGISTRY]].concat()).refuses(2, &["needs --network or --chain-id"]);
}

#[test]
fn what_the_contract_would_refuse() {
    let place = Place::new();
    let wrong_case = ADMIN.replace('C', "c");
    let lower = ADMIN.to_lowercase();
    for (arguments, words) in [
        (vec!["update-admin", "--provider-id", "7", "--new-admin", ZERO], "--new-admin"),
        (vec!["update-admin", "--provider-id", "7", "--new-admin", &wrong_case], "checksum (EIP-55)"),
        (vec!["update-admin", "--provider-id", "7", "--new-admin", &lower], "checksum"),
        (vec!["update-admin", "--provider-id", "7", "--new-admin", ADMIN, "--current-admin", ADMIN], "current one"),
        (vec!["update-rewards-recipient", "--provider-id", "7", "--new-recipient", ZERO], "--new-recipient"),
        (vec!["update-take-rate", "--provider-id", "7", "--take-rate", "10001"], "10000 basis points"),
        (vec!["update-take-rate", "--provider-id", "7", "--take-rate", "5%"], "whole number of basis points"),
        (
            vec!["update-take-rate", "--provider-id", "7", "--take-rate", "500", "--current-take-rate", "500"],
            "current one",
        ),
        (vec!["accept-admin", "--provider-id", "0"], "provider 0 does not exist"),
        (vec!["drip-queue", "--provider-id", "7", "--count", "0"], "whole number from 1 on"),
        (vec!["drip-queue", "--provider-id", "7", "--count", "1.5"], "whole number from 1 on"),
        (vec!["drip-queue", "--provider-id", "7", "--count", "-1"], "whole number from 1 on"),
        (vec!["drip-queue", "--provider-id", "-7", "--count", "1"], "the provider id is not a decimal number"),
        (vec!["update-take-rate", "--provider-id", "7", "--take-rate", "-1"], "not a whole number of basis points"),
        (vec!["accept-admin", "--provider-id", "7", "--registry", ZERO], "--registry"),
        (vec!["accept-admin", "--provider-id", "7", "--registry", REGISTRY, "--chain-id", "0"], "--chain-id"),
        (vec!["accept-admin", "--provider-id", "7", "--registry", REGISTRY, "--chain-id", "0x1"], "from 1 on"),
        (vec!["update-admin", "--provider-id", "0x7", "--new-admin", ADMIN], "--provider-id"),
        (vec!["update-rewards-recipient", "--provider-id", "7", "--new-recipient", &wrong_case], "checksum (EIP-55)"),
        (
            vec!["register-provider", "--admin", ADMIN, "--take-rate", "10001", "--rewards-recipient", OTHER],
            "10000 basis points",
        ),
        (
            vec!["register-provider", "--admin", &wrong_case, "--take-rate", "500", "--rewards-recipient", OTHER],
            "--admin",
        ),
        (vec!["register-provider", "--admin", ZERO, "--take-rate", "500", "--rewards-recipient", OTHER], "--admin"),
        (
            vec!["register-provider", "--admin", ADMIN, "--take-rate", "500", "--rewards-recipient", ZERO],
            "--rewards-recipient",
        ),
    ] {
        let run = place.run(&[&["calldata"], &arguments[..]].concat()).refuses(2, &[words]);
        assert!(run.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn keys_are_split_in_their_order() {
    let place = Place::with_batch("5");
    let call = ["calldata", "add-keys", "--provider-id", "7", "--max-per-call", "2"];
    let run = place.run(&[&call[..], &[STAKER_OUTPUT]].concat()).succeeds();
    let calls: Vec<_> = run.stdout.lines().collect();
    assert_eq!(calls.iter().map(|call| call.len() / 2 - 1).collect::<Vec<_>>(), [676, 676, 388]);
    let attesters: Vec<_> =
        place.json(STAKER_OUTPUT).as_array().unwrap().iter().map(|e| e["attester"].clone()).collect();
    for (position, attester) in attesters.iter().enumerate() {
        let (call, key) = (position / 2, position % 2);
        // Behind selector, id, offset and length; a key has nine words.
        let start = 2 + 8 + 3 * 64 + key * 9 * 64;
        assert_eq!(calls[call][start..start + 64], address(attester.as_str().unwrap()));
    }
    let rows: Vec<Vec<_>> = run.stderr.lines().skip(3).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows.iter().map(|row| &row[..4]).collect::<Vec<_>>(),
        [["1", "0", "1", "676"], ["2", "2", "3", "676"], ["3", "4", "4", "388"]]
    );
    assert!(rows.iter().all(|row| row[4].parse::<u64>().unwrap() > 200_000), "{rows:?}");
}

#[test]
fn what_is_written_verifies() {
    let place = Place::with_batch("3");
    for (format, file) in [("json", "calls.json"), ("cast", "calls.sh"), ("safe", "safe.json")] {
        let carrier = ["--format", format, "--registry", REGISTRY, "--chain-id", "1", "--out", file];
        let call = [&["calldata", "add-keys", "--provider-id", "7"], &carrier[..], &[STAKER_OUTPUT]].concat();
        let run = place.run(&call).succeeds();
        assert!(run.stdout.contains(&format!("written to {file}")), "{}", run.stdout);
        let first = fs::read(place.path(file)).unwrap();
        place.run(&call).refuses(2, &[file, "exists already"]);
        assert_eq!(fs::read(place.path(file)).unwrap(), first);
        fs::remove_file(place.path(file)).unwrap();
        place.run(&call).succeeds();
        assert_eq!(fs::read(place.path(file)).unwrap(), first, "equal inputs make equal bytes");
    }
    let script = fs::read_to_string(place.path("calls.sh")).unwrap();
    assert!(script.contains("cast send") && !script.contains("private-key"), "{script}");
    assert_eq!(place.names(), ["calls.json", "calls.sh", "out", "safe.json"]);
}

#[test]
fn tuples_that_could_not_register_are_not_encoded() {
    let place = Place::with_batch("2");
    let original = fs::read_to_string(place.path(STAKER_OUTPUT)).unwrap();
    let refused = |change: &dyn Fn(&mut Value), words: &[&str]| {
        let mut json: Value = serde_json::from_str(&original).unwrap();
        change(&mut json);
        fs::write(place.path("changed.json"), json.to_string()).unwrap();
        let run = place.run(&["calldata", "add-keys", "--provider-id", "7", "changed.json"]).refuses(1, words);
        assert!(run.stdout.is_empty());
    };
    refused(
        &|json| json[1]["proofOfPossession"] = json[0]["proofOfPossession"].clone(),
        &["changed.json, entry 1, proofOfPossession"],
    );
    refused(&|json| json[0]["attester"] = ZERO.into(), &["changed.json, entry 0, attester", "zero address"]);
    refused(&|json| json[1]["attester"] = json[0]["attester"].clone(), &["entry 1, attester", "entry 0"]);
    refused(&|json| json[1]["publicKeyG1"] = json[0]["publicKeyG1"].clone(), &["entry 1"]);
    refused(&|json| json[1]["publicKeyG1"]["x"] = "0x5".into(), &["entry 1, publicKeyG1"]);
    refused(&|json| *json = Value::Array(Vec::new()), &["changed.json", "no entries"]);
    refused(&|json| *json = Value::Object(serde_json::Map::new()), &["changed.json"]);
    refused(&|json| json[1]["publicKeyG2"]["y1"] = 7.into(), &["changed.json, entry 1: publicKeyG2.y1 is not text"]);
    refused(&|json| json[1]["attester"] = OTHER.replace('C', "c").into(), &["changed.json, entry 1: attester: "]);
}

#[test]
fn files_that_are_no_staker_output() {
    let place = Place::new();
    let calls = ["--provider-id", "7", "--registry", REGISTRY, "--chain-id", "1"];
    place.batch("out", &[&["--unencrypted"], &calls[..]].concat()).succeeds();
    for (file, words) in [
        ("add_keys_to_provider.json", "holds calls that are encoded already; give the staker output"),
        ("safe_batch.json", "holds calls that are encoded already; give the staker output"),
        ("add_keys_to_provider.sh", "this is a script"),
        ("manifest.json", "this is the manifest of a batch"),
    ] {
        let file = format!("out/public/{file}");
        let run = place.run(&["calldata", "add-keys", "--provider-id", "7", &file]).refuses(1, &[&file, words]);
        assert!(run.stdout.is_empty());
    }
    place.run(&["calldata", "add-keys", "--provider-id", "7", "out"]).refuses(2, &["out", "directory"]);
}

#[test]
fn feedback_proofs_are_not_encoded() {
    let place = Place::new();
    place.batch("out", &["--unencrypted", "--proof", "feedback"]).succeeds();
    let call = ["calldata", "add-keys", "--provider-id", "7", STAKER_OUTPUT];
    place.run(&call).refuses(1, &["entry 0, proofOfPossession", "feedback"]);
}

#[test]
fn numbers_of_keys_in_a_call() {
    let place = Place::with_batch("1");
    for number in ["0", "101", "-1", "many"] {
        let option = format!("--max-per-call={number}");
        place
            .run(&["calldata", "add-keys", "--provider-id", "7", &option, STAKER_OUTPUT])
            .refuses(2, &["--max-per-call"]);
    }
    place.run(&["calldata", "add-keys", "--provider-id", "7", "nothing.json"]).refuses(2, &["nothing.json"]);
}

#[test]
fn a_batch_without_what_its_calls_need() {
    let place = Place::new();
    place.batch("out", &["--unencrypted", "--registry", REGISTRY]).refuses(2, &["--provider-id"]);
    place.batch("out", &["--unencrypted", "--provider-id", "7", "--chain-id", "1"]).refuses(2, &["--registry"]);
    place.batch("out", &["--unencrypted", "--provider-id", "0"]).refuses(2, &["provider 0"]);
    let feedback = ["--unencrypted", "--provider-id", "7", "--proof", "feedback"];
    place.batch("out", &feedback).refuses(2, &["--provider-id", "feedback"]);
    assert!(place.names().is_empty());
}
