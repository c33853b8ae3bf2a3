//! Why a node keystore was not written.

use std::path::PathBuf;

use aztec_encrypted_keystore::{DecryptError, PasswordError as Refused};
use aztec_keystore_batch::{PasswordTrialError, key_addresses::UnreadKeyFile};
use aztec_node_keystore::{
    CoinbaseChangesError, ForHostError, HostError, HostPublishersError, NodeKeystoreError, RemoteSignerError,
    SetCoinbaseError, SignerUrlError,
};

use aztec_staking_registry::NonZeroAddress;
use durable_files::{ReadError, StagingError};

use aztec_operator::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, INTERRUPTED, SYSTEM_FAILED},
    files::{OutputError, explain, status},
    input::{AccountsError, InputError, PasswordError},
    output::{ResultLost, Shown, one_line},
};

/// Why a node keystore was not written. No message quotes a value of the file: it may be a secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NodeKeystoreCommandError {
    /// The file cannot be read.
    #[error("{}: {}", Shown(path), source.with_remedy())]
    Read { path: PathBuf, source: ReadError },
    /// A key file cannot be read, so that nobody knows whose it is.
    #[error("{}: {}", Shown(&.0.path), .0.source.with_remedy())]
    KeyFile(#[from] UnreadKeyFile),
    /// The file is not one that a node would read.
    #[error("{}: {source}", Shown(path))]
    NodeKeystore { path: PathBuf, source: NodeKeystoreError },
    /// The coinbase cannot be set.
    #[error("{}: {source}; nothing was changed", Shown(path))]
    SetCoinbase { path: PathBuf, source: SetCoinbaseError },
    /// The list of coinbases is refused.
    #[error("--from {}: {source}", Shown(path))]
    Changes { path: PathBuf, source: CoinbaseChangesError },
    /// The directory on the host.
    #[error("--prefix: {0}")]
    Prefix(HostError),
    /// The address of the remote signer.
    #[error("--remote-signer: {0}")]
    SignerUrl(SignerUrlError),
    /// A path that cannot be moved to the host.
    #[error("{}: {source}", Shown(path))]
    Place { path: PathBuf, source: ForHostError },
    /// Passwords without a file that they would open.
    #[error("--inline-passwords: no key is in an encrypted file without a password; leave the option out")]
    NoPasswordNeeded,
    /// An address whose key nobody has.
    #[error(
        "{address} is to publish or to pay, its key would be at a remote signer, and there is none; give --remote-signer"
    )]
    NoSigner { address: NonZeroAddress },
    /// A file of accounts is refused.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// The list of hosts is refused.
    #[error("--hosts {}: {source}", Shown(path))]
    Hosts { path: PathBuf, source: HostPublishersError },
    /// Two nodes would send transactions of one account.
    #[error("the publisher {address} is in {first} and again in {second}; give each its own, remove one")]
    SharedPublisher { address: NonZeroAddress, first: String, second: String },
    /// A key whose address is not known.
    #[error(transparent)]
    RemoteSigner(#[from] RemoteSignerError),
    /// A password cannot be had.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A password that cannot open any file.
    #[error(transparent)]
    PasswordRefused(Refused),
    /// The passwords are not those of the key files.
    #[error("{}", one_line(&.0.to_string()))]
    Trial(#[from] PasswordTrialError),
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The directory for the signer cannot be had.
    #[error("{}", explain("--web3signer-out", .0))]
    Signer(#[source] StagingError),
    /// The file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
}

impl ExitStatus for NodeKeystoreCommandError {
    fn status(&self) -> u8 {
        match self {
            Self::Trial(PasswordTrialError::Decrypt { source: DecryptError::Memory { .. }, .. }) | Self::Lost(_) => {
                SYSTEM_FAILED
            }
            Self::Trial(PasswordTrialError::Decrypt { .. } | PasswordTrialError::Parse { .. }) => CHECK_FAILED,
            Self::Signer(error) => status(error),
            Self::Output(error) => error.status(),
            Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
