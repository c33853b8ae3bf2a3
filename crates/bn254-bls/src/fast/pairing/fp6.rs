//! The sextic extension of the base field: `Fp6 = Fp2[v] / (v^3 - xi)` with `xi = 9 + u`, as in arkworks.

use core::ops::{Add, Mul, Neg, Sub};

use ark_bn254::{Fq6, Fq6Config};
use ark_ff::Fp6Config;

use crate::fast::field::{Coordinate, Fp2};

/// `c0 + c1 * v + c2 * v^2`.
#[derive(Clone, Copy)]
pub(super) struct Fp6 {
    pub(super) c0: Fp2,
    pub(super) c1: Fp2,
    pub(super) c2: Fp2,
}

impl Fp6 {
    pub(super) const ZERO: Self = Self { c0: Fp2::ZERO, c1: Fp2::ZERO, c2: Fp2::ZERO };

    pub(super) const ONE: Self = Self { c0: Fp2::ONE, ..Self::ZERO };

    pub(super) fn times_v(self) -> Self {
        Self { c0: self.c2.times_xi(), c1: self.c0, c2: self.c1 }
    }

    pub(super) fn scale(self, factor: Fp2) -> Self {
        Self { c0: product(&self.c0, &factor), c1: product(&self.c1, &factor), c2: product(&self.c2, &factor) }
    }

    /// `(a + b * v) * self`, with five products.
    pub(super) fn times_short(self, a: Fp2, b: Fp2) -> Self {
        let (first, second) = (product(&self.c0, &a), product(&self.c1, &b));
        Self {
            c0: first + product(&self.c2, &b).times_xi(),
            c1: product(&(self.c0 + self.c1), &(a + b)) - first - second,
            c2: product(&self.c2, &a) + second,
        }
    }

    /// `1 / self` for a number that is not zero. The product of `c0 + c1 v + c2 v^2` and
    /// `(c0^2 - xi c1 c2) + (xi c2^2 - c0 c1) v + (c1^2 - c0 c2) v^2` is in Fp2.
    pub(super) fn invert(self) -> Self {
        let Self { c0, c1, c2 } = self;
        let first = c0.square() - product(&c1, &c2).times_xi();
        let second = c2.square().times_xi() - product(&c0, &c1);
        let third = c1.square() - product(&c0, &c2);
        let norm = product(&c0, &first) + (product(&c2, &second) + product(&c1, &third)).times_xi();
        Self { c0: first, c1: second, c2: third }.scale(norm.invert())
    }

    /// The power `p`: numbers of Fp2 are conjugated, and `v^p = xi^((p - 1) / 3) v`.
    pub(super) fn frobenius(self) -> Self {
        let (of_v, of_vv) = (Fq6Config::FROBENIUS_COEFF_FP6_C1[1], Fq6Config::FROBENIUS_COEFF_FP6_C2[1]);
        Self {
            c0: self.c0.conjugate(),
            c1: product(&self.c1.conjugate(), &of_v.into()),
            c2: product(&self.c2.conjugate(), &of_vv.into()),
        }
    }
}

impl Add for Fp6 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { c0: self.c0 + other.c0, c1: self.c1 + other.c1, c2: self.c2 + other.c2 }
    }
}

impl Sub for Fp6 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { c0: self.c0 - other.c0, c1: self.c1 - other.c1, c2: self.c2 - other.c2 }
    }
}

impl Neg for Fp6 {
    type Output = Self;

    fn neg(self) -> Self {
        Self { c0: -self.c0, c1: -self.c1, c2: -self.c2 }
    }
}

impl Mul for Fp6 {
    type Output = Self;

    /// By Karatsuba: `a_i b_j + a_j b_i = (a_i + a_j)(b_i + b_j) - a_i b_i - a_j b_j`, so that six products are enough.
    #[inline(never)]
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self, other);
        let (first, second, third) = (product(&a.c0, &b.c0), product(&a.c1, &b.c1), product(&a.c2, &b.c2));
        Self {
            c0: first + (product(&(a.c1 + a.c2), &(b.c1 + b.c2)) - second - third).times_xi(),
            c1: product(&(a.c0 + a.c1), &(b.c0 + b.c1)) - first - second + third.times_xi(),
            c2: product(&(a.c0 + a.c2), &(b.c0 + b.c2)) - first - third + second,
        }
    }
}

impl From<Fp6> for Fq6 {
    fn from(number: Fp6) -> Self {
        Self::new(number.c0.into(), number.c1.into(), number.c2.into())
    }
}

/// `a * b`, as a call: with all its products in place, the code of a step is so long that a line takes half as long again.
#[inline(never)]
pub(super) fn product(a: &Fp2, b: &Fp2) -> Fp2 {
    *a * *b
}

#[cfg(test)]
pub(super) mod tests {
    use ark_bn254::{Fq, Fq2};
    use ark_ff::{AdditiveGroup, Field, PrimeField};
    use proptest::prelude::*;

    use super::*;

    pub(in crate::fast::pairing) fn element() -> impl Strategy<Value = Fq2> {
        any::<[[u8; 48]; 2]>()
            .prop_map(|[c0, c1]| Fq2::new(Fq::from_be_bytes_mod_order(&c0), Fq::from_be_bytes_mod_order(&c1)))
    }

    pub(in crate::fast::pairing) fn element6() -> impl Strategy<Value = Fq6> {
        [element(), element(), element()].prop_map(|[c0, c1, c2]| Fq6::new(c0, c1, c2))
    }

    impl From<Fq6> for Fp6 {
        fn from(number: Fq6) -> Self {
            Self { c0: number.c0.into(), c1: number.c1.into(), c2: number.c2.into() }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn arithmetic_is_that_of_the_library(a in element6(), b in element6()) {
            let (ours, other) = (Fp6::from(a), Fp6::from(b));
            prop_assert_eq!(Fq6::from(ours), a);
            prop_assert_eq!(Fq6::from(ours + other), a + b);
            prop_assert_eq!(Fq6::from(ours - other), a - b);
            prop_assert_eq!(Fq6::from(-ours), -a);
            prop_assert_eq!(Fq6::from(ours * other), a * b);
            prop_assert_eq!(Fq6::from(ours.times_v()), a * Fq6::new(Fq2::ZERO, Fq2::ONE, Fq2::ZERO));
            prop_assert_eq!(Fq6::from(ours.scale(other.c0)), a * Fq6::new(b.c0, Fq2::ZERO, Fq2::ZERO));
            prop_assert_eq!(Fq6::from(ours.times_short(other.c0, other.c1)), a * Fq6::new(b.c0, b.c1, Fq2::ZERO));
            prop_assert_eq!(Fq6::from(ours.frobenius()), a.frobenius_map(1));
            prop_assert_eq!(Some(Fq6::from(ours.invert())), a.inverse());
        }
    }

    #[test]
    fn inverses_of_short_numbers() {
        let (zero, one, u) = (Fq2::ZERO, Fq2::ONE, Fq2::new(Fq::ZERO, Fq::ONE));
        for number in
            [Fq6::new(one, zero, zero), Fq6::new(zero, u, zero), Fq6::new(zero, zero, one), Fq6::new(u, one, zero)]
        {
            assert_eq!(Some(Fq6::from(Fp6::from(number).invert())), number.inverse(), "{number}");
        }
    }
}
