//! The blinded public key is the plain one, whatever the blind is.

use crate::common::{key, order, small_key};
use crate::generators::{Filling, Limited, OutOfEntropy};
use bn254_bls::{
    SecretKey,
    reference::{sk_to_pk, sk_to_pk_g1_blinded},
};
use num_bigint::BigUint;
use proptest::prelude::*;
use rand::rngs::SysRng;

/// A generator that gives this number, big-endian, for as many bytes as it is asked for.
fn gives(number: &BigUint) -> Filling<impl FnMut(&mut [u8])> {
    let number = number.to_bytes_be();
    Filling(move |bytes: &mut [u8]| {
        let (zeros, end) = bytes.split_at_mut(bytes.len() - number.len());
        zeros.fill(0);
        end.copy_from_slice(&number);
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_keys_under_random_blinds(bytes in any::<[u8; 48]>()) {
        let secret = SecretKey::from_be_bytes_mod_order(&bytes).expect("zero with a probability of 2^-254");
        prop_assert_eq!(sk_to_pk_g1_blinded(&secret, &mut SysRng).unwrap(), *sk_to_pk(&secret).g1());
    }
}

/// Among them blinds that make a share zero, or both shares opposite or small.
#[test]
fn edge_keys_under_edge_blinds() {
    let edges = || (1u32..=3).flat_map(|small| [small.into(), order() - small, order() / 2u32 + small]);
    for secret in edges() {
        let expected = *sk_to_pk(&key(&secret)).g1();
        for blind in edges().chain([order() - &secret]) {
            let Ok(blinded) = sk_to_pk_g1_blinded(&key(&secret), &mut gives(&blind));
            assert_eq!(blinded, expected, "{secret} under {blind}");
        }
    }
}

#[test]
fn without_randomness_there_is_no_key() {
    assert_eq!(sk_to_pk_g1_blinded(&small_key(7), &mut Limited(0)), Err(OutOfEntropy));
}
