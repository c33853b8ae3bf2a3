//! What entries are held against.

use bn254_bls::{ProofKind, gas::PopGasLimit};

/// What entries are held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// The kind of proof that the lists are to hold.
    pub(super) expected: ProofKind,
    /// What the contract gives to the check of a proof.
    pub(super) limit: PopGasLimit,
}
