//! substrate-bn 0.6, which EVM implementations use for the precompiles.

use ::substrate_bn::{AffineG1, AffineG2, Fq, Fr, G1, G2, Group, Gt, pairing_batch};

use super::{Library, MODULUS, Verifier, Word, try_and_increment};

pub(crate) struct SubstrateBn;

impl Library for SubstrateBn {
    const NAME: &'static str = "substrate-bn";
    type Secret = Fr;
    type G1 = AffineG1;
    type G2 = AffineG2;

    fn secret(bytes: &Word) -> Fr {
        Fr::from_slice(bytes).expect("32 bytes")
    }

    fn pk1(secret: &Fr) -> AffineG1 {
        AffineG1::from_jacobian(G1::one() * *secret).expect("not infinity")
    }

    fn pk2(secret: &Fr) -> AffineG2 {
        AffineG2::from_jacobian(G2::one() * *secret).expect("not infinity")
    }

    fn hash(message: &[u8; 64]) -> AffineG1 {
        let (x, y) = try_and_increment(message, |word| {
            if *word >= MODULUS {
                return None;
            }
            let x = Fq::from_slice(word).expect("below p");
            let root = (x * x * x + G1::b()).sqrt()?;
            Some((x, if root.into_u256() < (-root).into_u256() { [root, -root] } else { [-root, root] }))
        });
        AffineG1::new(x, y).expect("on the curve")
    }

    fn prove(secret: &Fr, digest: &AffineG1) -> AffineG1 {
        AffineG1::from_jacobian(G1::from(*digest) * *secret).expect("not infinity")
    }

    fn g1_words(point: &AffineG1) -> [Word; 2] {
        [word(&point.x()), word(&point.y())]
    }

    fn g2_words(point: &AffineG2) -> [Word; 4] {
        [point.x().real(), point.x().imaginary(), point.y().real(), point.y().imaginary()].map(|element| word(&element))
    }
}

impl Verifier for SubstrateBn {
    fn generators() -> (AffineG1, AffineG2) {
        let infinite = "not infinity";
        (AffineG1::from_jacobian(G1::one()).expect(infinite), AffineG2::from_jacobian(-G2::one()).expect(infinite))
    }

    /// It has nothing for many products at once.
    fn sum(points: &[AffineG1], scalars: &[Fr]) -> AffineG1 {
        let products = points.iter().zip(scalars).map(|(point, scalar)| G1::from(*point) * *scalar);
        AffineG1::from_jacobian(products.fold(G1::zero(), |sum, product| sum + product)).expect("not infinity")
    }

    fn product_is_one(left: &[AffineG1], right: &[AffineG2]) -> bool {
        let pairs: Vec<_> = left.iter().zip(right).map(|(left, right)| ((*left).into(), (*right).into())).collect();
        pairing_batch(&pairs) == Gt::one()
    }
}

fn word(element: &Fq) -> Word {
    let mut word = [0; 32];
    element.to_big_endian(&mut word).expect("32 bytes");
    word
}
