//! Options that several commands share: the files with passwords, how keys are derived and files encrypted. No field
//! ever holds a secret.

mod derivation;
mod gas;
mod proof;
mod work;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

pub use derivation::{DerivationArgs, NotAGasBudget, Rule, UnusedGasOption, gas_budget};
pub use gas::GasArgs;
pub use proof::Proof;
pub use work::WorkArgs;

/// Passwords of the encrypted files. Without these: the environment variables AZTEC_KEYSTORE_PASSWORD,
/// AZTEC_ETH_KEYSTORE_PASSWORD, AZTEC_BLS_KEYSTORE_PASSWORD; else the terminal.
#[derive(Debug, Args)]
#[command(next_help_heading = "Passwords (else AZTEC_KEYSTORE_PASSWORD, AZTEC_ETH_KEYSTORE_PASSWORD, \
                               AZTEC_BLS_KEYSTORE_PASSWORD; else asked for)")]
pub struct PasswordArgs {
    /// File with the password for all files (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,

    /// File with the password for ETH keys, the mnemonic and publishers
    #[arg(long, value_name = "FILE")]
    pub eth_password_file: Option<PathBuf>,

    /// File with the password for BLS keys
    #[arg(long, value_name = "FILE")]
    pub bls_password_file: Option<PathBuf>,
}

/// How the encrypted files that the node keystore names are opened.
#[derive(Debug, Args)]
#[command(next_help_heading = "Passwords of the files to import (else those beside the paths; else asked for)")]
pub struct OldPasswordArgs {
    /// File with the password of all encrypted files to import (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub old_password_file: Option<PathBuf>,

    /// File with the password of the ETH keys to import
    #[arg(long, value_name = "FILE")]
    pub old_eth_password_file: Option<PathBuf>,

    /// File with the password of the BLS keys to import
    #[arg(long, value_name = "FILE")]
    pub old_bls_password_file: Option<PathBuf>,
}

/// The passwords to change to.
#[derive(Debug, Args)]
pub struct NewPasswordArgs {
    /// File with the new password (`-`: standard input) [default: asked for twice]
    #[arg(long, value_name = "FILE")]
    pub new_password_file: Option<PathBuf>,

    /// File with the new password of ETH keys, the mnemonic and publishers
    #[arg(long, value_name = "FILE")]
    pub new_eth_password_file: Option<PathBuf>,

    /// File with the new password of BLS keys
    #[arg(long, value_name = "FILE")]
    pub new_bls_password_file: Option<PathBuf>,
}

/// How an encrypted file is opened.
#[derive(Debug, Args)]
pub struct OpeningArgs {
    /// File with the password (`-`: standard input) [default: AZTEC_KEYSTORE_PASSWORD, or asked for]
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// How files are encrypted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Encryption")]
pub struct EncryptionArgs {
    /// Key derivation of the ETH files; with pbkdf2 the node starts faster (0.1 s a key, not 1 to 2), scrypt resists
    /// guessing better
    #[arg(long, value_enum, default_value_t = EthKdf::Scrypt)]
    pub eth_kdf: EthKdf,

    /// scrypt cost of the ETH files as a power of two, 14 to 20 [default: 17]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(14..=20), allow_negative_numbers = true)]
    pub scrypt_log_n: Option<u8>,

    /// A salt for each key file and not for each kind: slower by one key derivation a file; a derived key that leaks then opens
    /// one file only
    #[arg(long)]
    pub salt_per_file: bool,

    /// Plain keys in the node keystore and no key files: for test networks only
    #[arg(long, conflicts_with_all = ["password_file", "eth_password_file", "bls_password_file", "eth_kdf", "scrypt_log_n", "salt_per_file"])]
    pub unencrypted: bool,
}

/// Key derivation functions of ETH key files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EthKdf {
    /// RFC 7914.
    #[value(help = None::<&str>)]
    Scrypt,
    /// RFC 8018, with HMAC-SHA-256.
    #[value(help = None::<&str>)]
    Pbkdf2,
}
