//! The equations of many proofs, summed.

use alloc::vec::Vec;

use ark_bn254::{Bn254, Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::{
    AffineRepr, CurveGroup, VariableBaseMSM,
    pairing::{MillerLoopOutput, Pairing},
};
use ark_ff::{One, Zero};

use crate::{
    ProofKind, ProofOfPossession, UnverifiedPublicKey,
    fast::{self, Coefficient},
    hash_pubkey_to_point,
    verify::gamma,
};

/// Whether, with the coefficients `c_i`,
/// `e(sum c_i * (proof_i + gamma_i * pk1_i), -G2) * product e(c_i * (hashed_point_i + gamma_i * G1), pk2_i) = 1`.
pub(crate) fn holds<K>(entries: &[(K, ProofOfPossession)], coefficients: &[Coefficient], kind: ProofKind) -> bool
where
    K: AsRef<UnverifiedPublicKey> + Sync,
{
    let part = |(entries, coefficients): (&[(K, _)], &[_])| Part::of(entries, coefficients, kind);
    #[cfg(feature = "parallel")]
    let sum = {
        use rayon::prelude::*;
        let parts = entries.par_chunks(PART).zip(coefficients.par_chunks(PART));
        parts.map(part).try_reduce(Part::empty, |left, right| Some(left.plus(&right)))
    };
    #[cfg(not(feature = "parallel"))]
    let sum = {
        let mut parts = entries.chunks(PART).zip(coefficients.chunks(PART));
        parts.try_fold(Part::empty(), |sum, entries| Some(sum.plus(&part(entries)?)))
    };
    sum.is_some_and(|sum| sum.holds())
}

/// So many entries that their multiples are made together, so few that a batch of 100 makes work for all cores.
const PART: usize = 32;

/// What some of the entries contribute.
struct Part {
    /// `sum c_i * (proof_i + gamma_i * pk1_i)`, still to be paired with `-G2`.
    with_generator: G1Projective,
    /// The product of the pairings with the keys, before the final exponentiation.
    with_keys: MillerLoopOutput<Bn254>,
}

impl Part {
    fn empty() -> Self {
        Self { with_generator: G1Projective::zero(), with_keys: MillerLoopOutput(One::one()) }
    }

    /// `None` if a gamma is zero: the contract refuses that, since it leaves a key's two points unchecked.
    fn of<K: AsRef<UnverifiedPublicKey>>(
        entries: &[(K, ProofOfPossession)],
        coefficients: &[Coefficient],
        kind: ProofKind,
    ) -> Option<Self> {
        let entries: Vec<(&UnverifiedPublicKey, &ProofOfPossession)> =
            entries.iter().map(|(public, proof)| (public.as_ref(), proof)).collect();
        let weights: Vec<Fr> = coefficients.iter().map(Coefficient::value).collect();
        let gammas: Vec<Fr> = entries.iter().map(|(public, proof)| gamma(public, proof)).collect();
        if gammas.iter().any(Fr::is_zero) {
            return None;
        }
        let weighted_gammas: Vec<Fr> = weights.iter().zip(&gammas).map(|(weight, gamma)| *weight * gamma).collect();

        let hashed_point = |public: &UnverifiedPublicKey| *hash_pubkey_to_point(&public.g1, kind).point().affine();
        let hashed_points: Vec<G1Affine> = entries.iter().map(|(public, _)| hashed_point(public)).collect();
        let hashed_points = fast::scale(&hashed_points, coefficients);
        let generators = fast::scale_generator(&weighted_gammas);
        let sums: Vec<G1Projective> =
            hashed_points.iter().zip(&generators).map(|(left, right)| *left + right).collect();
        let keys = entries.iter().map(|(public, _)| *public.g2.affine());

        let proofs = entries.iter().map(|(_, proof)| *proof.point().affine());
        let points: Vec<G1Affine> = proofs.chain(entries.iter().map(|(public, _)| *public.g1.affine())).collect();
        let scalars = [weights, weighted_gammas].concat();
        Some(Self {
            with_generator: G1Projective::msm(&points, &scalars).expect("a scalar for each point"),
            with_keys: Bn254::multi_miller_loop(G1Projective::normalize_batch(&sums), keys),
        })
    }

    fn plus(self, other: &Self) -> Self {
        Self {
            with_generator: self.with_generator + other.with_generator,
            with_keys: MillerLoopOutput(self.with_keys.0 * other.with_keys.0),
        }
    }

    fn holds(&self) -> bool {
        let with_generator = Bn254::miller_loop(self.with_generator.into_affine(), -G2Affine::generator());
        let product = MillerLoopOutput(self.with_keys.0 * with_generator.0);
        Bn254::final_exponentiation(product).is_some_and(|result| result.0.is_one())
    }
}
