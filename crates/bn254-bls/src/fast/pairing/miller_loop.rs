//! The Miller loop of the optimal ate pairing, for many pairs of points at once.
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
//! For a product of pairings, all pairs go through the loop together and share the squarings. Each slope takes an inversion,
//! which they share as well; where they are few, nothing is divided, and lines are longer.
//!
//! # The lines
//!
//! A point `(x, y)` of the twist stands for `(x w^2, y w^3)`. The line of slope `s` through it, at `P = (x_P, y_P)`, is
//! `y_P - s x_P w + (s x - y) w^3`. The final exponentiation sends factors from the base field to 1, so it may be divided
//! by `y_P`, which is not zero as there are no points of order two.

use alloc::vec::Vec;

use ark_bn254::{G1Affine, G2Affine};
use ark_ec::AffineRepr;

use super::{
    fp12::Fp12,
    lines::{Lines, Place, TwistLine},
    steps::{Chord, Step, steps},
};
use crate::fast::{
    field::{Coordinate, Fp2, invert_all},
    point::Affine,
};

/// The product of the pairings of all pairs, before the final exponentiation. Pairs with infinity count as 1. The points
/// in G2 are in the subgroup.
pub(super) fn miller_loop(pairs: &[(G1Affine, G2Affine)]) -> Fp12 {
    let finite = || pairs.iter().filter(|(left, right)| !left.is_zero() && !right.is_zero());
    let places = Place::of_all(&finite().map(|(left, _)| left.into()).collect::<Vec<_>>());
    let points = finite().map(|(_, right)| right);
    if places.len() < FEW { one_by_one(&places, points) } else { together(&places, points) }
}

/// So few pairs take longer with an inversion for each step than with longer lines.
const FEW: usize = 12;

/// Makes the lines of each point before the loop.
fn one_by_one<'a>(places: &[Place], points: impl Iterator<Item = &'a G2Affine>) -> Fp12 {
    let lines: Vec<_> = points.map(Lines::of).collect();
    let mut product = Fp12::ONE;
    for (position, step) in steps().enumerate() {
        if step.is_doubling() {
            product = product.square();
        }
        for (place, lines) in places.iter().zip(&lines) {
            product = lines.multiply(product, position, place);
        }
    }
    product
}

/// Makes the lines of all points for a step, as it comes.
fn together<'a>(places: &[Place], points: impl Iterator<Item = &'a G2Affine>) -> Fp12 {
    let mut points: Vec<Point> = points.map(Point::start).collect();
    let mut product = Fp12::ONE;
    for step in steps() {
        if step.is_doubling() {
            product = product.square();
        }
        let mut inverses: Vec<Fp2> = points.iter().map(|point| point.chord(step).width()).collect();
        invert_all(&mut inverses);
        for ((point, place), inverse) in points.iter_mut().zip(places).zip(inverses) {
            product = product.times_line(point.step(step, inverse).at(place));
        }
    }
    product
}

struct Point {
    /// `Q`.
    start: Affine<Fp2>,
    /// The multiple of `Q` that the loop has come to.
    multiple: Affine<Fp2>,
}

impl Point {
    fn start(point: &G2Affine) -> Self {
        Self { start: point.into(), multiple: point.into() }
    }

    fn chord(&self, step: Step) -> Chord<'_> {
        Chord { multiple: &self.multiple, addend: step.addend(&self.start) }
    }

    /// Moves the multiple to the third point, mirrored, on the line of the step, and gives the line.
    fn step(&mut self, step: Step, one_by_width: Fp2) -> TwistLine {
        let chord = self.chord(step);
        let slope = chord.height() * one_by_width;
        let line = TwistLine::through(&self.multiple, slope);
        let Affine { x, y } = self.multiple;
        let third_x = slope.square() - x - chord.other_x();
        self.multiple = Affine { x: third_x, y: slope * (x - third_x) - y };
        line
    }
}
