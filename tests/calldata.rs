//! `keygen calldata`: every function, every form, and nothing that the contract would refuse.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

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
