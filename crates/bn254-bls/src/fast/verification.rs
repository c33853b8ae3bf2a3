//! The multiples that the verifier of a batch needs. Nothing here is secret.

use alloc::{vec, vec::Vec};

use ark_bn254::{Fr, G1Affine, G1Projective, G2Affine, G2Projective, g1, g2};
use ark_ec::{
    AdditiveGroup,
    scalar_mul::glv::GLVConfig,
    short_weierstrass::{Affine, Projective, SWCurveConfig},
};
use ark_ff::Zero;

use super::{
    digits::{Digit, SignedDigits},
    glv::SplitDigits,
    tables::tables,
    variable_base,
};

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

/// The sum of all points, each times its coefficient.
pub(crate) fn weighted_sum_in_g1(points: &[G1Affine], coefficients: &[Coefficient]) -> G1Projective {
    weighted_sum(points, coefficients, g1::Config::endomorphism_affine)
}

/// The sum of all points, each times its coefficient.
pub(crate) fn weighted_sum_in_g2(points: &[G2Affine], coefficients: &[Coefficient]) -> G2Projective {
    // arkworks has another cube root of one for G2, the square of ours.
    let endomorphism = |point: &G2Affine| g2::Config::endomorphism_affine(&g2::Config::endomorphism_affine(point));
    weighted_sum(points, coefficients, endomorphism)
}

/// By buckets (Pippenger): for each window of the digits, points with the same digit are added up, then these sums, each
/// times its digit.
fn weighted_sum<C: SWCurveConfig>(
    points: &[Affine<C>],
    coefficients: &[Coefficient],
    times_lambda: impl Fn(&Affine<C>) -> Affine<C>,
) -> Projective<C> {
    let digits: Vec<_> = coefficients.iter().map(|c| SplitDigits::from_short_signs(c.0, c.1)).collect();
    let second: Vec<_> = points.iter().map(times_lambda).collect();
    // Two points for each coefficient: wider windows are fewer, but have more buckets to sum up.
    let width = (points.len().max(1).ilog2() as usize).saturating_sub(1).clamp(2, 8);
    let windows = digits.first().map_or(0, |digits| digits.first.windows(width));
    let mut sum = Projective::zero();
    for window in (0..windows).rev() {
        let mut buckets = vec![Projective::zero(); 1 << (width - 1)];
        let mut add = |point: &Affine<C>, Digit { index, negative }: Digit| {
            let bucket = &mut buckets[usize::try_from(index).expect("below the number of buckets")];
            if negative.into() { *bucket -= point } else { *bucket += point }
        };
        for ((first, second), digits) in points.iter().zip(&second).zip(&digits) {
            add(first, digits.first.digit(window, width));
            add(second, digits.second.digit(window, width));
        }
        (0..width).for_each(|_| _ = sum.double_in_place());
        sum += sum_of_odd_multiples(&buckets);
    }
    sum
}

/// `B_0 + 3 B_1 + 5 B_2 + ...`, which is `(B_0 + B_1 + ...) + 2 (B_1 + 2 B_2 + ...)`.
fn sum_of_odd_multiples<C: SWCurveConfig>(buckets: &[Projective<C>]) -> Projective<C> {
    let (mut sum, mut multiples) = (Projective::zero(), Projective::zero());
    for bucket in buckets.iter().rev() {
        // What has been added up so far counts once more for each bucket below it.
        multiples += sum;
        sum += bucket;
    }
    sum + multiples.double()
}

/// The generator times a scalar. For one product, adding up one after the other is quicker than level by level.
pub(crate) fn times_generator(scalar: &Fr) -> G1Projective {
    tables().g1.terms(&SignedDigits::of(scalar)).map(|term| G1Affine::from(&term)).sum()
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
    use ark_ff::PrimeField;
    use proptest::prelude::*;

    use super::*;

    fn points<A: AffineRepr<ScalarField = Fr>>(numbers: &[u8]) -> Vec<A> {
        // Some are the same, some opposite, some infinity.
        numbers.iter().map(|n| (A::generator() * Fr::from(i16::from(*n % 16) - 7)).into_affine()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn weighted_sums_are_those_of_the_library(entries in prop::collection::vec(any::<(u8, u128)>(), 0..80)) {
            let (numbers, bits): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
            let coefficients: Vec<_> = bits.into_iter().map(Coefficient::from_bits).collect();
            let values: Vec<Fr> = coefficients.iter().map(Coefficient::value).collect();
            let (in_g1, in_g2) = (points(&numbers), points(&numbers));
            prop_assert_eq!(weighted_sum_in_g1(&in_g1, &coefficients), G1Projective::msm(&in_g1, &values).unwrap());
            prop_assert_eq!(weighted_sum_in_g2(&in_g2, &coefficients), G2Projective::msm(&in_g2, &values).unwrap());
        }

        #[test]
        fn multiples_of_the_generator_are_those_of_the_library(bytes in any::<[u8; 48]>()) {
            let scalar = Fr::from_be_bytes_mod_order(&bytes);
            prop_assert_eq!(times_generator(&scalar), G1Affine::generator() * scalar);
        }
    }

    #[test]
    fn each_bit_makes_another_coefficient() {
        let bits = (0..128).map(|bit| 1 << bit).chain([0]);
        let values: BTreeSet<Fr> = bits.map(|bits| Coefficient::from_bits(bits).value()).collect();
        assert_eq!(values.len(), 129);
    }

    #[test]
    fn small_multiples_of_the_generator() {
        for scalar in (-9..10).map(Fr::from) {
            assert_eq!(times_generator(&scalar), G1Affine::generator() * scalar, "{scalar}");
        }
    }
}
