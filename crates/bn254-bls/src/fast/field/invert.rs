//! Many inversions for one.

use super::Coordinate;
use crate::fast::wiped::wiped;

/// Inverts numbers that are not zero.
///
/// With the products `1, a, ab, abc, ...` at hand, the inverse of the last one gives, walking back, the inverse of each
/// factor for three multiplications.
pub(crate) fn invert_all<F: Coordinate>(numbers: &mut [F]) {
    let mut product = F::ONE;
    let before = |number: &F| {
        let before = product;
        product = product * *number;
        before
    };
    let products = wiped(numbers.iter().map(before).collect());
    let mut inverse = product.invert();
    for (number, before) in numbers.iter_mut().zip(products.iter()).rev() {
        let next = inverse * *number;
        *number = inverse * *before;
        inverse = next;
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::Fq;
    use ark_ff::Field;

    use alloc::vec::Vec;

    use super::*;
    use crate::fast::field::Fp;

    #[test]
    fn inverses_are_those_of_the_library() {
        for count in [0u64, 1, 2, 3, 100] {
            let numbers = (1..=count).map(|n| Fq::from(n * n + 7)).collect::<Vec<_>>();
            let mut inverses: Vec<Fp> = numbers.iter().copied().map(Fp::from).collect();
            invert_all(&mut inverses);
            for (number, inverse) in numbers.iter().zip(inverses) {
                assert_eq!(Some(Fq::from(inverse)), number.inverse(), "{number} of {count}");
            }
        }
    }
}
