//! The blinded public key is the plain one, whatever the blind is.

use core::convert::Infallible;

use crate::common::small_key;
use bn254_bls::{
    SecretKey,
    reference::{sk_to_pk, sk_to_pk_g1_blinded},
};
use num_bigint::BigUint;
use proptest::prelude::*;
use rand::{TryCryptoRng, TryRng, rngs::SysRng};

/// The order of the groups (EIP-197).
fn order() -> BigUint {
    let text = b"21888242871839275222246405745257275088548364400416034343698204186575808495617";
    BigUint::parse_bytes(text, 10).expect("a decimal number")
}

fn key(number: &BigUint) -> SecretKey {
    SecretKey::from_be_bytes_mod_order(&number.to_bytes_be()).expect("not a multiple of the order")
}

/// A generator that gives this number, big-endian, for as many bytes as it is asked for.
struct Gives(BigUint);

impl TryRng for Gives {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("blinds are drawn in bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("blinds are drawn in bytes")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        let number = self.0.to_bytes_be();
        bytes.fill(0);
        let start = bytes.len() - number.len();
        bytes[start..].copy_from_slice(&number);
        Ok(())
    }
}

impl TryCryptoRng for Gives {}

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
            let Ok(blinded) = sk_to_pk_g1_blinded(&key(&secret), &mut Gives(blind.clone()));
            assert_eq!(blinded, expected, "{secret} under {blind}");
        }
    }
}

/// A generator that fails.
struct Broken;

impl TryRng for Broken {
    type Error = core::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, core::fmt::Error> {
        Err(core::fmt::Error)
    }

    fn try_next_u64(&mut self) -> Result<u64, core::fmt::Error> {
        Err(core::fmt::Error)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), core::fmt::Error> {
        Err(core::fmt::Error)
    }
}

impl TryCryptoRng for Broken {}

#[test]
fn without_randomness_there_is_no_key() {
    assert_eq!(sk_to_pk_g1_blinded(&small_key(7), &mut Broken), Err(core::fmt::Error));
}
