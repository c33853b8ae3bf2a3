//! The file of publisher accounts that all validators share.

use std::path::Path;

use key_derivation::EthSecretKey;
use staking_registry::{AddressError, NonZeroAddress};
use zeroize::Zeroizing;

use super::text::{InputError, StdinOnce, read_secret};

/// An account that sends transactions for a validator.
pub(crate) enum Publisher {
    /// Held by a remote signer.
    Address(NonZeroAddress),
    /// Held by the node itself.
    Key(EthSecretKey),
}

/// Reads accounts, one a line: an address with its checksum, or a private key of 32 bytes in hexadecimal.
pub(crate) fn read_publishers(path: &Path, stdin: &mut StdinOnce) -> Result<Vec<Publisher>, PublishersError> {
    let text = read_secret("--publisher-file", path, stdin)?;
    let mut publishers = Vec::new();
    for (line, entry) in (1..).zip(text.lines().map(str::trim)) {
        if entry.is_empty() || entry.starts_with('#') {
            continue;
        }
        // The lengths are apart, as in the node's own file: 66 characters are a key, 42 an address.
        publishers.push(if entry.len() == 66 {
            Publisher::Key(read_key(entry).ok_or(PublishersError::Key { line })?)
        } else {
            let address = NonZeroAddress::parse(entry);
            Publisher::Address(address.map_err(|source| PublishersError::Address { line, source })?)
        });
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
    /// Nothing but comments.
    #[error("--publisher-file: the file holds no account; write one a line")]
    Empty,
}
