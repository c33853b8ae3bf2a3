//! The field that pairings have their values in: as much of it as a Miller loop needs.
//!
//! `Fp6 = Fp2[v] / (v^3 - xi)` with `xi = 9 + u`, and `Fp12 = Fp6[w] / (w^2 - v)`, as in arkworks.

use core::ops::{Add, Mul, Sub};

use ark_bn254::{Fq6, Fq12};

use crate::fast::field::{Coordinate, Fp2};

/// `c0 + c1 * v + c2 * v^2`.
#[derive(Clone, Copy)]
struct Fp6 {
    c0: Fp2,
    c1: Fp2,
    c2: Fp2,
}

impl Fp6 {
    const ZERO: Self = Self { c0: Fp2::ZERO, c1: Fp2::ZERO, c2: Fp2::ZERO };

    const ONE: Self = Self { c0: Fp2::ONE, ..Self::ZERO };

    fn times_v(self) -> Self {
        Self { c0: self.c2.times_xi(), c1: self.c0, c2: self.c1 }
    }

    /// `(a + b * v) * self`, with five products.
    fn times_short(self, a: Fp2, b: Fp2) -> Self {
        let (first, second) = (product(&self.c0, &a), product(&self.c1, &b));
        Self {
            c0: first + product(&self.c2, &b).times_xi(),
            c1: product(&(self.c0 + self.c1), &(a + b)) - first - second,
            c2: product(&self.c2, &a) + second,
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

impl Mul for Fp6 {
    type Output = Self;

    /// By Karatsuba: `a_i b_j + a_j b_i = (a_i + a_j)(b_i + b_j) - a_i b_i - a_j b_j`, so that six products are enough.
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

/// `c0 + c1 * w`.
#[derive(Clone, Copy)]
pub(super) struct Fp12 {
    c0: Fp6,
    c1: Fp6,
}

/// `1 + a * w + b * w^3`, the value of a line.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) a: Fp2,
    pub(super) b: Fp2,
}

impl Fp12 {
    pub(super) const ONE: Self = Self { c0: Fp6::ONE, c1: Fp6::ZERO };

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
}

impl From<Fp6> for Fq6 {
    fn from(number: Fp6) -> Self {
        Self::new(number.c0.into(), number.c1.into(), number.c2.into())
    }
}

impl From<Fp12> for Fq12 {
    fn from(number: Fp12) -> Self {
        Self::new(number.c0.into(), number.c1.into())
    }
}

/// `a * b`, as a call: with all its products in place, the code of a step is so long that a line takes half as long again.
#[inline(never)]
fn product(a: &Fp2, b: &Fp2) -> Fp2 {
    *a * *b
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fq, Fq2};
    use ark_ff::{AdditiveGroup, Field, PrimeField};
    use proptest::prelude::*;

    use super::*;

    fn element() -> impl Strategy<Value = Fq2> {
        any::<[[u8; 48]; 2]>()
            .prop_map(|[c0, c1]| Fq2::new(Fq::from_be_bytes_mod_order(&c0), Fq::from_be_bytes_mod_order(&c1)))
    }

    fn fp6([c0, c1, c2]: [Fq2; 3]) -> (Fp6, Fq6) {
        (Fp6 { c0: c0.into(), c1: c1.into(), c2: c2.into() }, Fq6::new(c0, c1, c2))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn arithmetic_is_that_of_the_library(
            a in [element(), element(), element()],
            b in [element(), element(), element()],
        ) {
            let ((a, a6), (b, b6)) = (fp6(a), fp6(b));
            prop_assert_eq!(Fq6::from(a + b), a6 + b6);
            prop_assert_eq!(Fq6::from(a - b), a6 - b6);
            prop_assert_eq!(Fq6::from(a * b), a6 * b6);
            prop_assert_eq!(Fq6::from(a.times_v()), a6 * Fq6::new(Fq2::ZERO, Fq2::ONE, Fq2::ZERO));
            let short = Fq6::new(b6.c0, b6.c1, Fq2::ZERO);
            prop_assert_eq!(Fq6::from(a.times_short(b.c0, b.c1)), a6 * short);

            let (number, number12) = (Fp12 { c0: a, c1: b }, Fq12::new(a6, b6));
            prop_assert_eq!(Fq12::from(number), number12);
            prop_assert_eq!(Fq12::from(number.square()), number12.square());
            let line = Line { a: b.c0, b: a.c2 };
            let line12 = Fq12::new(Fq6::ONE, Fq6::new(b6.c0, a6.c2, Fq2::ZERO));
            prop_assert_eq!(Fq12::from(number.times_line(line)), number12 * line12);
            prop_assert_eq!(Fq12::from(Fp12::ONE), Fq12::ONE);
        }
    }
}
