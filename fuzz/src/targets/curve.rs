//! Points: what is accepted is in its group, by the definition and by another library's arithmetic.

use std::cell::RefCell;

use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{BigInteger, PrimeField};
use bn254_bls::{G1Point, G2Point};

use crate::check;

/// A point in G1, in G2, or compressed: the first byte says which.
pub fn point(data: &[u8]) {
    let words = |at: usize| data.get(1 + 32 * at..33 + 32 * at).and_then(|word| <[u8; 32]>::try_from(word).ok());
    match data.first() {
        Some(0) => {
            let (Some(x), Some(y)) = (words(0), words(1)) else { return };
            match G1Point::from_words(&[x, y]) {
                Ok(point) => {
                    must_be_in_g1(&point);
                    check::same(&point.to_words(), &[x, y]);
                    check::same(&G1Point::from_compressed(&point.to_compressed()).expect("its own encoding"), &point);
                }
                Err(error) => {
                    check::message(&error);
                    assert!(!is_in_g1(&[x, y]), "refused, though it is in G1: {error}");
                }
            }
        }
        Some(1) => {
            let (Some(x0), Some(x1), Some(y0), Some(y1)) = (words(0), words(1), words(2), words(3)) else { return };
            let words = [x0, x1, y0, y1];
            match G2Point::from_words(&words) {
                Ok(point) => {
                    must_be_in_g2(&point);
                    check::same(&point.to_words(), &words);
                }
                Err(error) => {
                    check::message(&error);
                    assert!(!is_in_g2(&words), "refused, though it is in G2: {error}");
                }
            }
        }
        Some(_) => {
            let Some(bytes) = words(0) else { return };
            match G1Point::from_compressed(&bytes) {
                Ok(point) => {
                    must_be_in_g1(&point);
                    check::same(&point.to_compressed(), &bytes);
                }
                Err(error) => check::message(&error),
            }
        }
        None => {}
    }
}

/// # Panics
/// Where the point is not what the type promises.
pub(crate) fn must_be_in_g1(point: &G1Point) {
    assert!(is_in_g1(&point.to_words()), "{point:?} is not in G1");
}

/// # Panics
/// Where the point is not what the type promises.
pub(crate) fn must_be_in_g2(point: &G2Point) {
    thread_local! {
        /// Points that were looked at before: the multiplication takes most of the time, and inputs share their points.
        static KNOWN: RefCell<Vec<[[u8; 32]; 4]>> = const { RefCell::new(Vec::new()) };
    }
    let words = point.to_words();
    if KNOWN.with_borrow(|known| known.contains(&words)) {
        return;
    }
    assert!(is_in_g2(&words), "{point:?} is not in G2");
    KNOWN.with_borrow_mut(|known| {
        if known.len() < 64 {
            known.push(words);
        }
    });
}

/// On the curve, and not infinity: every point of BN254's curve over the prime field is in G1.
fn is_in_g1(words: &[[u8; 32]; 2]) -> bool {
    let [Some(x), Some(y)] = words.map(|word| element(&word)) else { return false };
    let point = G1Affine::new_unchecked(x, y);
    !point.is_zero() && point.is_on_curve()
}

/// On the curve, not infinity, and of the order of the group: r times the point is infinity.
fn is_in_g2(words: &[[u8; 32]; 4]) -> bool {
    let [Some(x0), Some(x1), Some(y0), Some(y1)] = words.map(|word| element(&word)) else { return false };
    let point = G2Affine::new_unchecked(Fq2::new(x0, x1), Fq2::new(y0, y1));
    !point.is_zero() && point.is_on_curve() && point.mul_bigint(ark_bn254::Fr::MODULUS).into_affine().is_zero()
}

/// A number below p; none for what is not.
fn element(word: &[u8; 32]) -> Option<Fq> {
    let element = Fq::from_be_bytes_mod_order(word);
    (element.into_bigint().to_bytes_be() == word).then_some(element)
}
