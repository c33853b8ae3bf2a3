//! The lines that a pairing takes, through multiples of a point of G2.

use alloc::{boxed::Box, vec::Vec};

use ark_bn254::G2Affine;
use ark_ec::AffineRepr;
use once_cell::race::OnceBox;

use super::{
    fp12::{Fp12, Line},
    steps::{Step, steps},
};
use crate::fast::{
    field::{Coordinate, Fp, Fp2, invert_all},
    point::{Affine, Jacobian},
};

/// A line of the twist: `y = slope * x - intercept`.
#[derive(Clone, Copy)]
pub(super) struct TwistLine {
    slope: Fp2,
    intercept: Fp2,
}

impl TwistLine {
    /// The line of this slope through this point.
    pub(super) fn through(point: &Affine<Fp2>, slope: Fp2) -> Self {
        Self { slope, intercept: slope * point.x - point.y }
    }

    /// Its value at a point of G1.
    pub(super) fn at(&self, place: &Place) -> Line {
        Line { a: self.slope.scale(place.minus_x_by_y), b: self.intercept.scale(place.one_by_y) }
    }
}

/// What lines need to know of a point of G1: `-x / y` and `1 / y`.
pub(super) struct Place {
    minus_x_by_y: Fp,
    one_by_y: Fp,
}

impl Place {
    /// With one inversion.
    pub(super) fn of_all(points: &[Affine<Fp>]) -> Vec<Self> {
        let mut inverses: Vec<Fp> = points.iter().map(|point| point.y).collect();
        invert_all(&mut inverses);
        let place = |(point, one_by_y): (&Affine<Fp>, Fp)| Self { minus_x_by_y: -(point.x * one_by_y), one_by_y };
        points.iter().zip(inverses).map(place).collect()
    }
}

/// The lines of one point in G2, one for each step.
pub(super) enum Lines {
    /// Those of `-G2`, with which each equation has a pairing.
    OfMinusGenerator(&'static [TwistLine]),
    /// In Jacobian coordinates nothing is divided, so each has a denominator.
    WithDenominators(Vec<(Fp2, TwistLine)>),
}

impl Lines {
    pub(super) fn of(point: &G2Affine) -> Self {
        if *point == -G2Affine::generator() {
            Self::OfMinusGenerator(of_minus_generator())
        } else {
            Self::WithDenominators(with_denominators(&point.into()))
        }
    }

    /// The product with the value of a line, but for a factor from Fp2, which the final exponentiation sends to 1.
    pub(super) fn multiply(&self, product: Fp12, position: usize, place: &Place) -> Fp12 {
        match self {
            Self::OfMinusGenerator(lines) => product.times_line(lines[position].at(place)),
            Self::WithDenominators(lines) => {
                let (denominator, line) = &lines[position];
                product.times_long_line(*denominator, line.at(place))
            }
        }
    }
}

fn of_minus_generator() -> &'static [TwistLine] {
    static LINES: OnceBox<Vec<TwistLine>> = OnceBox::new();
    LINES.get_or_init(|| {
        let lines = with_denominators(&(&-G2Affine::generator()).into());
        let mut inverses: Vec<Fp2> = lines.iter().map(|(denominator, _)| *denominator).collect();
        invert_all(&mut inverses);
        let divided = |((_, line), inverse): (&(_, TwistLine), Fp2)| TwistLine {
            slope: line.slope * inverse,
            intercept: line.intercept * inverse,
        };
        Box::new(lines.iter().zip(inverses).map(divided).collect())
    })
}

/// Where a step goes from a multiple `(X / Z^2, Y / Z^3)` to one with `Z'`, its line has the slope `M / Z'` or `T / Z'`, as told
/// at [`Jacobian::double`] and [`Jacobian::add`]. The intercept of a tangent is `M / Z' X / Z^2 - Y / Z^3`, where `Z' = Y Z`; a
/// chord meets the addend as well.
fn with_denominators(q: &Affine<Fp2>) -> Vec<(Fp2, TwistLine)> {
    let mut next = Jacobian::from(*q);
    let line = |step: Step| {
        let multiple = next;
        if let Some(addend) = step.addend(q) {
            next = multiple.add(&addend);
            let slope = multiple.numerator_of_chord(&addend);
            (next.z, TwistLine { slope, intercept: slope * addend.x - addend.y * next.z })
        } else {
            next = multiple.double();
            let (zz, slope) = (multiple.z.square(), multiple.numerator_of_tangent());
            (next.z * zz, TwistLine { slope: slope * zz, intercept: slope * multiple.x - multiple.y.square() })
        }
    };
    steps().map(line).collect()
}
