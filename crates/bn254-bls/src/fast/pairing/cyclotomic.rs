//! The cyclotomic subgroup of Fp12: the numbers whose power `p^4 - p^2 + 1` is 1.

use core::ops::Mul;

use ark_bn254::Config;
use ark_ec::bn::BnConfig;

use super::{
    fp6::{Fp6, product},
    fp12::Fp12,
};
use crate::fast::field::{Coordinate, Fp2};

/// A number of the subgroup.
#[derive(Clone, Copy)]
pub(super) struct Cyclotomic(Fp12);

impl Cyclotomic {
    /// The power `(p^6 - 1)(p^2 + 1)` of a number that is not zero: the order of the field's group, `p^12 - 1`, is that
    /// times `p^4 - p^2 + 1`.
    pub(super) fn power_of(number: Fp12) -> Self {
        let number = number.conjugate() * number.invert();
        Self(number.frobenius().frobenius() * number)
    }

    pub(super) fn number(self) -> Fp12 {
        self.0
    }

    /// `1 / self`: as the power `p^6 + 1` is 1, too, it is the power `p^6`.
    pub(super) fn inverse(self) -> Self {
        Self(self.0.conjugate())
    }

    /// The power `p`.
    pub(super) fn frobenius(self) -> Self {
        Self(self.0.frobenius())
    }

    /// The power `x`, the parameter of the curve.
    pub(super) fn power_x(self) -> Self {
        let square = self.square();
        let mut odd_powers = [self; 4];
        for i in 1..odd_powers.len() {
            odd_powers[i] = odd_powers[i - 1] * square;
        }
        // The highest digit is 1.
        DIGITS_OF_X.iter().rev().skip(1).fold(self, |power, digit| {
            let odd_power = odd_powers[usize::from(digit.unsigned_abs() / 2)];
            match digit.signum() {
                0 => power.square(),
                1 => power.square() * odd_power,
                _ => power.square() * odd_power.inverse(),
            }
        })
    }

    /// With `s = w^3`, whose square is `xi`, a number is `A + B w + C w^2` with `A`, `B`, `C` in `Fp4 = Fp2(s)`. In the
    /// subgroup its square is
    ///
    /// `(3 A^2 - 2 A') + (3 s C^2 + 2 B') w + (3 B^2 - 2 C') w^2`,
    ///
    /// where `A'` is the conjugate of `A`, which has `-s` for `s`. (Granger, Scott, "Faster squaring in the cyclotomic
    /// subgroup of sixth degree extensions", 2010.)
    pub(super) fn square(self) -> Self {
        let Fp12 { c0: Fp6 { c0: a0, c1: c0, c2: b1 }, c1: Fp6 { c0: b0, c1: a1, c2: c1 } } = self.0;
        let (aa0, aa1) = square_in_fp4(&a0, &a1);
        let (bb0, bb1) = square_in_fp4(&b0, &b1);
        let (cc0, cc1) = square_in_fp4(&c0, &c1);
        let three_less_two = |square: Fp2, number: Fp2| (square - number).double() + square;
        let three_and_two = |square: Fp2, number: Fp2| (square + number).double() + square;
        let a = (three_less_two(aa0, a0), three_and_two(aa1, a1));
        let b = (three_and_two(cc1.times_xi(), b0), three_less_two(cc0, b1));
        let c = (three_less_two(bb0, c0), three_and_two(bb1, c1));
        Self(Fp12 { c0: Fp6 { c0: a.0, c1: c.0, c2: b.1 }, c1: Fp6 { c0: b.0, c1: a.1, c2: c.1 } })
    }
}

/// The digits of `x`, the lowest first: 0, or odd and at most 7 in size. After one that is not 0 follow at least three
/// that are, so there are few of these.
#[expect(clippy::cast_possible_truncation, reason = "digits are below 8 in size")]
const DIGITS_OF_X: [i8; 63] = {
    let mut digits = [0; 63];
    let (mut rest, mut position) = (Config::X[0] as i128, 0);
    while rest > 0 {
        if rest & 1 == 1 {
            let digit = ((rest + 8) & 15) - 8;
            digits[position] = digit as i8;
            rest -= digit;
        }
        rest >>= 1;
        position += 1;
    }
    digits
};

impl Mul for Cyclotomic {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

/// `(a + b s)^2 = (a^2 + xi b^2) + 2 a b s`, where the first part is `(a + b)(a + xi b) - a b - xi a b`.
#[inline(never)]
fn square_in_fp4(a: &Fp2, b: &Fp2) -> (Fp2, Fp2) {
    let ab = product(a, b);
    (product(&(*a + *b), &(*a + b.times_xi())) - ab - ab.times_xi(), ab.double())
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fq, Fq12};
    use ark_ff::{CyclotomicMultSubgroup, Field, PrimeField};
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;
    use crate::fast::pairing::fp12::tests::element12;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn arithmetic_is_that_of_the_library(a in element12(), b in element12()) {
            let [ours, other] = [a, b].map(|number| Cyclotomic::power_of(number.into()));
            let [a, b] = [ours, other].map(library);
            prop_assert_eq!(library(ours * other), a * b);
            prop_assert_eq!(library(ours.square()), a.square());
            prop_assert_eq!(library(ours.square()), a.cyclotomic_square());
            prop_assert_eq!(Some(library(ours.inverse())), a.inverse());
            prop_assert_eq!(library(ours.frobenius()), a.frobenius_map(1));
            prop_assert_eq!(library(ours.power_x()), a.pow(Config::X));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn what_is_made_is_the_power_and_in_the_subgroup(a in element12()) {
            let p = BigUint::from(Fq::MODULUS);
            let ours = library(Cyclotomic::power_of(a.into()));
            prop_assert_eq!(ours, a.pow(((p.pow(6) - 1u32) * (p.pow(2) + 1u32)).to_u64_digits()));
            prop_assert_eq!(ours.pow((p.pow(4) - p.pow(2) + 1u32).to_u64_digits()), Fq12::ONE);
        }
    }

    #[test]
    fn digits() {
        let x = DIGITS_OF_X.iter().rev().fold(0i128, |sum, digit| 2 * sum + i128::from(*digit));
        assert_eq!(x, i128::from(Config::X[0]));
        assert_eq!(DIGITS_OF_X.last(), Some(&1));
        assert!(DIGITS_OF_X.iter().all(|digit| *digit == 0 || digit % 2 != 0 && digit.unsigned_abs() < 8));
    }

    fn library(number: Cyclotomic) -> Fq12 {
        number.number().into()
    }
}
