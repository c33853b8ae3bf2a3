//! Lists of accounts and of addresses, and what stands in them.

use std::collections::HashSet;

use aztec_keystore_batch::Account;
use aztec_node_keystore::{CoinbaseChanges, EthKeySource, HostPublishers, NodeKeystore, SignerUrl};
use aztec_staking_registry::parse_address_list;

use super::node;
use crate::{
    check,
    input::{templates, with_plain_text, with_text},
};

/// The file of attesters.
pub fn attesters(data: &[u8]) {
    with_plain_text(data, |text| match parse_address_list(text) {
        Ok(attesters) => {
            assert_eq!(attesters.iter().collect::<HashSet<_>>().len(), attesters.len(), "an attester counts twice");
            let written: Vec<_> = attesters.iter().map(ToString::to_string).collect();
            check::same(&parse_address_list(&written.join("\n")), &Ok(attesters));
        }
        Err(error) => check::message(&error),
    });
}

/// The file of publishers, which may hold private keys.
pub fn publishers(data: &[u8]) {
    with_plain_text(data, |text| match Account::parse_list(text) {
        Ok(publishers) => {
            let addresses: HashSet<_> = publishers.iter().map(Account::address).collect();
            assert!(!publishers.is_empty() && addresses.len() == publishers.len(), "an account counts twice");
        }
        Err(error) => {
            check::message(&error);
            check::quotes_none(&error, text);
        }
    });
}

/// One account, as the node's file has it.
pub fn account(data: &[u8]) {
    with_text(data, templates!("account/file.json", "account/remote.json"), |text| match EthKeySource::read(text) {
        Ok(account) => {
            check::no_member_twice(text);
            node::round_trip(&NodeKeystore {
                schema: aztec_node_keystore::SchemaVersion::V1,
                validators: Vec::new(),
                remote_signer: None,
                funding_account: Some(account),
            });
        }
        Err(error) => check::message(&error),
    });
}

/// Several hosts with publishers of their own.
pub fn hosts(data: &[u8]) {
    with_text(data, templates!("hosts/two.json"), |text| match HostPublishers::read_all(text) {
        Ok(hosts) => {
            check::no_member_twice(text);
            let names: HashSet<_> = hosts.iter().map(|host| host.host.to_ascii_lowercase()).collect();
            assert_eq!(names.len(), hosts.len(), "two hosts share a file");
            assert!(hosts.iter().all(|host| !host.host.contains('/') && !host.publishers.is_empty()));
            node::for_each_host(hosts);
        }
        Err(error) => check::message(&error),
    });
}

/// New coinbases, as lines or as JSON.
pub fn coinbases(data: &[u8]) {
    with_text(data, templates!("coinbases/list.json"), |text| match CoinbaseChanges::read(text) {
        Ok(list) => {
            assert!(!list.changes.is_empty());
            if text.trim_start_matches('\u{feff}').trim_start().starts_with('[') {
                check::no_member_twice(text.trim_start_matches('\u{feff}'));
                let objects: Vec<serde_json::Map<_, _>> =
                    serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("a list of objects");
                assert_eq!(objects.len(), list.changes.len());
            }
            let lines: Vec<_> =
                list.changes.iter().map(|change| format!("{},{}", change.attester, change.coinbase)).collect();
            check::same(&CoinbaseChanges::read(&lines.join("\n")).map(|again| again.changes), &Ok(list.changes));
        }
        Err(error) => check::message(&error),
    });
}

/// The address of a remote signer: what is taken, the node takes (its parser follows the URL Standard), and as the same host.
pub fn signer_url(data: &[u8]) {
    with_plain_text(data, |text| match SignerUrl::parse(text) {
        Ok(signer) => {
            assert_eq!(signer.as_str(), text);
            let url = url::Url::parse(text).expect("taken, and no URL to the node");
            assert!(["http", "https"].contains(&url.scheme()) && url.username().is_empty() && url.password().is_none());
            let host = url.host_str().expect("taken, and without a host to the node");
            assert!(
                text.to_ascii_lowercase().contains(host) || host.starts_with('['),
                "{host} is another host than in {text}"
            );
        }
        Err(error) => check::message(&error),
    });
}
