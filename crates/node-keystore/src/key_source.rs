//! Where the node finds a key.

use aztec_staking_registry::NonZeroAddress;

use crate::{KeyFile, KeyFileWithPassword, PlainKey, RemoteAccount};

/// Where the node finds a secp256k1 key.
///
/// ```
/// use aztec_node_keystore::EthKeySource;
///
/// let file = EthKeySource::read(r#"{"path": "eth/0.json", "password": "a phrase"}"#)?;
/// assert!(matches!(file, EthKeySource::FileWithPassword(_)));
/// let elsewhere = EthKeySource::read(r#""0x70997970C51812dc3A010C7d01b50e0d17dc79C8""#)?;
/// assert!(matches!(elsewhere, EthKeySource::Address(_)));
/// # Ok::<(), aztec_node_keystore::NodeKeystoreError>(())
/// ```
#[derive(Clone, Debug)]
pub enum EthKeySource {
    /// In this file, in plain text: for test networks.
    Plain(PlainKey),
    /// At the remote signer of the file, by its address.
    Address(NonZeroAddress),
    /// At a remote signer of its own.
    Remote(RemoteAccount),
    /// In an encrypted file, whose password is not given.
    File(KeyFile),
    /// In an encrypted file, with its password.
    FileWithPassword(KeyFileWithPassword),
}

/// Where the node finds a BLS key. There are no remote signers for them.
#[derive(Clone, Debug)]
pub enum BlsKeySource {
    /// In this file, in plain text: for test networks.
    Plain(PlainKey),
    /// In an encrypted file, whose password is not given.
    File(KeyFile),
    /// In an encrypted file, with its password.
    FileWithPassword(KeyFileWithPassword),
}
