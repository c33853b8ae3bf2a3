//! The equations of many proofs, summed.
//!
//! An entry is good if its proof is the secret times the hashed point, and both points of its key have one secret:
//!
//! `e(proof_i, -G2) * e(hashed_point_i, pk2_i) = 1` and `e(pk1_i, -G2) * e(G1, pk2_i) = 1`.
//!
//! (The contract folds the two with its `gamma`, see [`pop_verify`](crate::pop_verify).) With one `delta` for all entries
//! and a coefficient `c_i` for each, the product of all is
//!
//! `e(sum c_i * proof_i + delta * sum c_i * pk1_i, -G2) * product e(c_i * (hashed_point_i + delta * G1), pk2_i) = 1`,
//!
//! one pairing for each entry, and one for all. If the hashed point is the same for all, as it is for
//! [`ProofKind::Feedback`], their pairings are one as well, since `e(c * H, Q) = e(H, c * Q)`:
//!
//! `product e(c_i * (H + delta * G1), pk2_i) = e(H + delta * G1, sum c_i * pk2_i)`.
//!
//! # Why a bad entry does not pass
//!
//! In exponents, let the two equations of a bad entry be off by `a` and `b`, not both zero. Of the 2^128 deltas at most one
//! makes `a + delta * b` zero. With any other, at most one of the 2^128 coefficients of this entry makes the sum zero,
//! whatever the other entries are. So the sum holds with a probability of at most 2^-127.

use alloc::vec::Vec;

use ark_bn254::{G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::{AffineRepr, CurveGroup, PrimeGroup};
use ark_ff::Zero;

use crate::{
    FEEDBACK_MESSAGE, ProofKind, ProofOfPossession, UnverifiedPublicKey,
    coefficients::Coefficients,
    fast::{self, Coefficient},
    hash_pubkey_to_point, hash_to_point,
    pairing_product::PairingProduct,
};

/// A batch, or a chunk of one.
pub(crate) struct SummedEquation<'a> {
    kind: ProofKind,
    delta: &'a Coefficient,
    /// `delta * G1`.
    shift: G1Projective,
}

impl<'a> SummedEquation<'a> {
    pub(crate) fn new(kind: ProofKind, Coefficients { delta, .. }: &'a Coefficients) -> Self {
        Self { kind, delta, shift: G1Projective::generator() * delta.value() }
    }

    /// Whether the sum over these entries, each with its coefficient, holds.
    pub(crate) fn holds<P, K>(&self, entries: &[(K, ProofOfPossession)], coefficients: &[Coefficient]) -> bool
    where
        P: PairingProduct,
        K: AsRef<UnverifiedPublicKey> + Sync,
    {
        let part = |(entries, coefficients): (&[(K, _)], &[_])| self.part::<P, K>(entries, coefficients);
        #[cfg(feature = "parallel")]
        if crate::threads::are_there() {
            use rayon::prelude::*;
            let size = entries.len().div_ceil(rayon::current_num_threads()).max(SMALLEST_PART);
            let parts = entries.par_chunks(size).zip(coefficients.par_chunks(size));
            return self.sum_holds(&parts.map(part).reduce(Part::empty, Part::plus));
        }
        self.sum_holds(&part((entries, coefficients)))
    }

    /// What these entries contribute.
    fn part<P: PairingProduct, K: AsRef<UnverifiedPublicKey>>(
        &self,
        entries: &[(K, ProofOfPossession)],
        coefficients: &[Coefficient],
    ) -> Part<P> {
        let keys = || entries.iter().map(|(public, _)| public.as_ref());
        let proofs: Vec<G1Affine> = entries.iter().map(|(_, proof)| *proof.point().affine()).collect();
        let keys_in_g1: Vec<G1Affine> = keys().map(|key| *key.g1.affine()).collect();
        let keys_in_g2: Vec<G2Affine> = keys().map(|key| *key.g2.affine()).collect();
        let part = Part {
            proofs: fast::weighted_sum_in_g1(&proofs, coefficients),
            keys: fast::weighted_sum_in_g1(&keys_in_g1, coefficients),
            ..Part::empty()
        };
        match self.kind {
            ProofKind::Registration => {
                let hashed_points = keys().map(|key| hash_pubkey_to_point(&key.g1, self.kind));
                let shifted: Vec<_> = hashed_points.map(|hashed| self.shift + hashed.point().affine()).collect();
                let points = fast::scale(&G1Projective::normalize_batch(&shifted), coefficients);
                let pairs: Vec<_> = points.into_iter().zip(keys_in_g2).collect();
                Part { pairings: P::of(&pairs), ..part }
            }
            ProofKind::Feedback => Part { shared_pairing: fast::weighted_sum_in_g2(&keys_in_g2, coefficients), ..part },
        }
    }

    fn sum_holds<P: PairingProduct>(&self, sum: &Part<P>) -> bool {
        let with_generator = sum.proofs + sum.keys * self.delta.value();
        let hashed_point = self.shift + hash_to_point(FEEDBACK_MESSAGE).point().affine();
        let pairs = [
            (with_generator.into_affine(), -G2Affine::generator()),
            (hashed_point.into_affine(), sum.shared_pairing.into_affine()),
        ];
        sum.pairings.times(P::of(&pairs)).is_one()
    }
}

/// So few entries are not shared among cores.
#[cfg(feature = "parallel")]
const SMALLEST_PART: usize = 16;

/// What some of the entries contribute.
#[derive(Clone, Copy)]
struct Part<P> {
    /// `sum c_i * proof_i`.
    proofs: G1Projective,
    /// `sum c_i * pk1_i`.
    keys: G1Projective,
    /// `product e(c_i * (hashed_point_i + delta * G1), pk2_i)`; 1 if the hashed point is the same for all.
    pairings: P,
    /// `sum c_i * pk2_i`; infinity if each entry has its own hashed point.
    shared_pairing: G2Projective,
}

impl<P: PairingProduct> Part<P> {
    fn empty() -> Self {
        Self {
            proofs: G1Projective::zero(),
            keys: G1Projective::zero(),
            pairings: P::of(&[]),
            shared_pairing: G2Projective::zero(),
        }
    }

    #[cfg(feature = "parallel")]
    fn plus(self, other: Self) -> Self {
        Self {
            proofs: self.proofs + other.proofs,
            keys: self.keys + other.keys,
            pairings: self.pairings.times(other.pairings),
            shared_pairing: self.shared_pairing + other.shared_pairing,
        }
    }
}

#[cfg(test)]
mod tests;
