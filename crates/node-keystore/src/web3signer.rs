//! Key configurations of Web3Signer: one YAML file for each encrypted ETH key that it signs with.

use core::fmt::Write as _;
use std::{collections::BTreeMap, iter};

use aztec_staking_registry::NonZeroAddress;

use crate::{EthKeySource, ForHostError, Host, NodeKeystore, address_in_file_name};

/// The configurations of all ETH keys in encrypted files, as files by their names: `0x….yaml` after the address of the
/// key, or after its path where nobody knows the address. Where two keys would have one name, the later one gets a number.
///
/// `password_file` is the path on the host of the file that opens them. `address_of` says which address a key has whose
/// file is not [named after it](address_in_file_name).
///
/// # Errors
/// [`ForHostError`] names the first path that cannot be moved to the host.
pub fn key_configurations(
    keystore: &NodeKeystore,
    host: &Host,
    password_file: &str,
    address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
) -> Result<BTreeMap<String, String>, ForHostError> {
    let mut files = BTreeMap::new();
    for (field, key) in keystore.eth_keys() {
        let path = match key {
            EthKeySource::File(file) => &file.path,
            EthKeySource::FileWithPassword(file) => &file.path,
            EthKeySource::Plain(_) | EthKeySource::Address(_) | EthKeySource::Remote(_) => continue,
        };
        let address = address_in_file_name(path).or_else(|| address_of(key));
        let name = address.map_or_else(|| path.replace('/', "_"), |address| address.to_string());
        let on_host = host.path_of(path).map_err(|source| ForHostError { path: field, source })?;
        let configuration = key_configuration(&on_host, password_file);
        let names = iter::once(format!("{name}.yaml")).chain((2..).map(|number| format!("{name}-{number}.yaml")));
        let free = names.into_iter().find(|name| files.get(name).is_none_or(|other| *other == configuration));
        files.extend(free.map(|name| (name, configuration)));
    }
    Ok(files)
}

/// The configuration of one secp256k1 key in an encrypted file (Web3 Secret Storage).
///
/// `keystore_file` is the encrypted key and `password_file` a file with its password, both best given by absolute
/// paths. BLS keys on BN254 have no remote signer.
///
/// ```
/// use aztec_node_keystore::web3signer::key_configuration;
///
/// let yaml = key_configuration("/keys/eth/0.json", "/keys/password.txt");
/// assert!(yaml.contains("keystoreFile: \"/keys/eth/0.json\"\n"));
/// ```
///
/// Source: Web3Signer's reference, "Signing key configuration file parameters", `file-keystore`.
#[must_use]
pub fn key_configuration(keystore_file: &str, password_file: &str) -> String {
    format!(
        "type: \"file-keystore\"\nkeyType: \"SECP256K1\"\nkeystoreFile: {}\nkeystorePasswordFile: {}\n",
        quoted(keystore_file),
        quoted(password_file)
    )
}

/// A double-quoted scalar of YAML 1.2: backslash and quotation mark escaped, and all that does not print.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => write!(out, "\\U{:08X}", u32::from(c)).unwrap_or_default(),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyFile, SchemaVersion};

    /// The funding account stands for any ETH key.
    fn keystore(path: &str) -> NodeKeystore {
        let funding_account = Some(EthKeySource::File(KeyFile { path: path.to_owned() }));
        NodeKeystore { schema: SchemaVersion::V1, validators: Vec::new(), remote_signer: None, funding_account }
    }

    fn only_name(path: &str, address: Option<NonZeroAddress>) -> String {
        let host = Host::new("/srv").unwrap();
        let files = key_configurations(&keystore(path), &host, "/srv/password", |_| address).unwrap();
        assert_eq!(files.len(), 1);
        files.into_keys().next().unwrap()
    }

    #[test]
    fn files_are_named_after_the_address_or_else_the_path() {
        let address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
        assert_eq!(only_name(&format!("eth/00000_{address}.json"), None), format!("{address}.yaml"));
        assert_eq!(only_name("eth/a.json", NonZeroAddress::parse(address).ok()), format!("{address}.yaml"));
        assert_eq!(only_name("eth/a.json", None), "eth_a.json.yaml");
    }

    #[test]
    fn no_key_takes_the_name_of_another() {
        let json = r#"{"schemaVersion": 1, "validators": [{
            "attester": {"eth": {"path": "eth/a.json"}, "bls": {"path": "bls/a.json"}},
            "publisher": [{"path": "eth_a.json"}, {"path": "eth/a_json"}, {"path": "eth/a.json"}],
            "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
        }]}"#;
        let keystore = NodeKeystore::read(json).unwrap();
        let files = key_configurations(&keystore, &Host::new("/srv").unwrap(), "/p", |_| None).unwrap();
        let paths =
            ["eth_a.json", "eth/a.json", "eth/a_json"].map(|path| key_configuration(&format!("/srv/{path}"), "/p"));
        let names = ["eth_a.json-2.yaml", "eth_a.json.yaml", "eth_a_json.yaml"];
        assert_eq!(files, names.map(str::to_owned).into_iter().zip(paths).collect());
    }

    #[test]
    fn keys_that_are_in_no_file_have_no_configuration() {
        let mut keystore = keystore("eth/a.json");
        keystore.funding_account = Some(EthKeySource::Plain(crate::PlainKey::from_be_bytes(&[7; 32])));
        assert!(key_configurations(&keystore, &Host::new("/srv").unwrap(), "/p", |_| None).unwrap().is_empty());
        keystore.funding_account = Some(EthKeySource::File(KeyFile { path: "/elsewhere/a.json".to_owned() }));
        let error = key_configurations(&keystore, &Host::new("/srv").unwrap(), "/p", |_| None).unwrap_err();
        assert_eq!(error.path.to_string(), "fundingAccount");
    }

    #[test]
    fn the_documented_form() {
        let expected = "type: \"file-keystore\"\n\
             keyType: \"SECP256K1\"\n\
             keystoreFile: \"/keys/eth/00000_0xab.json\"\n\
             keystorePasswordFile: \"/keys/password\"\n";
        assert_eq!(key_configuration("/keys/eth/00000_0xab.json", "/keys/password"), expected);
    }

    #[test]
    fn a_path_cannot_end_its_line() {
        let text = key_configuration("a\"b\\c\nkeyType: \"BLS\"", "ü\u{1b}");
        assert_eq!(text.lines().count(), 4);
        assert!(text.contains(r#"keystoreFile: "a\"b\\c\U0000000AkeyType: \"BLS\"""#));
        assert!(text.contains(r#"keystorePasswordFile: "\U000000FC\U0000001B""#));
    }
}
