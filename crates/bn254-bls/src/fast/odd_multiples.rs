//! The odd multiples `P, 3P, 5P, ...` of many points.

use alloc::vec::Vec;

use ark_ec::{
    AffineRepr,
    short_weierstrass::{Affine, SWCurveConfig},
};

use super::{
    affine_sum::{Addition, add_all},
    coordinate::{Coordinate, normalize},
};

/// For each base, `count` odd multiples of it, one base after the other.
///
/// The bases are points of order `r`, so no two multiples that are added, `(2j + 1)P` and `2P`, are equal or opposite
/// for any count in use.
pub(crate) fn odd_multiples<P: SWCurveConfig<BaseField: Coordinate>>(
    bases: &[Affine<P>],
    count: usize,
) -> Vec<Affine<P>> {
    let n = bases.len();
    let doubles: Vec<_> = bases.iter().map(|base| base.into_group() + base).collect();
    // First the doubles, then one row for each multiple.
    let mut rows = normalize(&doubles);
    rows.extend_from_slice(bases);
    for row in 1..count {
        rows.extend_from_slice(bases);
        add_all(&mut rows, n, |i| Addition { left: row * n + i, right: i, sum: (row + 1) * n + i });
    }
    (0..n).flat_map(|i| rows[n..].iter().skip(i).step_by(n).copied()).collect()
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fr, G1Affine, G2Affine};
    use ark_ec::CurveGroup;

    use super::*;

    fn check<P: SWCurveConfig<BaseField: Coordinate, ScalarField = Fr>>(generator: Affine<P>) {
        let bases: Vec<Affine<P>> =
            [1u64, 2, 3, 1 << 40].iter().map(|k| (generator * Fr::from(*k)).into_affine()).collect();
        for count in [1, 2, 3, 16, 32] {
            let multiples = odd_multiples(&bases, count);
            assert_eq!(multiples.len(), bases.len() * count);
            for (base, multiples) in bases.iter().zip(multiples.chunks(count)) {
                for (factor, multiple) in (1u64..).step_by(2).zip(multiples) {
                    assert_eq!(*multiple, (*base * Fr::from(factor)).into_affine(), "{factor} times a base");
                }
            }
        }
    }

    #[test]
    fn multiples_are_those_of_the_library() {
        check(G1Affine::generator());
        check(G2Affine::generator());
    }
}
