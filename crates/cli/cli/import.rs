//! The command line of `keygen import`.

use std::path::PathBuf;

use clap::Args;

use aztec_operator::arguments::{EncryptionArgs, GasArgs, OldPasswordArgs, PasswordArgs, Proof, WorkArgs};

use super::calldata::RegistryArgs;

/// Turn a node keystore, such as the official tool's key1.json, into encrypted files and public outputs.
///
/// Its keys may be plain, or in encrypted files of their own, which are opened. The new directory is one that `keygen
/// batch` could have made: proofs for every key, files encrypted under new passwords, a node keystore that names them,
/// with the publishers, funding account, coinbases and fee recipients of the old one. The old files are not changed.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The node keystore to import (`-`: standard input)
    #[arg(value_name = "NODE_KEYSTORE")]
    pub(crate) file: PathBuf,

    /// Directory to create; must not exist
    #[arg(long, value_name = "DIR", default_value = "imported")]
    pub(crate) out: PathBuf,

    /// Which proof goes into proofOfPossession; the deployed contract accepts only `registration`
    #[arg(long, value_enum, default_value_t = Proof::Registration)]
    pub(crate) proof: Proof,

    #[command(flatten)]
    pub(crate) gas: GasArgs,

    /// Refuse keys that a manifest in or below this directory lists
    #[arg(long, value_name = "DIR")]
    pub(crate) known: Option<PathBuf>,

    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    #[command(flatten)]
    pub(crate) old_passwords: OldPasswordArgs,

    // The groups come last: their headings would stand over every option after them.
    #[command(flatten)]
    pub(crate) passwords: PasswordArgs,

    #[command(flatten)]
    pub(crate) encryption: EncryptionArgs,

    #[command(flatten)]
    pub(crate) calls: RegistryArgs,
}
