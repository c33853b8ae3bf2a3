//! Why a batch was not made.

use aztec_key_derivation::{BlsKeyError, EthKeyError, IkmError, Index, IndexRangeError, PassphraseError};
use aztec_staking_registry::{AddressError, AztecAddressError};
use bn254_bls::gas::POP_GAS_LIMIT;

use super::backup::BackupError;
use crate::{
    exit_status::{BAD_INPUT, INTERRUPTED, SYSTEM_FAILED},
    input::{AttestersError, InputError, MnemonicFileError, PasswordError, PublishersError},
    interrupt::Interrupted,
    new_batch::{EarlierError, NewBatchError, SizeError},
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
    /// The indices do not fit.
    #[error("--count: {0}")]
    Range(#[from] IndexRangeError),
    /// The indices of the publishers do not fit behind them.
    #[error("--publisher-count: {0}")]
    PublisherRange(IndexRangeError),
    /// Too many keys for one batch.
    #[error("--count: {0}, each --after the one before")]
    Size(#[from] SizeError),
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
    /// The operator has not shown that there is a backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The directory is not written.
    #[error(transparent)]
    NewBatch(#[from] NewBatchError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}); make no keys on this machine until it does")]
    Randomness(#[from] rand::rngs::SysError),
    /// The batch does not fit to those before it.
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// There is no BLS key within the gas budget.
    #[error(transparent)]
    BlsKey(#[from] BlsKeyError),
    /// A BLS key cannot be registered.
    #[error(
        "the key at address index {index} cannot be registered: its proof of possession may cost {gas} gas, above the \
         contract's {POP_GAS_LIMIT}; leave this index out"
    )]
    OverGasLimit { index: Index, gas: u64 },
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl BatchError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::NewBatch(error) => error.status(),
            Self::Lost(_) | Self::Randomness(_) | Self::Backup(BackupError::Terminal(_)) => SYSTEM_FAILED,
            Self::Mnemonic(error) if error.lacks_memory() => SYSTEM_FAILED,
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
