//! The fast paths: the same results as the plain definitions in [`crate::reference`], some six times sooner.
//!
//! Many keys go through each step together, so that they share its inversion in the field:
//!
//! | step | how | where |
//! |---|---|---|
//! | `sk * G1`, `sk * G2`, `sk * H("feedback")` | the points are constant: sums of precomputed multiples | [`fixed_base`] |
//! | `sk * H(pk1)` | the point is new for each key: doublings, halved by the curve's endomorphism | [`variable_base`] |
//! | `H(pk1)` | a residue symbol before each square root | [`residue`], [`power`] |
//!
//! Scalars are written in signed odd digits ([`digits`]), which have no zeros to skip; tables are read whole
//! ([`coordinate`]); sums run in an order that depends on nothing secret ([`affine_sum`]). So no branch and no address
//! depends on a secret, above the field arithmetic of arkworks, whose reductions branch on values.

mod affine_sum;
mod digits;
mod field;
mod fixed_base;
mod glv;
mod identities;
mod odd_multiples;
mod point;
mod residue;
mod tables;
mod variable_base;
mod wiped;

pub(crate) use field::square_root;
pub(crate) use identities::{feedback_proofs, identities, proofs, public_keys};
pub(crate) use residue::is_square;
