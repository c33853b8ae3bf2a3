//! Inverses and square roots in the base field, both from one fixed power.
//!
//! `p = 3 mod 4`. Let `e = (p - 3) / 4` and `w = a^e`. Then
//!
//! * `w^4 * a = a^(p - 2) = 1 / a` by Fermat's little theorem, and
//! * `w * a = a^((p + 1) / 4)` is a root of `a` if `a` has one: its square is `a * a^((p - 1) / 2) = a` by Euler's
//!   criterion.

use ark_bn254::Fq;
use ark_ff::PrimeField;

use super::{Coordinate, Fp};

/// `1 / a` for `a` that is not zero. The sequence of operations does not depend on `a`.
pub(super) fn inverse(a: Fp) -> Fp {
    debug_assert!(!bool::from(a.is_zero()));
    power(a).square().square() * a
}

/// A square root of `a`, which must be a square.
pub(crate) fn square_root(a: &Fq) -> Fq {
    let a = Fp::from(*a);
    (power(a) * a).into()
}

/// `(p - 3) / 4`, least significant limb first. As `p = 3 mod 4`, it is `p` without its two lowest bits.
const EXPONENT: [u64; 4] = {
    let p = Fq::MODULUS.0;
    [p[0] >> 2 | p[1] << 62, p[1] >> 2 | p[2] << 62, p[2] >> 2 | p[3] << 62, p[3] >> 2]
};

const EXPONENT_BITS: usize = Fq::MODULUS_BIT_SIZE as usize - 2;

/// The longest run of bits of the exponent that is multiplied in at once.
const WINDOW: usize = 5;

/// There are as many odd numbers of so few bits.
const ODD_POWERS: usize = 16;

const _: () = assert!(2 * ODD_POWERS == 1 << WINDOW);

/// `a^((p - 3) / 4)` by a sliding window: a run of up to [`WINDOW`] bits that ends in a one costs one multiplication by
/// an odd power of `a`. The runs are those of a constant, so the sequence is the same for each `a`.
fn power(a: Fp) -> Fp {
    let square = a.square();
    let mut odd_powers = [a; ODD_POWERS];
    for i in 1..odd_powers.len() {
        odd_powers[i] = odd_powers[i - 1] * square;
    }
    let mut result = Fp::ONE;
    let mut end = EXPONENT_BITS;
    while end > 0 {
        let mut start = end - 1;
        if bits(start, end) == 0 {
            result = result.square();
        } else {
            start = end.saturating_sub(WINDOW);
            while bits(start, start + 1) == 0 {
                start += 1;
            }
            for _ in start..end {
                result = result.square();
            }
            result = result * odd_powers[bits(start, end) >> 1];
        }
        end = start;
    }
    result
}

/// The bits of the exponent from `start` to before `end`, at most [`WINDOW`].
fn bits(start: usize, end: usize) -> usize {
    (start..end).rev().fold(0, |bits, i| bits << 1 | usize::from(EXPONENT[i / 64] >> (i % 64) & 1 == 1))
}

#[cfg(test)]
mod tests {
    use ark_ff::{AdditiveGroup, BigInteger, Field};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_exponent_is_the_modulus_without_its_two_lowest_bits() {
        let mut exponent = Fq::MODULUS;
        assert_eq!(exponent.0[0] & 3, 3);
        exponent.div2();
        exponent.div2();
        assert_eq!(EXPONENT, exponent.0);
        assert_eq!(EXPONENT_BITS, 252);
        assert_eq!(bits(EXPONENT_BITS - 1, EXPONENT_BITS), 1);
    }

    proptest! {
        #[test]
        fn inverses_and_roots_are_those_of_the_library(bytes in any::<[u8; 48]>()) {
            let a = Fq::from_be_bytes_mod_order(&bytes);
            prop_assume!(a != Fq::ZERO);
            prop_assert_eq!(Some(Fq::from(inverse(a.into()))), a.inverse());
            let square = a.square();
            let root = square_root(&square);
            prop_assert!(root == a || root == -a);
        }
    }

    #[test]
    fn edges() {
        assert_eq!(Fq::from(inverse(Fp::ONE)), Fq::ONE);
        assert_eq!(Fq::from(inverse(-Fp::ONE)), -Fq::ONE);
        assert_eq!(square_root(&Fq::ONE), Fq::ONE);
        assert_eq!(square_root(&Fq::ZERO), Fq::ZERO);
    }
}
