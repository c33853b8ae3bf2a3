//! Whether a number is a square, without its root.

use ark_bn254::Fq;
use ark_ff::{BigInt, BigInteger, PrimeField};

/// Whether a number that is not zero has a square root modulo `p`, by its Jacobi symbol.
///
/// The symbol `(a / n)` for odd `n` obeys, as Euclid's algorithm goes on:
///
/// * `(2a / n) = (a / n)`, negated when `n = 3` or `5` modulo 8;
/// * `(a / n) = (n / a)` for odd `a`, negated when both are 3 modulo 4;
/// * `(a / n) = ((a - n) / n)`.
///
/// For the prime `p` it is 1 for squares and -1 for others. The time depends on the number, which is no secret here.
pub(crate) fn is_square(number: &Fq) -> bool {
    let mut a = number.into_bigint();
    let mut n = Fq::MODULUS;
    let mut negated = false;
    while !a.is_zero() {
        let zeros = trailing_zeros(&a);
        a >>= zeros;
        negated ^= zeros & 1 == 1 && matches!(n.0[0] & 7, 3 | 5);
        if a < n {
            core::mem::swap(&mut a, &mut n);
            negated ^= a.0[0] & n.0[0] & 3 == 3;
        }
        a.sub_with_borrow(&n);
    }
    !negated
}

fn trailing_zeros(a: &BigInt<4>) -> u32 {
    let empty = a.0.iter().take_while(|limb| **limb == 0).count();
    a.0[empty].trailing_zeros() + 64 * u32::try_from(empty).expect("at most 4")
}

#[cfg(test)]
mod tests {
    use ark_ff::Field;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edges() {
        for small in 1u64..100 {
            let a = Fq::from(small);
            assert_eq!(is_square(&a), a.legendre().is_qr(), "{small}");
            assert_eq!(is_square(&-a), (-a).legendre().is_qr(), "-{small}");
        }
        for bit in 0..254u64 {
            let a = Fq::from(2u64).pow([bit]);
            for a in [a, a - Fq::ONE, a + Fq::ONE] {
                if a != Fq::from(0u64) {
                    assert_eq!(is_square(&a), a.legendre().is_qr(), "near 2^{bit}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn the_symbol_is_that_of_the_library(bytes in any::<[u8; 48]>()) {
            let a = Fq::from_be_bytes_mod_order(&bytes);
            prop_assume!(a != Fq::from(0u64));
            prop_assert_eq!(is_square(&a), a.legendre().is_qr());
        }
    }
}
