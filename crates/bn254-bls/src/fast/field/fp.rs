//! The base field.

use core::ops::{Add, Mul, Neg, Sub};

use ark_bn254::Fq;
use ark_ff::{BigInt, Field};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroize;

use super::{
    Coordinate,
    limbs::{add, and, half_modulo, mask, reduce, select, square, sub},
    montgomery::{BaseField, Modulus, Montgomery},
    power::inverse,
};

/// A number modulo `p`: `n` stands for `n / 2^256`, as in arkworks.
// Invariant: below 2p.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fp(pub(super) [u64; 4]);

/// The reductions modulo `p`.
pub(super) type ModP = Montgomery<BaseField>;

/// `p`.
pub(super) const P: [u64; 4] = BaseField::LIMBS;

/// `2p`.
const TWICE_P: [u64; 4] = [P[0] << 1, P[1] << 1 | P[0] >> 63, P[2] << 1 | P[1] >> 63, P[3] << 1 | P[2] >> 63];

impl Fp {
    /// `9 * self + other`.
    #[inline(always)]
    pub(super) fn times_9_plus(self, other: Self) -> Self {
        self.times_9_plus_limbs(&other.0)
    }

    /// `9 * self - other`.
    #[inline(always)]
    pub(super) fn times_9_minus(self, other: Self) -> Self {
        self.times_9_plus_limbs(&sub(&TWICE_P, &other.0).0)
    }

    /// `9 * self + other`, for a number `other` that is at most `2p`: one reduction where additions take five.
    ///
    /// The sum `n` is at most `20p`. Its bits from 2^251 on, `t`, are at most 120, since `p` is `6.048... * 2^251`. So
    /// `42 t / 256` is at most `n / p`, and `n / p` is below `(t + 1) / 6.048`, which is less than one above it. Rounded
    /// down, the quotient is less than two below `n / p`, and what remains is below `2p`.
    #[inline(always)]
    fn times_9_plus_limbs(self, other: &[u64; 4]) -> Self {
        let (mut n, mut multiple) = ([0; 4], [0; 4]);
        let (mut high, mut carry) = (0, 0);
        for i in 0..4 {
            (n[i], high) = self.0[i].carrying_mul_add(9, other[i], high);
        }
        let quotient = ((high << 5 | n[3] >> 59) * 42) >> 8;
        for i in 0..4 {
            (multiple[i], carry) = P[i].carrying_mul(quotient, carry);
        }
        // What remains is below 2^256, so the highest limbs need not be looked at.
        Self(sub(&n, &multiple).0)
    }

    pub(super) const ZERO: Self = Self([0; 4]);

    /// A number below `4p`, brought below `2p`.
    #[inline(always)]
    pub(super) fn from_below_4p(n: &[u64; 4]) -> Self {
        Self(reduce(n, &TWICE_P))
    }
}

impl Add for Fp {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // 4p is below 2^256: there is no carry.
        Self::from_below_4p(&add(&self.0, &other.0).0)
    }
}

impl Sub for Fp {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        let (difference, negative) = sub(&self.0, &other.0);
        Self(add(&difference, &and(mask(negative), &TWICE_P)).0)
    }
}

impl Neg for Fp {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        // 2p for zero would break the invariant, so it is reduced.
        Self::from_below_4p(&sub(&TWICE_P, &self.0).0)
    }
}

impl Mul for Fp {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        // Below 4 p^2, so the result is below 2p.
        Self(ModP::product(&self.0, &other.0))
    }
}

impl Coordinate for Fp {
    const ONE: Self = Self(Fq::ONE.0.0);

    #[inline(always)]
    fn square(self) -> Self {
        Self(ModP::reduce_wide(&square(&self.0)))
    }

    #[inline(always)]
    fn half(self) -> Self {
        Self(half_modulo(&self.0, &P))
    }

    fn invert(self) -> Self {
        inverse(self)
    }

    fn is_zero(self) -> Choice {
        reduce(&self.0, &P).ct_eq(&[0; 4])
    }

    #[inline(always)]
    fn assign_masked(&mut self, other: &Self, mask: u64) {
        self.0 = select(mask, &other.0, &self.0);
    }
}

impl Zeroize for Fp {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl From<Fq> for Fp {
    fn from(number: Fq) -> Self {
        Self(number.0.0)
    }
}

impl From<Fp> for Fq {
    fn from(number: Fp) -> Self {
        Self::new_unchecked(BigInt(reduce(&number.0, &P)))
    }
}

#[cfg(test)]
pub(in crate::fast::field) mod tests {
    use ark_ff::{AdditiveGroup, PrimeField};
    use proptest::prelude::*;

    use super::*;

    /// Both spellings of a number: `n` and `n + p`.
    pub(in crate::fast::field) fn spellings(number: Fq) -> [Fp; 2] {
        [Fp::from(number), Fp(add(&number.0.0, &P).0)]
    }

    /// Any number, with those near the ends of the range more often than by chance.
    pub(in crate::fast::field) fn number() -> impl Strategy<Value = Fq> {
        // Near 0 and p in Montgomery form, where carries are rare.
        let near = (0u64..3, any::<bool>())
            .prop_map(|(n, below)| Fq::new_unchecked(BigInt([n, 0, 0, 0])) * Fq::from(if below { -1 } else { 1 }));
        prop_oneof![any::<[u8; 48]>().prop_map(|bytes| Fq::from_be_bytes_mod_order(&bytes)), near]
    }

    fn is_below_2p(number: Fp) -> bool {
        sub(&number.0, &TWICE_P).1
    }

    fn check(what: &str, result: Fp, expected: Fq) -> Result<(), TestCaseError> {
        prop_assert!(is_below_2p(result), "{}: {:?} is not below 2p", what, result);
        prop_assert_eq!(Fq::from(result), expected, "{}", what);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn arithmetic_is_that_of_the_library(a in number(), b in number()) {
            for left in spellings(a) {
                check("-", -left, -a)?;
                check("square", left.square(), a.square())?;
                check("double", left.double(), a.double())?;
                check("half", left.half().double(), a)?;
                prop_assert_eq!(bool::from(left.is_zero()), a == Fq::ZERO);
                for right in spellings(b) {
                    check("+", left + right, a + b)?;
                    check("-", left - right, a - b)?;
                    check("*", left * right, a * b)?;
                    check("9 * +", left.times_9_plus(right), Fq::from(9u64) * a + b)?;
                    check("9 * -", left.times_9_minus(right), Fq::from(9u64) * a - b)?;
                }
            }
        }
    }

    #[test]
    fn zero_has_two_spellings() {
        for zero in spellings(Fq::ZERO) {
            assert!(bool::from(zero.is_zero()));
            assert!(is_below_2p(-zero));
            assert_eq!(Fq::from(-zero), Fq::ZERO);
            assert_eq!(Fq::from(zero.half()), Fq::ZERO);
        }
        for one in spellings(Fq::ONE) {
            assert!(!bool::from(one.is_zero()));
        }
    }

    #[test]
    fn numbers_are_wiped() {
        let mut number = Fp::ONE;
        number.zeroize();
        assert_eq!(number.0, [0; 4]);
    }

    #[test]
    fn constants() {
        assert_eq!(Fq::from(Fp::ONE), Fq::ONE);
        assert_eq!(TWICE_P, add(&P, &P).0);
    }

    #[test]
    fn a_masked_assignment_takes_place_or_not() {
        let (one, mut number) = (Fp::ONE, Fp::ONE.double());
        number.assign_masked(&one, 0);
        assert_eq!(Fq::from(number), Fq::from(2u64));
        number.assign_masked(&one, u64::MAX);
        assert_eq!(Fq::from(number), Fq::ONE);
    }
}
