//! Reading the values of a node keystore: keys, accounts, addresses.

use aztec_staking_registry::{AztecAddress, NonZeroAddress, parse_address};
use strict_json::{Kind, View};
use zeroize::Zeroizing;

use crate::members::Object;
use crate::{
    BlsKeySource, EthKeySource, FieldFault, FieldPath, KeyFile, KeyFileWithPassword, NodeKeystoreError, PlainKey,
    RemoteAccount, RemoteSigner, SignerUrl,
};

impl EthKeySource {
    /// Reads one ETH account in a form in which a node keystore may have it, as JSON: `"0x<key>"`, `"0x<address>"`,
    /// `{"path", "password"}` or `{"address", "remoteSignerUrl"}`.
    ///
    /// # Errors
    /// [`NodeKeystoreError`]; no value is quoted.
    pub fn read(text: &str) -> Result<Self, NodeKeystoreError> {
        read_eth(View::parse(text).map_err(NodeKeystoreError::NotJson)?, FieldPath::top(""))
    }
}

pub(crate) fn read_eth(view: View<'_>, path: FieldPath) -> Result<EthKeySource, NodeKeystoreError> {
    let expected = "a private key, an address, a remote account or an encrypted file";
    match view.kind() {
        Kind::Text => {
            let text = view.text().ok_or_else(|| NodeKeystoreError::not_a(path, expected))?;
            match text.len() {
                66 => Ok(EthKeySource::Plain(read_plain(&text, path, expected)?)),
                42 => Ok(EthKeySource::Address(read_address(view, path)?)),
                _ => Err(NodeKeystoreError::not_a(path, expected)),
            }
        }
        Kind::Object(members) if members.iter().any(|(name, _)| name == "path") => Ok(match read_file(view, path)? {
            (path, Some(password)) => EthKeySource::FileWithPassword(KeyFileWithPassword { path, password }),
            (path, None) => EthKeySource::File(KeyFile { path }),
        }),
        Kind::Object(members) if members.iter().any(|(name, _)| name == "mnemonic") => {
            Err(NodeKeystoreError::unsupported(path, "a mnemonic"))
        }
        Kind::Object(_) => {
            let members = Object::of(view, path, ["address", "remoteSignerUrl", "certPath", "certPass"])?;
            Ok(EthKeySource::Remote(RemoteAccount {
                address: read_address(members.required("address", path)?, path)?,
                signer: signer_of(&members, path)?,
            }))
        }
        _ => Err(NodeKeystoreError::not_a(path, expected)),
    }
}

pub(crate) fn read_bls(view: View<'_>, path: FieldPath) -> Result<BlsKeySource, NodeKeystoreError> {
    let expected = "a private key or an encrypted file";
    match view.kind() {
        Kind::Text => {
            let text = view.text().ok_or_else(|| NodeKeystoreError::not_a(path, expected))?;
            Ok(BlsKeySource::Plain(read_plain(&text, path, expected)?))
        }
        Kind::Object(_) => Ok(match read_file(view, path)? {
            (path, Some(password)) => BlsKeySource::FileWithPassword(KeyFileWithPassword { path, password }),
            (path, None) => BlsKeySource::File(KeyFile { path }),
        }),
        _ => Err(NodeKeystoreError::not_a(path, expected)),
    }
}

fn read_file(view: View<'_>, path: FieldPath) -> Result<(String, Option<Zeroizing<String>>), NodeKeystoreError> {
    let members = Object::of(view, path, ["path", "password"])?;
    let file = text_of(members.required("path", path)?, path, "an encrypted file with a path")?;
    let password = members.get("password").map(|view| text_of(view, path, "an encrypted file with its password"));
    Ok((file.as_str().to_owned(), password.transpose()?))
}

pub(crate) fn read_signer(view: View<'_>, path: FieldPath) -> Result<RemoteSigner, NodeKeystoreError> {
    match view.kind() {
        Kind::Text => Ok(RemoteSigner { url: read_url(view, path)?, cert_path: None, cert_pass: None }),
        _ => signer_of(&Object::of(view, path, ["remoteSignerUrl", "certPath", "certPass"])?, path),
    }
}

fn signer_of<const N: usize>(members: &Object<'_, N>, path: FieldPath) -> Result<RemoteSigner, NodeKeystoreError> {
    let text = |name| members.get(name).map(|view| text_of(view, path, "a remote signer")).transpose();
    Ok(RemoteSigner {
        url: read_url(members.required("remoteSignerUrl", path)?, path)?,
        cert_path: text("certPath")?.map(|path| path.as_str().to_owned()),
        cert_pass: text("certPass")?,
    })
}

fn read_url(view: View<'_>, path: FieldPath) -> Result<SignerUrl, NodeKeystoreError> {
    let text = text_of(view, path, "a URL")?;
    SignerUrl::parse(&text).map_err(|fault| NodeKeystoreError::at(path, FieldFault::Url(fault)))
}

pub(crate) fn read_plain(text: &str, path: FieldPath, expected: &'static str) -> Result<PlainKey, NodeKeystoreError> {
    PlainKey::from_hex(text).ok_or_else(|| NodeKeystoreError::not_a(path, expected))
}

pub(crate) fn read_address(view: View<'_>, path: FieldPath) -> Result<NonZeroAddress, NodeKeystoreError> {
    let text = text_of(view, path, "an address")?;
    let address = parse_address(&text).and_then(|(address, _)| NonZeroAddress::new(address));
    address.map_err(|_| NodeKeystoreError::not_a(path, "an address with a right checksum, and not zero"))
}

pub(crate) fn read_fee_recipient(view: View<'_>, path: FieldPath) -> Result<AztecAddress, NodeKeystoreError> {
    let expected = "an Aztec address (0x and 64 digits, below the order of the field)";
    AztecAddress::parse(&text_of(view, path, expected)?).map_err(|_| NodeKeystoreError::not_a(path, expected))
}

fn text_of(view: View<'_>, path: FieldPath, expected: &'static str) -> Result<Zeroizing<String>, NodeKeystoreError> {
    view.text().ok_or_else(|| NodeKeystoreError::not_a(path, expected))
}
