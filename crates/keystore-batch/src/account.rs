//! ETH accounts that a node uses.

use alloy_primitives::Address;
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{EthKeySource, PlainKey, RemoteAccount};
use aztec_staking_registry::NonZeroAddress;

/// An ETH account: its key, or where that is.
#[derive(Debug)]
pub enum Account {
    /// Held by the node itself.
    Key(EthSecretKey),
    /// Held by the remote signer of the whole node keystore.
    Address(NonZeroAddress),
    /// Held by a remote signer of its own.
    Remote(RemoteAccount),
}

impl Account {
    /// The address of the account.
    #[must_use]
    pub fn address(&self) -> Address {
        match self {
            Self::Key(secret) => secret.address(),
            Self::Address(address) => address.get(),
            Self::Remote(account) => account.address.get(),
        }
    }

    /// The account where its key is in no file: it is elsewhere, or stands in the node keystore.
    pub(crate) fn without_file(&self) -> EthKeySource {
        match self {
            Self::Key(secret) => EthKeySource::Plain(PlainKey::from_be_bytes(&secret.to_be_bytes())),
            Self::Address(address) => EthKeySource::Address(*address),
            Self::Remote(account) => EthKeySource::Remote(account.clone()),
        }
    }
}
