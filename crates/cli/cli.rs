//! The command line as clap reads it. No field here ever holds a secret: secrets come from files, standard input, the
//! environment or the terminal.

mod calldata;
mod derivation;
mod exit;
mod gas;
mod import;
mod metadata;
mod node_keystore;
mod pages;
mod recover_check;
mod secrets;
mod verify;
mod version;

use std::path::PathBuf;

use aztec_key_derivation::Index;
use bn254_bls::ProofKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

pub(crate) use calldata::{Call, CalldataArgs, CarrierArgs, Format, RegistryArgs};
pub(crate) use derivation::{DerivationArgs, UnusedGasOption};
pub(crate) use exit::{ExitAction, ExitArgs, ExitDomainArgs, ExitFormat, SignExitArgs};
pub(crate) use gas::GasArgs;
pub(crate) use import::{ImportArgs, OldPasswordArgs};
pub(crate) use metadata::{MetadataAction, MetadataArgs, NewMetadataArgs};
pub(crate) use node_keystore::{NodeKeystoreAction, NodeKeystoreArgs, RenderArgs, Schema, SetCoinbaseArgs};
pub(crate) use pages::{CompletionsArgs, ManArgs};
pub(crate) use recover_check::RecoverCheckArgs;
pub(crate) use secrets::{KeyAction, KeyArgs, MnemonicAction, MnemonicArgs, NewPasswordArgs, OpeningArgs};
pub(crate) use verify::VerifyArgs;

/// BLS keys for staking providers of the Aztec network, made offline.
#[derive(Debug, Parser)]
#[command(name = "keygen", version, long_version = version::facts(), max_term_width = 100, propagate_version = true, subcommand_required = true)]
#[command(after_help = "Exit status: 0 done; 1 a check failed; 2 wrong use or bad input; 3 the system failed; \
                        130 interrupted. What is written appears whole or not at all.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Batch(BatchArgs),
    Import(ImportArgs),
    Verify(VerifyArgs),
    RecoverCheck(RecoverCheckArgs),
    Calldata(CalldataArgs),
    Exit(ExitArgs),
    NodeKeystore(NodeKeystoreArgs),
    Metadata(MetadataArgs),
    Mnemonic(MnemonicArgs),
    Key(KeyArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

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

/// How a long run works.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct WorkArgs {
    /// Threads, 1 to 256 [default: the number of cores, or fewer where memory is short]
    #[arg(long, value_name = "J", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    /// Show no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Where the keys come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where the keys come from")]
pub(crate) struct SourceArgs {
    /// Derive from the BIP-39 mnemonic in this file (`-`: standard input), in plain words or encrypted under the ETH
    /// password [default: a new 24-word mnemonic]
    #[arg(long, value_name = "FILE")]
    pub(crate) mnemonic_file: Option<PathBuf>,

    /// Show the new mnemonic once on the terminal, and go on only when it was typed back
    #[arg(long, conflicts_with = "mnemonic_file")]
    pub(crate) show_mnemonic: bool,

    /// The BIP-39 passphrase, for ETH and BLS keys alike
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// Derive the BLS keys from the raw key material (hex) in this file; the ETH keys still come from the mnemonic
    #[arg(long, value_name = "FILE")]
    pub(crate) ikm_file: Option<PathBuf>,

    /// Use these attester addresses, one a line; no ETH keys are made
    #[arg(long, value_name = "FILE")]
    pub(crate) attesters: Option<PathBuf>,

    /// Account in the derivation paths
    #[arg(long, value_name = "A", default_value_t = Index::ZERO, allow_negative_numbers = true)]
    pub(crate) account_index: Index,

    /// First address index in the derivation paths
    #[arg(long, value_name = "I", default_value_t = Index::ZERO, allow_negative_numbers = true)]
    pub(crate) address_index: Index,

    /// Continue where the batch of this manifest ended; the mnemonic must be the same
    #[arg(long, value_name = "MANIFEST", conflicts_with_all = ["account_index", "address_index"])]
    pub(crate) after: Option<PathBuf>,

    /// Refuse keys that a manifest in or below this directory lists
    #[arg(long, value_name = "DIR")]
    pub(crate) known: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) derivation: DerivationArgs,
}

/// Passwords of the encrypted files. Without these: the environment variables AZTEC_KEYSTORE_PASSWORD,
/// AZTEC_ETH_KEYSTORE_PASSWORD, AZTEC_BLS_KEYSTORE_PASSWORD; else the terminal.
#[derive(Debug, Args)]
#[command(next_help_heading = "Passwords (else AZTEC_KEYSTORE_PASSWORD, AZTEC_ETH_KEYSTORE_PASSWORD, \
                               AZTEC_BLS_KEYSTORE_PASSWORD; else asked for)")]
pub(crate) struct PasswordArgs {
    /// File with the password for all files (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,

    /// File with the password for ETH keys, the mnemonic and publishers
    #[arg(long, value_name = "FILE")]
    pub(crate) eth_password_file: Option<PathBuf>,

    /// File with the password for BLS keys
    #[arg(long, value_name = "FILE")]
    pub(crate) bls_password_file: Option<PathBuf>,
}

/// How files are encrypted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Encryption")]
pub(crate) struct EncryptionArgs {
    /// Key derivation of the ETH files; with pbkdf2 the node starts faster (0.1 s a key, not 1 to 2), scrypt resists guessing better
    #[arg(long, value_enum, default_value_t = EthKdf::Scrypt)]
    pub(crate) eth_kdf: EthKdf,

    /// scrypt cost of the ETH files as a power of two, 14 to 20 [default: 17]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(14..=20), allow_negative_numbers = true)]
    pub(crate) scrypt_log_n: Option<u8>,

    /// A salt for each key file and not for each kind: slower by one key derivation a file; a derived key that leaks then opens
    /// one file only
    #[arg(long)]
    pub(crate) salt_per_file: bool,

    /// Plain keys in the node keystore and no key files: for test networks only
    #[arg(long, conflicts_with_all = ["password_file", "eth_password_file", "bls_password_file", "eth_kdf", "scrypt_log_n", "salt_per_file"])]
    pub(crate) unencrypted: bool,
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

    /// File with publisher accounts for all validators, one a line: an address, or a private key
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Proof {
    /// Over the public key: what the deployed contract verifies
    Registration,
    /// Over the word "feedback", as in the operators' guide; the deployed contract refuses it
    Feedback,
}

impl From<Proof> for ProofKind {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Registration => Self::Registration,
            Proof::Feedback => Self::Feedback,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EthKdf {
    Scrypt,
    Pbkdf2,
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
