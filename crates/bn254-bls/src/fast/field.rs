//! The base field and its quadratic extension, without branches that depend on the numbers; and what scalars need.
//!
//! Points of arkworks come in and go out; in between, the fast paths compute with the types of this module. The field
//! arithmetic of arkworks branches on values when it reduces them, and the secret is in the values; besides, this
//! arithmetic reduces less, which makes doublings a fifth faster.
//!
//! Numbers are held as in arkworks, in Montgomery form with `R = 2^256`, but need not be below `p`: `2p` is enough,
//! since `4p < 2^256`.

mod fp;
mod fp2;
mod invert;
mod limbs;
mod montgomery;
mod power;

pub(crate) use fp::Fp;
pub(crate) use fp2::Fp2;
pub(crate) use invert::invert_all;
pub(crate) use limbs::{add_modulo, and, half_modulo, mask, reduce, sub};
pub(crate) use montgomery::{Modulus, Montgomery, ScalarField};
pub(crate) use power::square_root;

use core::ops::{Add, Mul, Neg, Sub};

use subtle::Choice;
use zeroize::Zeroize;

/// A coordinate of a point: an element of Fp in G1, of Fp2 in G2.
pub(crate) trait Coordinate:
    Copy + Zeroize + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Neg<Output = Self>
{
    /// The number one.
    const ONE: Self;

    fn square(self) -> Self;

    fn double(self) -> Self {
        self + self
    }

    /// Half of the number, modulo `p`.
    fn half(self) -> Self;

    /// `1 / self` for a number that is not zero, by a fixed sequence of multiplications.
    fn invert(self) -> Self;

    fn is_zero(self) -> Choice;

    /// Becomes `other` where the bits of the mask are set, which is everywhere or nowhere.
    fn assign_masked(&mut self, other: &Self, mask: u64);
}
