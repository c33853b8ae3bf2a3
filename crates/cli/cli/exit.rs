//! The command line of `keygen exit`.

use std::path::PathBuf;

use aztec_staking_registry::NonZeroAddress;
use clap::{Args, Subcommand, ValueEnum};

use aztec_operator::{arguments::WorkArgs, input::DeadlineText};

/// Sign exits of attesters, so that anybody can take them out of the validator set.
#[derive(Debug, Args)]
pub(crate) struct ExitArgs {
    #[command(subcommand)]
    pub(crate) action: ExitAction,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum ExitAction {
    Sign(SignExitArgs),
}

/// Sign exits offline, with the ETH keys of attesters; nothing is sent.
///
/// An exit cannot be undone, and an attester that has left can never register again, with any key. Whoever has the file can use
/// it until the deadline. It is good for this rollup on this chain only: after an upgrade of the rollup, sign anew. The stake
/// still goes where the withdrawer says.
#[derive(Debug, Args)]
pub(crate) struct SignExitArgs {
    /// Batch directory, or a node keystore with the key files beside it
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// The rollup contract that the attesters are on; every version has an address of its own
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) rollup: NonZeroAddress,

    /// The chain of the rollup: 1 for Ethereum, 11155111 for Sepolia
    #[arg(long, value_name = "N", value_parser = chain_id, allow_negative_numbers = true)]
    pub(crate) chain_id: u64,

    /// Until when the exits can be used: Unix seconds, a time such as 2027-01-31T12:00:00Z, or days or hours from now such as
    /// 30d or 12h; at most a year ahead
    #[arg(long, value_name = "WHEN", allow_negative_numbers = true)]
    pub(crate) deadline: DeadlineText,

    /// Sign for this attester alone; may be repeated [default: all]
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) attester: Vec<NonZeroAddress>,

    /// What the file holds
    #[arg(long, value_enum, default_value_t = ExitFormat::Json)]
    pub(crate) format: ExitFormat,

    /// File to create, for you alone (mode 0600); must not exist
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,

    /// Derive the keys from this mnemonic, in plain words or encrypted (`-`: standard input); needs no secret file of the batch
    #[arg(long, value_name = "FILE")]
    pub(crate) mnemonic_file: Option<PathBuf>,

    /// The BIP-39 passphrase, where the batch was made with one
    #[arg(long, value_name = "FILE", requires = "mnemonic_file")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// File with the password of the key files, or of the encrypted mnemonic (`-`: standard input) [default:
    /// AZTEC_ETH_KEYSTORE_PASSWORD, AZTEC_KEYSTORE_PASSWORD, or asked for]
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,

    /// Sign without asking
    #[arg(long)]
    pub(crate) yes: bool,

    #[command(flatten)]
    pub(crate) work: WorkArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExitFormat {
    /// The official file: attester, deadline and signature of each
    Json,
    /// 0x and the bytes, one call a line
    Hex,
    /// A script for Foundry's cast, without any key
    Cast,
    /// A batch for the Transaction Builder of a Safe
    Safe,
}

/// Where exits are good, for a command that judges a file which does not say so.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ExitDomainArgs {
    /// Of a file of signed exits: the rollup that they were signed for
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse, requires = "chain_id")]
    pub(crate) rollup: Option<NonZeroAddress>,

    /// Of a file of signed exits: the chain that they were signed for
    #[arg(long, value_name = "N", value_parser = chain_id, requires = "rollup", allow_negative_numbers = true)]
    pub(crate) chain_id: Option<u64>,
}

fn chain_id(text: &str) -> Result<u64, NotAChainId> {
    text.parse().ok().filter(|id| *id > 0).ok_or(NotAChainId)
}

/// Why `--chain-id` is refused.
#[derive(Debug, thiserror::Error)]
#[error("not the id of a chain; give a whole number from 1 on, such as 1 for Ethereum")]
struct NotAChainId;
