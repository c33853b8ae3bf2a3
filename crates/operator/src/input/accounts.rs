//! Files of ETH accounts, in the forms in which a node takes them.

use std::path::Path;

use aztec_node_keystore::{EthKeySource, NodeKeystoreError};
use aztec_staking_registry::{AddressError, NonZeroAddress, list_lines};
use zeroize::Zeroizing;

use super::{error::InputError, stdin_once::StdinOnce, text::read_secret};
use crate::exit_status::{BAD_INPUT, ExitStatus};

/// Reads accounts, one a line: an address with its checksum, a private key of 32 bytes in hexadecimal, `{"path": …,
/// "password": …}`, or `{"address": …, "remoteSignerUrl": …}`. An object that is alone may take several lines.
///
/// # Errors
///
/// Fails where the file cannot be read, or a line is no account.
pub fn read_accounts(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
) -> Result<Vec<EthKeySource>, AccountsError> {
    let text = read_secret(option, path, stdin)?;
    if let Ok(alone) = EthKeySource::read(text.trim_start_matches('\u{feff}')) {
        return Ok(vec![alone]);
    }
    let accounts = list_lines(&text).map(|(line, entry)| read_account(option, line, entry));
    let accounts = accounts.collect::<Result<Vec<_>, _>>()?;
    if accounts.is_empty() { Err(AccountsError::Empty { option }) } else { Ok(accounts) }
}

/// Reads a file with one account, in the forms that [`read_accounts`] takes.
///
/// # Errors
///
/// Fails as [`read_accounts`] does, and where the file holds several.
pub fn read_single_account(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
) -> Result<EthKeySource, AccountsError> {
    let mut accounts = read_accounts(option, path, stdin)?;
    match (accounts.pop(), accounts.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(AccountsError::Several { option }),
    }
}

fn read_account(option: &'static str, line: usize, entry: &str) -> Result<EthKeySource, AccountsError> {
    if entry.starts_with('{') {
        return EthKeySource::read(entry).map_err(|source| AccountsError::Account { option, line, source });
    }
    if entry.len() == 42 {
        // What is typed by hand has its checksum.
        let address = NonZeroAddress::parse(entry).map_err(|source| AccountsError::Address { option, line, source })?;
        return Ok(EthKeySource::Address(address));
    }
    // The whole size from the start: growing would leave copies of a key behind.
    let mut json = Zeroizing::new(String::with_capacity(entry.len() + 2));
    json.extend(["\"", entry, "\""]);
    EthKeySource::read(&json).map_err(|_| AccountsError::Key { option, line })
}

/// Why a file of accounts is refused. No error quotes the file.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A line is no account.
    #[error(
        "{option}, line {line}: not an account; write an address, a private key (0x and 64 hexadecimal digits), \
         {{\"path\": …, \"password\": …}} or {{\"address\": …, \"remoteSignerUrl\": …}}"
    )]
    Key {
        /// The option that named it.
        option: &'static str,
        /// The line, from 1.
        line: usize,
    },
    /// A line is not an address.
    #[error("{option}, line {line}: {source}")]
    Address {
        /// The option that named it.
        option: &'static str,
        /// The line, from 1.
        line: usize,
        /// What was wrong.
        source: AddressError,
    },
    /// An object is no account.
    #[error("{option}, line {line}: {source}")]
    Account {
        /// The option that named it.
        option: &'static str,
        /// The line, from 1.
        line: usize,
        /// What was wrong.
        source: NodeKeystoreError,
    },
    /// Nothing but comments.
    #[error("{option}: the file holds no account; write one a line")]
    Empty {
        /// The option that named it.
        option: &'static str,
    },
    /// More than one.
    #[error("{option}: the file holds several accounts, and the node takes one; remove the others")]
    Several {
        /// The option that named it.
        option: &'static str,
    },
}

impl ExitStatus for AccountsError {
    fn status(&self) -> u8 {
        match self {
            Self::Input(error) => error.status(),
            _ => BAD_INPUT,
        }
    }
}
