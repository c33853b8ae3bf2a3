//! Why a batch was not made.

use aztec_key_derivation::{GenerateError, IndexRangeError};
use aztec_keystore_batch::{BatchPlanError, BatchSizeError, DerivedKeysError, EarlierBatchError, KeyFileError};
use aztec_staking_registry::{AddressError, AztecAddressError};

use crate::{earlier::earlier_text, new_batch::NewBatchError};
use aztec_operator::{
    arguments::UnusedGasOption,
    destination::OtherNetwork,
    exit_status::{BAD_INPUT, ExitStatus, INTERRUPTED, SYSTEM_FAILED},
    files::key_file_status,
    input::{AccountsError, InputError, PasswordError, ProtectionError},
    mnemonic_screen::MnemonicScreenError,
    output::ResultLost,
};

/// Why a batch was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BatchError {
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// It is not known how the secrets are written.
    #[error(transparent)]
    Protection(#[from] ProtectionError),
    /// The funding account is refused.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// The key of the funding account cannot be had.
    #[error("--funding-account-file: {0}")]
    FundingAccount(#[source] KeyFileError),
    /// The indices do not fit.
    #[error("--count: {0}")]
    Range(#[from] IndexRangeError),
    /// The indices of the publishers do not fit after them.
    #[error("--publisher-count: {0}")]
    PublisherRange(IndexRangeError),
    /// Too many keys for one batch.
    #[error("--count: {0}, each --after the one before")]
    Size(#[from] BatchSizeError),
    /// Another number of attesters than of keys.
    #[error("--count says {count}, --attesters lists {attesters}; leave --count out, or correct the file")]
    AttesterCount { count: u32, attesters: usize },
    /// `--coinbase` is not an address.
    #[error("--coinbase: {0}")]
    Coinbase(AddressError),
    /// `--fee-recipient` is not an address on Aztec.
    #[error("--fee-recipient: {0}")]
    FeeRecipient(AztecAddressError),
    /// Publishers that nothing would derive.
    #[error("--publisher-count: with --attesters no ETH keys are made; name the publishers with --publisher-file")]
    UnusedPublisherCount,
    /// A mnemonic or passphrase without anything that it would be for.
    #[error("{option}: with --ikm-file and --attesters no key comes from a mnemonic; leave the option out")]
    UnusedMnemonic { option: &'static str },
    /// No mnemonic is made that could be shown.
    #[error("--show-mnemonic: with --ikm-file and --attesters no mnemonic is made; leave the option out")]
    NothingToShow,
    /// The words were not typed: those of the backup, or those that the keys should come from.
    #[error(transparent)]
    Screen(#[from] MnemonicScreenError),
    /// The directory is not written.
    #[error(transparent)]
    NewBatch(#[from] NewBatchError),
    /// The generator of the operating system failed.
    #[error(transparent)]
    Randomness(#[from] GenerateError<rand::rngs::SysError>),
    /// An option that the rule has no use for.
    #[error(transparent)]
    Derivation(#[from] UnusedGasOption),
    /// An option that contradicts the name of the network.
    #[error(transparent)]
    Destination(#[from] OtherNetwork),
    /// Calls that would add keys which cannot register.
    #[error("--provider-id: the contract refuses feedback proofs, so there is nothing to add; leave --proof out")]
    FeedbackCalls,
    /// The batch does not fit with those before it.
    #[error("{}", earlier_text(.0))]
    Earlier(#[from] EarlierBatchError),
    /// The keys cannot be derived as asked for.
    #[error(transparent)]
    Keys(DerivedKeysError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
}

impl From<DerivedKeysError> for BatchError {
    fn from(error: DerivedKeysError) -> Self {
        match error {
            DerivedKeysError::Size(error) => Self::Size(error),
            other => Self::Keys(other),
        }
    }
}

impl From<BatchPlanError> for BatchError {
    fn from(error: BatchPlanError) -> Self {
        match error {
            BatchPlanError::Earlier(error) => Self::Earlier(error),
            _ => Self::FeedbackCalls,
        }
    }
}

impl ExitStatus for BatchError {
    fn status(&self) -> u8 {
        match self {
            Self::NewBatch(error) => error.status(),
            Self::Lost(_) | Self::Randomness(_) => SYSTEM_FAILED,
            Self::Screen(error) => error.status(),
            Self::Input(error) => error.status(),
            Self::FundingAccount(error) => key_file_status(error),
            Self::Password(PasswordError::Interrupted(_))
            | Self::Protection(ProtectionError::Password(PasswordError::Interrupted(_))) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
