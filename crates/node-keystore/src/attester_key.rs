//! Keys of which the file does not say the address.

use aztec_staking_registry::NonZeroAddress;

use crate::PlainKey;

/// An attester's key of which the node keystore does not say the address.
#[derive(Debug)]
pub enum AttesterKey<'a> {
    /// An encrypted file.
    File {
        /// Its path, as the node keystore has it.
        path: &'a str,
    },
    /// A plain key.
    Plain(&'a PlainKey),
}

/// The address in the name of a key file, where it is named after it: what follows the last `_` in
/// `eth/00003_0x….json`.
#[must_use]
pub fn address_in_file_name(path: &str) -> Option<NonZeroAddress> {
    let name = path.rsplit('/').next()?.strip_suffix(".json")?;
    NonZeroAddress::parse(name.rsplit('_').next()?).ok()
}
