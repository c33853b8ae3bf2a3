//! The names in a batch directory.

use std::path::{Path, PathBuf};

use alloy_primitives::Address;

/// The paths of a batch directory.
///
/// ```text
/// public/                         may leave the machine; confidential until registered
///   staker_output.json            the KeyStores, in the official format
///   manifest.json                 what was made, and the digests of the other public files
///   ceremony.html                 the same for people
///   add_keys_to_provider.json     the calls that add the keys, where a provider was named (also .sh, and safe_batch.json)
/// secret/                         for the node's host alone
///   node_keystore.json            which key is where
///   eth/<index>_<attester>.json   Web3 Secret Storage
///   bls/<index>_<attester>.json   the node's BN254 format
///   publisher/<index>_<…>.json    Web3 Secret Storage
///   funding/<address>.json        Web3 Secret Storage; the account from which publishers are topped up
///   mnemonic.json                 encrypted; where the mnemonic was made with the batch
/// ```
///
/// ```
/// use std::path::Path;
///
/// use aztec_keystore_batch::Layout;
///
/// let layout = Layout::new(Path::new("keystores"));
/// assert_eq!(layout.manifest(), Path::new("keystores/public/manifest.json"));
/// assert_eq!(layout.node_keystore(), Path::new("keystores/secret/node_keystore.json"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    root: &'a Path,
    /// Whether `root` is the public part itself.
    is_public_part: bool,
}

impl<'a> Layout<'a> {
    /// Those of the batch in this directory.
    #[must_use]
    pub fn new(root: &'a Path) -> Self {
        Self { root, is_public_part: false }
    }

    /// Those of a batch whose public part alone is here: this directory, whatever it is called.
    #[must_use]
    pub fn of_public_part(directory: &'a Path) -> Self {
        Self { root: directory, is_public_part: true }
    }

    /// Whether the directory is the public part of a batch alone.
    #[must_use]
    pub fn is_public_part(&self) -> bool {
        self.is_public_part
    }

    /// The directory of what may leave the machine.
    #[must_use]
    pub fn public(&self) -> PathBuf {
        if self.is_public_part { self.root.to_owned() } else { self.root.join("public") }
    }

    /// A file in `public`.
    #[must_use]
    pub fn public_file(&self, name: &str) -> PathBuf {
        self.public().join(name)
    }

    /// The KeyStores.
    #[must_use]
    pub fn staker_output(&self) -> PathBuf {
        self.public_file(Self::STAKER_OUTPUT)
    }

    /// What was made.
    #[must_use]
    pub fn manifest(&self) -> PathBuf {
        self.public_file("manifest.json")
    }

    /// The page that people compare, print and sign.
    #[must_use]
    pub fn ceremony_record(&self) -> PathBuf {
        self.public_file("ceremony.html")
    }

    /// The directory of what is for the node's host alone. With the public part alone there is none.
    #[must_use]
    pub fn secret(&self) -> PathBuf {
        self.root.join("secret")
    }

    /// The node's configuration: which key is where.
    #[must_use]
    pub fn node_keystore(&self) -> PathBuf {
        self.secret().join("node_keystore.json")
    }

    /// The mnemonic, in plain words where nothing is encrypted.
    #[must_use]
    pub fn mnemonic(&self, encrypted: bool) -> PathBuf {
        self.secret().join(if encrypted { "mnemonic.json" } else { "mnemonic.txt" })
    }

    /// A path below `secret`.
    #[must_use]
    pub fn secret_file(&self, relative: &str) -> PathBuf {
        self.secret().join(relative)
    }

    /// The name of the KeyStores' file.
    pub const STAKER_OUTPUT: &'static str = "staker_output.json";
    /// The directory of the attesters' encrypted ETH keys, below `secret`.
    pub const ETH: &'static str = "eth";
    /// That of the BLS keys.
    pub const BLS: &'static str = "bls";
    /// That of the publishers' ETH keys.
    pub const PUBLISHER: &'static str = "publisher";
    /// That of the funding account's ETH key.
    pub const FUNDING: &'static str = "funding";

    /// An attester's encrypted ETH key, from `secret`. The digits are padded so that names sort by index.
    #[must_use]
    pub fn eth_key(index: u32, attester: Address) -> String {
        format!("{}/{index:05}_{attester}.json", Self::ETH)
    }

    /// An attester's encrypted BLS key, from `secret`.
    #[must_use]
    pub fn bls_key(index: u32, attester: Address) -> String {
        format!("{}/{index:05}_{attester}.json", Self::BLS)
    }

    /// A publisher's encrypted ETH key, from `secret`.
    #[must_use]
    pub fn publisher_key(index: u32, publisher: Address) -> String {
        format!("{}/{index:05}_{publisher}.json", Self::PUBLISHER)
    }

    /// The encrypted ETH key of the funding account, from `secret`.
    #[must_use]
    pub fn funding_key(address: Address) -> String {
        format!("{}/{address}.json", Self::FUNDING)
    }
}
