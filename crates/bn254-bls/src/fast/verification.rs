//! The multiples that the verifier of a batch needs. Nothing here is secret.

use alloc::vec::Vec;

use ark_bn254::{Fr, G1Affine};

use super::{digits::SignedDigits, fixed_base::FixedBase, glv::SplitDigits, tables::tables, variable_base};

/// A coefficient, one of `2^128` scalars: a pair that the endomorphism makes quick to multiply with.
pub(crate) struct Coefficient(u64, u64);

impl Coefficient {
    /// The coefficient that these bits select. Different bits are different scalars.
    pub(crate) fn from_bits(bits: u128) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        let (low, high) = (bits as u64, (bits >> 64) as u64);
        Self(low, high)
    }

    /// The scalar, which is never zero.
    pub(crate) fn value(&self) -> Fr {
        SplitDigits::short_value(self.0, self.1)
    }
}

/// Each point times its coefficient.
pub(crate) fn scale(points: &[G1Affine], coefficients: &[Coefficient]) -> Vec<G1Affine> {
    let points: Vec<_> = points.iter().map(Into::into).collect();
    let digits: Vec<_> = coefficients.iter().map(|c| SplitDigits::from_short_signs(c.0, c.1)).collect();
    variable_base::multiply(&points, &digits).iter().map(G1Affine::from).collect()
}

/// The generator times each scalar, none of which is zero.
pub(crate) fn scale_generator(scalars: &[Fr]) -> Vec<G1Affine> {
    let digits: Vec<_> = scalars.iter().map(SignedDigits::of).collect();
    FixedBase::multiply(&[&tables().g1], &digits).iter().map(G1Affine::from).collect()
}
