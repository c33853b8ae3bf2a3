//! halo2curves 0.10 with its assembly.

use ::halo2curves::{
    bn256::{Fq, Fr, G1, G1Affine, G2Affine, Gt, multi_miller_loop},
    ff::{Field, PrimeField},
    group::{Curve, Group},
    msm::msm_serial,
    pairing::MillerLoopResult,
};

use super::{Library, Verifier, Word, try_and_increment};

pub(crate) struct Halo2curves;

impl Library for Halo2curves {
    const NAME: &'static str = "halo2curves asm";
    type Secret = Fr;
    type G1 = G1Affine;
    type G2 = G2Affine;

    fn secret(bytes: &Word) -> Fr {
        let mut bytes = *bytes;
        bytes.reverse();
        Fr::from_repr(bytes.into()).expect("below r")
    }

    fn pk1(secret: &Fr) -> G1Affine {
        (G1Affine::generator() * secret).to_affine()
    }

    fn pk2(secret: &Fr) -> G2Affine {
        (G2Affine::generator() * secret).to_affine()
    }

    fn hash(message: &[u8; 64]) -> G1Affine {
        let (x, y) = try_and_increment(message, |word| {
            let mut bytes = *word;
            bytes.reverse();
            let x: Fq = Option::from(Fq::from_repr(bytes.into()))?;
            let root: Fq = Option::from((x.square() * x + Fq::from(3)).sqrt())?;
            Some((x, if root < -root { [root, -root] } else { [-root, root] }))
        });
        G1Affine { x, y }
    }

    fn prove(secret: &Fr, digest: &G1Affine) -> G1Affine {
        (digest * secret).to_affine()
    }

    fn g1_words(point: &G1Affine) -> [Word; 2] {
        [word(&point.x), word(&point.y)]
    }

    fn g2_words(point: &G2Affine) -> [Word; 4] {
        [point.x.c0(), point.x.c1(), point.y.c0(), point.y.c1()].map(word)
    }
}

impl Verifier for Halo2curves {
    fn generators() -> (G1Affine, G2Affine) {
        (G1Affine::generator(), -G2Affine::generator())
    }

    fn sum(points: &[G1Affine], scalars: &[Fr]) -> G1Affine {
        let mut sum = G1::identity();
        msm_serial(scalars, points, &mut sum);
        sum.to_affine()
    }

    fn product_is_one(left: &[G1Affine], right: &[G2Affine]) -> bool {
        let pairs: Vec<_> = left.iter().zip(right).collect();
        multi_miller_loop(&pairs).final_exponentiation() == Gt::identity()
    }
}

fn word(element: &Fq) -> Word {
    let mut bytes: Word = element.to_repr().into();
    bytes.reverse();
    bytes
}
