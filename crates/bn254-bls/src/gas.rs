//! What the contract's proof-of-possession check costs, and what it may cost.
//!
//! The check hashes to a point in a loop without an upper bound, and the GSE contract gives it a limited amount of gas, its
//! `proofOfPossessionGasLimit()`: a [`PopGasLimit`]. So a key with very many attempts cannot be registered, although it
//! is otherwise valid: with 300,000 about 1 in 2,484,286, with the 250,000 of before about 1 in 28,559. Derivation leaves
//! a margin: the official rule goes on to another candidate above 270,000.
//!
//! # Examples
//! ```
//! use bn254_bls::{SecretKey, gas::PopGasLimit};
//!
//! let gas = SecretKey::from_be_bytes(&[7; 32])?.prove().hashed_point().gas();
//! assert!(PopGasLimit::DEFAULT.allows(gas));
//!
//! // What the contract answers, where one is at hand.
//! let limit = PopGasLimit::new(250_000)?;
//! assert_eq!(limit, PopGasLimit::BEFORE_V6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

/// The gas that the GSE contract gives to the check of a proof: its `proofOfPossessionGasLimit()`.
///
/// Governance can change it, and it is one value for every rollup on the GSE. Ask the contract where there is one; else
/// take the default, and say which limit was assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Invariant: not below MINIMUM.
pub struct PopGasLimit(u64);

impl PopGasLimit {
    /// 300,000: the value since the v6 upgrade (AZIP-33, an action of the payload AZUP-3), on mainnet and testnet.
    pub const V6: Self = Self(300_000);

    /// 250,000: the value before the v6 upgrade.
    ///
    /// Source: `GSE.sol`, the call `proofOfPossession{gas: 250000}` (npm `@aztec/l1-artifacts` 4.1.2).
    pub const BEFORE_V6: Self = Self(250_000);

    /// The value that is assumed where nobody says another: [`PopGasLimit::V6`].
    pub const DEFAULT: Self = Self::V6;

    /// Takes a limit, such as the contract's answer.
    ///
    /// # Errors
    /// [`PopGasLimitError`] for 0 and whatever else is below the estimate of the cheapest key, one attempt with one square
    /// root: under such a limit nobody could register anything.
    pub const fn new(gas: u64) -> Result<Self, PopGasLimitError> {
        if gas < MINIMUM { Err(PopGasLimitError { gas }) } else { Ok(Self(gas)) }
    }

    /// The limit in gas.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether a check with this estimate, from [`pop_gas`], is within the limit.
    #[must_use]
    pub const fn allows(self, estimate: u64) -> bool {
        estimate <= self.0
    }
}

/// [`PopGasLimit::DEFAULT`].
impl Default for PopGasLimit {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The digits alone.
impl fmt::Display for PopGasLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// [`PopGasLimit::new`].
impl TryFrom<u64> for PopGasLimit {
    type Error = PopGasLimitError;

    fn try_from(gas: u64) -> Result<Self, PopGasLimitError> {
        Self::new(gas)
    }
}

/// The number is too low for a [`PopGasLimit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PopGasLimitError {
    /// The number.
    pub gas: u64,
}

impl fmt::Display for PopGasLimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a gas limit of {} is below the {MINIMUM} of the cheapest key; take the contract's value", self.gas)
    }
}

impl core::error::Error for PopGasLimitError {}

/// [`pop_gas`] of one attempt with one square root.
const MINIMUM: u64 = 137_790;

/// An upper bound for the gas of the check, for a key whose [hash to point](crate::HashedPoint) took these counts.
///
/// `132694 + 515 * attempts + 4580 * square_roots + ceil(0.095975 * attempts^2)`, fitted by the authors of the contract
/// on 2,152 measured keys (`l1-contracts/test/shared/bn254-pop-gas` in aztec-packages). A square root costs 4580 since
/// the Osaka upgrade, which made the modular exponentiation dearer (EIP-7883); before it was 1902.
#[must_use]
pub fn pop_gas(attempts: u32, square_roots: u32) -> u64 {
    let attempts = u64::from(attempts);
    // Saturating: beyond 10^7 attempts the figure is far above any limit, whatever it is.
    let memory = attempts.pow(2).saturating_mul(95_975).div_ceil(1_000_000);
    132_694 + 515 * attempts + 4_580 * u64::from(square_roots) + memory
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    /// The sums of the facts that the contract's authors published, one on each line.
    #[test]
    fn known_estimates() {
        for (attempts, square_roots, gas) in [
            (19, 2, 151_674),
            (2, 1, 138_305),
            (5, 2, 144_432),
            (31, 3, 162_492),
            (1, 1, 137_790),
            (102, 10, 232_023),
            (95, 18, 264_926),
            (138, 12, 260_552),
            (97, 23, 288_893),
            (116, 24, 303_646),
        ] {
            assert_eq!(pop_gas(attempts, square_roots), gas, "{attempts} attempts, {square_roots} roots");
        }
    }

    #[test]
    fn a_limit_under_which_no_key_passes_is_refused() {
        assert_eq!(MINIMUM, pop_gas(1, 1));
        for gas in [0, 1, 21_000, MINIMUM - 1] {
            assert_eq!(PopGasLimit::new(gas), Err(PopGasLimitError { gas }), "{gas}");
            assert!(PopGasLimitError { gas }.to_string().contains(&gas.to_string()));
        }
        for gas in [MINIMUM, 250_000, 300_000, u64::MAX] {
            assert_eq!(PopGasLimit::try_from(gas).map(PopGasLimit::get), Ok(gas));
        }
    }

    #[test]
    fn the_named_limits_are_limits() {
        for (limit, digits) in [(PopGasLimit::V6, "300000"), (PopGasLimit::BEFORE_V6, "250000")] {
            assert_eq!(PopGasLimit::new(limit.get()), Ok(limit));
            assert_eq!(limit.to_string(), digits);
        }
        assert_eq!(PopGasLimit::default(), PopGasLimit::V6);
    }

    #[test]
    fn an_estimate_at_the_limit_is_allowed() {
        assert!(PopGasLimit::V6.allows(300_000) && !PopGasLimit::V6.allows(300_001));
        assert!(!PopGasLimit::BEFORE_V6.allows(264_926) && PopGasLimit::V6.allows(264_926));
    }
}
