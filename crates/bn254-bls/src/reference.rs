//! The plain definitions, straight from the formulas, with nothing done for speed.
//!
//! The fast paths of this crate are compared with these in its tests. They are public so that other implementations can
//! be compared with them, too. Their running time depends on the secret: use the functions at the crate's root.

use ark_bn254::{Fq, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::Field;
use sha3::{Digest, Keccak256};

use crate::{
    FEEDBACK_MESSAGE, G1Point, G2Point, HashToPoint, Identity, POP_DOMAIN, ProofOfPossession, PublicKey, SecretKey,
    word,
};

/// All that is public about one secret key.
#[must_use]
pub fn derive(secret: &SecretKey) -> Identity {
    let public_key = sk_to_pk(secret);
    let digest = hash_to_point(public_key.g1.to_words().as_flattened());
    let feedback = hash_to_point(FEEDBACK_MESSAGE);
    Identity { public_key, digest, registration: pop_prove(secret, &digest), feedback: pop_prove(secret, &feedback) }
}

/// SkToPk: `(sk * G1, sk * G2)`.
#[must_use]
pub fn sk_to_pk(secret: &SecretKey) -> PublicKey {
    // A scalar in [1, r - 1] times a generator of order r is never infinity.
    PublicKey {
        g1: G1Point::from_affine((G1Affine::generator() * secret.scalar()).into_affine()),
        g2: G2Point::from_affine((G2Affine::generator() * secret.scalar()).into_affine()),
    }
}

/// PopProve: `sk * H(message)`.
#[must_use]
pub fn pop_prove(secret: &SecretKey, digest: &HashToPoint) -> ProofOfPossession {
    ProofOfPossession::new(G1Point::from_affine((*digest.point.affine() * secret.scalar()).into_affine()))
}

/// A message hashed to G1, as the contract's loop does it.
#[must_use]
pub fn hash_to_point(message: &[u8]) -> HashToPoint {
    let mut sqrt_calls = 0;
    for attempt in 0.. {
        let mut number = [0; 32];
        number[28..].copy_from_slice(&u32::to_be_bytes(attempt));
        let Some(x) = word::to_element(&keccak(message, &number)) else { continue };
        sqrt_calls += 1;
        let Some(root) = (x * x * x + Fq::from(3u64)).sqrt() else { continue };
        let (lower, higher) = if root < -root { (root, -root) } else { (-root, root) };
        let y = if keccak(message, &[0xff; 32])[31].is_multiple_of(2) { lower } else { higher };
        let point = G1Point::from_affine(G1Affine::new(x, y));
        return HashToPoint { point, attempts: attempt + 1, sqrt_calls };
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
