//! The plain definitions, straight from the formulas, with nothing done for speed.
//!
//! The fast paths of this crate are compared with these in its tests. They are public so that other implementations can
//! be compared with them, too. Their running time depends on the secret: use the functions at the crate's root. The
//! exception is [`sk_to_pk_g1_blinded`].

mod blinded;
mod pairing;

use alloc::vec::Vec;

use ark_bn254::{Fq, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::Field;
use rand_core::TryCryptoRng;
use sha3::{Digest, Keccak256};

use crate::{
    BatchVerifyError, FEEDBACK_MESSAGE, G1Point, G2Point, HashedPoint, POP_DOMAIN, ProofKind, ProofOfPossession,
    ProvenPublicKey, PublicKey, SecretKey, UnverifiedPublicKey, VerifyError, verify::verify_one,
    verify_batch::verify_all, word,
};

pub use blinded::sk_to_pk_g1_blinded;
pub(crate) use pairing::Product;

/// The public key and both of its proofs: what [`SecretKey::prove`] gives.
#[must_use]
pub fn prove(secret: &SecretKey) -> ProvenPublicKey {
    let public_key = sk_to_pk(secret);
    let hashed = hash_to_point(public_key.g1().to_words().as_flattened());
    let feedback = pop_prove(secret, &hash_to_point(FEEDBACK_MESSAGE));
    ProvenPublicKey::of_one_secret(public_key, hashed, pop_prove(secret, &hashed), feedback)
}

/// SkToPk: `(sk * G1, sk * G2)`.
#[must_use]
pub fn sk_to_pk(secret: &SecretKey) -> PublicKey {
    // A scalar in [1, r - 1] times a generator of order r is never infinity.
    PublicKey::of_one_secret(
        G1Point::from_affine((G1Affine::generator() * secret.scalar()).into_affine()),
        G2Point::from_affine((G2Affine::generator() * secret.scalar()).into_affine()),
    )
}

/// PopProve: `sk * H(message)`. The hashed point should be that of the secret's own key, or the proof shows nothing.
#[must_use]
pub fn pop_prove(secret: &SecretKey, hashed_point: &HashedPoint) -> ProofOfPossession {
    ProofOfPossession::new(G1Point::from_affine((*hashed_point.point().affine() * secret.scalar()).into_affine()))
}

/// PopVerify: what [`pop_verify`](crate::pop_verify) at the crate's root does, with the pairing of arkworks.
///
/// # Errors
/// Those of the function at the root.
pub fn pop_verify(
    public: &impl AsRef<UnverifiedPublicKey>,
    proof: &ProofOfPossession,
    kind: ProofKind,
) -> Result<PublicKey, VerifyError> {
    verify_one::<Product>(public.as_ref(), proof, kind)
}

/// PopVerify for many entries: what [`pop_verify_batch`](crate::pop_verify_batch) at the crate's root does, with the pairing of
/// arkworks.
///
/// # Errors
/// Those of the function at the root.
pub fn pop_verify_batch<K, R>(
    entries: &[(K, ProofOfPossession)],
    kind: ProofKind,
    rng: &mut R,
) -> Result<Vec<PublicKey>, BatchVerifyError<R::Error>>
where
    K: AsRef<UnverifiedPublicKey> + Sync,
    R: TryCryptoRng + ?Sized,
{
    verify_all::<Product, _, _>(entries, kind, rng)
}

/// A message hashed to G1, as the contract's loop does it.
#[must_use]
pub fn hash_to_point(message: &[u8]) -> HashedPoint {
    let mut square_roots = 0;
    for attempt in 0.. {
        let mut number = [0; 32];
        number[28..].copy_from_slice(&u32::to_be_bytes(attempt));
        let Some(x) = word::to_element(&keccak(message, &number)) else { continue };
        square_roots += 1;
        let Some(root) = (x * x * x + Fq::from(3u64)).sqrt() else { continue };
        let (lower, higher) = if root < -root { (root, -root) } else { (-root, root) };
        let y = if keccak(message, &[0xff; 32])[31].is_multiple_of(2) { lower } else { higher };
        let point = G1Point::from_affine(G1Affine::new(x, y));
        return HashedPoint::of_message(point, attempt + 1, square_roots);
    }
    unreachable!("half of all x have a point")
}

/// `keccak256(abi.encode(bytes32 domain, bytes message, uint256 attempt))`.
fn keccak(message: &[u8], attempt: &[u8; 32]) -> [u8; 32] {
    let number = |n: usize| {
        let mut word = [0; 32];
        word[24..].copy_from_slice(&(n as u64).to_be_bytes());
        word
    };
    let padding = [0; 32];
    Keccak256::new()
        .chain_update(POP_DOMAIN)
        .chain_update(number(3 * 32))
        .chain_update(attempt)
        .chain_update(number(message.len()))
        .chain_update(message)
        .chain_update(&padding[..message.len().next_multiple_of(32) - message.len()])
        .finalize()
        .into()
}
