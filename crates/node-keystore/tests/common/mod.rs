//! Node keystores with everything in them, shared by the tests.

#![allow(dead_code, unreachable_pub, reason = "each test file takes what it needs")]

use aztec_node_keystore::{
    BlsKeySource, EthKeySource, KeyFile, KeyFileWithPassword, NodeKeystore, PlainKey, RemoteAccount, RemoteSigner,
    SchemaVersion, SignerUrl, Validator,
};
use aztec_staking_registry::alloy_primitives::Address;
use aztec_staking_registry::{AztecAddress, NonZeroAddress};
use serde_json::Value;
use zeroize::Zeroizing;

/// An address of its own for each number.
pub fn attester(number: u32) -> Address {
    let mut bytes = [0xa7; 20];
    bytes[16..].copy_from_slice(&number.to_be_bytes());
    Address::from(bytes)
}

pub fn address(number: u32) -> NonZeroAddress {
    NonZeroAddress::new(attester(number)).unwrap()
}

pub fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

pub fn plain(byte: u8) -> PlainKey {
    PlainKey::from_be_bytes(&[byte; 32])
}

pub fn url(text: &str) -> SignerUrl {
    SignerUrl::parse(text).unwrap()
}

pub fn signer() -> RemoteSigner {
    RemoteSigner { url: url("https://signer.example:9000"), cert_path: None, cert_pass: None }
}

pub fn aztec(byte: u8) -> AztecAddress {
    AztecAddress::new([byte; 32]).unwrap()
}

pub fn in_files(number: u32) -> Validator {
    let path = |kind| format!("{kind}/{number:05}_{}.json", address(number));
    Validator {
        attester: EthKeySource::File(KeyFile { path: path("eth") }),
        bls: Some(BlsKeySource::File(KeyFile { path: path("bls") })),
        publishers: vec![EthKeySource::File(KeyFile { path: path("publisher") })],
        coinbase: Some(address(number)),
        fee_recipient: aztec(0x11),
    }
}

pub fn keystore(schema: SchemaVersion, validators: Vec<Validator>) -> NodeKeystore {
    NodeKeystore { schema, validators, remote_signer: None, funding_account: None }
}

pub fn value(file: &NodeKeystore) -> Value {
    let text = file.to_json();
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).unwrap()
}

/// One of everything that an entry may hold.
pub fn everything(schema: SchemaVersion) -> NodeKeystore {
    let open = |path: &str| KeyFileWithPassword { path: path.into(), password: secret("pass \"word\"") };
    let mut file = keystore(schema, vec![in_files(1), in_files(2), in_files(3)]);
    file.validators[1].attester = EthKeySource::Plain(plain(0xab));
    file.validators[1].bls = Some(BlsKeySource::Plain(plain(0x0c)));
    file.validators[1].publishers =
        vec![EthKeySource::Address(address(7)), EthKeySource::FileWithPassword(open("/p.json"))];
    file.validators[1].coinbase = None;
    file.validators[2].attester = EthKeySource::Remote(RemoteAccount { address: address(8), signer: signer() });
    file.validators[2].bls = Some(BlsKeySource::FileWithPassword(open("/b.json")));
    file.validators[2].publishers = Vec::new();
    file.validators[2].fee_recipient = aztec(0x22);
    file.remote_signer = Some(RemoteSigner {
        url: url("https://other.example"),
        cert_path: Some("/cert.p12".into()),
        cert_pass: Some(secret("cert")),
    });
    file.funding_account = Some(EthKeySource::Plain(plain(0x0d)));
    file
}

/// Puts a value at a pointer such as `/list/1/name`, where there may be none yet.
pub fn put(file: &mut serde_json::Value, pointer: &str, value: serde_json::Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = file.pointer_mut(parent).unwrap();
    match name.parse::<usize>() {
        Ok(position) => parent[position] = value,
        Err(_) => parent[name] = value,
    }
}
