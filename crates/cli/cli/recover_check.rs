//! The command line of `keygen recover-check`.

use std::path::PathBuf;

use clap::Args;

/// Say whether a mnemonic restores every key of a batch, without writing anything.
///
/// Derives all keys of the batch again and compares them with its public files: attesters, public keys in G1 and G2,
/// both proofs, paths and candidates. The secret files are not needed, so it can be done on any machine without a network.
#[derive(Debug, Args)]
pub(crate) struct RecoverCheckArgs {
    /// Batch directory; its public part is enough
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,

    /// The mnemonic, in plain words or encrypted (`-`: standard input) [default: typed on the terminal]
    #[arg(long, value_name = "FILE")]
    pub(crate) mnemonic_file: Option<PathBuf>,

    /// The BIP-39 passphrase, where the batch was made with one
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// The raw key material (hex), where the BLS keys were made from it
    #[arg(long, value_name = "FILE")]
    pub(crate) ikm_file: Option<PathBuf>,

    /// File with the password of an encrypted mnemonic (`-`: standard input) [default:
    /// AZTEC_ETH_KEYSTORE_PASSWORD, AZTEC_KEYSTORE_PASSWORD, or asked for]
    #[arg(long, value_name = "FILE", requires = "mnemonic_file")]
    pub(crate) password_file: Option<PathBuf>,

    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Show no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
