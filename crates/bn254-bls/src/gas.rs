//! What the contract's proof-of-possession check costs, and what it may cost.
//!
//! The check hashes to a point in a loop without an upper bound, and the GSE contract gives it [`POP_GAS_LIMIT`] gas. So a
//! key with very many attempts cannot be registered, although it is otherwise valid: about 1 in 28,559. Derivation
//! leaves a margin and goes on to another candidate above [`DERIVATION_BUDGET`], which is 1 key in 3,037.

/// The gas that the GSE contract gives to the check.
///
/// Source: `GSE.sol`, the call `proofOfPossession{gas: 250000}` (npm `@aztec/l1-artifacts` 4.1.2).
pub const POP_GAS_LIMIT: u64 = 250_000;

/// The gas up to which a derived key is taken: a tenth below [`POP_GAS_LIMIT`], the budget of the official derivation (v6).
pub const DERIVATION_BUDGET: u64 = 225_000;

/// An upper bound for the gas of the check, for a key whose [hash to point](crate::HashedPoint) took these counts.
///
/// `132694 + 515 * attempts + 4580 * square_roots + ceil(0.095975 * attempts^2)`, fitted by the authors of the contract
/// on 2,152 measured keys (`l1-contracts/test/shared/bn254-pop-gas` in aztec-packages). A square root costs 4580 since
/// the Osaka upgrade, which made the modular exponentiation dearer (EIP-7883); before it was 1902.
#[must_use]
pub fn pop_gas(attempts: u32, square_roots: u32) -> u64 {
    let attempts = u64::from(attempts);
    // Saturating: beyond 10^7 attempts the figure is far above any cap, whatever it is.
    let memory = attempts.pow(2).saturating_mul(95_975).div_ceil(1_000_000);
    132_694 + 515 * attempts + 4_580 * u64::from(square_roots) + memory
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums of the facts that the contract's authors published, one a line.
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
}
