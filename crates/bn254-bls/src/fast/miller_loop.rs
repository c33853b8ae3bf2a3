//! The Miller loop of the optimal ate pairing, for many pairs of points at once. Nothing here is secret.
//!
//! With `m = 6x + 2`, where `x` is the parameter of the curve, the pairing of `P` in G1 and `Q` in G2 is, before the final
//! exponentiation,
//!
//! `f * l(mQ, psi(Q)) * l(mQ + psi(Q), -psi^2(Q))`,
//!
//! where `f` comes from doubling and adding up to `mQ`: it is squared at each doubling and multiplied by a line at each
//! doubling and addition. `l(A, B)` is the line through `A` and `B`, taken at `P`. (Vercauteren, "Optimal pairings", 2008;
//! for these curves Beuchat et al., "High-speed software implementation of the optimal ate pairing over Barreto-Naehrig
//! curves", 2010.)
//!
//! For a product of pairings, all pairs go through the loop together: they share the squarings, and the inversion that the
//! slopes of a step take. So their points stay affine, and a line is short.
//!
//! # The lines
//!
//! A point `(x, y)` of the twist stands for `(x w^2, y w^3)`. The line of slope `s` through it, at `P = (x_P, y_P)`, is
//! `y_P - s x_P w + (s x - y) w^3`. The final exponentiation sends factors from the base field to 1, so it may be divided
//! by `y_P`, which is not zero as there are no points of order two.
//!
//! # Why no two points that are added are equal or opposite
//!
//! The points of `G2` have order `r`. What is added to `k Q` is `Q` or `-Q`, where `1 < k < r - 1`; then, to `m Q`, the
//! point `psi(Q) = p Q`, where `m` is not `p` or `-p` modulo `r`; and then to `(m + p) Q` the point `-p^2 Q`, where
//! `m + p` is not `p^2` or `-p^2`. A test looks at each.

mod fp12;

use alloc::vec::Vec;

use ark_bn254::{Bn254, Config, Fq12, G1Affine, G2Affine};
use ark_ec::{AffineRepr, bn::BnConfig, pairing::MillerLoopOutput};

use super::{
    field::{Coordinate, Fp, Fp2, invert_all},
    g2_subgroup::psi,
    point::Affine,
};
use fp12::{Fp12, Line};

/// The product of the pairings of all pairs, before the final exponentiation. Pairs with infinity count as 1. The points
/// in G2 are in the subgroup.
pub(crate) fn miller_loop(pairs: &[(G1Affine, G2Affine)]) -> MillerLoopOutput<Bn254> {
    let finite = pairs.iter().filter(|(left, right)| !left.is_zero() && !right.is_zero());
    let pairs: Vec<(Affine<Fp>, Affine<Fp2>)> = finite.map(|(left, right)| (left.into(), right.into())).collect();
    let mut state = State::start(&pairs);
    // The highest digit is 1, for which the loop has nothing to do.
    for digit in Config::ATE_LOOP_COUNT.iter().rev().skip(1) {
        state.double();
        match digit {
            0 => {}
            1 => state.add(|pair| pair.right),
            _ => state.add(|pair| negative(&pair.right)),
        }
    }
    state.add(|pair| psi(&pair.right));
    state.add(|pair| negative(&psi(&psi(&pair.right))));
    MillerLoopOutput(Fq12::from(state.product))
}

fn negative(point: &Affine<Fp2>) -> Affine<Fp2> {
    Affine { x: point.x, y: -point.y }
}

struct State {
    product: Fp12,
    pairs: Vec<Pair>,
}

struct Pair {
    /// `-x_P / y_P` and `1 / y_P`.
    minus_x_by_y: Fp,
    one_by_y: Fp,
    /// `Q`.
    right: Affine<Fp2>,
    /// The multiple of `Q` that the loop has come to.
    multiple: Affine<Fp2>,
}

impl State {
    fn start(pairs: &[(Affine<Fp>, Affine<Fp2>)]) -> Self {
        let mut inverses: Vec<Fp> = pairs.iter().map(|(left, _)| left.y).collect();
        invert_all(&mut inverses);
        let pair = |((left, right), one_by_y): (&(Affine<Fp>, Affine<Fp2>), Fp)| Pair {
            minus_x_by_y: -(left.x * one_by_y),
            one_by_y,
            right: *right,
            multiple: *right,
        };
        Self { product: Fp12::ONE, pairs: pairs.iter().zip(inverses).map(pair).collect() }
    }

    /// Doubles each multiple. The tangent has the slope `3 x^2 / (2 y)`.
    fn double(&mut self) {
        self.product = self.product.square();
        let mut inverses: Vec<Fp2> = self.pairs.iter().map(|pair| pair.multiple.y.double()).collect();
        invert_all(&mut inverses);
        for (pair, inverse) in self.pairs.iter_mut().zip(inverses) {
            let square = pair.multiple.x.square();
            let line = pair.step((square.double() + square) * inverse, pair.multiple.x);
            self.product = self.product.times_line(line);
        }
    }

    /// Adds a point to each multiple.
    fn add(&mut self, point: impl Fn(&Pair) -> Affine<Fp2>) {
        let points: Vec<_> = self.pairs.iter().map(point).collect();
        let mut inverses: Vec<Fp2> =
            self.pairs.iter().zip(&points).map(|(pair, point)| point.x - pair.multiple.x).collect();
        invert_all(&mut inverses);
        for ((pair, point), inverse) in self.pairs.iter_mut().zip(points).zip(inverses) {
            let line = pair.step((point.y - pair.multiple.y) * inverse, point.x);
            self.product = self.product.times_line(line);
        }
    }
}

impl Pair {
    /// Moves the multiple to the third point, mirrored, on the line of this slope through it and a point with this `x`.
    /// Gives the value of the line.
    fn step(&mut self, slope: Fp2, other_x: Fp2) -> Line {
        let Affine { x, y } = self.multiple;
        let third_x = slope.square() - x - other_x;
        self.multiple = Affine { x: third_x, y: slope * (x - third_x) - y };
        Line { a: slope.scale(self.minus_x_by_y), b: (slope * x - y).scale(self.one_by_y) }
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fq, Fr};
    use ark_ec::{CurveGroup, pairing::Pairing};
    use ark_ff::PrimeField;
    use num_bigint::{BigInt, BigUint};
    use proptest::prelude::*;

    use super::*;

    fn multiples(bytes: &[[u8; 48]; 2]) -> (G1Affine, G2Affine) {
        let [left, right] = bytes.map(|bytes| Fr::from_be_bytes_mod_order(&bytes));
        ((G1Affine::generator() * left).into_affine(), (G2Affine::generator() * right).into_affine())
    }

    fn check(pairs: &[(G1Affine, G2Affine)]) {
        let ours = Bn254::final_exponentiation(miller_loop(pairs));
        let (left, right): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
        assert_eq!(ours, Some(Bn254::multi_pairing(left, right)), "{} pairs", pairs.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        #[test]
        fn products_are_those_of_the_library(seeds in prop::collection::vec(any::<[[u8; 48]; 2]>(), 0..12)) {
            check(&seeds.iter().map(multiples).collect::<Vec<_>>());
        }
    }

    #[test]
    fn edge_points() {
        let scalars = || [1u64, 2, 3, u64::MAX].map(Fr::from).into_iter().flat_map(|small| [small, -small]);
        let left: Vec<_> = scalars().map(|scalar| (G1Affine::generator() * scalar).into_affine()).collect();
        let right: Vec<_> = scalars().map(|scalar| (G2Affine::generator() * scalar).into_affine()).collect();
        let pairs: Vec<_> = left.iter().flat_map(|left| right.iter().map(|right| (*left, *right))).collect();
        pairs.iter().for_each(|pair| check(&[*pair]));
        check(&pairs);
    }

    #[test]
    fn infinity_counts_as_one() {
        let (left, right) = multiples(&[[1; 48], [2; 48]]);
        for pair in [(G1Affine::zero(), right), (left, G2Affine::zero()), (G1Affine::zero(), G2Affine::zero())] {
            check(&[pair]);
            check(&[(left, right), pair, (right_of(left), right)]);
        }
        check(&[]);
    }

    fn right_of(point: G1Affine) -> G1Affine {
        (point + G1Affine::generator()).into_affine()
    }

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
        for digit in Config::ATE_LOOP_COUNT.iter().rev().skip(1) {
            multiple *= 2;
            if *digit != 0 {
                multiple = differ(multiple, BigInt::from(*digit));
            }
        }
        assert_eq!(multiple, BigInt::from(Config::X[0]) * 6 + 2);
        differ(differ(multiple, p.clone()), -(&p * &p));
    }
}
