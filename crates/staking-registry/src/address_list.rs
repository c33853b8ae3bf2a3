//! Lists of addresses, one per line.

use crate::{AddressError, FirstOccurrences, NonZeroAddress, list_lines};

/// Reads the addresses of a list ([`list_lines`]), in their order: at least one, each with its checksum, and none twice.
///
/// ```
/// use aztec_staking_registry::{AddressListError, parse_address_list};
///
/// let line = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n";
/// assert_eq!(parse_address_list(line)?[0].to_string(), line.trim());
/// assert_eq!(parse_address_list(&line.repeat(2)), Err(AddressListError::Repeated { line: 2, first: 1 }));
/// # Ok::<(), AddressListError>(())
/// ```
///
/// # Errors
/// [`AddressListError`] names the first line that is wrong.
pub fn parse_address_list(text: &str) -> Result<Vec<NonZeroAddress>, AddressListError> {
    let mut lines = FirstOccurrences::default();
    let mut addresses = Vec::new();
    for (line, entry) in list_lines(text) {
        let address = NonZeroAddress::parse(entry).map_err(|reason| AddressListError::Address { line, reason })?;
        if let Some(first) = lines.repeats(address, line) {
            return Err(AddressListError::Repeated { line, first });
        }
        addresses.push(address);
    }
    if addresses.is_empty() { Err(AddressListError::Empty) } else { Ok(addresses) }
}

/// Why a list of addresses is refused. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressListError {
    /// A line is not an address.
    #[error("line {line}: {reason}")]
    Address {
        /// The line.
        line: usize,
        /// What is wrong with it.
        reason: AddressError,
    },
    /// An address occurs again.
    #[error("line {line} repeats the address of line {first}; each may occur once, so remove one")]
    Repeated {
        /// The later line.
        line: usize,
        /// The line that has it first.
        first: usize,
    },
    /// There are only comments, or nothing.
    #[error("the list holds no address; write one on each line")]
    Empty,
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    const OTHER: &str = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

    #[test]
    fn addresses_keep_their_order() {
        let text = format!("\u{feff}# attesters\r\n\r\n{OTHER}\r\n  {ONE}\t\n#{ONE}\n");
        let expected = [OTHER, ONE].map(|text| NonZeroAddress::parse(text).unwrap());
        assert_eq!(parse_address_list(&text), Ok(expected.to_vec()));
    }

    #[test]
    fn the_first_line_that_is_wrong_is_named() {
        let unchecked = AddressListError::Address { line: 3, reason: AddressError::NoChecksum };
        assert_eq!(parse_address_list(&format!("{ONE}\n\n{}\n0x", OTHER.to_lowercase())), Err(unchecked));
        let repeated = AddressListError::Repeated { line: 4, first: 2 };
        assert_eq!(parse_address_list(&format!("{OTHER}\n{ONE}\n\n{ONE}\n{ONE}")), Err(repeated));
        for empty in ["", "\n\n", "# nothing\n", "\u{feff}"] {
            assert_eq!(parse_address_list(empty), Err(AddressListError::Empty), "{empty:?}");
        }
    }
}
