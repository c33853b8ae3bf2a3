//! 32-byte big-endian words, as Solidity's `uint256`, to and from field elements.

use core::fmt;

use ark_bn254::Fq;
use ark_ff::{BigInt, PrimeField};

/// The integer of a big-endian word.
pub(crate) fn to_integer(bytes: &[u8; 32]) -> BigInt<4> {
    let mut integer = BigInt::<4>::default();
    // arkworks keeps the least significant limb first.
    for (limb, chunk) in integer.0.iter_mut().zip(bytes.rchunks_exact(8)) {
        *limb = chunk.iter().fold(0, |acc, byte| acc << 8 | u64::from(*byte));
    }
    integer
}

/// The element of the base field that a word stands for, if the word is below `p`.
pub(crate) fn to_element(bytes: &[u8; 32]) -> Option<Fq> {
    Fq::from_bigint(to_integer(bytes))
}

/// The word of an element of the base field.
pub(crate) fn from_element(element: &Fq) -> [u8; 32] {
    let mut bytes = [0u8; 32];
    for (chunk, limb) in bytes.rchunks_exact_mut(8).zip(element.into_bigint().0) {
        chunk.copy_from_slice(&limb.to_be_bytes());
    }
    bytes
}

/// `0x` and 64 digits: what the files that people compare with have.
pub(crate) struct Hex<'a>(pub(crate) &'a [u8; 32]);

impl fmt::Debug for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use ark_ff::{AdditiveGroup, Field};

    use super::*;

    #[test]
    fn a_word_is_big_endian() {
        let mut word = [0u8; 32];
        word[31] = 1;
        assert_eq!(to_element(&word), Some(Fq::ONE));
        word[30] = 1;
        assert_eq!(to_element(&word), Some(Fq::from(257u64)));
        assert_eq!(from_element(&Fq::from(257u64)), word);
    }

    #[test]
    fn the_modulus_and_above_are_refused() {
        let mut word = from_element(&-Fq::ONE);
        assert_eq!(to_element(&word), Some(-Fq::ONE));
        word[31] += 1;
        assert_eq!(to_element(&word), None);
        assert_eq!(to_element(&[0xff; 32]), None);
        assert_eq!(to_element(&[0; 32]), Some(Fq::ZERO));
    }
}
