//! Secret keys: how they are read, drawn, and kept from view.

use crate::common::{order, small_key};
use crate::generators::{Filling, Limited, OutOfEntropy};
use bn254_bls::{SecretKey, SecretKeyError, subtle::ConstantTimeEq, zeroize::ZeroizeOnDrop};
use num_bigint::BigUint;
use proptest::prelude::*;
use rand::rngs::SysRng;

/// A number below 2^256 as a word.
fn word(number: &BigUint) -> [u8; 32] {
    let bytes = number.to_bytes_be();
    let mut word = [0; 32];
    word[32 - bytes.len()..].copy_from_slice(&bytes);
    word
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The judge is division of plain big integers.
    #[test]
    fn bytes_of_any_length_are_reduced_modulo_the_order(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let expected = BigUint::from_bytes_be(&bytes) % order();
        let key = SecretKey::from_be_bytes_mod_order(&bytes).map(|key| *key.to_be_bytes());
        if expected == BigUint::ZERO {
            prop_assert_eq!(key, Err(SecretKeyError::Zero));
        } else {
            prop_assert_eq!(key, Ok(word(&expected)));
        }
    }

    #[test]
    fn words_are_taken_exactly_when_they_are_below_the_order(bytes in any::<[u8; 32]>()) {
        let number = BigUint::from_bytes_be(&bytes);
        let key = SecretKey::from_be_bytes(&bytes).map(|key| *key.to_be_bytes());
        if number < order() {
            prop_assert_eq!(key, Ok(bytes));
        } else {
            prop_assert_eq!(key, Err(SecretKeyError::NotBelowOrder));
        }
    }
}

#[test]
fn borrowed_bytes_convert() {
    assert_eq!(*SecretKey::try_from(&[7; 32]).unwrap().to_be_bytes(), [7; 32]);
    assert_eq!(SecretKey::try_from(&[0; 32]).err(), Some(SecretKeyError::Zero));
    assert_eq!(SecretKey::try_from(&[0xff; 32]).err(), Some(SecretKeyError::NotBelowOrder));
}

#[test]
fn multiples_of_the_order_are_zero() {
    for factor in [0u32, 1, 2, 5, 1_000_000_007] {
        let bytes = (order() * factor).to_bytes_be();
        assert_eq!(SecretKey::from_be_bytes_mod_order(&bytes).err(), Some(SecretKeyError::Zero), "{factor} * r");
    }
    assert_eq!(SecretKey::from_be_bytes_mod_order(&[]).err(), Some(SecretKeyError::Zero), "no bytes");
}

#[test]
fn neighbours_of_the_order_are_reduced() {
    let largest = SecretKey::from_be_bytes_mod_order(&word(&(order() - 1u32))).expect("not zero");
    assert_eq!(*largest.to_be_bytes(), word(&(order() - 1u32)));
    let one = SecretKey::from_be_bytes_mod_order(&word(&(order() + 1u32))).expect("not zero");
    assert_eq!(*one.to_be_bytes(), word(&BigUint::from(1u32)));
}

#[test]
fn debug_shows_nothing_of_the_secret() {
    let one = SecretKey::from_be_bytes_mod_order(&[1]).expect("not zero");
    let other = SecretKey::from_be_bytes_mod_order(&[0x5a; 48]).expect("not zero");
    assert_eq!(format!("{one:?}"), "SecretKey { .. }");
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    assert_eq!(format!("{one:#?}"), format!("{other:#?}"));
}

#[test]
fn drawn_keys_differ() {
    let mut keys: Vec<[u8; 32]> =
        (0..100).map(|_| *SecretKey::generate(&mut SysRng).expect("a generator").to_be_bytes()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 100);
}

/// A generator that gives out these blocks of 64 bytes, one after the other.
fn blocks<const N: usize>(blocks: [[u8; 64]; N]) -> Filling<impl FnMut(&mut [u8])> {
    let mut blocks = blocks.into_iter();
    Filling(move |bytes: &mut [u8]| bytes.copy_from_slice(&blocks.next().expect("keys are drawn from so many blocks")))
}

/// 64 uniform bytes, reduced: the bias is below 2^-256.
#[test]
fn a_drawn_key_is_a_whole_block_reduced() {
    let block: [u8; 64] = core::array::from_fn(|i| 0xff - u8::try_from(i).expect("below 64"));
    let Ok(key) = SecretKey::generate(&mut blocks([block]));
    assert_eq!(*key.to_be_bytes(), word(&(BigUint::from_bytes_be(&block) % order())));
}

#[test]
fn a_drawn_zero_is_drawn_again() {
    let mut seven = [0; 64];
    seven[63] = 7;
    let Ok(key) = SecretKey::generate(&mut blocks([[0; 64], seven]));
    assert_eq!(*key.to_be_bytes(), *small_key(7).to_be_bytes());
}

#[test]
fn a_failing_generator_makes_no_key() {
    assert_eq!(SecretKey::generate(&mut Limited(0)).err(), Some(OutOfEntropy));
}

/// A key is a pointer to its one place, so whatever moves it leaves no scalar behind; and the place is wiped.
#[test]
fn a_key_is_a_pointer_to_a_place_that_is_wiped() {
    fn wipes_itself<T: ZeroizeOnDrop>() {}
    wipes_itself::<SecretKey>();
    assert_eq!(size_of::<SecretKey>(), size_of::<usize>());
}

#[test]
fn keys_are_compared_without_looking() {
    let key = |bytes: [u8; 48]| SecretKey::from_be_bytes_mod_order(&bytes).expect("not zero");
    let mut bytes = [0x5a; 48];
    assert!(bool::from(key(bytes).ct_eq(&key(bytes))));
    for position in 16..48 {
        bytes[position] ^= 1;
        assert!(!bool::from(key(bytes).ct_eq(&key([0x5a; 48]))), "{position}");
        bytes[position] ^= 1;
    }
    // The same number modulo the order, in another spelling.
    let seven = SecretKey::from_be_bytes_mod_order(&(order() + 7u32).to_bytes_be()).expect("not zero");
    assert!(bool::from(seven.ct_eq(&small_key(7))));
}
