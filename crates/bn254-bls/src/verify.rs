//! Verification of one proof, by the contract's own equation.

use core::fmt;

use ark_bn254::{Bn254, Fr, G1Projective, G2Affine};
use ark_ec::{AffineRepr, CurveGroup, PrimeGroup, pairing::Pairing};
use ark_ff::{One, PrimeField, Zero};
use sha3::{Digest, Keccak256};

use crate::{ProofKind, ProofOfPossession, PublicKey, pop_digest};

/// PopVerify: whether the proof is valid for this public key and message, and both points of the key share one secret.
///
/// Both are checked by one equation, as on chain. With
/// `gamma = keccak256(abi.encode(pk1.x, pk1.y, x0, x1, y0, y1, proof.x, proof.y)) mod r`:
/// `e(proof + gamma * pk1, -G2) * e(digest + gamma * G1, pk2) = 1`.
///
/// # Errors
/// [`VerifyError`] says which of the two failed.
pub fn pop_verify(public: &PublicKey, proof: &ProofOfPossession, kind: ProofKind) -> Result<(), VerifyError> {
    let gamma = gamma(public, proof);
    let digest = pop_digest(&public.g1, kind);
    // A multiple of a projective point takes arkworks' endomorphism, a multiple of an affine one does not.
    let with_generator = public.g1.projective() * gamma + proof.point().affine();
    let with_key = G1Projective::generator() * gamma + digest.point.affine();
    let left = G1Projective::normalize_batch(&[with_generator, with_key]);
    let right = [-G2Affine::generator(), *public.g2.affine()];
    // The contract refuses gamma = 0, with which the key's two points would go unchecked. So do we.
    if !gamma.is_zero() && Bn254::multi_pairing(left, right).0.is_one() {
        Ok(())
    } else if public.shares_secret() {
        Err(VerifyError::WrongProof)
    } else {
        Err(VerifyError::KeysDiffer)
    }
}

/// `gamma` of the equation. It is zero with a probability of about 2^-254.
pub(crate) fn gamma(public: &PublicKey, proof: &ProofOfPossession) -> Fr {
    let hash = Keccak256::new()
        .chain_update(public.g1.to_words().as_flattened())
        .chain_update(public.g2.to_words().as_flattened())
        .chain_update(proof.point().to_words().as_flattened())
        .finalize();
    Fr::from_be_bytes_mod_order(&hash)
}

/// Why a proof was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The two points of the public key belong to different secrets.
    KeysDiffer,
    /// The public key is sound, but the proof is not one of its secret over this message.
    WrongProof,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeysDiffer => "the G1 and G2 public keys belong to different secrets; make the key anew",
            Self::WrongProof => "the proof is not one of this key over this message; make the proof anew",
        })
    }
}

impl core::error::Error for VerifyError {}
