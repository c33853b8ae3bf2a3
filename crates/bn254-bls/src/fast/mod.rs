//! The fast paths: the same results as the plain definitions in [`crate::reference`], six times sooner.
//!
//! Many keys go through each step together, so that they share its inversion in the field:
//!
//! | step | how | where |
//! |---|---|---|
//! | `sk * G1`, `sk * G2`, `sk * H("feedback")` | the points are constant: sums of precomputed multiples | [`fixed_base`] |
//! | `sk * H(pk1)` | the point is new for each key: doublings, halved by the curve's endomorphism | [`variable_base`] |
//! | `H(pk1)` | a residue symbol before each square root | [`residue`] |
//!
//! # Secrets
//!
//! No branch and no address depends on a secret. Scalars are written in [`digits`] of which none is zero; tables are
//! read whole, with the masks of `subtle` ([`odd_multiples`]); sums run in a fixed order, and where two points may be
//! equal, both formulas are computed ([`affine_sum`]); the [`field`] reduces with masks, and inverts by a fixed power.
//! Buffers that held digits or partial sums are [`wiped`].
//!
//! The message of a proof is public, and so is what it hashes to: this part takes the time it takes.

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
mod verification;
mod wiped;

pub(crate) use field::square_root;
pub(crate) use identities::{feedback_proofs, identities, keys_in_g1, keys_in_g2, proofs, public_keys};
pub(crate) use residue::is_square;
pub(crate) use verification::{Coefficient, scale, scale_generator};
