//! The plain definitions, straight from the formulas, with nothing done for speed.
//!
//! The fast paths of this crate are compared with these in its tests. They are public so that other implementations can
//! be compared with them, too. Their running time depends on the secret: use the functions at the crate's root.

use ark_bn254::{G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};

use crate::{G1Point, G2Point, HashToPoint, ProofOfPossession, PublicKey, SecretKey};

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
