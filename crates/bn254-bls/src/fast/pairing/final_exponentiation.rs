//! The power that makes a pairing of what the Miller loop gives.
//!
//! It is a multiple of `(p^12 - 1) / r`, so the values are those whose power `r` is 1, and numbers of the smaller fields
//! become 1. `p^12 - 1` is `(p^6 - 1)(p^2 + 1)(p^4 - p^2 + 1)`: the first two factors take a number to the
//! [cyclotomic](super::cyclotomic) subgroup.
//!
//! For the rest, with the parameter `x` of the curve, the multiple `2x (6x^2 + 3x + 1)` of `(p^4 - p^2 + 1) / r` is
//!
//! `(12x^3 + 12x^2 + 6x + 1) + (12x^3 + 6x^2 + 4x) p + (12x^3 + 6x^2 + 6x) p^2 + (12x^3 + 6x^2 + 4x - 1) p^3`
//!
//! modulo `p^4 - p^2 + 1`. It is prime to `r`, so nothing else becomes 1. (Fuentes-Castañeda, Knapp,
//! Rodríguez-Henríquez, "Faster hashing to G2", 2011.) The tests compute this, too.

use super::{cyclotomic::Cyclotomic, fp12::Fp12};

/// The power, for a number that is not zero.
pub(super) fn final_exponentiation(number: Fp12) -> Fp12 {
    let one = Cyclotomic::power_of(number);
    // Named after their exponents.
    let x2 = one.power_x().square();
    let x4 = x2.square();
    let x6 = x4 * x2;
    let xx6 = x6.power_x();
    let xx12 = xx6.square();
    let xxx12 = xx12.power_x();
    let of_p2 = xxx12 * xx6 * x6;
    let of_p = of_p2 * x2.inverse();
    let of_p3 = of_p * one.inverse();
    let of_1 = of_p2 * xx6 * one;
    // As in Horner's scheme.
    let power = ((of_p3.frobenius() * of_p2).frobenius() * of_p).frobenius() * of_1;
    power.number()
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Bn254, Config, Fq, Fq12, Fr};
    use ark_ec::{
        bn::BnConfig,
        pairing::{MillerLoopOutput, Pairing},
    };
    use ark_ff::{Field, PrimeField};
    use num_bigint::{BigInt, BigUint};
    use proptest::prelude::*;

    use super::*;
    use crate::fast::pairing::fp12::tests::element12;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn it_is_that_of_the_library(number in element12()) {
            let expected = Bn254::final_exponentiation(MillerLoopOutput(number)).expect("not zero").0;
            prop_assert_eq!(Fq12::from(final_exponentiation(number.into())), expected);
        }

        /// Numbers whose power is 1 are products of powers `r` and numbers of the smaller fields.
        #[test]
        fn powers_of_the_order_become_one(number in element12()) {
            prop_assert!(final_exponentiation(number.pow(Fr::MODULUS).into()).is_one());
            prop_assert!(!final_exponentiation(number.into()).is_one());
            prop_assert!(final_exponentiation(Fq12::new(number.c0, Default::default()).into()).is_one());
        }
    }

    #[test]
    fn the_exponent() {
        let (p, r): (BigInt, BigInt) = (BigUint::from(Fq::MODULUS).into(), BigUint::from(Fr::MODULUS).into());
        let x = BigInt::from(Config::X[0]);
        let (xx, xxx) = (&x * &x, &x * &x * &x);
        let shared: BigInt = 12 * &xxx + 6 * &xx;
        let parts = [&shared + 6 * &xx + 6 * &x + 1, &shared + 4 * &x, &shared + 6 * &x, &shared + 4 * &x - 1];
        let exponent: BigInt = parts.iter().rev().fold(BigInt::ZERO, |sum, part| sum * &p + part);
        let order: BigInt = p.pow(4) - p.pow(2) + 1;
        assert_eq!(&order % &r, BigInt::ZERO);
        let factor: BigInt = 2 * &x * (6 * &xx + 3 * &x + 1);
        assert_eq!(exponent % &order, &order / &r * &factor % &order);
        // r is a prime.
        assert_ne!(factor % r, BigInt::ZERO);
    }
}
