use ark_bn254::{Bn254, Fr};
use ark_ec::pairing::Pairing;
use proptest::prelude::*;

use super::*;
use crate::{SecretKey, reference};

type Entry = (UnverifiedPublicKey, ProofOfPossession);

/// The sum as it stands at the top of this module, with a pairing for each pair and the pairing of arkworks.
fn plain_sum_holds(entries: &[Entry], Coefficients { delta, each }: &Coefficients, kind: ProofKind) -> bool {
    let delta = delta.value();
    let product = entries.iter().zip(each).map(|((public, proof), c)| {
        let c = c.value();
        let hashed_point = hash_pubkey_to_point(&public.g1, kind);
        let of_proof = Bn254::pairing(proof.point().projective() * c, -G2Affine::generator())
            + Bn254::pairing(hashed_point.point().projective() * c, *public.g2.affine());
        let of_key = Bn254::pairing(public.g1.projective() * (c * delta), -G2Affine::generator())
            + Bn254::pairing(G1Projective::generator() * (c * delta), *public.g2.affine());
        of_proof + of_key
    });
    product.sum::<ark_ec::pairing::PairingOutput<Bn254>>().is_zero()
}

fn entries(kind: ProofKind, numbers: &[u64]) -> Vec<Entry> {
    let prove = |number: &u64| {
        let proven = SecretKey::from_be_bytes_mod_order(&number.to_be_bytes()).expect("not zero").prove();
        (UnverifiedPublicKey::from(*proven.public_key()), *proven.proof(kind))
    };
    numbers.iter().map(prove).collect()
}

/// The verdicts of the plain sum, and of this module with either pairing.
fn verdicts(entries: &[Entry], kind: ProofKind, seed: [u8; 32]) -> [bool; 3] {
    let coefficients = Coefficients::new(&seed, entries, kind);
    let equation = SummedEquation::new(kind, &coefficients);
    [
        plain_sum_holds(entries, &coefficients, kind),
        equation.holds::<reference::Product, _>(entries, &coefficients.each),
        equation.holds::<fast::Product, _>(entries, &coefficients.each),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn the_verdict_is_that_of_the_plain_sum(
        numbers in prop::collection::vec(1u64.., 1..6),
        seed in any::<[u8; 32]>(),
        bad in any::<prop::sample::Index>(),
        other in 1u64..,
    ) {
        for kind in [ProofKind::Registration, ProofKind::Feedback] {
            let good = entries(kind, &numbers);
            prop_assert_eq!(verdicts(&good, kind, seed), [true; 3], "{}", kind);
            let bad = bad.index(good.len());
            let (foreign, foreign_proof) = entries(kind, &[other])[0];
            prop_assume!(foreign != good[bad].0);
            // Each part alone, and both points of the key together.
            for part in 0..4 {
                let mut batch = good.clone();
                match part {
                    0 => batch[bad].1 = foreign_proof,
                    1 => batch[bad].0.g1 = foreign.g1,
                    2 => batch[bad].0.g2 = foreign.g2,
                    _ => batch[bad].0 = foreign,
                }
                prop_assert_eq!(verdicts(&batch, kind, seed), [false; 3], "{}, part {}", kind, part);
            }
        }
    }
}

/// On each side of the number of entries that cores share. A sum that does not hold only costs time, as its entries are then
/// verified one by one: nobody else would notice.
#[test]
fn good_sums_hold_in_any_number_of_parts() {
    for kind in [ProofKind::Registration, ProofKind::Feedback] {
        let all = entries(kind, &(1..=33).collect::<Vec<_>>());
        for count in [1, 2, 16, 17, 33] {
            let batch = &all[..count];
            let coefficients = Coefficients::new(&[7; 32], batch, kind);
            let equation = SummedEquation::new(kind, &coefficients);
            assert!(equation.holds::<fast::Product, _>(batch, &coefficients.each), "{count} {kind}");
            // With the slower pairing, of arkworks, only as many as are two parts.
            assert!(count != 17 || equation.holds::<reference::Product, _>(batch, &coefficients.each), "{kind}");
        }
    }
}

/// Both equations of an entry are off so that the contract's fold, with its gamma in place of delta, would cancel.
#[test]
fn errors_that_cancel_for_another_delta_do_not_pass() {
    let kind = ProofKind::Feedback;
    let shift = G1Projective::generator() * Fr::from(5u64);
    let mut batch = entries(kind, &[7]);
    let other_delta = Fr::from(3u64);
    let point = |point: G1Projective| crate::G1Point::from_affine(point.into_affine());
    batch[0].0.g1 = point(batch[0].0.g1.projective() + shift);
    batch[0].1 = ProofOfPossession::new(point(batch[0].1.point().projective() - shift * other_delta));
    assert_eq!(verdicts(&batch, kind, [1; 32]), [false; 3]);
}

#[test]
fn an_empty_sum_holds() {
    for kind in [ProofKind::Registration, ProofKind::Feedback] {
        assert_eq!(verdicts(&[], kind, [0; 32]), [true; 3]);
    }
}
