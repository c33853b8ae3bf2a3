//! The node's keystore: the JSON file from which a sequencer takes its keys, or learns where they are.
//!
//! A node loads every `.json` file directly in its key directory as one of these, and refuses fields that it does not
//! know. Source: npm `@aztec/node-keystore` 4.1.2, `src/schemas.ts`.

use std::io;

use zeroize::Zeroizing;

use crate::NonZeroAddress;

mod shape;

/// One entry of the node keystore: a validator with its keys.
#[derive(Debug)]
pub struct Validator {
    /// The ETH account that the validator is known by.
    pub attester: EthKeySource,
    /// The BLS key of the attester.
    pub bls: BlsKeySource,
    /// The accounts that send its transactions; none means the attester itself.
    pub publishers: Vec<EthKeySource>,
    /// The ETH address that receives rewards; none means the attester.
    pub coinbase: Option<NonZeroAddress>,
    /// The Aztec address that receives fees, 32 bytes, big-endian.
    pub fee_recipient: [u8; 32],
}

/// Where the node finds a secp256k1 key.
#[derive(Debug)]
pub enum EthKeySource {
    /// In this file, in plain text: for test networks.
    Plain(PlainKey),
    /// At a remote signer, by its address.
    Address(NonZeroAddress),
    /// In an encrypted file.
    File(KeyFile),
}

/// Where the node finds a BLS key.
#[derive(Debug)]
pub enum BlsKeySource {
    /// In this file, in plain text: for test networks.
    Plain(PlainKey),
    /// In an encrypted file.
    File(KeyFile),
}

/// A secret key in plain text: 32 bytes, big-endian. Its `Debug` shows nothing of it.
pub struct PlainKey(pub Zeroizing<[u8; 32]>);

impl std::fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlainKey").finish_non_exhaustive()
    }
}

/// An encrypted key file.
///
/// The node needs the file's password beside the path. It is left out here, so that the file may be kept with the
/// encrypted ones, and filled in when the keys are brought to a host.
#[derive(Debug)]
pub struct KeyFile {
    /// The path. The node takes a relative one from the directory in which it was started, not from this file's.
    pub path: String,
}

/// Writes a node keystore, schema version 1: two spaces a level, and a line feed at the end.
///
/// The validators are taken one at a time, so that any number of them needs little memory.
///
/// # Errors
/// Those of `out`.
pub fn write_json(validators: impl IntoIterator<Item = Validator>, mut out: impl io::Write) -> io::Result<()> {
    shape::write(validators.into_iter(), &mut out)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> NonZeroAddress {
        let mut bytes = [0; 20];
        bytes[19] = last;
        NonZeroAddress::new(bytes.into()).unwrap()
    }

    fn json(validators: Vec<Validator>) -> serde_json::Value {
        let mut out = Vec::new();
        write_json(validators, &mut out).unwrap();
        assert_eq!(out.last(), Some(&b'\n'));
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn plain_keys() {
        let validator = Validator {
            attester: EthKeySource::Plain(PlainKey(Zeroizing::new([0xab; 32]))),
            bls: BlsKeySource::Plain(PlainKey(Zeroizing::new([0x01; 32]))),
            publishers: Vec::new(),
            coinbase: None,
            fee_recipient: [0; 32],
        };
        assert_eq!(format!("{:?}", validator.attester), "Plain(PlainKey { .. })");
        let expected = serde_json::json!({
            "schemaVersion": 1,
            "validators": [{
                "attester": { "eth": format!("0x{}", "ab".repeat(32)), "bls": format!("0x{}", "01".repeat(32)) },
                "feeRecipient": format!("0x{}", "00".repeat(32)),
            }],
        });
        assert_eq!(json(vec![validator]), expected);
    }

    #[test]
    fn files_publishers_and_coinbase() {
        let validator = |publishers| Validator {
            attester: EthKeySource::File(KeyFile { path: "eth/a.json".to_owned() }),
            bls: BlsKeySource::File(KeyFile { path: "bls/a.json".to_owned() }),
            publishers,
            coinbase: Some(address(3)),
            fee_recipient: [0x11; 32],
        };
        let publisher = |last| EthKeySource::Address(address(last));
        let found = json(vec![validator(vec![publisher(1)]), validator(vec![publisher(1), publisher(2)])]);
        let one = "0x0000000000000000000000000000000000000001";
        assert_eq!(found["validators"][0]["attester"]["eth"], serde_json::json!({ "path": "eth/a.json" }));
        assert_eq!(found["validators"][0]["attester"]["bls"], serde_json::json!({ "path": "bls/a.json" }));
        assert_eq!(found["validators"][0]["publisher"], one);
        let both = serde_json::json!([one, "0x0000000000000000000000000000000000000002"]);
        assert_eq!(found["validators"][1]["publisher"], both);
        assert_eq!(found["validators"][1]["coinbase"], "0x0000000000000000000000000000000000000003");
        assert_eq!(found["validators"][1]["feeRecipient"], format!("0x{}", "11".repeat(32)));
    }
}
