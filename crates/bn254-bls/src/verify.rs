//! Verification of one proof, by the contract's own equation.

use core::fmt;

use ark_bn254::{Fr, G1Projective, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{PrimeField, Zero};
use sha3::{Digest, Keccak256};

use crate::{
    KeysDiffer, ProofKind, ProofOfPossession, PublicKey, UnverifiedPublicKey, fast, hash_pubkey_to_point,
    pairing_product::PairingProduct,
};

/// PopVerify: whether the proof is valid for this public key and message, and both points of the key share one secret.
///
/// Both are checked by one equation, as on chain. With
/// `gamma = keccak256(abi.encode(pk1.x, pk1.y, x0, x1, y0, y1, proof.x, proof.y)) mod r`:
/// `e(proof + gamma * pk1, -G2) * e(hashed_point + gamma * G1, pk2) = 1`.
///
/// It takes a [`PublicKey`], or an [`UnverifiedPublicKey`] that somebody handed over, and returns the key that it has
/// verified.
///
/// # Errors
/// [`VerifyError`] says which of the two failed.
///
/// # Examples
/// ```
/// use bn254_bls::{ProofKind, SecretKey, UnverifiedPublicKey, VerifyError, pop_verify};
///
/// let (ours, other) = (SecretKey::from_be_bytes(&[7; 32])?, SecretKey::from_be_bytes(&[8; 32])?);
/// let (kind, read) = (ProofKind::Registration, UnverifiedPublicKey::from(ours.public_key()));
/// assert_eq!(pop_verify(&read, &ours.pop_prove(kind), kind), Ok(ours.public_key()));
/// assert_eq!(pop_verify(&read, &other.pop_prove(kind), kind), Err(VerifyError::WrongProof));
/// # Ok::<(), bn254_bls::SecretKeyError>(())
/// ```
pub fn pop_verify(
    public: &impl AsRef<UnverifiedPublicKey>,
    proof: &ProofOfPossession,
    kind: ProofKind,
) -> Result<PublicKey, VerifyError> {
    verify_one::<fast::Product>(public.as_ref(), proof, kind)
}

/// The same, with this pairing.
pub(crate) fn verify_one<P: PairingProduct>(
    public: &UnverifiedPublicKey,
    proof: &ProofOfPossession,
    kind: ProofKind,
) -> Result<PublicKey, VerifyError> {
    let gamma = gamma(public, proof);
    // The contract refuses gamma = 0, with which the key's two points would go unchecked. So do we.
    if !gamma.is_zero() && equation_holds::<P>(public, proof, kind, &gamma) {
        Ok(public.assume_verified())
    } else {
        Err(public.verify().map_or(VerifyError::KeysDiffer, |_| VerifyError::WrongProof))
    }
}

fn equation_holds<P: PairingProduct>(
    public: &UnverifiedPublicKey,
    proof: &ProofOfPossession,
    kind: ProofKind,
    gamma: &Fr,
) -> bool {
    let hashed_point = hash_pubkey_to_point(&public.g1, kind);
    // A multiple of a projective point takes arkworks' endomorphism, a multiple of an affine one does not.
    let with_generator = public.g1.projective() * gamma + proof.point().affine();
    let with_key = fast::times_generator(gamma) + hashed_point.point().affine();
    let left = G1Projective::normalize_batch(&[with_generator, with_key]);
    P::of(&[(left[0], -G2Affine::generator()), (left[1], *public.g2.affine())]).is_one()
}

/// `gamma` of the equation. It is zero with a probability of about 2^-254.
fn gamma(public: &UnverifiedPublicKey, proof: &ProofOfPossession) -> Fr {
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
        match self {
            Self::KeysDiffer => KeysDiffer.fmt(f),
            Self::WrongProof => f.write_str("the proof is not one of this key over this message; make the proof anew"),
        }
    }
}

impl core::error::Error for VerifyError {}
