//! The libraries that are compared, each doing the work for one key as its documentation has it.

mod arkworks;
mod halo2curves;
mod substrate_bn;

pub(crate) use arkworks::{Arkworks, ArkworksGlv};
pub(crate) use halo2curves::Halo2curves;
pub(crate) use substrate_bn::SubstrateBn;

use sha3::{Digest, Keccak256};

/// A word of 32 bytes, big-endian.
pub(crate) type Word = [u8; 32];

/// One library. All points are affine when they are handed over.
pub(crate) trait Library {
    const NAME: &'static str;
    type Secret;
    type G1;
    type G2;

    fn secret(bytes: &Word) -> Self::Secret;
    fn pk1(secret: &Self::Secret) -> Self::G1;
    fn pk2(secret: &Self::Secret) -> Self::G2;
    fn hash(message: &[u8; 64]) -> Self::G1;
    fn prove(secret: &Self::Secret, digest: &Self::G1) -> Self::G1;
    fn g1_words(point: &Self::G1) -> [Word; 2];
    fn g2_words(point: &Self::G2) -> [Word; 4];
}

/// What verification takes of a library.
pub(crate) trait Verifier: Library {
    /// The generator of G1, and that of G2, negated.
    fn generators() -> (Self::G1, Self::G2);
    /// The sum of all points, each times its scalar.
    fn sum(points: &[Self::G1], scalars: &[Self::Secret]) -> Self::G1;
    /// Whether the product of the pairings is one.
    fn product_is_one(left: &[Self::G1], right: &[Self::G2]) -> bool;
}

/// The loop of the contract, over what the library has to say about a candidate: the two roots, if it has any.
pub(crate) fn try_and_increment<F>(message: &[u8; 64], candidate: impl Fn(&Word) -> Option<(F, [F; 2])>) -> (F, F) {
    let mut encoding = [0; 192];
    encoding[..32].copy_from_slice(&bn254_bls::POP_DOMAIN);
    encoding[63] = 0x60;
    encoding[127] = 64;
    encoding[128..].copy_from_slice(message);
    for attempt in 0u32.. {
        encoding[64..92].fill(0);
        encoding[92..96].copy_from_slice(&attempt.to_be_bytes());
        let Some((x, [lower, higher])) = candidate(&Keccak256::digest(encoding).into()) else { continue };
        encoding[64..96].fill(0xff);
        let last = Keccak256::digest(encoding)[31];
        return (x, if last.is_multiple_of(2) { lower } else { higher });
    }
    unreachable!("half of all x have a point")
}

/// The modulus `p`, as a word.
pub(crate) const MODULUS: Word = {
    let limbs = <ark_bn254::Fq as ark_ff::PrimeField>::MODULUS.0;
    let mut word = [0; 32];
    let mut i = 0;
    while i < 32 {
        word[i] = limbs[3 - i / 8].to_be_bytes()[i % 8];
        i += 1;
    }
    word
};
