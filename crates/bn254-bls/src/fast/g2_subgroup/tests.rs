use alloc::vec::Vec;

use ark_bn254::{Fq, Fq2, Fr, G2Affine, G2Projective, g1};
use ark_ec::{AffineRepr, CurveGroup, PrimeGroup, scalar_mul::glv::GLVConfig};
use ark_ff::{AdditiveGroup, Field, PrimeField, Zero};
use num_bigint::{BigInt, BigUint};
use proptest::prelude::*;

use super::*;

fn x() -> BigInt {
    X.into()
}

fn p() -> BigInt {
    BigUint::from(Fq::MODULUS).into()
}

fn r() -> BigInt {
    BigUint::from(Fr::MODULUS).into()
}

fn gcd(a: BigInt, b: BigInt) -> BigInt {
    if b == BigInt::ZERO { a } else { gcd(b.clone(), a % b) }
}

fn trace() -> BigInt {
    BigInt::from(6) * x() * x() + 1
}

/// `a + b psi`, where `psi^2 = t psi - p`.
#[derive(Clone)]
struct Sum(BigInt, BigInt);

impl Sum {
    fn times_psi(&self) -> Self {
        Self(-&self.1 * p(), &self.0 + &self.1 * trace())
    }

    fn plus(&self, other: &Self, factor: impl Into<BigInt>) -> Self {
        let factor = factor.into();
        Self(&self.0 + &factor * &other.0, &self.1 + factor * &other.1)
    }

    /// The product with the conjugate, an integer. Where the sum takes a point to zero, this does, too.
    fn norm(&self) -> BigInt {
        let Self(a, b) = self;
        a * a + a * b * trace() + b * b * p()
    }
}

#[test]
fn the_greatest_common_divisor_is_r() {
    assert_eq!(trace(), p() + 1 - r());
    let once = Sum(x(), BigInt::ZERO);
    let psi = once.times_psi();
    let square = psi.times_psi();
    let equation = Sum(x() + 1, BigInt::ZERO).plus(&psi, 1).plus(&square, 1).plus(&square.times_psi(), -2);

    let cofactor = BigInt::from(cofactor());
    assert_ne!(&cofactor % r(), BigInt::ZERO);
    assert_eq!(gcd(equation.norm(), r() * cofactor), r());
}

#[test]
fn the_equation_holds_in_g2() {
    assert_eq!((x() + 1 + x() * p() + x() * p() * p() - 2 * x() * p() * p() * p()) % r(), BigInt::ZERO);
}

#[test]
fn psi_satisfies_its_equation_and_multiplies_by_p_in_g2() {
    let apply = |point: &G2Affine| G2Affine::from(&psi(&point.into()));
    let trace = trace().to_biguint().expect("it is positive").to_u64_digits();
    for point in (1..20).map(point_of_the_twist) {
        let (once, twice) = (apply(&point), apply(&apply(&point)));
        assert_eq!(twice + point.mul_bigint(Fq::MODULUS), once.mul_bigint(&trace));
        let cleared = point.mul_by_cofactor();
        assert_eq!(apply(&cleared), cleared.mul_bigint(Fq::MODULUS));
    }
}

#[test]
fn digits_add_up_to_x() {
    assert_eq!(digits_of_x().next(), Some(1));
    assert_eq!(digits_of_x().fold(0i128, |sum, digit| 2 * sum + i128::from(digit)), i128::from(X));
    let digits: Vec<i8> = digits_of_x().collect();
    assert!(digits.windows(2).all(|pair| pair.contains(&0)));
}

/// No addition meets equal or opposite points of order `r`.
#[test]
fn multiples_that_are_added_differ() {
    let differ = |a: BigInt, b: BigInt| {
        assert_ne!((&a - &b) % r(), BigInt::ZERO, "{a} and {b} are equal");
        assert_ne!((&a + &b) % r(), BigInt::ZERO, "{a} and {b} are opposite");
        a + b
    };
    let mut sum = BigInt::from(1);
    for digit in digits_of_x().skip(1) {
        sum *= 2;
        if digit != 0 {
            sum = differ(sum, digit.into());
        }
    }
    let left = differ(differ(differ(x(), 1.into()), x() * p()), x() * p() * p());
    assert_eq!((left - 2 * x() * p() * p() * p()) % r(), BigInt::ZERO);
}

/// Nor does any addition for the other orders that points of the twist have.
#[test]
fn multiples_that_are_added_differ_for_all_orders() {
    let differ = |one: &Sum, other: &Sum| {
        for sum in [one.plus(other, 1), one.plus(other, -1)] {
            for factor in factors() {
                assert_ne!(sum.norm() % BigInt::from(factor), BigInt::ZERO);
            }
        }
        one.plus(other, 1)
    };
    let integer = |number: BigInt| Sum(number, BigInt::ZERO);
    let mut sum = BigInt::from(1);
    for digit in digits_of_x().skip(1) {
        sum *= 2;
        if digit != 0 {
            sum = differ(&integer(sum), &integer(digit.into())).0;
        }
    }
    let once = integer(x()).times_psi();
    differ(&differ(&differ(&integer(x()), &integer(1.into())), &once), &once.times_psi());
}

#[test]
fn points_that_share_a_coordinate_or_are_spoilt_are_not_equal() {
    let [point, other] = [3u64, 5].map(|k| Affine::from(&(G2Affine::generator() * Fr::from(k)).into_affine()));
    let [point, other] = [point, other].map(|point| Jacobian::from(point).double());
    // A cube root of one: the curve has the point with x times it.
    let beta: Fp2 = Fq2::new(<g1::Config as GLVConfig>::ENDO_COEFFS[0], Fq::ZERO).into();
    let spoilt = Jacobian { z: Fp2::ZERO, ..point };
    // What an addition of equal points makes.
    let nothing = Jacobian { x: Fp2::ZERO, y: Fp2::ZERO, z: Fp2::ZERO };
    assert!(are_equal(&point, &point));
    let negative = Jacobian { y: -point.y, ..point };
    for other in [other, negative, Jacobian { x: point.x * beta, ..point }, spoilt, nothing] {
        assert!(!are_equal(&point, &other) && !are_equal(&other, &point));
    }
    assert!(!are_equal(&spoilt, &nothing) && !are_equal(&nothing, &nothing));
}

/// The points of the twist with the smallest `x` above this.
fn point_of_the_twist(seed: u64) -> G2Affine {
    (seed * 1_000..)
        .find_map(|x| G2Affine::get_point_from_x_unchecked(Fq2::new(Fq::from(x), Fq::ONE), x % 2 == 0))
        .expect("half of all x have a point")
}

/// What the fast check and the plain definition say: whether `r Q = 0`.
fn verdicts(point: &G2Affine) -> [bool; 2] {
    [is_in_g2(&point.into()), point.mul_bigint(Fr::MODULUS).is_zero()]
}

/// The prime factors of the cofactor `2p - r`; none occurs twice.
const FACTORS: [&str; 4] =
    ["10069", "5864401", "1875725156269", "197620364512881247228717050342013327560683201906968909"];

fn factors() -> [BigUint; 4] {
    FACTORS.map(|factor| factor.parse().expect("a decimal number"))
}

fn cofactor() -> BigUint {
    BigUint::from(Fq::MODULUS) * 2u32 - BigUint::from(Fr::MODULUS)
}

#[test]
fn the_factors_are_those_of_the_cofactor() {
    assert_eq!(factors().iter().product::<BigUint>(), cofactor());
    for factor in factors() {
        // Fermat's test to a few bases; the factors were found, and proven prime, by other programs.
        assert!(
            [2u32, 3, 5, 7]
                .iter()
                .all(|base| BigUint::from(*base).modpow(&(&factor - 1u32), &factor) == BigUint::from(1u32))
        );
    }
}

/// Points whose order is each divisor of the cofactor, alone and with a part in G2.
#[test]
fn points_of_each_order_are_refused() {
    let whole = cofactor() * BigUint::from(Fr::MODULUS);
    for divisors in 1u32..1 << FACTORS.len() {
        let chosen = factors().into_iter().enumerate().filter(|(i, _)| divisors >> i & 1 == 1);
        let order: BigUint = chosen.map(|(_, factor)| factor).product();
        for seed in 1..=8 {
            let point = point_of_the_twist(seed).mul_bigint((&whole / &order).to_u64_digits());
            assert!(point.mul_bigint(order.to_u64_digits()).is_zero());
            if point.is_zero() {
                continue;
            }
            assert_eq!(verdicts(&point.into_affine()), [false, false], "order {order}, seed {seed}");
            let in_g2 = G2Projective::generator() * Fr::from(seed);
            assert_eq!(verdicts(&(point + in_g2).into_affine()), [false, false], "order {order} and G2, seed {seed}");
        }
    }
}

/// All points of the smallest order.
#[test]
fn all_points_of_the_smallest_order_are_refused() {
    let [smallest, ..] = factors();
    let others = cofactor() * BigUint::from(Fr::MODULUS) / &smallest;
    let point = point_of_the_twist(1).mul_bigint(others.to_u64_digits());
    assert!(!point.is_zero());
    let mut multiple = point;
    let mut count = 1u32;
    while !multiple.is_zero() {
        assert!(!is_in_g2(&(&multiple.into_affine()).into()), "{count}");
        multiple += point;
        count += 1;
    }
    assert_eq!(BigUint::from(count), smallest);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_verdict_is_that_of_the_plain_definition(seed in 0u64..1 << 50, bytes in any::<[u8; 48]>()) {
        let point = point_of_the_twist(seed);
        prop_assert_eq!(verdicts(&point), [false, false]);
        prop_assert_eq!(verdicts(&point.mul_by_cofactor()), [true, true]);
        let multiple = (G2Affine::generator() * Fr::from_be_bytes_mod_order(&bytes)).into_affine();
        prop_assert_eq!(verdicts(&multiple), [true, true]);
    }
}
