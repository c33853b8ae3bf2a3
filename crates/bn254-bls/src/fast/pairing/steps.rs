//! The steps of the Miller loop: what becomes of the multiple of `Q` that it has come to.
//!
//! # Why no two points that are added are equal or opposite
//!
//! The points of `G2` have order `r`. What is added to `k Q` is `Q` or `-Q`, where `1 < k < r - 1`; then, to `m Q`, the
//! point `psi(Q) = p Q`, where `m` is not `p` or `-p` modulo `r`; and then to `(m + p) Q` the point `-p^2 Q`, where
//! `m + p` is not `p^2` or `-p^2`. A test looks at each.

use ark_bn254::Config;
use ark_ec::bn::BnConfig;

use crate::fast::{
    field::{Coordinate, Fp2},
    g2_subgroup::psi,
    point::Affine,
};

/// A step.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Double,
    Add,
    Subtract,
    AddPsi,
    SubtractPsiSquared,
}

impl Step {
    pub(super) fn is_doubling(self) -> bool {
        matches!(self, Self::Double)
    }

    /// What is added in a step that is no doubling.
    pub(super) fn addend(self, q: &Affine<Fp2>) -> Option<Affine<Fp2>> {
        let negative = |point: Affine<Fp2>| Affine { x: point.x, y: -point.y };
        match self {
            Self::Double => None,
            Self::Add => Some(*q),
            Self::Subtract => Some(negative(*q)),
            Self::AddPsi => Some(psi(q)),
            Self::SubtractPsiSquared => Some(negative(psi(&psi(q)))),
        }
    }
}

/// All steps, from `Q` on.
pub(super) fn steps() -> impl Iterator<Item = Step> {
    // The highest digit is 1, for which there is nothing to do.
    let digits = Config::ATE_LOOP_COUNT.iter().rev().skip(1);
    let addition = |digit: &i8| match digit {
        0 => None,
        1 => Some(Step::Add),
        _ => Some(Step::Subtract),
    };
    let of_digits = digits.flat_map(move |digit| core::iter::once(Step::Double).chain(addition(digit)));
    of_digits.chain([Step::AddPsi, Step::SubtractPsiSquared])
}

/// The line through a multiple that a step takes: the chord to what is added, or the tangent. Its slope is
/// `height / width`.
pub(super) struct Chord<'a> {
    pub(super) multiple: &'a Affine<Fp2>,
    pub(super) addend: Option<Affine<Fp2>>,
}

impl Chord<'_> {
    pub(super) fn width(&self) -> Fp2 {
        self.addend.map_or_else(|| self.multiple.y.double(), |addend| addend.x - self.multiple.x)
    }

    /// The tangent has the slope `3 x^2 / (2 y)`.
    pub(super) fn height(&self) -> Fp2 {
        let tangent = || {
            let square = self.multiple.x.square();
            square.double() + square
        };
        self.addend.map_or_else(tangent, |addend| addend.y - self.multiple.y)
    }

    /// The other point that it meets besides the mirrored sum.
    pub(super) fn other_x(&self) -> Fp2 {
        self.addend.map_or(self.multiple.x, |addend| addend.x)
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fq, Fr};
    use ark_ff::PrimeField;
    use num_bigint::{BigInt, BigUint};

    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn multiples_that_are_added_differ() {
        let (p, r): (BigInt, BigInt) = (BigUint::from(Fq::MODULUS).into(), BigUint::from(Fr::MODULUS).into());
        let differ = |a: BigInt, b: BigInt| {
            assert_ne!((&a - &b) % &r, BigInt::ZERO, "{a} and {b} are equal");
            assert_ne!((&a + &b) % &r, BigInt::ZERO, "{a} and {b} are opposite");
            a + b
        };
        assert_eq!(Config::ATE_LOOP_COUNT.last(), Some(&1));
        let mut multiple = BigInt::from(1);
        let mut last = Vec::new();
        for step in steps() {
            multiple = match step {
                Step::Double => multiple * 2,
                Step::Add => differ(multiple, BigInt::from(1)),
                Step::Subtract => differ(multiple, BigInt::from(-1)),
                Step::AddPsi => {
                    assert_eq!(multiple, BigInt::from(Config::X[0]) * 6 + 2);
                    differ(multiple, p.clone())
                }
                Step::SubtractPsiSquared => differ(multiple, -(&p * &p)),
            };
            last.push(step);
        }
        assert!(matches!(last[..], [.., Step::AddPsi, Step::SubtractPsiSquared]));
    }
}
