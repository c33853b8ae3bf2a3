//! Why a batch was not made.

use std::{io, path::PathBuf};

use encrypted_keystore::EncryptError;
use key_derivation::{BlsKeyError, EthKeyError, IkmError, IndexError, IndexRangeError, PassphraseError};
use staking_registry::{
    AddressError, KeyStoreError, NonZeroAddress, WordError, calldata::AddKeysError, manifest::ManifestError,
};

use super::{backup::BackupError, earlier::EarlierError};
use crate::{
    check::DirFault,
    failure::{BAD_INPUT, CHECK_FAILED, SYSTEM_FAILED},
    input::{AttestersError, InputError, MnemonicFileError, PasswordError, PublishersError},
    interrupt::{self, Interrupted},
    output_dir::StagingError,
};

/// Why a batch was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BatchError {
    /// The output directory cannot be had.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The attesters are refused.
    #[error(transparent)]
    Attesters(#[from] AttestersError),
    /// The publishers are refused.
    #[error(transparent)]
    Publishers(#[from] PublishersError),
    /// The mnemonic is refused.
    #[error("--mnemonic-file: {0}")]
    Mnemonic(MnemonicFileError),
    /// The passphrase is refused.
    #[error("--passphrase-file: {0}")]
    Passphrase(PassphraseError),
    /// The key material is refused.
    #[error("--ikm-file: {0}")]
    Ikm(IkmError),
    /// An index is out of range.
    #[error("{option}: {source}")]
    Index { option: &'static str, source: IndexError },
    /// The indices do not fit.
    #[error("--count: {0}")]
    Range(#[from] IndexRangeError),
    /// Another number of attesters than of keys.
    #[error("--count says {count}, --attesters lists {attesters}; leave --count out, or correct the file")]
    AttesterCount { count: u32, attesters: usize },
    /// `--coinbase` is not an address.
    #[error("--coinbase: {0}")]
    Coinbase(AddressError),
    /// `--fee-recipient` is not 32 bytes.
    #[error("--fee-recipient: {0}")]
    FeeRecipient(WordError),
    /// A passphrase without anything that it would apply to.
    #[error("--passphrase-file: no mnemonic is used with --ikm-file and --attesters; leave the passphrase out")]
    UnusedPassphrase,
    /// A cost of scrypt where scrypt is not used.
    #[error("--scrypt-log-n: with --eth-kdf pbkdf2 no ETH file is under scrypt; leave one of the two out")]
    UnusedScryptCost,
    /// No mnemonic is made that could be shown.
    #[error("--show-mnemonic: with --ikm-file and --attesters no mnemonic is made; leave the option out")]
    NothingToShow,
    /// The operator has not shown that there is a backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The batch does not fit to those before it.
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    /// Calls that would add keys which cannot register.
    #[error("--provider-id: the contract refuses feedback proofs, so there is nothing to add; leave --proof out")]
    FeedbackCalls,
    /// The keys make no calls.
    #[error("the calls that add the keys cannot be made ({0}); this is a fault of the program, report it")]
    Calls(#[from] AddKeysError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}); make no keys on this machine until it does")]
    Randomness(#[from] rand::rngs::SysError),
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// A BLS key cannot be registered.
    #[error(transparent)]
    BlsKey(#[from] BlsKeyError),
    /// A record would be refused.
    #[error("the record of attester {attester} is not valid ({source}); this is a fault of the program, report it")]
    KeyStore { attester: NonZeroAddress, source: KeyStoreError },
    /// The keys do not make a manifest.
    #[error("the batch is not consistent ({0}); this is a fault of the program, report it")]
    Manifest(#[from] ManifestError),
    /// A secret cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// A file cannot be written.
    #[error("{} cannot be written ({source}); nothing was kept, make room or choose another place with --out", file.display())]
    Write { file: PathBuf, source: io::Error },
    /// The threads cannot be started.
    #[error("the threads cannot be started ({0}); try again with --jobs 1")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// What was written does not read back right.
    #[error("the batch did not pass its own check and was removed; try again, on another disk if it happens twice\n{}", list(.0))]
    ReadBack(Vec<DirFault>),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

fn list(faults: &[DirFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl BatchError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::ReadBack(_) => CHECK_FAILED,
            Self::Staging(
                StagingError::Create { .. } | StagingError::Commit { .. } | StagingError::Unconfirmed { .. },
            )
            | Self::Randomness(_)
            | Self::Encrypt(_)
            | Self::KeyStore { .. }
            | Self::Manifest(_)
            | Self::Calls(_)
            | Self::Write { .. }
            | Self::Threads(_)
            | Self::Backup(BackupError::Terminal(_)) => SYSTEM_FAILED,
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => interrupt::STATUS,
            _ => BAD_INPUT,
        }
    }
}
