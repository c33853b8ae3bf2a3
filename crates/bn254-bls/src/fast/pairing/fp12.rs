//! The field that pairings have their values in: `Fp12 = Fp6[w] / (w^2 - v)`, as in arkworks.

use core::ops::Mul;

use ark_bn254::{Fq12, Fq12Config};
use ark_ff::{Fp12Config, One};

use super::fp6::Fp6;
use crate::fast::field::Fp2;

/// `c0 + c1 * w`.
#[derive(Clone, Copy)]
pub(super) struct Fp12 {
    pub(super) c0: Fp6,
    pub(super) c1: Fp6,
}

/// `1 + a * w + b * w^3`, the value of a line.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) a: Fp2,
    pub(super) b: Fp2,
}

impl Fp12 {
    pub(super) const ONE: Self = Self { c0: Fp6::ONE, c1: Fp6::ZERO };

    pub(super) fn is_one(self) -> bool {
        Fq12::from(self).is_one()
    }

    /// `(c0 + c1 w)^2 = (c0^2 + v c1^2) + 2 c0 c1 w`, where the first part is `(c0 + c1)(c0 + v c1) - c0 c1 - v c0 c1`.
    pub(super) fn square(self) -> Self {
        let product = self.c0 * self.c1;
        let c0 = (self.c0 + self.c1) * (self.c0 + self.c1.times_v()) - product - product.times_v();
        Self { c0, c1: product + product }
    }

    /// The product with the value of a line: `(c0 + c1 w)(1 + l w) = (c0 + v l c1) + (c1 + l c0) w` with `l = a + b v`,
    /// as `w^3 = v w`.
    pub(super) fn times_line(self, Line { a, b }: Line) -> Self {
        Self { c0: self.c0 + self.c1.times_short(a, b).times_v(), c1: self.c1 + self.c0.times_short(a, b) }
    }

    /// The product with `d + a * w + b * w^3`: `(c0 + c1 w)(d + l w) = (d c0 + v l c1) + (l c0 + d c1) w`, where the second part is
    /// `(c0 + c1)(d + l) - d c0 - l c1`.
    pub(super) fn times_long_line(self, d: Fp2, Line { a, b }: Line) -> Self {
        let (first, second) = (self.c0.scale(d), self.c1.times_short(a, b));
        let both = (self.c0 + self.c1).times_short(d + a, b);
        Self { c0: first + second.times_v(), c1: both - first - second }
    }

    /// `c0 - c1 w`, which is the power `p^6`.
    pub(super) fn conjugate(self) -> Self {
        Self { c0: self.c0, c1: -self.c1 }
    }

    /// `1 / (c0 + c1 w) = (c0 - c1 w) / (c0^2 - v c1^2)`, for a number that is not zero.
    pub(super) fn invert(self) -> Self {
        let norm = (self.c0 * self.c0 - (self.c1 * self.c1).times_v()).invert();
        Self { c0: self.c0 * norm, c1: -(self.c1 * norm) }
    }

    /// The power `p`, where `w^p = xi^((p - 1) / 6) w`.
    pub(super) fn frobenius(self) -> Self {
        let of_w = Fq12Config::FROBENIUS_COEFF_FP12_C1[1];
        Self { c0: self.c0.frobenius(), c1: self.c1.frobenius().scale(of_w.into()) }
    }
}

impl Mul for Fp12 {
    type Output = Self;

    /// `(a0 + a1 w)(b0 + b1 w) = (a0 b0 + v a1 b1) + (a0 b1 + a1 b0) w`, where the second part is
    /// `(a0 + a1)(b0 + b1) - a0 b0 - a1 b1`.
    fn mul(self, other: Self) -> Self {
        let (first, second) = (self.c0 * other.c0, self.c1 * other.c1);
        let both = (self.c0 + self.c1) * (other.c0 + other.c1);
        Self { c0: first + second.times_v(), c1: both - first - second }
    }
}

impl From<Fp12> for Fq12 {
    fn from(number: Fp12) -> Self {
        Self::new(number.c0.into(), number.c1.into())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use ark_bn254::{Fq2, Fq6};
    use ark_ff::{AdditiveGroup, Field};
    use proptest::prelude::*;

    use super::{
        super::fp6::tests::{element, element6},
        *,
    };

    pub(in crate::fast::pairing) fn element12() -> impl Strategy<Value = Fq12> {
        (element6(), element6()).prop_map(|(c0, c1)| Fq12::new(c0, c1))
    }

    impl From<Fq12> for Fp12 {
        fn from(number: Fq12) -> Self {
            Self { c0: number.c0.into(), c1: number.c1.into() }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn arithmetic_is_that_of_the_library(a in element12(), b in element12()) {
            let (ours, other) = (Fp12::from(a), Fp12::from(b));
            prop_assert_eq!(Fq12::from(ours), a);
            prop_assert_eq!(Fq12::from(ours * other), a * b);
            prop_assert_eq!(Fq12::from(ours.square()), a.square());
            prop_assert_eq!(Fq12::from(ours.conjugate()), a.frobenius_map(6));
            prop_assert_eq!(Fq12::from(ours.frobenius()), a.frobenius_map(1));
            prop_assert_eq!(Some(Fq12::from(ours.invert())), a.inverse());
        }

        #[test]
        fn products_with_lines_are_those_of_the_library(number in element12(), [d, a, b] in [element(), element(), element()]) {
            let line = Fq12::new(Fq6::ONE, Fq6::new(a, b, Fq2::ZERO));
            let product = Fp12::from(number).times_line(Line { a: a.into(), b: b.into() });
            prop_assert_eq!(Fq12::from(product), number * line);
            let line = Fq12::new(Fq6::new(d, Fq2::ZERO, Fq2::ZERO), Fq6::new(a, b, Fq2::ZERO));
            let product = Fp12::from(number).times_long_line(d.into(), Line { a: a.into(), b: b.into() });
            prop_assert_eq!(Fq12::from(product), number * line);
        }
    }

    #[test]
    fn one() {
        assert_eq!(Fq12::from(Fp12::ONE), Fq12::ONE);
        assert!(Fp12::ONE.is_one());
        assert!(!Fp12::ONE.frobenius().times_line(Line { a: Fq2::ONE.into(), b: Fq2::ZERO.into() }).is_one());
    }
}
