//! The script for `cast` runs in a shell, with a program in the place of cast that says what the test wants.

use core::num::NonZeroU64;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::common::{attester, key_stores};
use aztec_staking_registry::calldata::{AddKeysCall, Function, KeysPerCall, add_keys};
use aztec_staking_registry::{NonZeroAddress, ProviderId, cast};
use bn254_bls::ProofKind;

const ADMIN: &str = "70997970c51812dc3a010c7d01b50e0d17dc79c8";
/// The same with its checksum, as cast prints it.
const SENDER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

fn registry() -> NonZeroAddress {
    NonZeroAddress::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap()
}

/// Three calls of two keys each.
fn calls() -> Vec<AddKeysCall> {
    let keys = key_stores(1..=6, ProofKind::Registration);
    add_keys(ProviderId::new(7).unwrap(), &keys, KeysPerCall::new(2).unwrap()).unwrap()
}

/// The attester of a key, as the queue has it.
fn queued(number: u32) -> String {
    attester(number).to_string().to_lowercase()[2..].to_owned()
}

fn script(calls: &[AddKeysCall], chain_id: Option<u64>) -> String {
    cast::script(registry(), chain_id.and_then(NonZeroU64::new), calls)
}

struct Run {
    status: Option<i32>,
    stdout: String,
    stderr: String,
    /// What was sent, a line for each transaction.
    sent: String,
    /// What cast was asked about the account that signs.
    wallet: String,
}

/// Runs the script on a chain where all is well, but for these variables.
fn run(variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let fake = directory.path().join("cast");
    fs::write(&fake, include_str!("fake_cast.sh")).unwrap();
    fs::set_permissions(&fake, fs::Permissions::from_mode(0o700)).unwrap();
    let (file, log) = (directory.path().join("script.sh"), directory.path().join("log"));
    fs::write(&file, script(&calls(), Some(1))).unwrap();
    let output = Command::new("sh")
        .arg(file)
        .args(arguments)
        .env_clear()
        .env("PATH", format!("{}:{}", directory.path().display(), std::env::var("PATH").unwrap()))
        .env("FAKE_LOG", &log)
        .envs([("ETH_RPC_URL", "http://127.0.0.1:1"), ("FAKE_CHAIN", "1"), ("FAKE_STATUSES", "1 1 1")])
        .envs([("FAKE_ADMIN", ADMIN), ("FAKE_SENDER", SENDER), ("FAKE_FIRST", "1"), ("FAKE_LAST", "1")])
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run {
        status: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        sent: fs::read_to_string(&log).unwrap_or_default(),
        wallet: fs::read_to_string(directory.path().join("log.wallet")).unwrap_or_default(),
    }
}

impl Run {
    /// It ended well, and sent so many transactions.
    #[track_caller]
    fn sends(self, transactions: usize) -> Self {
        assert_eq!(self.status, Some(0), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.sent.lines().count(), transactions);
        assert!(self.stdout.ends_with("\neverything was added\n"), "{}", self.stdout);
        self
    }

    /// It stopped with one line that says why, after so many transactions.
    #[track_caller]
    fn stops(self, transactions: usize, words: &[&str]) {
        assert_eq!(self.status, Some(1), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.sent.lines().count(), transactions, "{}", self.sent);
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in: {}", self.stderr);
        }
        assert!(!self.stdout.contains("everything"), "{}", self.stdout);
    }
}

#[test]
fn it_hands_everything_to_cast() {
    let run = run(&[], &["--ledger", "a b"]).sends(3);
    let signature = Function::AddKeysToProvider.signature();
    let line = |call: &AddKeysCall| {
        let tuples = &call.calldata.arguments()[1];
        format!("<send><--json><{}><{signature}><7><{tuples}><--ledger><a b>\n", registry())
    };
    assert_eq!(run.sent, calls().iter().map(line).collect::<String>());
    assert!(run.stdout.starts_with("transaction 1 of 3: keys 0 to 1\nadded by 0x00ab\n"), "{}", run.stdout);
    assert_eq!((run.stderr.as_str(), run.wallet.as_str()), ("", "address --ledger a b\n"));
}

#[test]
fn its_first_lines_say_what_it_does() {
    let head = |keys: u32, chain| {
        let keys = key_stores(1..=keys, ProofKind::Registration);
        let calls = add_keys(ProviderId::new(7).unwrap(), &keys, KeysPerCall::new(2).unwrap()).unwrap();
        script(&calls, chain)
    };
    let one = head(1, None);
    assert!(one.starts_with("#!/bin/sh\n# Adds 1 key to provider 7 of the StakingRegistry 0x5aAeb"), "{one}");
    assert!(one.contains(", in 1 transaction.\n") && !one.contains("chain-id"));
    let several = head(5, Some(5));
    assert!(several.contains("# Adds 5 keys to") && several.contains(", in 3 transactions.\n"));
    assert!(several.contains("if [ \"$chain_id\" != 5 ]"));
    for word in ["private", "mnemonic", "keystore", "password"] {
        assert!(!several.contains(word), "{word}");
    }
}

/// `cast send` ends with 0 also where the transaction reverted.
#[test]
fn it_stops_at_a_transaction_that_reverted() {
    run(&[("FAKE_STATUSES", "1 0 1")], &[])
        .stops(2, &["transaction 2 0x00cd reverted", "added none of its keys", "go on with FIRST_CALL=2"]);
    run(&[("FAKE_STATUSES", "0")], &[]).stops(1, &["transaction 1 0x00cd reverted", "FIRST_CALL=1"]);
}

#[test]
fn it_stops_where_nobody_knows_what_became_of_a_transaction() {
    run(&[("FAKE_STATUSES", "1 lost")], &[]).stops(
        2,
        &["transaction 2 was not sent, or", "if not, go on with FIRST_CALL=2", "it was, go on with FIRST_CALL=3"],
    );
    run(&[("FAKE_STATUSES", "1 1 unknown")], &["--async"])
        .stops(3, &["receipt of transaction 3 has no status", "FIRST_CALL=3", "if it did, nothing is left to do"]);
}

#[test]
fn it_goes_on_where_it_is_told() {
    for newest in [queued(4), "00".repeat(20)] {
        let variables = [("FIRST_CALL", "3"), ("FAKE_LAST", "9"), ("FAKE_NEWEST", &newest)];
        let run = run(&variables, &[]).sends(1);
        assert!(run.stdout.starts_with("transaction 3 of 3: keys 4 to 5\n"), "{}", run.stdout);
        assert_eq!(run.stderr.contains("does not end with a key of this script"), newest != queued(4));
    }
}

#[test]
fn a_first_call_that_is_none() {
    for first_call in ["abc", "0", "4", "-1", "1 ", "1;2", "99999999999999999999", "0x1", "2.0"] {
        run(&[("FIRST_CALL", first_call)], &[]).stops(0, &[&format!("FIRST_CALL={first_call} is not"), "give 1 to 3"]);
    }
    run(&[("FIRST_CALL", "")], &[]).sends(3);
}

#[test]
fn it_is_noticed_when_it_is_run_twice() {
    let at_the_end = |number, first_call| {
        let newest = queued(number);
        run(&[("FAKE_FIRST", "5"), ("FAKE_LAST", "11"), ("FAKE_NEWEST", &newest), ("FIRST_CALL", first_call)], &[])
    };
    at_the_end(6, "1").stops(0, &["everything was added before", "nothing was sent"]);
    at_the_end(6, "3").stops(0, &["everything was added before"]);
    at_the_end(2, "1").stops(0, &["ends with the keys of transaction 1", "go on with FIRST_CALL=2"]);
    at_the_end(4, "2").stops(0, &["ends with the keys of transaction 2", "go on with FIRST_CALL=3"]);
    at_the_end(2, "3").stops(0, &["some would be left out", "go on with FIRST_CALL=2"]);
    // In the middle of a call nothing ends; keys of others may be there.
    at_the_end(1, "1").sends(3);
}

/// An index may need more than 32 bits, and a queue whose keys have all been used has none to compare with.
#[test]
fn queues() {
    run(&[("FAKE_FIRST", "4294967296"), ("FAKE_LAST", "4294967299"), ("FAKE_NEWEST", ADMIN)], &[]).sends(3);
    run(&[("FAKE_FIRST", "9"), ("FAKE_LAST", "9")], &[]).sends(3);
}

#[test]
fn only_the_admin_signs() {
    run(&[("FAKE_SENDER", OTHER)], &["--ledger"]).stops(0, &["0x70997970c51812dc3a010c7d01b50e0d17dc79c8", "0x3c44cd"]);
    for arguments in
        [&["--unlocked", "--from", OTHER][..], &["-f", OTHER], &["--from=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"]]
    {
        run(&[], arguments).stops(0, &["0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc would sign"]);
    }
    run(&[("ETH_FROM", OTHER)], &[]).stops(0, &["would sign"]);
    assert_eq!(run(&[("FAKE_SENDER", OTHER)], &["--from", SENDER]).sends(3).wallet, "");
    // Where cast does not say who signs, a person must see to it; and nobody is asked for a key once more.
    let unknown = run(&[("FAKE_SENDER", "")], &[]).sends(3);
    assert!(
        unknown.stderr.contains("the admin of provider 7 is 0x7099") && unknown.stderr.contains("sign with its key")
    );
    assert_eq!(run(&[], &["--interactive"]).sends(3).wallet, "");
}

#[test]
fn it_stops_where_nothing_is_as_it_should_be() {
    run(&[("FAKE_CHAIN", "11155111")], &[]).stops(0, &["on chain 11155111; these keys are for chain 1"]);
    run(&[("FAKE_ADMIN", &"0".repeat(40))], &[]).stops(0, &["has no provider 7"]);
    for view in ["providerConfigurations", "getFirst", "getLast"] {
        run(&[("FAKE_SILENT", view)], &[]).stops(0, &["the registry did not answer", view]);
    }
    let silent = [("FAKE_SILENT", "getValue"), ("FAKE_LAST", "3"), ("FAKE_NEWEST", ADMIN)];
    run(&silent, &[]).stops(0, &["the registry did not answer getValue"]);
    let without_node = run(&[("ETH_RPC_URL", "")], &[]);
    assert_eq!((without_node.status == Some(0), without_node.sent.as_str()), (false, ""));
    assert!(without_node.stderr.contains("address of your node"), "{}", without_node.stderr);
}
