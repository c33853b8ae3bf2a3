//! Lists of publishers, one per line.

use aztec_key_derivation::EthSecretKey;
use aztec_staking_registry::{AddressError, FirstOccurrences, NonZeroAddress, list_lines};
use zeroize::Zeroizing;

use crate::Account;

/// A private key as text: `0x` and 64 digits. An address has 42 characters, so the length tells them apart, as in the node's
/// own file.
const KEY_CHARACTERS: usize = 66;

impl Account {
    /// Reads the accounts of a list ([`list_lines`]), in their order: at least one, each an address with its checksum or a
    /// private key of 32 bytes in hexadecimal, and none twice.
    ///
    /// ```
    /// use aztec_keystore_batch::{Account, PublisherListError};
    ///
    /// let text = "# Held by the remote signer.\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n";
    /// assert!(matches!(Account::parse_list(text)?[..], [Account::Address(_)]));
    /// # Ok::<(), PublisherListError>(())
    /// ```
    ///
    /// # Errors
    /// [`PublisherListError`] names the first line that is wrong, and quotes nothing of it.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, PublisherListError> {
        let mut lines = FirstOccurrences::default();
        let mut publishers = Vec::new();
        for (line, entry) in list_lines(text) {
            let publisher = if entry.len() == KEY_CHARACTERS {
                Self::Key(parse_key(entry).ok_or(PublisherListError::Key { line })?)
            } else {
                let address = NonZeroAddress::parse(entry);
                Self::Address(address.map_err(|reason| PublisherListError::Address { line, reason })?)
            };
            if let Some(first) = lines.repeats(publisher.address(), line) {
                return Err(PublisherListError::Repeated { line, first });
            }
            publishers.push(publisher);
        }
        if publishers.is_empty() { Err(PublisherListError::Empty) } else { Ok(publishers) }
    }
}

fn parse_key(text: &str) -> Option<EthSecretKey> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    base16ct::mixed::decode(text.strip_prefix("0x")?, &mut bytes[..]).ok()?;
    EthSecretKey::from_be_bytes(&bytes).ok()
}

/// Why a list of publishers is refused. Lines count from 1; no error quotes the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublisherListError {
    /// A line of 66 characters is not a private key.
    #[error("line {line}: not a private key; write 0x and 64 hexadecimal digits, or an address")]
    Key {
        /// The line.
        line: usize,
    },
    /// Another line is not an address.
    #[error("line {line}: {reason}")]
    Address {
        /// The line.
        line: usize,
        /// What is wrong with it.
        reason: AddressError,
    },
    /// An account occurs again, by its address or its key.
    #[error("line {line} repeats the account of line {first}; the node needs each once, so remove one")]
    Repeated {
        /// The later line.
        line: usize,
        /// The line that has it first.
        first: usize,
    },
    /// There are only comments, or nothing.
    #[error("the list holds no account; write one on each line")]
    Empty,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The account of the secret key 1.
    const KEY: &str = "0x0000000000000000000000000000000000000000000000000000000000000001";
    const ADDRESS: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
    const OTHER: &str = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

    fn error(text: &str) -> Option<PublisherListError> {
        Account::parse_list(text).err()
    }

    #[test]
    fn keys_and_addresses_in_their_order() {
        let publishers = Account::parse_list(&format!("# ours\n{OTHER}\n\n{KEY}\n")).unwrap();
        assert!(matches!(publishers[..], [Account::Address(_), Account::Key(_)]));
        assert_eq!(publishers[1].address().to_string(), ADDRESS);
    }

    #[test]
    fn an_account_is_the_same_by_key_or_address() {
        assert_eq!(error(&format!("{KEY}\n{ADDRESS}")), Some(PublisherListError::Repeated { line: 2, first: 1 }));
        assert_eq!(error(&format!("{OTHER}\n\n{OTHER}")), Some(PublisherListError::Repeated { line: 3, first: 1 }));
    }

    #[test]
    fn lines_that_are_neither() {
        for key in [KEY.replace('1', "0"), KEY.replace('1', "g"), KEY.replace("0x", "00")] {
            assert_eq!(error(&format!("{OTHER}\n{key}")), Some(PublisherListError::Key { line: 2 }), "{key}");
        }
        let unchecked = PublisherListError::Address { line: 1, reason: AddressError::NoChecksum };
        assert_eq!(error(&ADDRESS.to_lowercase()), Some(unchecked));
        assert!(matches!(error(&KEY[..65]), Some(PublisherListError::Address { line: 1, .. })));
        assert_eq!(error("# none\n"), Some(PublisherListError::Empty));
    }
}
