//! The command line of `keygen verify`.

use std::path::PathBuf;

use clap::Args;

use aztec_operator::arguments::{GasArgs, PasswordArgs, Proof, WorkArgs};

use super::exit::ExitDomainArgs;

/// Check batch directories and public files of any tool: what each proof signs, its gas, and everything that is wrong.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Batch directories, or files with tuples: staker output, calldata, files of calls, batches for a Safe; or files of
    /// signed exits (`-`: standard input)
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The BIP-39 passphrase, where the batch was made with one
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// Check only the public part, and ask for no password
    #[arg(long)]
    pub(crate) public_only: bool,

    /// The proof that tuples in a file must carry; a batch directory says which it has
    #[arg(long, value_enum, default_value_t = Proof::Registration)]
    pub(crate) proof: Proof,

    #[command(flatten)]
    pub(crate) gas: GasArgs,

    /// Only warn about calls in a Safe batch that add no keys; look at each of them first
    #[arg(long)]
    pub(crate) allow_other_calls: bool,

    /// Show the table of entries even if there are more than 50
    #[arg(long, conflicts_with = "json")]
    pub(crate) table: bool,

    /// Print the findings and every entry as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) exits: ExitDomainArgs,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    #[command(flatten)]
    pub(crate) passwords: PasswordArgs,
}
