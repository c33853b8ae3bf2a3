//! The command line of `keygen batch`.

use std::path::PathBuf;

use aztec_key_derivation::Index;
use aztec_operator::{
    arguments::{DerivationArgs, EncryptionArgs, GasArgs, PasswordArgs, Proof, WorkArgs},
    operator_entropy::EntropyArgs,
};
use clap::Args;

use super::calldata::RegistryArgs;

/// Make keys, proofs and encrypted files, verify all of them, and put them into a new directory.
#[derive(Debug, Args)]
pub(crate) struct BatchArgs {
    /// Number of keys, at most 100000 [default: 1, or the number of --attesters]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = count)]
    pub(crate) count: Option<u32>,

    /// Directory to create; must not exist
    #[arg(long, value_name = "DIR", default_value = "keystores")]
    pub(crate) out: PathBuf,

    /// Which proof goes into proofOfPossession; the deployed contract accepts only `registration`
    #[arg(long, value_enum, default_value_t = Proof::Registration)]
    pub(crate) proof: Proof,

    #[command(flatten)]
    pub(crate) gas: GasArgs,

    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    // The groups come last: their headings would stand over every option after them.
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    #[command(flatten)]
    pub(crate) passwords: PasswordArgs,

    #[command(flatten)]
    pub(crate) encryption: EncryptionArgs,

    #[command(flatten)]
    pub(crate) node: NodeArgs,

    #[command(flatten)]
    pub(crate) calls: RegistryArgs,
}

/// Where the keys come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where the keys come from")]
pub(crate) struct SourceArgs {
    /// Derive from the BIP-39 mnemonic in this file (`-`: standard input), in plain words or encrypted under the ETH
    /// password [default: a new 24-word mnemonic]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["entropy_file", "dice"])]
    pub(crate) mnemonic_file: Option<PathBuf>,

    /// Derive from a mnemonic that is typed on the terminal; four letters of each word are enough
    #[arg(long, conflicts_with_all = ["mnemonic_file", "entropy_file", "dice"])]
    pub(crate) type_mnemonic: bool,

    /// Show the new mnemonic once on the terminal, and go on only when it was typed back
    #[arg(long, conflicts_with_all = ["mnemonic_file", "type_mnemonic"])]
    pub(crate) show_mnemonic: bool,

    #[command(flatten)]
    pub(crate) entropy: EntropyArgs,

    /// The BIP-39 passphrase, for ETH and BLS keys alike
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// Derive the BLS keys from the raw key material (hex) in this file; the ETH keys still come from the mnemonic
    #[arg(long, value_name = "FILE")]
    pub(crate) ikm_file: Option<PathBuf>,

    /// Use these attester addresses, one per line; no ETH keys are made
    #[arg(long, value_name = "FILE")]
    pub(crate) attesters: Option<PathBuf>,

    /// Account in the derivation paths
    #[arg(long, value_name = "A", default_value_t = Index::ZERO, allow_negative_numbers = true)]
    pub(crate) account_index: Index,

    /// First address index in the derivation paths
    #[arg(long, value_name = "I", default_value_t = Index::ZERO, allow_negative_numbers = true)]
    pub(crate) address_index: Index,

    /// Continue where the batch of this manifest ended (or of the directory that it is in); the mnemonic must be the same
    #[arg(long, value_name = "MANIFEST", conflicts_with_all = ["account_index", "address_index"])]
    pub(crate) after: Option<PathBuf>,

    /// Refuse keys that a manifest in or below this directory lists
    #[arg(long, value_name = "DIR")]
    pub(crate) known: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) derivation: DerivationArgs,
}

/// Fields of the node keystore.
#[derive(Debug, Args)]
#[command(next_help_heading = "Node keystore")]
pub(crate) struct NodeArgs {
    /// Aztec address that receives fees: 0x and 64 digits [default: zero]
    #[arg(long, value_name = "HEX")]
    pub(crate) fee_recipient: Option<String>,

    /// ETH address that receives rewards [default: each attester's own]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) coinbase: Option<String>,

    /// File with publisher accounts for all validators, one per line: an address, or a private key
    #[arg(long, value_name = "FILE")]
    pub(crate) publisher_file: Option<PathBuf>,

    /// File with the account from which the node tops up publishers: an address, a private key, or the node's own JSON
    /// for it, `{"path", "password"}` or `{"address", "remoteSignerUrl"}`
    #[arg(long, value_name = "FILE")]
    pub(crate) funding_account_file: Option<PathBuf>,

    /// Publisher keys to derive for each validator, at the address indices after those of the validators
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "publisher_file", allow_negative_numbers = true, value_parser = publisher_count)]
    pub(crate) publisher_count: u32,
}

fn count(text: &str) -> Result<u32, NotACount> {
    text.parse().ok().filter(|count| *count > 0).ok_or(NotACount)
}

fn publisher_count(text: &str) -> Result<u32, NotAPublisherCount> {
    text.parse().map_err(|_| NotAPublisherCount)
}

/// Why `--publisher-count` is refused.
#[derive(Debug, thiserror::Error)]
#[error("not a number of keys; give a whole number, such as --publisher-count 1")]
struct NotAPublisherCount;

/// Why `--count` is refused.
#[derive(Debug, thiserror::Error)]
#[error("not a number of keys; give a whole number from 1 on, such as --count 10")]
struct NotACount;
