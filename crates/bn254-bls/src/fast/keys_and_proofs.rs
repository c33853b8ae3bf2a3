//! Public keys and proofs of many secret keys at once.

use alloc::vec::Vec;

use ark_bn254::{G1Affine, G2Affine};

use super::{
    digits::SignedDigits,
    field::{Fp, Fp2},
    fixed_base::FixedBase,
    glv::SplitDigits,
    point::Affine,
    tables::tables,
    variable_base,
};
use crate::{
    G1Point, G2Point, HashedPoint, ProofKind, ProofOfPossession, ProvenPublicKey, PublicKey, SecretKey,
    hash_pubkey_to_point,
};

/// What [`SecretKey::prove`] gives for each secret.
pub(crate) fn proven_public_keys(secrets: &[SecretKey]) -> Vec<ProvenPublicKey> {
    let digits = digits(secrets);
    // One pass for both constant points of G1: the keys come first, then the proofs over "feedback".
    let in_g1 = FixedBase::multiply(&[&tables().g1, &tables().feedback], &digits);
    let (keys, feedback) = in_g1.split_at(secrets.len());
    let in_g2 = FixedBase::multiply(&[&tables().g2], &digits);
    let public_keys: Vec<PublicKey> =
        keys.iter().zip(&in_g2).map(|(g1, g2)| PublicKey::of_one_secret(g1_point(g1), g2_point(g2))).collect();

    let hashed_point = |public: &PublicKey| hash_pubkey_to_point(public.g1(), ProofKind::Registration);
    let hashed_points: Vec<HashedPoint> = public_keys.iter().map(hashed_point).collect();
    let registrations = proofs(secrets, &hashed_points);

    let keys = public_keys.into_iter().zip(hashed_points);
    let proofs = registrations.into_iter().zip(feedback.iter().map(proof));
    keys.zip(proofs)
        .map(|((public, hashed), (registration, feedback))| {
            ProvenPublicKey::of_one_secret(public, hashed, registration, feedback)
        })
        .collect()
}

/// `(sk * G1, sk * G2)` for each secret.
pub(crate) fn public_keys(secrets: &[SecretKey]) -> Vec<PublicKey> {
    keys_in_g1(secrets).into_iter().zip(keys_in_g2(secrets)).map(|(g1, g2)| PublicKey::of_one_secret(g1, g2)).collect()
}

/// `sk * G1` for each secret.
pub(crate) fn keys_in_g1(secrets: &[SecretKey]) -> Vec<G1Point> {
    FixedBase::multiply(&[&tables().g1], &digits(secrets)).iter().map(g1_point).collect()
}

/// `sk * G2` for each secret.
pub(crate) fn keys_in_g2(secrets: &[SecretKey]) -> Vec<G2Point> {
    FixedBase::multiply(&[&tables().g2], &digits(secrets)).iter().map(g2_point).collect()
}

/// `sk * H("feedback")` for each secret.
pub(crate) fn feedback_proofs(secrets: &[SecretKey]) -> Vec<ProofOfPossession> {
    FixedBase::multiply(&[&tables().feedback], &digits(secrets)).iter().map(proof).collect()
}

/// `sk * H(message)` for each secret and its hashed point, of which there are as many.
pub(crate) fn proofs(secrets: &[SecretKey], hashed_points: &[HashedPoint]) -> Vec<ProofOfPossession> {
    let scalars: Vec<SplitDigits> = secrets.iter().map(|secret| SplitDigits::of(secret.scalar())).collect();
    let points: Vec<Affine<Fp>> = hashed_points.iter().map(|hashed| hashed.point().affine().into()).collect();
    variable_base::multiply(&points, &scalars).iter().map(proof).collect()
}

fn digits(secrets: &[SecretKey]) -> Vec<SignedDigits> {
    secrets.iter().map(|secret| SignedDigits::of(secret.scalar())).collect()
}

// The points below are multiples of points of order r by scalars from 1 to r - 1: in the subgroup and not infinity.

fn g1_point(point: &Affine<Fp>) -> G1Point {
    G1Point::from_affine(G1Affine::from(point))
}

fn g2_point(point: &Affine<Fp2>) -> G2Point {
    G2Point::from_affine(G2Affine::from(point))
}

fn proof(point: &Affine<Fp>) -> ProofOfPossession {
    ProofOfPossession::new(g1_point(point))
}
