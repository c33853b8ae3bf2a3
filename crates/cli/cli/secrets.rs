//! The command lines of `keygen mnemonic` and `keygen key`: deliberate access to secrets.

use std::path::PathBuf;

use aztec_key_derivation::WordCount;
use aztec_staking_registry::NonZeroAddress;
use clap::{Args, Subcommand};

use aztec_operator::{
    arguments::{NewPasswordArgs, OpeningArgs, PasswordArgs},
    operator_entropy::EntropyArgs,
};

/// Make, show or check a BIP-39 mnemonic.
#[derive(Debug, Args)]
pub(crate) struct MnemonicArgs {
    #[command(subcommand)]
    pub(crate) action: MnemonicAction,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum MnemonicAction {
    /// Make a new mnemonic: on standard output in plain words, or encrypted into a file
    New {
        /// Number of words: 12, 15, 18, 21 or 24
        #[arg(long, value_name = "N", default_value = "24")]
        words: WordCount,
        /// Encrypted file to create; must not exist [default: plain words on standard output, or shown once on a terminal]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// File with the password for --out (`-`: standard input) [default: asked for twice]
        #[arg(long, value_name = "FILE", requires = "out")]
        password_file: Option<PathBuf>,
        #[command(flatten)]
        entropy: EntropyArgs,
    },
    /// Print the words of an encrypted mnemonic; on a terminal, show them once
    Show {
        /// The encrypted file, such as secret/mnemonic.json
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        opening: OpeningArgs,
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
    },
    /// Check the words and their checksum, and say which keys they give, without showing a word
    Check {
        /// Plain words, or an encrypted file (`-`: standard input)
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        opening: OpeningArgs,
        /// The BIP-39 passphrase
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// Manifest of a batch: is this its mnemonic?
        #[arg(long, value_name = "MANIFEST")]
        manifest: Option<PathBuf>,
    },
}

/// Inspect encrypted key files of this and other tools, export a key, or change a password.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    pub(crate) action: KeyAction,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum KeyAction {
    /// Show what is in key files and, with a password, whether it opens them
    Inspect {
        /// Encrypted key files, or batch directories with all of theirs
        #[arg(required = true, value_name = "FILE|DIR")]
        files: Vec<PathBuf>,
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        passwords: PasswordArgs,
    },
    /// Print the secret key of a file: 0x and 32 bytes, big-endian; of a batch, each with the name of its file
    Export {
        /// The encrypted key file, or a batch directory
        #[arg(value_name = "FILE|DIR")]
        file: PathBuf,
        /// The address of the key, where an ETH key file names none
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        address: Option<NonZeroAddress>,
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        passwords: PasswordArgs,
    },
    /// Encrypt a key, a mnemonic or all of a batch anew, under another password; the file or the directory secret is
    /// replaced in one step
    ChangePassword {
        /// The encrypted file, or a batch directory
        #[arg(value_name = "FILE|DIR")]
        file: PathBuf,
        /// The address of the key, where an ETH key file names none
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        address: Option<NonZeroAddress>,
        /// A salt for each file of the batch and not for each kind, as for a new batch
        #[arg(long)]
        salt_per_file: bool,
        #[command(flatten)]
        new_passwords: NewPasswordArgs,
        #[command(flatten)]
        passwords: PasswordArgs,
    },
}
