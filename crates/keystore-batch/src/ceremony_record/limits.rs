//! What the gas of a key is held against on the page.

use aztec_key_derivation::{BlsDerivation, GasBudget};
use bn254_bls::gas::PopGasLimit;

use crate::Manifest;

/// What the gas of a key is held against on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// What a derived key may take; none where nothing was asked of it.
    pub(super) budget: Option<GasBudget>,
    /// What the contract gives to the check of a proof.
    pub(super) cap: PopGasLimit,
}

impl Limits {
    pub(super) fn of(manifest: &Manifest) -> Self {
        Self { budget: manifest.derivation().and_then(BlsDerivation::budget), cap: manifest.gas_limit() }
    }

    /// Whether an estimate is over one of them.
    pub(super) fn are_below(self, estimate: u64) -> bool {
        self.budget.is_some_and(|budget| estimate > budget.get()) || !self.cap.allows(estimate)
    }
}
