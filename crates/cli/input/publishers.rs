//! The file of publisher accounts that all validators share.

use std::{collections::HashMap, path::Path};

use aztec_key_derivation::EthSecretKey;
use aztec_keystore_batch::Account;
use aztec_staking_registry::{AddressError, NonZeroAddress};
use zeroize::Zeroizing;

use super::text::{InputError, StdinOnce, entries, read_secret};

/// Reads accounts, each once, one a line: an address with its checksum, or a private key of 32 bytes in hexadecimal.
pub(crate) fn read_publishers(path: &Path, stdin: &mut StdinOnce) -> Result<Vec<Account>, PublishersError> {
    let text = read_secret("--publisher-file", path, stdin)?;
    let mut first_seen = HashMap::new();
    let mut publishers = Vec::new();
    for (line, entry) in entries(&text) {
        // The lengths are apart, as in the node's own file: 66 characters are a key, 42 an address.
        let publisher = if entry.len() == 66 {
            Account::Key(read_key(entry).ok_or(PublishersError::Key { line })?)
        } else {
            let address = NonZeroAddress::parse(entry);
            Account::Address(address.map_err(|source| PublishersError::Address { line, source })?)
        };
        if let Some(first) = first_seen.insert(publisher.address(), line) {
            return Err(PublishersError::Duplicate { first, line });
        }
        publishers.push(publisher);
    }
    if publishers.is_empty() { Err(PublishersError::Empty) } else { Ok(publishers) }
}

fn read_key(text: &str) -> Option<EthSecretKey> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    base16ct::mixed::decode(text.strip_prefix("0x")?, &mut bytes[..]).ok()?;
    EthSecretKey::from_be_bytes(&bytes).ok()
}

/// Why a file of publishers is refused. No error quotes the file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublishersError {
    /// The file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A line of 66 characters is not a private key.
    #[error("--publisher-file, line {line}: not a private key; write 0x and 64 hexadecimal digits, or an address")]
    Key { line: usize },
    /// Another line is not an address.
    #[error("--publisher-file, line {line}: {source}")]
    Address { line: usize, source: AddressError },
    /// An account stands there twice, by its address or its key.
    #[error("--publisher-file, line {line}: the account of line {first} again; the node needs each once, remove one")]
    Duplicate { first: usize, line: usize },
    /// Nothing but comments.
    #[error("--publisher-file: the file holds no account; write one a line")]
    Empty,
}
