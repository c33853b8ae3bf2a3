//! The command line of `keygen password`.

use aztec_encrypted_keystore::{PasswordWords, PasswordWordsError};
use clap::Args;

/// Make a password of random words: on standard output, or shown once on a terminal.
///
/// Each word of the BIP-39 list that the operating system's randomness chooses is worth 11 bits.
#[derive(Debug, Args)]
pub(crate) struct PasswordVerbArgs {
    /// Number of words, 7 to 23 [default: 7, which are 77 bits]
    #[arg(long, value_name = "N", value_parser = words)]
    pub(crate) words: Option<PasswordWords>,
}

fn words(text: &str) -> Result<PasswordWords, PasswordWordsError> {
    text.parse().map_err(|_| PasswordWordsError).and_then(PasswordWords::new)
}
