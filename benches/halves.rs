//! Public keys, both halves of them, against those that halo2curves makes: a library with a field, a curve and formulas of its
//! own. Run once a week, with the assertions of a debug build:
//!
//!     cargo test -p benches --test halves -- --include-ignored --nocapture
//!
//! `KEYS` in the environment says how many random keys there are; a million where it does not.

#![allow(clippy::print_stdout, reason = "how many keys there were is the result")]

use std::env;

use bn254_bls::{SecretKey, hazmat};
use halo2curves::{
    bn256::{Fq, Fr, G1, G1Affine, G2, G2Affine},
    ff::{Field, PrimeField, WithSmallOrderMulGroup},
    group::Curve,
};
use rand::rngs::SysRng;
use rayon::prelude::*;

/// As many as `prove_batch` takes at once.
const CHUNK: usize = 128;

/// The word of an element of their field.
fn word(element: &Fq) -> [u8; 32] {
    let mut bytes: [u8; 32] = element.to_repr().into();
    bytes.reverse();
    bytes
}

/// Their scalar of a word.
fn scalar(word: &[u8; 32]) -> Fr {
    let mut bytes = *word;
    bytes.reverse();
    Option::from(Fr::from_repr(bytes.into())).expect("below r")
}

/// Our keys in both groups, and theirs.
fn compare(secrets: &[SecretKey]) {
    let scalars: Vec<Fr> = secrets.iter().map(|secret| scalar(&secret.to_be_bytes())).collect();
    let theirs_g1: Vec<G1> = scalars.iter().map(|scalar| G1Affine::generator() * scalar).collect();
    let theirs_g2: Vec<G2> = scalars.iter().map(|scalar| G2Affine::generator() * scalar).collect();
    let (mut affine_g1, mut affine_g2) =
        (vec![G1Affine::default(); scalars.len()], vec![G2Affine::default(); scalars.len()]);
    G1::batch_normalize(&theirs_g1, &mut affine_g1);
    G2::batch_normalize(&theirs_g2, &mut affine_g2);

    let (ours_g1, ours_g2) = (hazmat::keys_in_g1(secrets), hazmat::keys_in_g2(secrets));
    assert_eq!((ours_g1.len(), ours_g2.len()), (secrets.len(), secrets.len()));
    for (index, secret) in secrets.iter().enumerate() {
        let (g1, g2) = (&affine_g1[index], &affine_g2[index]);
        let words = [g2.x.c0(), g2.x.c1(), g2.y.c0(), g2.y.c1()].map(word);
        assert_eq!(ours_g1[index].to_words(), [&g1.x, &g1.y].map(word), "in G1: {:02x?}", secret.to_be_bytes());
        assert_eq!(ours_g2[index].to_words(), words, "in G2: {:02x?}", secret.to_be_bytes());
    }
}

/// A secret key of one of their scalars, none of which is zero.
fn secret(scalar: &Fr) -> SecretKey {
    let mut bytes: [u8; 32] = scalar.to_repr().into();
    bytes.reverse();
    SecretKey::from_be_bytes(&bytes).expect("from 1 to r - 1")
}

/// Small numbers and those near r; powers of two and their neighbours; halves of all of them, and their products with the
/// eigenvalue of the curve's endomorphism, where one half of a split scalar is short.
fn edges() -> Vec<SecretKey> {
    let two = Fr::from(2);
    let small = (0..300).map(Fr::from);
    let powers = (0..254).map(|bit| two.pow([bit]));
    let lambda = Fr::ZETA;
    assert!(lambda != Fr::ONE && lambda.cube() == Fr::ONE, "a cube root of one");
    let half = two.invert().expect("not zero");
    let numbers = small.chain(powers).flat_map(|number| {
        let near = [number, number + Fr::ONE, number - Fr::ONE, -number];
        near.into_iter().flat_map(move |n| [n, n * half, n * lambda, n * lambda.square(), n + lambda])
    });
    numbers.filter(|number| !bool::from(number.is_zero())).map(|number| secret(&number)).collect()
}

#[test]
fn edge_scalars() {
    let secrets = edges();
    assert!(secrets.len() > 10_000, "{}", secrets.len());
    secrets.par_chunks(CHUNK).for_each(compare);
    // One at a time, too: a batch shares its inversions.
    secrets.iter().take(500).for_each(|secret| compare(std::slice::from_ref(secret)));
}

#[test]
#[ignore = "takes minutes; .ci/weekly runs it"]
fn a_million_keys() {
    assert!(cfg!(debug_assertions), "the assertions of the fast paths are part of the test");
    let keys: usize = env::var("KEYS").map_or(1_000_000, |number| number.parse().expect("a number"));
    (0..keys.div_ceil(CHUNK)).into_par_iter().for_each(|chunk| {
        let count = CHUNK.min(keys - chunk * CHUNK);
        let draw = |_| SecretKey::generate(&mut SysRng).expect("the system gives randomness");
        compare(&(0..count).map(draw).collect::<Vec<_>>());
    });
    println!("{keys} keys, each in both groups");
}
