//! The odd multiples `P, 3P, 5P, ...` of a point, and reading one of them without showing which.

use alloc::vec::Vec;

use subtle::{Choice, ConditionallySelectable};

use super::{
    affine_sum::{Addition, add_all},
    digits::Digit,
    field::Coordinate,
    point::{Affine, Jacobian, normalize},
};

/// For each base, the first `N` odd multiples of it.
///
/// The bases are points of order `r`, so no two multiples that are added, `(2j + 1)P` and `2P`, are equal or opposite
/// for any `N` in use.
pub(crate) fn odd_multiples<F: Coordinate, const N: usize>(bases: &[Affine<F>]) -> Vec<[Affine<F>; N]> {
    let n = bases.len();
    let doubles: Vec<Jacobian<F>> = bases.iter().map(|base| Jacobian::from(*base).double()).collect();
    // First the doubles, then one row for each multiple.
    let mut rows = normalize(&doubles);
    rows.extend_from_slice(bases);
    for row in 1..N {
        rows.extend_from_slice(bases);
        add_all(&mut rows, n, |i| Addition { left: row * n + i, right: i, sum: (row + 1) * n + i });
    }
    (0..n).map(|i| core::array::from_fn(|row| rows[(row + 1) * n + i])).collect()
}

/// The multiple for this digit. All entries are read, whatever the digit is.
pub(crate) fn read<F: Coordinate, const N: usize>(odd_multiples: &[Affine<F>; N], digit: Digit) -> Affine<F> {
    let mut chosen = odd_multiples[0];
    for (entry, mask) in odd_multiples.iter().zip(masks::<N>(digit.index)) {
        chosen.x.assign_masked(&entry.x, mask);
        chosen.y.assign_masked(&entry.y, mask);
    }
    chosen.y.assign_masked(&-chosen.y, mask(digit.negative));
    chosen
}

/// For each number below `N`, a power of two, all bits set if it is the index, else none.
fn masks<const N: usize>(index: u64) -> [u64; N] {
    let mut masks = [u64::MAX; N];
    for bit in 0..N.ilog2() {
        let set = mask(Choice::from((index >> bit & 1) as u8));
        for (number, mask) in masks.iter_mut().enumerate() {
            *mask &= if number >> bit & 1 == 1 { set } else { !set };
        }
    }
    masks
}

/// All bits set or none. `subtle` sees to it that the compiler does not make a branch of it.
fn mask(choice: Choice) -> u64 {
    u64::conditional_select(&0, &u64::MAX, choice)
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fr, G1Affine, G2Affine};
    use ark_ec::{AffineRepr, CurveGroup};

    use super::*;

    fn check<F: Coordinate, A, const N: usize>()
    where
        Affine<F>: for<'a> From<&'a A>,
        A: AffineRepr<ScalarField = Fr> + for<'a> From<&'a Affine<F>>,
    {
        let bases: Vec<A> =
            [1u64, 2, 3, 1 << 40].iter().map(|k| (A::generator() * Fr::from(*k)).into_affine()).collect();
        let points: Vec<Affine<F>> = bases.iter().map(Affine::from).collect();
        let tables: Vec<[Affine<F>; N]> = odd_multiples(&points);
        assert_eq!(tables.len(), bases.len());
        for (base, table) in bases.iter().zip(&tables) {
            for (index, factor) in (0..N as u64).zip((1u64..).step_by(2)) {
                let expected = (*base * Fr::from(factor)).into_affine();
                for (negative, expected) in [(0, expected), (1, (-expected.into_group()).into_affine())] {
                    let entry = read(table, Digit { index, negative: Choice::from(negative) });
                    assert_eq!(A::from(&entry), expected, "{factor} times a base, negative: {negative}");
                }
            }
        }
    }

    #[test]
    fn multiples_are_those_of_the_library() {
        check::<_, G1Affine, 1>();
        check::<_, G1Affine, 2>();
        check::<_, G1Affine, 8>();
        check::<_, G1Affine, 16>();
        check::<_, G1Affine, 64>();
        check::<_, G2Affine, 16>();
    }
}
