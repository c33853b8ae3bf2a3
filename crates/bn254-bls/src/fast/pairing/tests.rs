//! Products of pairings are those of arkworks.

use alloc::vec::Vec;

use ark_bn254::{Bn254, Fq12, Fr};
use ark_ec::{AffineRepr, CurveGroup, pairing::Pairing};
use ark_ff::{PrimeField, Zero};
use proptest::prelude::*;

use super::*;

fn multiples(bytes: &[[u8; 48]; 2]) -> (G1Affine, G2Affine) {
    let [left, right] = bytes.map(|bytes| Fr::from_be_bytes_mod_order(&bytes));
    ((G1Affine::generator() * left).into_affine(), (G2Affine::generator() * right).into_affine())
}

fn check(pairs: &[(G1Affine, G2Affine)]) {
    let product = Product::of(pairs);
    let (left, right): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
    let expected = Bn254::multi_pairing(left, right);
    assert_eq!(Fq12::from(final_exponentiation(product.0)), expected.0, "{} pairs", pairs.len());
    assert_eq!(product.is_one(), expected.is_zero(), "{} pairs", pairs.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn products_are_those_of_the_library(seeds in prop::collection::vec(any::<[[u8; 48]; 2]>(), 0..24)) {
        check(&seeds.iter().map(multiples).collect::<Vec<_>>());
    }
}

/// `e(aP, Q) e(P, -aQ) = 1`, for few pairs and for many, and no longer when one of them is another.
#[test]
fn products_that_cancel_are_one() {
    for count in [1u64, 3, 10] {
        let pairs = (1..=count).flat_map(|n| {
            let (left, right) = multiples(&[[3; 48], [7; 48]]);
            [(left * Fr::from(n), right.into()), (left.into(), right * -Fr::from(n))]
        });
        let mut pairs: Vec<_> = pairs.map(|(left, right)| (left.into_affine(), right.into_affine())).collect();
        check(&pairs);
        assert!(Product::of(&pairs).is_one());
        pairs[0].0 = right_of(pairs[0].0);
        check(&pairs);
        assert!(!Product::of(&pairs).is_one());
    }
}

#[test]
fn a_product_of_products_is_that_of_all_pairs() {
    let pairs: Vec<_> = (0..20).map(|n| multiples(&[[n + 1; 48], [n + 2; 48]])).collect();
    for middle in [0, 1, 7, 20] {
        let product = Product::of(&pairs[..middle]).times(Product::of(&pairs[middle..]));
        let [product, whole] = [product, Product::of(&pairs)].map(|product| final_exponentiation(product.0));
        assert_eq!(Fq12::from(product), Fq12::from(whole));
    }
}

#[test]
fn edge_points() {
    let scalars = || [1u64, 2, 3, u64::MAX].map(Fr::from).into_iter().flat_map(|small| [small, -small]);
    let left: Vec<_> = scalars().map(|scalar| (G1Affine::generator() * scalar).into_affine()).collect();
    let right: Vec<_> = scalars().map(|scalar| (G2Affine::generator() * scalar).into_affine()).collect();
    let pairs: Vec<_> = left.iter().flat_map(|left| right.iter().map(|right| (*left, *right))).collect();
    pairs.iter().for_each(|pair| check(&[*pair]));
    check(&pairs);
}

#[test]
fn infinity_counts_as_one() {
    let (left, right) = multiples(&[[1; 48], [2; 48]]);
    for pair in [(G1Affine::zero(), right), (left, G2Affine::zero()), (G1Affine::zero(), G2Affine::zero())] {
        check(&[pair]);
        check(&[(left, right), pair, (right_of(left), right)]);
    }
    check(&[]);
}

fn right_of(point: G1Affine) -> G1Affine {
    (point + G1Affine::generator()).into_affine()
}
