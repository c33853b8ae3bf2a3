//! Files with one account a line.

use std::path::Path;

use aztec_keystore_batch::Account;
use aztec_staking_registry::{NonZeroAddress, parse_address_list};

use super::{
    error::InputError,
    stdin_once::StdinOnce,
    text::{read_public, read_secret},
};

/// Reads a file of attesters that exist already, an address a line.
///
/// # Errors
///
/// Fails where the file cannot be read, or a line is no address.
pub fn read_attesters(path: &Path, stdin: &mut StdinOnce) -> Result<Vec<NonZeroAddress>, InputError> {
    let text = read_public("--attesters", path, stdin)?;
    parse_address_list(&text).map_err(InputError::refused("--attesters"))
}

/// The publisher accounts that all validators share; there may be private keys among them.
///
/// # Errors
///
/// Fails where the file cannot be read, or a line is no account.
pub fn read_publishers(path: &Path, stdin: &mut StdinOnce) -> Result<Vec<Account>, InputError> {
    let text = read_secret("--publisher-file", path, stdin)?;
    Account::parse_list(&text).map_err(InputError::refused("--publisher-file"))
}
