//! ETH keys of one account.

use std::fmt;

use bip32::{ChildNumber, XPrv};

use crate::{EthPath, EthSecretKey, Index, Seed};

/// The BIP-32 node `m/44'/60'/<account>'/0`, below which the ETH keys of an account are.
///
/// The four steps down to it are done once; a key below costs one more. The secret scalar is wiped when dropped, and its
/// `Debug` shows nothing of it. The chain code, which an extended public key shows as well, is not wiped.
pub struct EthAccount {
    account: Index,
    node: Box<XPrv>,
}

impl EthAccount {
    /// Derives the node of this account.
    ///
    /// # Errors
    /// [`EthKeyError`], which happens to no known seed.
    pub fn new(seed: &Seed, account: Index) -> Result<Self, EthKeyError> {
        let path = [hardened(44), hardened(60), hardened(account.get()), ChildNumber(0)];
        let node =
            path.into_iter().try_fold(XPrv::new(seed.as_bytes())?, |parent, child| parent.derive_child(child))?;
        Ok(Self { account, node: Box::new(node) })
    }

    /// The account's index.
    #[must_use]
    pub fn index(&self) -> Index {
        self.account
    }

    /// Derives the key `m/44'/60'/<account>'/0/<address>`.
    ///
    /// # Errors
    /// [`EthKeyError`], which happens to no known seed.
    pub fn key(&self, address: Index) -> Result<EthKey, EthKeyError> {
        let child = self.node.derive_child(ChildNumber(address.get()))?;
        let secret = EthSecretKey::from_signing_key(child.private_key().clone());
        Ok(EthKey { path: EthPath { account: self.account, address }, secret })
    }
}

fn hardened(index: u32) -> ChildNumber {
    ChildNumber(index | ChildNumber::HARDENED_FLAG)
}

impl fmt::Debug for EthAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EthAccount").field("account", &self.account).finish_non_exhaustive()
    }
}

/// One ETH key, of an attester or a publisher, and where it comes from.
#[derive(Debug)]
pub struct EthKey {
    /// The path that gave the key.
    pub path: EthPath,
    /// The secret key, which knows its [address](EthSecretKey::address).
    pub secret: EthSecretKey,
}

/// BIP-32 has no key at this index: a digest was not a scalar. It happens once in 2^127 keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("BIP-32 has no key at this path; use another address or account index")]
pub struct EthKeyError;

impl From<bip32::Error> for EthKeyError {
    fn from(_: bip32::Error) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let account = EthAccount::new(&Seed::from_bytes(&[7; 64]), Index::ZERO).unwrap();
        assert_eq!(format!("{account:?}"), "EthAccount { account: Index(0), .. }");
    }
}
