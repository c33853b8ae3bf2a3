//! The quadratic extension of the base field: `Fp[u] / (u^2 + 1)`.

use core::ops::{Add, Mul, Neg, Sub};

use ark_bn254::Fq2;
use subtle::Choice;
use zeroize::Zeroize;

use super::{
    Coordinate, Fp,
    fp::{ModP, P},
    limbs::{add, add_high, and, mask, multiply, sub_wide},
};

/// `c0 + c1 * u`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fp2 {
    c0: Fp,
    c1: Fp,
}

impl Fp2 {
    pub(crate) const ZERO: Self = Self { c0: Fp::ZERO, c1: Fp::ZERO };

    /// `c0 - c1 * u`, which is the power `p`.
    #[inline(always)]
    pub(crate) fn conjugate(self) -> Self {
        Self { c0: self.c0, c1: -self.c1 }
    }

    /// `(9 + u) * self`.
    #[inline(always)]
    pub(crate) fn times_xi(self) -> Self {
        Self { c0: self.c0.times_9_minus(self.c1), c1: self.c1.times_9_plus(self.c0) }
    }

    /// The product with a number of the base field.
    #[inline(always)]
    pub(crate) fn scale(self, factor: Fp) -> Self {
        Self { c0: self.c0 * factor, c1: self.c1 * factor }
    }
}

impl Add for Fp2 {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self { c0: self.c0 + other.c0, c1: self.c1 + other.c1 }
    }
}

impl Sub for Fp2 {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self { c0: self.c0 - other.c0, c1: self.c1 - other.c1 }
    }
}

impl Neg for Fp2 {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self { c0: -self.c0, c1: -self.c1 }
    }
}

impl Mul for Fp2 {
    type Output = Self;

    /// `(a0 + a1 u)(b0 + b1 u) = (a0 b0 - a1 b1) + (a0 b1 + a1 b0) u`, where the second part is
    /// `(a0 + a1)(b0 + b1) - a0 b0 - a1 b1` (Karatsuba). Products are reduced only after they are added up.
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (a0, a1, b0, b1) = (&self.c0.0, &self.c1.0, &other.c0.0, &other.c1.0);
        // Each factor is below 2p, so these are below 4 p^2.
        let real = multiply(a0, b0);
        let imaginary = multiply(a1, b1);
        // Sums are below 4p < 2^256, their product below 16 p^2 < 2^512; less the other two, it is below 8 p^2.
        let both = multiply(&add(a0, a1).0, &add(b0, b1).0);
        let mixed = sub_wide(&sub_wide(&both, &real).0, &imaginary).0;

        // Above -4 p^2. If it is negative, 2^256 * p is added, which is more than 5 p^2.
        let (difference, negative) = sub_wide(&real, &imaginary);
        let difference = add_high(&difference, &and(mask(negative), &P));
        Self { c0: Fp(ModP::reduce_wide(&difference)), c1: Fp::from_below_4p(&ModP::reduce_wide(&mixed)) }
    }
}

impl Coordinate for Fp2 {
    const ONE: Self = Self { c0: Fp::ONE, c1: Fp::ZERO };

    /// `(c0 + c1 u)^2 = (c0 + c1)(c0 - c1) + 2 c0 c1 u`.
    #[inline(always)]
    fn square(self) -> Self {
        Self { c0: (self.c0 + self.c1) * (self.c0 - self.c1), c1: self.c0.double() * self.c1 }
    }

    fn half(self) -> Self {
        Self { c0: self.c0.half(), c1: self.c1.half() }
    }

    /// `1 / (c0 + c1 u) = (c0 - c1 u) / (c0^2 + c1^2)`.
    fn invert(self) -> Self {
        let norm = (self.c0.square() + self.c1.square()).invert();
        Self { c0: self.c0 * norm, c1: -(self.c1 * norm) }
    }

    fn is_zero(self) -> Choice {
        self.c0.is_zero() & self.c1.is_zero()
    }

    #[inline(always)]
    fn assign_masked(&mut self, other: &Self, mask: u64) {
        self.c0.assign_masked(&other.c0, mask);
        self.c1.assign_masked(&other.c1, mask);
    }
}

impl Zeroize for Fp2 {
    fn zeroize(&mut self) {
        self.c0.zeroize();
        self.c1.zeroize();
    }
}

impl From<Fq2> for Fp2 {
    fn from(number: Fq2) -> Self {
        Self { c0: number.c0.into(), c1: number.c1.into() }
    }
}

impl From<Fp2> for Fq2 {
    fn from(number: Fp2) -> Self {
        Self::new(number.c0.into(), number.c1.into())
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::Fq;
    use ark_ff::{AdditiveGroup, Field};
    use proptest::prelude::*;

    use super::{
        super::fp::tests::{number, spellings},
        *,
    };

    fn element() -> impl Strategy<Value = (Fq, Fq)> {
        (number(), number())
    }

    fn all_spellings((c0, c1): (Fq, Fq)) -> impl Iterator<Item = Fp2> {
        spellings(c0).into_iter().flat_map(move |c0| spellings(c1).map(|c1| Fp2 { c0, c1 }))
    }

    #[test]
    fn numbers_are_wiped() {
        let mut number = Fp2 { c0: Fp::ONE, c1: Fp::ONE };
        number.zeroize();
        assert_eq!((number.c0.0, number.c1.0), ([0; 4], [0; 4]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn arithmetic_is_that_of_the_library(a in element(), b in element()) {
            let (a2, b2) = (Fq2::new(a.0, a.1), Fq2::new(b.0, b.1));
            for left in all_spellings(a) {
                prop_assert_eq!(Fq2::from(-left), -a2);
                prop_assert_eq!(Fq2::from(left.square()), a2.square());
                prop_assert_eq!(Fq2::from(left.double()), a2.double());
                prop_assert_eq!(Fq2::from(left.half().double()), a2);
                prop_assert_eq!(bool::from(left.is_zero()), a2 == Fq2::ZERO);
                prop_assert_eq!(Fq2::from(left.conjugate()), a2.frobenius_map(1));
                prop_assert_eq!(Fq2::from(left.times_xi()), a2 * Fq2::new(Fq::from(9u64), Fq::ONE));
                for factor in spellings(b.0) {
                    prop_assert_eq!(Fq2::from(left.scale(factor)), a2 * Fq2::new(b.0, Fq::ZERO));
                }
                for right in all_spellings(b) {
                    prop_assert_eq!(Fq2::from(left + right), a2 + b2);
                    prop_assert_eq!(Fq2::from(left - right), a2 - b2);
                    prop_assert_eq!(Fq2::from(left * right), a2 * b2);
                }
            }
        }

        #[test]
        fn inverses_are_those_of_the_library(a in element()) {
            let a2 = Fq2::new(a.0, a.1);
            prop_assume!(a2 != Fq2::ZERO);
            for number in all_spellings(a) {
                prop_assert_eq!(Some(Fq2::from(number.invert())), a2.inverse());
            }
        }
    }
}
