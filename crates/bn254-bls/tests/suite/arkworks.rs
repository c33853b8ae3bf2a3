//! Points to and from arkworks: the same points, and none that a key may not be.

use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::AdditiveGroup;
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize, Compress, Validate};
use bn254_bls::{G1Point, G2Point, PointError, PublicKey, SecretKey};
use proptest::prelude::*;

fn public_key() -> impl Strategy<Value = PublicKey> {
    any::<[u8; 48]>().prop_map(|bytes| SecretKey::from_be_bytes_mod_order(&bytes).expect("not zero").public_key())
}

fn encoded(point: &impl CanonicalSerialize, compress: Compress) -> Vec<u8> {
    let mut bytes = Vec::new();
    point.serialize_with_mode(&mut bytes, compress).expect("a vector takes every byte");
    assert_eq!(bytes.len(), point.serialized_size(compress));
    bytes
}

const MODES: [Compress; 2] = [Compress::Yes, Compress::No];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn the_same_point_comes_back(public in public_key()) {
        let (g1, g2) = (G1Affine::from(*public.g1()), G2Affine::from(*public.g2()));
        prop_assert_eq!(G1Point::try_from(g1), Ok(*public.g1()));
        prop_assert_eq!(G2Point::try_from(g2), Ok(*public.g2()));
        for mode in MODES {
            prop_assert_eq!(encoded(public.g1(), mode), encoded(&g1, mode));
            prop_assert_eq!(encoded(public.g2(), mode), encoded(&g2, mode));
            let bytes = encoded(public.g1(), mode);
            let read = G1Point::deserialize_with_mode(&bytes[..], mode, Validate::Yes);
            prop_assert_eq!(read.ok(), Some(*public.g1()));
            let bytes = encoded(public.g2(), mode);
            let read = G2Point::deserialize_with_mode(&bytes[..], mode, Validate::Yes);
            prop_assert_eq!(read.ok(), Some(*public.g2()));
        }
    }
}

#[test]
fn infinity_is_refused() {
    assert_eq!(G1Point::try_from(G1Affine::zero()), Err(PointError::Infinity));
    assert_eq!(G2Point::try_from(G2Affine::zero()), Err(PointError::Infinity));
    for mode in MODES {
        for validate in [Validate::Yes, Validate::No] {
            let bytes = encoded(&G1Affine::zero(), mode);
            assert!(G1Point::deserialize_with_mode(&bytes[..], mode, validate).is_err());
            let bytes = encoded(&G2Affine::zero(), mode);
            assert!(G2Point::deserialize_with_mode(&bytes[..], mode, validate).is_err());
        }
    }
}

#[test]
fn what_is_on_no_curve_is_refused() {
    let g1 = G1Affine::new_unchecked(Fq::from(5), Fq::from(5));
    assert_eq!(G1Point::try_from(g1), Err(PointError::NotOnCurve));
    let g2 = G2Affine::new_unchecked(Fq2::new(Fq::from(5), Fq::ZERO), Fq2::new(Fq::from(5), Fq::ZERO));
    assert_eq!(G2Point::try_from(g2), Err(PointError::NotOnCurve));
    for validate in [Validate::Yes, Validate::No] {
        assert!(G1Point::deserialize_with_mode(&encoded(&g1, Compress::No)[..], Compress::No, validate).is_err());
        assert!(G2Point::deserialize_with_mode(&encoded(&g2, Compress::No)[..], Compress::No, validate).is_err());
    }
}

/// The twist has a cofactor of 254 bits, so a random point on it is outside the subgroup.
#[test]
fn what_is_outside_the_subgroup_is_refused() {
    let mut x = Fq2::new(Fq::from(1), Fq::from(1));
    let point = loop {
        x += Fq2::new(Fq::from(1), Fq::ZERO);
        if let Some(point) = G2Affine::get_point_from_x_unchecked(x, false) {
            break point;
        }
    };
    assert!(point.is_on_curve());
    assert_eq!(G2Point::try_from(point), Err(PointError::NotInSubgroup));
    for mode in MODES {
        for validate in [Validate::Yes, Validate::No] {
            assert!(G2Point::deserialize_with_mode(&encoded(&point, mode)[..], mode, validate).is_err());
        }
    }
}
