//! The fast paths: the same results as the plain definitions in [`crate::reference`], six times as fast.
//!
//! Many keys go through each step together, so that they share its inversion in the field:
//!
//! | step | how | where |
//! |---|---|---|
//! | `sk * G1`, `sk * G2`, `sk * H("feedback")` | the points are constant: sums of precomputed multiples | [`fixed_base`] |
//! | `sk * H(pk1)` | the point is new for each key: doublings, halved by the curve's endomorphism | [`variable_base`] |
//! | `H(pk1)` | a residue symbol before each square root | [`residue`] |
//!
//! Verification of a batch, all of which is public, has its own:
//!
//! | step | how | where |
//! |---|---|---|
//! | whether `pk2` is in G2 | an equation of multiples by a short number, with the twist's endomorphism | [`g2_subgroup`] |
//! | sums with random coefficients | buckets, and coefficients that the endomorphism cuts in halves | [`verification`] |
//! | a product of pairings | one Miller loop for all, in affine coordinates, and one final exponentiation | [`pairing`] |
//!
//! # Secrets
//!
//! No branch and no address depends on a secret. Scalars are written in [`digits`] of which none is zero; tables are
//! read whole, with the masks of `subtle` ([`odd_multiples`]); sums run in a fixed order, and where two points may be
//! equal, both formulas are computed ([`affine_sum`]); the [`field`] reduces with masks, and inverts by a fixed power.
//! Buffers that held digits or partial sums are [`wiped`].
//!
//! Scalars are read from bytes, reduced, and given out as integers by the same limbs ([`scalar`]): arkworks gets to see
//! points, which are public, and a scalar only in the plain definitions. Whether bytes are a scalar at all comes out.
//!
//! The message of a proof is public, and so is what it hashes to: this part takes the time it takes.
//!
//! Two tests watch over it. `tests/constant_time` of the repository runs all of this under valgrind with the secrets as
//! undefined memory: a branch or an address that depends on one is reported, as it stands in the compiled code.
//!
//! The other measures time (`cargo bench --bench timing_leak`, after dudect) compares the secret 1 with random ones. Of 40,000
//! samples, Welch's t is at most 2.8 in size for each step, where 4.5 in size is taken for evidence; for the plain
//! definitions it is near -1,800. Reading whole tables with masks costs 1.12 times what reading one entry would, with the
//! windows that suit that best. The figures, with their machine and date, are in `benches/README.md`.

mod affine_sum;
mod digits;
mod field;
mod fixed_base;
mod g2_subgroup;
mod glv;
mod keys_and_proofs;
mod odd_multiples;
mod pairing;
mod point;
mod residue;
mod scalar;
mod tables;
mod variable_base;
mod verification;
mod wiped;

pub(crate) use field::{add_modulo, square_root};
pub(crate) use g2_subgroup::is_in_g2;
pub(crate) use keys_and_proofs::{feedback_proofs, keys_in_g1, keys_in_g2, proofs, proven_public_keys, public_keys};
pub(crate) use pairing::Product;
pub(crate) use residue::is_square;
pub(crate) use scalar::{from_word, is_zero, reduced, to_word};
pub(crate) use verification::{Coefficient, scale, times_generator, weighted_sum_in_g1, weighted_sum_in_g2};
