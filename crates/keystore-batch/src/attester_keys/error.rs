//! Why the keys of attesters cannot be had.

use std::path::PathBuf;

use aztec_encrypted_keystore::{DecryptError, ParseError, PasswordError};
use aztec_key_derivation::EthKeyError;
use aztec_node_keystore::NodeKeystoreError;
use aztec_staking_registry::NonZeroAddress;
use durable_files::ReadError;

use crate::Cancelled;

/// Why the keys of attesters cannot be had. No message quotes a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttesterKeysError {
    /// There is no such attester.
    #[error("{attester} is none of the attesters here; copy the address again, or name the batch that it is in")]
    Unknown {
        /// The address.
        attester: NonZeroAddress,
    },
    /// An attester that is named twice.
    #[error("{attester} is named twice; leave one out")]
    Twice {
        /// The attester.
        attester: NonZeroAddress,
    },
    /// The key is with somebody else.
    #[error(
        "{attester}: its key is not here, it is at a remote signer or was given by its address alone; let the one who has \
         the key sign"
    )]
    Elsewhere {
        /// The attester.
        attester: NonZeroAddress,
    },
    /// The keys of the batch do not come from a mnemonic.
    #[error("the ETH keys of this batch do not come from a mnemonic; use its key files")]
    NotDerived,
    /// Another mnemonic or passphrase.
    #[error("this is not the mnemonic of the batch, or a passphrase belongs to it; give the right ones")]
    OtherMnemonic,
    /// The mnemonic has another key at the attester's index.
    #[error("{attester}: the mnemonic has another key at its index, so the manifest was changed; verify the batch")]
    OtherKey {
        /// The attester.
        attester: NonZeroAddress,
    },
    /// BIP-32 has no such key.
    #[error(transparent)]
    Derive(#[from] EthKeyError),
    /// The file cannot be read.
    #[error("{}: cannot be read ({source}); restore it from a copy, or derive the key from the mnemonic", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: ReadError,
    },
    /// The file is not text.
    #[error("{}: is not text (UTF-8); restore it from a copy", file.display())]
    NotText {
        /// The file.
        file: PathBuf,
    },
    /// Not a node keystore that is handled here.
    #[error("{}: {source}", file.display())]
    NodeKeystore {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: NodeKeystoreError,
    },
    /// A plain key that is none of secp256k1.
    #[error("{}, entry {entry}: attester.eth is not a key of secp256k1; compare the file with a copy", file.display())]
    NotAKey {
        /// The node keystore.
        file: PathBuf,
        /// The entry, from 0.
        entry: usize,
    },
    /// A key file of which nobody says whose it is.
    #[error(
        "{}, entry {entry}: neither the name of the key file nor the file itself says whose key it is; name it \
         <address>.json",
        file.display()
    )]
    Unnamed {
        /// The node keystore.
        file: PathBuf,
        /// The entry, from 0.
        entry: usize,
    },
    /// A password in the node keystore that opens nothing.
    #[error("{}, entry {entry}: {source}", file.display())]
    PasswordRefused {
        /// The node keystore.
        file: PathBuf,
        /// The entry, from 0.
        entry: usize,
        /// What is wrong with it.
        source: PasswordError,
    },
    /// There is no password for an encrypted file.
    #[error("{}: is encrypted, and there is no password for it; give one", file.display())]
    NoPassword {
        /// The file.
        file: PathBuf,
    },
    /// Not an encrypted ETH key.
    #[error("{}: {source}", file.display())]
    Parse {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: ParseError,
    },
    /// It does not open, or holds another key.
    #[error("{}: {source}", file.display())]
    Decrypt {
        /// The file.
        file: PathBuf,
        /// Why.
        source: DecryptError,
    },
    /// The caller stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
