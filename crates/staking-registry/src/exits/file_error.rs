//! What can be wrong with a file of exits, and with one entry of it.

use strict_json::{MembersFault, NotJson};

use crate::AddressError;

/// The size in bytes up to which a file is read: room for 100,000 exits.
pub const MAX_BYTES: usize = 64 << 20;

/// Why a text is not a file of exits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitFileError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; a file of exits has at most {MAX_BYTES}, so check that it is the right one")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// JSON, but not an array.
    #[error("a file of exits is a JSON array; this file holds something else")]
    NotAList,
    /// An array without exits.
    #[error("the file holds no exits; check that it is the right one")]
    Empty,
    /// An entry is not as the format has it.
    #[error("entry {entry}: {fault}")]
    Entry {
        /// Its position, from 0.
        entry: usize,
        /// What is wrong with it.
        #[source]
        fault: ExitEntryFault,
    },
}

/// Why an entry of a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitEntryFault {
    /// It is not an object with the three members.
    #[error("{0}")]
    Members(#[source] MembersFault),
    /// A value is not text.
    #[error("{name} is not text; write the value in quotes")]
    NotText {
        /// The member.
        name: &'static str,
    },
    /// The attester is not an address, or its checksum is wrong.
    #[error("attester: {0}")]
    Attester(#[source] AddressError),
    /// The deadline is no number of seconds that fits in 64 bits.
    #[error("deadline: not a time in seconds since 1970, in decimal digits; sign the exit anew")]
    Deadline,
    /// The signature is not 65 bytes.
    #[error("signature: not 0x and the 130 digits of r, s and v; copy the file again, or sign the exit anew")]
    Signature,
}
