//! Publishers and a funding account that take the place of others.

use aztec_node_keystore::{
    EthKeySource, HostPublishers, KeyFile, NewAccounts, NewPublishers, NodeKeystore, SchemaVersion, SharedPublisher,
};
use aztec_staking_registry::NonZeroAddress;
use serde_json::{Value, json};

use crate::common::{address, in_files, keystore, plain, signer, value};

fn account(number: u32) -> EthKeySource {
    EthKeySource::Address(address(number))
}

fn file(path: &str) -> EthKeySource {
    EthKeySource::File(KeyFile { path: path.to_owned() })
}

fn host(name: &str, publishers: Vec<EthKeySource>) -> HostPublishers {
    HostPublishers { host: name.to_owned(), publishers }
}

fn given(publishers: Vec<EthKeySource>) -> NewAccounts {
    NewAccounts { publishers: NewPublishers::Given(publishers), funding: None }
}

fn two_validators() -> NodeKeystore {
    let mut keystore = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    keystore.funding_account = Some(file("funding/f.json"));
    keystore
}

fn known(source: &EthKeySource) -> Option<NonZeroAddress> {
    match source {
        EthKeySource::Address(address) => Some(*address),
        EthKeySource::Remote(account) => Some(account.address),
        _ => None,
    }
}

/// The files that these accounts make, by the names of their hosts.
fn files(accounts: NewAccounts) -> Vec<(Option<String>, Value)> {
    let each = accounts.with_each(two_validators(), known).unwrap();
    each.into_iter().map(|(host, keystore)| (host, value(&keystore))).collect()
}

/// The file as it was, with these publishers for both validators.
fn with_publishers(publishers: &Value) -> Value {
    let mut file = value(&two_validators());
    for validator in file["validators"].as_array_mut().unwrap() {
        validator["publisher"] = publishers.clone();
    }
    file
}

#[test]
fn accounts_that_are_kept() {
    let kept = || NewAccounts { publishers: NewPublishers::Kept, funding: None };
    assert_eq!(files(kept()), [(None, value(&two_validators()))]);
    assert_eq!(value(&kept().without_replaced(two_validators())), value(&two_validators()));
}

#[test]
fn publishers_for_all_validators() {
    let publishers = || given(vec![account(7), file("publisher/p.json")]);
    let expected = with_publishers(&json!([address(7).to_string(), { "path": "publisher/p.json" }]));
    assert_eq!(files(publishers()), [(None, expected)]);

    let left = publishers().without_replaced(two_validators());
    assert!(left.validators.iter().all(|validator| validator.publishers.is_empty()));
    assert_eq!(value(&left)["fundingAccount"], json!({ "path": "funding/f.json" }), "nobody replaces it");
}

#[test]
fn another_funding_account() {
    let accounts = || NewAccounts { publishers: NewPublishers::Kept, funding: Some(account(9)) };
    let mut expected = value(&two_validators());
    expected["fundingAccount"] = json!(address(9).to_string());
    assert_eq!(files(accounts()), [(None, expected.clone())]);

    expected.as_object_mut().unwrap().remove("fundingAccount");
    assert_eq!(value(&accounts().without_replaced(two_validators())), expected);
}

#[test]
fn a_file_for_each_host() {
    let hosts = vec![host("north", vec![account(7)]), host("south", vec![account(8), account(9)])];
    let accounts = NewAccounts { publishers: NewPublishers::Hosts(hosts), funding: None };
    let expected = [
        (Some("north".to_owned()), with_publishers(&json!(address(7).to_string()))),
        (Some("south".to_owned()), with_publishers(&json!([address(8).to_string(), address(9).to_string()]))),
    ];
    assert_eq!(files(accounts), expected);
}

#[test]
fn no_account_publishes_twice() {
    let refused = |publishers| {
        let accounts = NewAccounts { publishers, funding: None };
        accounts.with_each(two_validators(), known).unwrap_err()
    };
    let (north, south) = (Some("north".to_owned()), Some("south".to_owned()));
    let twice = refused(NewPublishers::Given(vec![account(7), account(8), account(7)]));
    assert_eq!(twice, SharedPublisher { address: address(7), first: None, second: None });
    let hosts = vec![host("north", vec![account(7), account(8)]), host("south", vec![account(9), account(8)])];
    let expected = SharedPublisher { address: address(8), first: north, second: south };
    assert_eq!(refused(NewPublishers::Hosts(hosts)), expected);
    // Of these nobody knows the address.
    assert_eq!(files(given(vec![file("p.json"), file("p.json")])).len(), 1);
}

#[test]
fn who_signs_for_an_address() {
    let accounts = || {
        let hosts = vec![host("north", vec![file("p.json"), account(7)]), host("south", vec![account(8)])];
        NewAccounts { publishers: NewPublishers::Hosts(hosts), funding: Some(account(9)) }
    };
    let remote =
        |number| json!({ "address": address(number).to_string(), "remoteSignerUrl": "https://signer.example:9000" });
    let mut signed = accounts();
    signed.sign_remotely(Some(&signer()), false).unwrap();
    let funded = |publishers| {
        let mut file = with_publishers(&publishers);
        file["fundingAccount"] = remote(9);
        file
    };
    let expected = [
        (Some("north".to_owned()), funded(json!([{ "path": "p.json" }, remote(7)]))),
        (Some("south".to_owned()), funded(remote(8))),
    ];
    assert_eq!(files(signed), expected);

    // The signer at the top signs for them.
    let mut at_top = accounts();
    at_top.sign_remotely(None, true).unwrap();
    assert_eq!(files(at_top)[0].1["validators"][1]["publisher"], json!([{ "path": "p.json" }, address(7).to_string()]));

    assert_eq!(accounts().sign_remotely(None, false), Err(address(7)));
    let funding = |account| NewAccounts { publishers: NewPublishers::Kept, funding: Some(account) };
    assert_eq!(funding(account(9)).sign_remotely(None, false), Err(address(9)));
    assert_eq!(funding(EthKeySource::Plain(plain(1))).sign_remotely(None, false), Ok(()));
    assert_eq!(given(vec![account(8)]).sign_remotely(None, false), Err(address(8)));
}
