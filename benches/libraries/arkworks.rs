//! arkworks 0.6.

use ark_bn254::{Bn254, Fq, Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM, pairing::Pairing};
use ark_ff::{BigInteger, Field, PrimeField, Zero};

use super::{Library, MODULUS, Verifier, Word, try_and_increment};

/// As it comes: a point times a scalar.
pub(crate) struct Arkworks;

impl Library for Arkworks {
    const NAME: &'static str = "arkworks";
    type Secret = Fr;
    type G1 = G1Affine;
    type G2 = G2Affine;

    fn secret(bytes: &Word) -> Fr {
        Fr::from_be_bytes_mod_order(bytes)
    }

    fn pk1(secret: &Fr) -> G1Affine {
        (G1Affine::generator() * secret).into_affine()
    }

    fn pk2(secret: &Fr) -> G2Affine {
        (G2Affine::generator() * secret).into_affine()
    }

    fn hash(message: &[u8; 64]) -> G1Affine {
        let (x, y) = try_and_increment(message, |word| {
            if *word >= MODULUS {
                return None;
            }
            let x = Fq::from_be_bytes_mod_order(word);
            let root = (x.square() * x + Fq::from(3u64)).sqrt()?;
            Some((x, if root < -root { [root, -root] } else { [-root, root] }))
        });
        G1Affine::new_unchecked(x, y)
    }

    fn prove(secret: &Fr, digest: &G1Affine) -> G1Affine {
        (*digest * secret).into_affine()
    }

    fn g1_words(point: &G1Affine) -> [Word; 2] {
        [word(&point.x), word(&point.y)]
    }

    fn g2_words(point: &G2Affine) -> [Word; 4] {
        [&point.x.c0, &point.x.c1, &point.y.c0, &point.y.c1].map(word)
    }
}

impl Verifier for Arkworks {
    fn generators() -> (G1Affine, G2Affine) {
        (G1Affine::generator(), -G2Affine::generator())
    }

    fn sum(points: &[G1Affine], scalars: &[Fr]) -> G1Affine {
        G1Projective::msm(points, scalars).expect("as many").into_affine()
    }

    fn product_is_one(left: &[G1Affine], right: &[G2Affine]) -> bool {
        Bn254::multi_pairing(left, right).is_zero()
    }
}

/// With the endomorphism, which is used when the point is projective.
pub(crate) struct ArkworksGlv;

impl Library for ArkworksGlv {
    const NAME: &'static str = "arkworks, projective";
    type Secret = Fr;
    type G1 = G1Affine;
    type G2 = G2Affine;

    fn secret(bytes: &Word) -> Fr {
        Arkworks::secret(bytes)
    }

    fn pk1(secret: &Fr) -> G1Affine {
        (G1Affine::generator().into_group() * secret).into_affine()
    }

    fn pk2(secret: &Fr) -> G2Affine {
        (G2Affine::generator().into_group() * secret).into_affine()
    }

    fn hash(message: &[u8; 64]) -> G1Affine {
        Arkworks::hash(message)
    }

    fn prove(secret: &Fr, digest: &G1Affine) -> G1Affine {
        (digest.into_group() * secret).into_affine()
    }

    fn g1_words(point: &G1Affine) -> [Word; 2] {
        Arkworks::g1_words(point)
    }

    fn g2_words(point: &G2Affine) -> [Word; 4] {
        Arkworks::g2_words(point)
    }
}

fn word(element: &Fq) -> Word {
    element.into_bigint().to_bytes_be().try_into().expect("32 bytes")
}
