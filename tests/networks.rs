//! Networks by name: where registry and chain come from, what is printed of them, and what contradicts them.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;
use serde_json::{Value, json};

const MAINNET: &str = "0x042dF8f42790d6943F41C25C2132400fd727f452";
const TESTNET: &str = "0xC6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2";
const LIST: &str = "out/public/staker_output.json";

#[test]
fn the_name_says_what_registry_and_chain_say() {
    let place = Place::new();
    let options = ["--unencrypted", "--provider-id", "7"];
    for (network, registry, chain_id) in [("mainnet", MAINNET, "1"), ("testnet", TESTNET, "11155111")] {
        let named = place.batch(network, &[&options[..], &["--network", network]].concat()).succeeds();
        let by_hand = format!("{network}-by-hand");
        place.batch(&by_hand, &[&options[..], &["--registry", registry, "--chain-id", chain_id]].concat()).succeeds();
        for file in ["manifest.json", "ceremony.html", "add_keys_to_provider.sh", "safe_batch.json"] {
            let read = |out: &str| fs::read(place.path(out).join("public").join(file)).unwrap();
            assert_eq!(read(network), read(&by_hand), "{file}");
        }
        let line = format!("goes to    provider 7 of the StakingRegistry {registry} on chain {chain_id} ({network})\n");
        assert!(named.stdout.contains(&line), "{}", named.stdout);
        let expected = json!({ "network": network, "chainId": chain_id.parse::<u64>().unwrap(), "registry": registry, "providerId": 7 });
        assert_eq!(place.json(&format!("{network}/public/manifest.json"))["destination"], expected);
        place.run(&["verify", network]).succeeds();
    }
    let page = fs::read_to_string(place.path("testnet/public/ceremony.html")).unwrap();
    assert!(page.contains("on chain 11155111") && page.contains("<strong>testnet</strong>"));
    let json = place.batch("json", &[&options[..], &["--network", "mainnet", "--json"]].concat()).succeeds().stdout;
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["destination"]["network"], "mainnet");
}

#[test]
fn calls_for_a_network() {
    let place = Place::new();
    place.batch("out", &["--unencrypted"]).succeeds();
    let add = ["calldata", "add-keys", "--provider-id", "7", LIST];
    for format in ["cast", "safe"] {
        let named = place.run(&[&add[..], &["--format", format, "--network", "testnet"]].concat()).succeeds();
        let by_hand = ["--format", format, "--registry", TESTNET, "--chain-id", "11155111"];
        assert_eq!(named.stdout, place.run(&[&add[..], &by_hand].concat()).succeeds().stdout);
        let told = format!("goes to the StakingRegistry {TESTNET} on chain 11155111 (testnet)");
        assert!(named.stderr.contains(&told), "{}", named.stderr);
    }
    let accept = ["calldata", "accept-admin", "--provider-id", "7", "--format", "cast"];
    let line = place.run(&[&accept[..], &["--network", "mainnet"]].concat()).succeeds();
    assert_eq!(line.stdout, format!("cast send {MAINNET} 'acceptProviderAdmin(uint256)' 7\n"));
    place.run(&accept).refuses(2, &["--format cast needs --network or --registry"]);
    let safe = ["calldata", "accept-admin", "--provider-id", "7", "--format", "safe", "--registry", MAINNET];
    place.run(&safe).refuses(2, &["--format safe needs --network or --chain-id"]);
}

#[test]
fn what_contradicts_the_name() {
    let place = Place::new();
    place.batch("out", &["--unencrypted"]).succeeds();
    place.secret_file("key1.json", &place.json("out/secret/node_keystore.json").to_string());
    let verbs: [&[&str]; 3] = [
        &["batch", "--mnemonic-file", "mnemonic", "--unencrypted", "--out", "new"],
        &["import", "key1.json", "--unencrypted", "--out", "new"],
        &["calldata", "add-keys", LIST, "--format", "cast"],
    ];
    for verb in verbs {
        let run = |more: &[&str]| place.run(&[verb, &["--provider-id", "7"], more].concat());
        run(&["--network", "mainnet", "--registry", TESTNET])
            .refuses(2, &[&format!("--registry: {TESTNET} is not the StakingRegistry of mainnet, which is {MAINNET}")]);
        run(&["--network", "testnet", "--chain-id", "1"])
            .refuses(2, &["--chain-id: testnet is on chain 11155111, not on 1", "leave one of the two options out"]);
        run(&["--network", "sepolia"]).refuses(2, &["--network", "unknown network; use mainnet or testnet"]);
        assert!(!place.path("new").exists());
        // Said twice is no contradiction.
        run(&["--network", "mainnet", "--registry", MAINNET, "--chain-id", "1"]).succeeds();
        let _ = fs::remove_dir_all(place.path("new"));
    }
    place.batch("new", &["--unencrypted", "--network", "mainnet"]).refuses(2, &["--provider-id"]);
    place.batch("new", &["--unencrypted", "--chain-id", "1", "--provider-id", "7"]).refuses(2, &["--registry"]);
}
