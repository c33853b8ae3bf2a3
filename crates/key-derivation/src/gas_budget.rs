//! How much gas the proof of a derived key may cost.

use std::fmt;

/// The most gas that a key's proof of possession may cost for the [v6 rule](crate::BlsRule::V6) to take the key: 137,790
/// to 270,000.
///
/// A key that was derived under a lower budget comes back under that budget only, or by its recorded path
/// ([`derive_bls_paths`](crate::derive_bls_paths)).
///
/// ```
/// use aztec_key_derivation::{GasBudget, GasBudgetError};
///
/// assert_eq!(GasBudget::V6.get(), 270_000);
/// assert_eq!(GasBudget::new(150_000)?.to_string(), "150000");
/// assert_eq!(GasBudget::new(300_000), Err(GasBudgetError { gas: 300_000 }));
/// # Ok::<(), GasBudgetError>(())
/// ```
// Invariant: MIN <= the number <= V6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GasBudget(u64);

impl GasBudget {
    /// The budget of the rule itself: 270,000 gas, a tenth below the 300,000 that the contract gives to the check.
    ///
    /// Source: the guide of the official command line 6.0.0, which prints this figure in the text of its error. Sources from
    /// before that release have 225,000, which was never released. The rule is frozen by its release.
    pub const V6: Self = Self(270_000);

    /// The least that any proof costs: one attempt, one square root.
    pub const MIN: Self = Self(137_790);

    /// Takes a lower budget, as `--bls-key-derivation-max-gas` of the official command line does.
    ///
    /// # Errors
    /// [`GasBudgetError`] unless it lies within [`GasBudget::MIN`] and [`GasBudget::V6`].
    pub fn new(gas: u64) -> Result<Self, GasBudgetError> {
        if (Self::MIN.0..=Self::V6.0).contains(&gas) { Ok(Self(gas)) } else { Err(GasBudgetError { gas }) }
    }

    /// The gas.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl Default for GasBudget {
    fn default() -> Self {
        Self::V6
    }
}

impl fmt::Display for GasBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number is not a [`GasBudget`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a gas budget of {gas} is not within {} and {}; use a number between the two", GasBudget::MIN, GasBudget::V6)]
pub struct GasBudgetError {
    /// What was given.
    pub gas: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use bn254_bls::gas::pop_gas;

    #[test]
    fn bounds() {
        for gas in [137_790, 225_000, 270_000] {
            assert_eq!(GasBudget::new(gas).map(GasBudget::get), Ok(gas));
        }
        for gas in [0, 137_789, 270_001, u64::MAX] {
            assert_eq!(GasBudget::new(gas), Err(GasBudgetError { gas }));
        }
    }

    #[test]
    fn the_least_is_what_the_cheapest_proof_costs() {
        assert_eq!(GasBudget::MIN.get(), pop_gas(1, 1));
    }
}
