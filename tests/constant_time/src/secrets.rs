//! Values that valgrind takes for secrets.

use std::convert::Infallible;
use std::hint::black_box;

use bn254_bls::SecretKey;
use rand_core::{TryCryptoRng, TryRng};

use crate::valgrind::make_secret;

/// Secret bytes. No two of them are the same, and the word that the first 32 are is below `r`.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    (1..).zip(&mut bytes).for_each(|(number, byte)| *byte = number);
    make_secret(&mut bytes);
    black_box(bytes)
}

/// A secret key.
pub(crate) fn key() -> SecretKey {
    SecretKey::from_be_bytes(&bytes()).expect("below r")
}

/// A generator whose first block is secret, and the others are not: salts come before initialisation vectors.
pub(crate) struct FirstBlockIsSecret(pub(crate) bool);

impl TryRng for FirstBlockIsSecret {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("whole blocks are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("whole blocks are drawn")
    }

    fn try_fill_bytes(&mut self, block: &mut [u8]) -> Result<(), Infallible> {
        (7..).zip(block.iter_mut()).for_each(|(number, byte): (u8, _)| *byte = number);
        if std::mem::take(&mut self.0) {
            make_secret(block);
        }
        Ok(())
    }
}

impl TryCryptoRng for FirstBlockIsSecret {}
