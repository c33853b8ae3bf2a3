//! Why a mnemonic does not restore a batch, or why that cannot be said.

use std::{io, path::PathBuf};

use aztec_key_derivation::{EthKeyError, IkmError, PassphraseError};

use crate::{
    check::DirFault,
    exit_status::{BAD_INPUT, CHECK_FAILED, INTERRUPTED, SYSTEM_FAILED},
    input::{InputError, MnemonicFileError, PasswordError},
    interrupt::Interrupted,
    output::{ResultLost, Shown, one_line},
};

/// Why a mnemonic does not restore a batch, or why that cannot be said.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoverCheckError {
    /// A directory that is no batch.
    #[error("{}: there is no public/manifest.json in this directory; name a batch directory", Shown(directory))]
    NotABatch { directory: PathBuf },
    /// The system does not let us look.
    #[error("{}: cannot be read ({source}); run keygen as the user who owns the batch", Shown(path))]
    Unreadable { path: PathBuf, source: io::Error },
    /// The public files do not agree with each other.
    #[error("{}: the public files are damaged, so nothing was compared ({}); run keygen verify on it", Shown(directory), one_line(&fault.to_string()))]
    Damaged { directory: PathBuf, fault: DirFault },
    /// The batch names no indices that this version knows.
    #[error(
        "the manifest names a rule or indices that this version does not know; use the version of keygen that wrote it"
    )]
    NoIndices,
    /// Keys that were not derived.
    #[error("the keys of this batch were imported, so no mnemonic is known to make them; keep its secret files")]
    Imported,
    /// The batch comes from a mnemonic.
    #[error("the keys of this batch come from a mnemonic; give it with --mnemonic-file")]
    MissingMnemonic,
    /// The batch comes from key material alone.
    #[error("--mnemonic-file: no key of this batch comes from a mnemonic; leave the option out")]
    UnusedMnemonic,
    /// The BLS keys come from key material.
    #[error("the BLS keys of this batch come from raw key material; give it with --ikm-file")]
    MissingIkm,
    /// The BLS keys come from the mnemonic.
    #[error("--ikm-file: the BLS keys of this batch come from its mnemonic; leave the option out")]
    UnusedIkm,
    /// Another mnemonic or passphrase.
    #[error(
        "--mnemonic-file: this is not the mnemonic of {}, or a passphrase belongs to it; give --passphrase-file, or the other mnemonic",
        Shown(directory)
    )]
    OtherMnemonic { directory: PathBuf },
    /// Other key material.
    #[error("--ikm-file: this is not the key material of {}; give the other one", Shown(directory))]
    OtherIkm { directory: PathBuf },
    /// Keys that do not come back.
    #[error("{keys} of the keys of {} {} not restored; keep the secret files of this batch, and look for the right mnemonic", Shown(directory), if *keys == 1 { "is" } else { "are" })]
    Differences { keys: usize, directory: PathBuf },
    /// The mnemonic is refused.
    #[error("--mnemonic-file: {0}")]
    Mnemonic(MnemonicFileError),
    /// The passphrase is refused.
    #[error("--passphrase-file: {0}")]
    Passphrase(PassphraseError),
    /// The key material is refused.
    #[error("--ikm-file: {0}")]
    Ikm(IkmError),
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl RecoverCheckError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Damaged { .. } | Self::OtherMnemonic { .. } | Self::OtherIkm { .. } | Self::Differences { .. } => {
                CHECK_FAILED
            }
            Self::Lost(_) | Self::Unreadable { .. } => SYSTEM_FAILED,
            Self::Mnemonic(error) if error.lacks_memory() => SYSTEM_FAILED,
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
