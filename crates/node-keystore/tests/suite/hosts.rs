//! Several hosts, coinbases that are kept, and accounts on their own.

use crate::common::{address, everything, in_files, keystore, value};
use aztec_node_keystore::{
    AttesterKey, EthKeySource, HostPublishers, NodeKeystore, SchemaVersion, SetCoinbase, address_in_file_name,
    set_all_coinbases,
};
use aztec_staking_registry::NonZeroAddress;
use serde_json::json;

#[test]
fn hosts_with_their_publishers() {
    let (key, other) = (format!("0x{}", "5e".repeat(32)), address(2).to_string());
    let text = json!({
        "B": [key, { "path": "publisher/a.json", "password": "x" }],
        "A": other,
        "host-1.example": [{ "address": other, "remoteSignerUrl": "https://signer" }],
    });
    let hosts = HostPublishers::read_all(&format!("\u{feff}{text}")).unwrap();
    let names: Vec<_> = hosts.iter().map(|host| (host.host.as_str(), host.publishers.len())).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [("A", 1), ("B", 2), ("host-1.example", 1)]);
    let plain = &hosts.iter().find(|host| host.host == "B").unwrap().publishers[0];
    assert!(matches!(plain, EthKeySource::Plain(_)));

    let longest = "a".repeat(100);
    let hosts = HostPublishers::read_all(&json!({ &longest: address(2).to_string() }).to_string()).unwrap();
    assert_eq!(hosts[0].host, longest);
}

#[test]
fn hosts_that_are_refused() {
    let secret = "5e".repeat(31);
    for (text, words) in [
        (json!({}), "not an object of hosts"),
        (json!([]), "not an object of hosts"),
        (json!({ "A": [] }), "host A has no publisher"),
        (json!({ "A": [format!("0x{secret}")] }), "host A: publisher is not a private key"),
        (json!({ "A": [1] }), "host A: publisher"),
        (json!({ "A": { "mnemonic": "test" } }), "not handled here"),
        (json!({ "A": address(1).to_string(), "a": address(2).to_string() }), "is listed twice"),
        (json!({ "../A": address(1).to_string() }), "host 0 (from 0): its name"),
        (json!({ ".A": address(1).to_string() }), "its name"),
        (json!({ "-A": address(1).to_string() }), "its name"),
        (json!({ "A/B": address(1).to_string() }), "its name"),
        (json!({ "": address(1).to_string() }), "its name"),
        (json!({ "a".repeat(101): address(1).to_string() }), "its name"),
    ] {
        let error = HostPublishers::read_all(&text.to_string()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(!error.to_string().contains(&secret[..16]), "{error}");
    }
    let twice = format!(r#"{{"A": "{0}", "A": "{0}"}}"#, address(1));
    assert!(HostPublishers::read_all(&twice).unwrap_err().to_string().contains("host A is listed twice"));
    assert!(HostPublishers::read_all("{").is_err());
}

fn by_name(source: &EthKeySource) -> Option<NonZeroAddress> {
    if let EthKeySource::File(file) = source { address_in_file_name(&file.path) } else { None }
}

#[test]
fn coinbases_are_kept() {
    let mut old = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2), in_files(3)]);
    old.validators[1].coinbase = Some(address(20));
    old.validators[2].coinbase = None;
    // The attester itself is not a coinbase that somebody has set.
    let set = old.coinbases(by_name);
    assert_eq!(set, [SetCoinbase { attester: address(2), coinbase: address(20) }]);

    assert_eq!((old.coinbases_of_unknown(by_name), old.coinbases_of_unknown(|_| None)), (0, 2));

    let mut new = keystore(SchemaVersion::V2, vec![in_files(2), in_files(1)]);
    new.validators[0].coinbase = None;
    new.validators[1].coinbase = None;
    let new = new.with_coinbases(&set, by_name);
    assert_eq!((new.validators[0].coinbase, new.validators[1].coinbase), (Some(address(20)), None));
}

#[test]
fn one_coinbase_for_all() {
    for schema in [SchemaVersion::V1, SchemaVersion::V2] {
        let file = everything(schema);
        let text = file.to_json();
        let address_of = |key: &AttesterKey<'_>| match key {
            AttesterKey::File { path } => address_in_file_name(path),
            AttesterKey::Plain(_) => None,
        };
        let set = set_all_coinbases(&text, address(40), address_of).unwrap();
        assert_eq!((set.entries, set.is_an_attester), (3, false));
        assert_eq!(format!("{set:?}"), "AllCoinbasesSet { entries: 3, is_an_attester: false, .. }");
        let mut expected = value(&file);
        for validator in expected["validators"].as_array_mut().unwrap() {
            validator["coinbase"] = json!(address(40).to_string());
        }
        assert_eq!(value(&NodeKeystore::read(&set.text).unwrap()), expected);
        assert!(set_all_coinbases(&text, address(1), address_of).unwrap().is_an_attester);
    }
    assert!(set_all_coinbases("{}", address(1), |_| None).is_err());
}

#[test]
fn one_account_on_its_own() {
    let (key, address) = (format!("0x{}", "5e".repeat(32)), address(1).to_string());
    assert!(matches!(EthKeySource::read(&format!("\"{key}\"")), Ok(EthKeySource::Plain(_))));
    assert!(matches!(EthKeySource::read(&format!("\"{address}\"")), Ok(EthKeySource::Address(_))));
    assert!(matches!(EthKeySource::read(r#"{"path": "a", "password": "x"}"#), Ok(EthKeySource::FileWithPassword(_))));
    let remote = json!({ "address": address, "remoteSignerUrl": "https://signer" }).to_string();
    assert!(matches!(EthKeySource::read(&remote), Ok(EthKeySource::Remote(_))));
    for text in ["", "{}", "[]", "1", "{\"mnemonic\": \"5e5e\"}", &key, "\"0x5e5e\""] {
        let error = EthKeySource::read(text).unwrap_err();
        assert!(!error.to_string().contains("5e5e"), "{error}");
    }
}
