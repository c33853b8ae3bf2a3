//! Montgomery's reduction, for either of the two primes: products without a division and without a branch.

use core::marker::PhantomData;

use ark_bn254::{Fq, FqConfig, Fr, FrConfig};
use ark_ff::{MontConfig, PrimeField};

/// An odd modulus `m` with `4m < 2^256`.
pub(crate) trait Modulus {
    /// `m`, least significant limb first.
    const LIMBS: [u64; 4];
    /// `-1 / m` modulo `2^64`.
    const MINUS_INVERSE: u64;
}

/// Numbers modulo `p`, which coordinates are.
pub(crate) struct BaseField;

impl Modulus for BaseField {
    const LIMBS: [u64; 4] = Fq::MODULUS.0;
    const MINUS_INVERSE: u64 = FqConfig::INV;
}

/// Numbers modulo `r`, which scalars are.
pub(crate) struct ScalarField;

impl Modulus for ScalarField {
    const LIMBS: [u64; 4] = Fr::MODULUS.0;
    const MINUS_INVERSE: u64 = FrConfig::INV;
}

/// The reductions modulo `M`. No value of this type is needed.
pub(crate) struct Montgomery<M>(PhantomData<M>);

impl<M: Modulus> Montgomery<M> {
    /// `n / 2^256` modulo `m`, below `n / 2^256 + m`.
    ///
    /// Multiples of `m` are added that make the low half zero, limb by limb. For `n < 2^256 * m`, which is more than
    /// `5 m^2`, the result is below `2m`; for `n < 8 m^2` it is below `3m`.
    #[inline(always)]
    pub(super) fn reduce_wide(n: &[u64; 8]) -> [u64; 4] {
        let mut n = *n;
        let mut carry = false;
        for i in 0..4 {
            let factor = n[i].wrapping_mul(M::MINUS_INVERSE);
            let (_, mut high) = factor.carrying_mul_add(M::LIMBS[0], n[i], 0);
            for j in 1..4 {
                (n[i + j], high) = factor.carrying_mul_add(M::LIMBS[j], n[i + j], high);
            }
            (n[i + 4], carry) = n[i + 4].carrying_add(high, carry);
        }
        debug_assert!(!carry);
        [n[4], n[5], n[6], n[7]]
    }

    /// `a * b / 2^256` modulo `m` for `a` and `b` below `2m`, below `2m` itself. It is reduced after each limb of `b`:
    /// fewer numbers are alive at a time.
    #[inline(always)]
    pub(crate) fn product(a: &[u64; 4], b: &[u64; 4]) -> [u64; 4] {
        let mut n = [0u64; 4];
        for limb in b {
            let mut carry = 0;
            for j in 0..4 {
                (n[j], carry) = a[j].carrying_mul_add(*limb, n[j], carry);
            }
            let factor = n[0].wrapping_mul(M::MINUS_INVERSE);
            let (_, mut high) = factor.carrying_mul_add(M::LIMBS[0], n[0], 0);
            for j in 1..4 {
                (n[j - 1], high) = factor.carrying_mul_add(M::LIMBS[j], n[j], high);
            }
            // The sum so far is below 2^256, as a and b are below 2^255.
            n[3] = carry + high;
        }
        n
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverses_are_such() {
        fn check<M: Modulus>() {
            assert_eq!(M::LIMBS[0].wrapping_mul(M::MINUS_INVERSE), u64::MAX);
            assert!(M::LIMBS[3] >> 62 == 0, "4m < 2^256");
        }
        check::<BaseField>();
        check::<ScalarField>();
    }
}
