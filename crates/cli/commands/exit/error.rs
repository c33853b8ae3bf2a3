//! Why no exit was signed.

use aztec_encrypted_keystore::DecryptError;
use aztec_key_derivation::EthSignError;
use aztec_keystore_batch::{AttesterKeysError, OpenBatchError};
use aztec_staking_registry::exits::{DeadlineError, ExitDomainError, SignedExitsError};

use aztec_operator::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    input::NotConfirmed,
    interrupt::Interrupted,
    output::one_line,
};

/// Why no exit was signed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExitError {
    /// The rollup or the chain is none.
    #[error("{}", domain_text(.0))]
    Domain(#[from] ExitDomainError),
    /// The deadline is not ahead, or too far.
    #[error("--deadline, {when}: {source}")]
    Deadline { when: String, source: DeadlineError },
    /// The directory cannot be opened as a batch.
    #[error("{}", one_line(&.0.to_string()))]
    Open(#[from] OpenBatchError),
    /// A mnemonic, and nothing that says at which indices its keys are.
    #[error(
        "--mnemonic-file needs the directory of the batch, whose manifest says which keys are the attesters'; name it in the \
         place of the node keystore"
    )]
    MnemonicWithoutBatch,
    /// A key cannot be had.
    #[error("{}", keys_text(.0))]
    Keys(#[source] AttesterKeysError),
    /// Nobody said yes.
    #[error("{}", consent_text(.0))]
    NotConfirmed(#[from] NotConfirmed),
    /// A digest that cannot be signed.
    #[error(transparent)]
    Sign(#[from] EthSignError),
    /// What was signed does not verify.
    #[error("nothing was written, since what was signed does not verify: {0}")]
    Signed(#[from] SignedExitsError),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl From<AttesterKeysError> for ExitError {
    fn from(error: AttesterKeysError) -> Self {
        match error {
            AttesterKeysError::Cancelled(_) => Self::Interrupted(Interrupted::now()),
            other => Self::Keys(other),
        }
    }
}

pub(crate) fn domain_text(error: &ExitDomainError) -> String {
    match error {
        ExitDomainError::NotARollup { .. } => format!("--rollup: {error}"),
        _ => format!("--chain-id: {error}"),
    }
}

/// What is wrong with the keys, with the option that mends it.
fn keys_text(error: &AttesterKeysError) -> String {
    match error {
        AttesterKeysError::Unknown { .. } | AttesterKeysError::Twice { .. } => format!("--attester: {error}"),
        AttesterKeysError::Elsewhere { .. } => format!("{error}, or name the others with --attester"),
        AttesterKeysError::NotDerived => {
            "--mnemonic-file: the ETH keys of this batch do not come from a mnemonic; leave the option out".to_owned()
        }
        AttesterKeysError::OtherMnemonic => {
            "--mnemonic-file: this is not the mnemonic of the batch, or a passphrase belongs \
                                             to it; give --passphrase-file, or the other mnemonic"
                .to_owned()
        }
        other => one_line(&other.to_string()),
    }
}

fn consent_text(error: &NotConfirmed) -> &'static str {
    match error {
        NotConfirmed::Declined => "nothing was signed; type yes, or give --yes, to sign the exits",
        NotConfirmed::NoTerminal => {
            "nothing was signed, and there is no terminal to ask on; give --yes if that is what you want"
        }
    }
}

impl ExitStatus for ExitError {
    fn status(&self) -> u8 {
        match self {
            Self::Keys(AttesterKeysError::Decrypt { source: DecryptError::Memory { .. }, .. })
            | Self::Open(OpenBatchError::Unreadable { .. }) => SYSTEM_FAILED,
            Self::Open(OpenBatchError::Nothing { .. } | OpenBatchError::NotABatch { .. }) => BAD_INPUT,
            Self::Keys(
                AttesterKeysError::Decrypt { .. }
                | AttesterKeysError::Parse { .. }
                | AttesterKeysError::OtherMnemonic
                | AttesterKeysError::OtherKey { .. },
            )
            | Self::Open(_)
            | Self::Sign(_)
            | Self::Signed(_) => CHECK_FAILED,
            Self::Interrupted(interrupted) => interrupted.status(),
            _ => BAD_INPUT,
        }
    }
}
