//! What a file says of one exit.

use alloy_primitives::{Address, Signature};

use super::Deadline;

/// What a file, or whoever just signed, says of one exit. Nothing in it is verified yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnverifiedExit {
    /// Who leaves.
    pub attester: Address,
    /// Until when.
    pub deadline: Deadline,
    /// r and s, 32 bytes each, big-endian, and v, which is 27 or 28.
    pub signature: [u8; 65],
}

impl UnverifiedExit {
    /// An exit with this signature.
    #[must_use]
    pub fn new(attester: Address, deadline: Deadline, signature: &Signature) -> Self {
        Self { attester, deadline, signature: signature.as_bytes() }
    }
}
