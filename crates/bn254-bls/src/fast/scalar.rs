//! Scalars to and from bytes, without branches that depend on them. arkworks' own conversions branch where they reduce.
//!
//! What comes in and goes out is arkworks' type of scalar: Montgomery form with `R = 2^256`, below `r`.

use ark_bn254::{Fr, FrConfig};
use ark_ff::{BigInt, Fp, MontConfig, MontFp};
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

use super::field::{Modulus, Montgomery, ScalarField, add_modulo, and, mask, reduce, sub};

/// `r`.
const R: [u64; 4] = ScalarField::LIMBS;

/// `2^512` modulo `r`: a product with it brings an integer into Montgomery form.
const INTO_MONTGOMERY: [u64; 4] = FrConfig::R2.0;

/// `2^64` in Montgomery form: a product with it is 64 bits further to the left.
const RADIX: Fr = MontFp!("18446744073709551616");

/// The scalar of a big-endian word, and whether the word is below `r`. If it is not, the scalar is zero.
pub(crate) fn from_word(bytes: &[u8; 32]) -> (Fr, Choice) {
    let mut integer = [0u64; 4];
    for (limb, chunk) in integer.iter_mut().zip(bytes.rchunks_exact(8)) {
        *limb = big_endian(chunk);
    }
    let below = sub(&integer, &R).1;
    let scalar = from_integer(&and(mask(below), &integer));
    integer.zeroize();
    (scalar, Choice::from(u8::from(below)))
}

/// Bytes of any length as one big-endian integer, modulo `r`: Horner's rule in base `2^64`.
pub(crate) fn reduced(bytes: &[u8]) -> Fr {
    let (head, body) = bytes.split_at(bytes.len() % 8);
    let mut sum = [big_endian(head), 0, 0, 0];
    for chunk in body.chunks_exact(8) {
        let shifted = reduce(&Montgomery::<ScalarField>::product(&sum, &RADIX.0.0), &R);
        sum = add_modulo(&shifted, &[big_endian(chunk), 0, 0, 0], &R);
    }
    let scalar = from_integer(&sum);
    sum.zeroize();
    scalar
}

/// The integer below `r` that a scalar stands for, least significant limb first.
pub(crate) fn to_integer(scalar: &Fr) -> [u64; 4] {
    reduce(&Montgomery::<ScalarField>::product(&scalar.0.0, &[1, 0, 0, 0]), &R)
}

/// The same as a big-endian word.
pub(crate) fn to_word(scalar: &Fr) -> Zeroizing<[u8; 32]> {
    let mut integer = to_integer(scalar);
    let mut bytes = Zeroizing::new([0u8; 32]);
    for (chunk, limb) in bytes.rchunks_exact_mut(8).zip(&integer) {
        chunk.copy_from_slice(&limb.to_be_bytes());
    }
    integer.zeroize();
    bytes
}

/// Whether a scalar is zero.
pub(crate) fn is_zero(scalar: &Fr) -> Choice {
    scalar.0.0.ct_eq(&[0; 4])
}

/// The scalar of an integer below `r`.
fn from_integer(integer: &[u64; 4]) -> Fr {
    let limbs = reduce(&Montgomery::<ScalarField>::product(integer, &INTO_MONTGOMERY), &R);
    Fp::new_unchecked(BigInt(limbs))
}

/// At most 8 bytes. How many they are is no secret.
fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use ark_ff::{AdditiveGroup, Field, PrimeField};
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;

    /// arkworks' own reading of a word is the definition.
    fn check_word(bytes: &[u8; 32]) {
        let mut limbs = [0; 4];
        limbs.iter_mut().zip(bytes.rchunks_exact(8)).for_each(|(limb, chunk)| *limb = big_endian(chunk));
        let expected = Fr::from_bigint(BigInt(limbs));
        let (scalar, below) = from_word(bytes);
        assert_eq!(bool::from(below), expected.is_some(), "{bytes:02x?}");
        assert_eq!(scalar, expected.unwrap_or(Fr::ZERO), "{bytes:02x?}");
        if expected.is_some() {
            assert_eq!(*to_word(&scalar), *bytes);
            assert_eq!(to_integer(&scalar), limbs);
        }
    }

    /// And its reduction.
    fn check_reduced(bytes: &[u8]) {
        let (scalar, expected) = (reduced(bytes), Fr::from_be_bytes_mod_order(bytes));
        assert_eq!(scalar, expected, "{bytes:02x?}");
        // One form each: the limbs are below r.
        assert_eq!(scalar.0, expected.0, "{bytes:02x?}");
        assert_eq!(to_integer(&scalar), expected.into_bigint().0);
        assert_eq!(bool::from(is_zero(&scalar)), expected == Fr::ZERO);
    }

    /// `number` as this many bytes, if it has no more.
    fn padded(number: &BigUint, length: usize) -> Option<Vec<u8>> {
        let bytes = number.to_bytes_be();
        let mut padded = vec![0; length.checked_sub(bytes.len())?];
        padded.extend(bytes);
        Some(padded)
    }

    /// 0, r, 2r, …, powers of two, the largest of each length; and the neighbours of all of them.
    fn edges() -> impl Iterator<Item = BigUint> {
        let (order, one) = (BigUint::from(Fr::MODULUS), BigUint::from(1u32));
        let multiples = (0..6u32).map(|factor| &order * factor).collect::<Vec<_>>();
        let largest = (&order << 258) - &order * 7u32;
        let powers = (0..=512).map(|bit| BigUint::from(1u32) << bit).collect::<Vec<_>>();
        multiples.into_iter().chain([largest]).chain(powers).flat_map(move |number| {
            let below = if number == BigUint::ZERO { BigUint::ZERO } else { &number - &one };
            [below, number.clone(), number + &one]
        })
    }

    #[test]
    fn edge_values_are_those_of_the_library() {
        let mut words = 0;
        for number in edges() {
            for length in [32, 33, 47, 48, 63, 64, 65] {
                padded(&number, length).iter().for_each(|bytes| check_reduced(bytes));
            }
            if let Some(word) = padded(&number, 32) {
                check_word(word.as_slice().try_into().expect("32 bytes"));
                words += 1;
            }
        }
        assert!(words > 700, "{words}");
        (0..100).for_each(|length| check_reduced(&vec![0xff; length]));
    }

    #[test]
    fn constants() {
        assert_eq!(RADIX, Fr::from(2u64).pow([64]));
        let square = BigUint::from(1u32) << 512;
        assert_eq!(BigUint::from(BigInt(INTO_MONTGOMERY)), square % BigUint::from(Fr::MODULUS));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn words_are_read_as_by_the_library(bytes in any::<[u8; 32]>(), clear in 0u8..4) {
            // A quarter of all words is below r; with the highest bits clear, nearly all are.
            let mut word = bytes;
            word[0] &= 0xff >> clear;
            check_word(&word);
        }

        #[test]
        fn bytes_are_reduced_as_by_the_library(bytes in prop::collection::vec(any::<u8>(), 0..130)) {
            check_reduced(&bytes);
        }
    }
}
