//! The names in a batch directory.

use std::path::{Path, PathBuf};

use alloy_primitives::Address;

/// The paths of a batch directory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout<'a> {
    root: &'a Path,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(root: &'a Path) -> Self {
        Self { root }
    }

    /// What may leave the machine.
    pub(crate) fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    pub(crate) fn public_file(&self, name: &str) -> PathBuf {
        self.public().join(name)
    }

    pub(crate) fn staker_output(&self) -> PathBuf {
        self.public_file(Self::STAKER_OUTPUT)
    }

    pub(crate) fn manifest(&self) -> PathBuf {
        self.public_file("manifest.json")
    }

    /// The page that people compare, print and sign.
    pub(crate) fn ceremony_record(&self) -> PathBuf {
        self.public_file("ceremony.html")
    }

    /// What may not.
    pub(crate) fn secret(&self) -> PathBuf {
        self.root.join("secret")
    }

    pub(crate) fn node_keystore(&self) -> PathBuf {
        self.secret().join("node_keystore.json")
    }

    pub(crate) fn mnemonic(&self, encrypted: bool) -> PathBuf {
        self.secret().join(if encrypted { "mnemonic.json" } else { "mnemonic.txt" })
    }

    /// A path below `secret`.
    pub(crate) fn secret_file(&self, relative: &str) -> PathBuf {
        self.secret().join(relative)
    }

    pub(crate) const STAKER_OUTPUT: &'static str = "staker_output.json";
    pub(crate) const ETH: &'static str = "eth";
    pub(crate) const BLS: &'static str = "bls";
    pub(crate) const PUBLISHER: &'static str = "publisher";

    /// An attester's encrypted ETH key, from `secret`. The digits are padded so that names sort by index.
    pub(crate) fn eth_key(index: u32, attester: Address) -> String {
        format!("{}/{index:05}_{attester}.json", Self::ETH)
    }

    /// An attester's encrypted BLS key, from `secret`.
    pub(crate) fn bls_key(index: u32, attester: Address) -> String {
        format!("{}/{index:05}_{attester}.json", Self::BLS)
    }

    /// A publisher's encrypted ETH key, from `secret`.
    pub(crate) fn publisher_key(index: u32, publisher: Address) -> String {
        format!("{}/{index:05}_{publisher}.json", Self::PUBLISHER)
    }
}
