//! Text for `cast`: arguments, lines and scripts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use core::num::NonZeroU64;

use aztec_staking_registry::calldata::{self, AddKeysCall, Function, KeysPerCall, add_keys};
use aztec_staking_registry::{NonZeroAddress, ProviderId, cast};
use bn254_bls::ProofKind;
use common::{attester, key_store, key_stores};

fn provider() -> ProviderId {
    ProviderId::new(7).unwrap()
}

fn registry() -> NonZeroAddress {
    NonZeroAddress::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap()
}

fn mainnet() -> NonZeroU64 {
    NonZeroU64::new(1).unwrap()
}

fn calls(keys: u32, per_call: usize) -> Vec<AddKeysCall> {
    let keys = key_stores(1..=keys, ProofKind::Registration);
    add_keys(provider(), &keys, KeysPerCall::new(per_call).unwrap()).unwrap()
}

/// The words are those of the calldata, so that `cast calldata <signature> <arguments>` gives it back.
#[test]
fn tuples_for_cast() {
    let tuple = key_store(1, ProofKind::Registration).to_unverified();
    let text = cast::tuples_argument(&[tuple, tuple]);
    let word = |word: &[u8; 32]| aztec_staking_registry::word_to_text(word);
    let tuple = format!(
        "({},({},{}),({},{},{},{}),({},{}))",
        attester(1).to_checksum(None),
        word(&tuple.public_key_g1[0]),
        word(&tuple.public_key_g1[1]),
        word(&tuple.public_key_g2[0]),
        word(&tuple.public_key_g2[1]),
        word(&tuple.public_key_g2[2]),
        word(&tuple.public_key_g2[3]),
        word(&tuple.proof_of_possession[0]),
        word(&tuple.proof_of_possession[1]),
    );
    assert_eq!(text, format!("[{tuple},{tuple}]"));
    assert_eq!(cast::tuples_argument(&[]), "[]");
}

#[test]
fn a_line_for_cast() {
    let line = cast::send_line(registry(), &calldata::accept_provider_admin(provider()));
    assert_eq!(line, "cast send 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 'acceptProviderAdmin(uint256)' 7");
    let line = cast::send_line(registry(), &calls(2, 2)[0].calldata);
    assert!(line.ends_with(&format!(" 7 '{}'", calls(2, 2)[0].calldata.arguments()[1])));
}

#[test]
fn a_script_sends_each_call_once() {
    let script = cast::script(registry(), Some(mainnet()), &calls(5, 2));
    assert!(script.starts_with("#!/bin/sh\n# Adds 5 keys"));
    assert!(script.contains("\nset -eu\n"));
    assert_eq!(script.matches("cast send").count(), 3);
    assert_eq!(script.matches("\"$@\"").count(), 3);
    assert!(script.contains("if [ \"$chain_id\" != 1 ]"));
    assert!(!cast::script(registry(), None, &calls(5, 2)).contains("chain_id"));
    for word in ["private", "mnemonic", "keystore", "password"] {
        assert!(!script.contains(word), "{word}");
    }
}

/// The script runs in a shell, with a program in the place of cast that writes down its arguments.
#[cfg(unix)]
mod shell {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::{Command, Output};

    use super::*;

    fn run(chain: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
        let directory = tempfile::tempdir().unwrap();
        let fake = directory.path().join("cast");
        let body =
            format!("#!/bin/sh\nif [ \"$1\" = chain-id ]; then echo {chain}; exit; fi\nprintf '<%s>' \"$@\"\necho\n");
        std::fs::write(&fake, body).unwrap();
        std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o700)).unwrap();
        let path = format!("{}:{}", directory.path().display(), std::env::var("PATH").unwrap());
        Command::new("sh")
            .arg("-c")
            .arg(cast::script(registry(), Some(mainnet()), &calls(4, 2)))
            .arg("script")
            .args(arguments)
            .env("PATH", path)
            .env_remove("ETH_RPC_URL")
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    const NODE: (&str, &str) = ("ETH_RPC_URL", "http://127.0.0.1:1");

    #[test]
    fn it_hands_everything_to_cast() {
        let output = run("1", &[NODE], &["--ledger", "a b"]);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let signature = Function::AddKeysToProvider.signature();
        for call in calls(4, 2) {
            let tuples = &call.calldata.arguments()[1];
            let line = format!("<send><{}><{signature}><7><{tuples}><--ledger><a b>\n", registry());
            assert!(text.contains(&line), "{text}");
        }
    }

    #[test]
    fn it_goes_on_where_it_is_told() {
        let output = run("1", &[NODE, ("FIRST_CALL", "2")], &[]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.matches("<send>").count(), 1);
        assert!(text.starts_with("transaction 2 of 2: keys 2 to 3\n"), "{text}");
    }

    #[test]
    fn it_stops_on_the_wrong_chain_or_without_a_node() {
        for (chain, variables) in [("11155111", &[NODE][..]), ("1", &[])] {
            let output = run(chain, variables, &[]);
            assert!(!output.status.success());
            assert!(!String::from_utf8(output.stdout).unwrap().contains("<send>"));
            assert!(!output.stderr.is_empty());
        }
    }
}
