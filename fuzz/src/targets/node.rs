//! The node's file of keys.

use aztec_node_keystore::{
    Contents, EthKeySource, Host, HostPublishers, NewAccounts, NewPublishers, NodeKeystore, set_all_coinbases,
};
use aztec_staking_registry::NonZeroAddress;

use crate::{
    check,
    input::{templates, with_text},
};

const COINBASE: &str = "0xE69F661B1e976Ab5A2F4D9CBDEAf71655B7A3299";

/// The file: read, written, changed, moved to a host.
pub fn node_keystore(data: &[u8]) {
    with_text(data, templates!("node_keystore/plain.json", "node_keystore/files.json"), |text| {
        let coinbase = NonZeroAddress::parse(COINBASE).expect("with its checksum");
        let changed = set_all_coinbases(text, coinbase, |_| None);
        match NodeKeystore::read(text) {
            Ok(file) => {
                check::no_member_twice(text);
                round_trip(&file);
                for_host(file);
                match changed {
                    Ok(changed) => {
                        let again = NodeKeystore::read(&changed.text).expect("a changed file is a file");
                        assert!(again.validators.iter().all(|validator| validator.coinbase == Some(coinbase)));
                    }
                    Err(error) => check::message(&error),
                }
            }
            Err(error) => {
                check::message(&error);
                check::quotes_no_value(&error, text, |text| {
                    NodeKeystore::read(text).err().map(|error| error.to_string())
                });
            }
        }
    });
}

/// What is written reads as the same, with the same secrets in it.
pub(crate) fn round_trip(file: &NodeKeystore) {
    let written = file.to_json();
    let again = NodeKeystore::read(&written).expect("what was written can be read");
    assert!(*again.to_json() == *written, "what was written reads as something else");
    assert_eq!(Contents::of(&again), Contents::of(file));
    assert_eq!((again.validators.len(), again.eth_keys().count()), (file.validators.len(), file.eth_keys().count()));
}

/// On a host, all key files are below its directory; and below the next one's, when they are moved once more.
fn for_host(file: NodeKeystore) {
    let mut file = file;
    for directory in ["/var/lib/keys", "/k/"] {
        file = match file.for_host(&Host::new(directory).expect("an absolute path")) {
            Ok(moved) => moved,
            Err(error) => return check::message(&error),
        };
        let paths = file.eth_keys().filter_map(|(_, key)| match key {
            EthKeySource::File(file) => Some(&file.path),
            EthKeySource::FileWithPassword(file) => Some(&file.path),
            _ => None,
        });
        let below = format!("{}/", directory.trim_end_matches('/'));
        paths.for_each(|path| assert!(path.starts_with(&below), "{path:?}"));
        round_trip(&file);
    }
}

/// A file for each of the hosts.
pub(crate) fn for_each_host(hosts: Vec<HostPublishers>) {
    let file = NodeKeystore::read(include_str!("../../seeds/node_keystore/files.json")).expect("a seed");
    let (count, validators) = (hosts.len(), file.validators.len());
    let accounts = NewAccounts { publishers: NewPublishers::Hosts(hosts), funding: None };
    let address_of = |account: &EthKeySource| match account {
        EthKeySource::Address(address) => Some(*address),
        EthKeySource::Remote(account) => Some(account.address),
        _ => None,
    };
    match accounts.with_each(file, address_of) {
        Ok(files) => {
            assert_eq!(files.len(), count);
            for (host, file) in &files {
                assert!(host.is_some() && file.validators.len() == validators);
                round_trip(file);
            }
        }
        Err(error) => check::message(&error),
    }
}
