//! Verification of many proofs at once.

use alloc::vec::Vec;
use core::fmt;

use ark_bn254::{Bn254, Fr, G1Projective, G2Affine};
use ark_ec::{AffineRepr, CurveGroup, pairing::Pairing};
use ark_ff::{BigInt, One, PrimeField, Zero};
use rand_core::TryCryptoRng;

use crate::{ProofKind, ProofOfPossession, PublicKey, VerifyError, pop_verify, verify::Equation};

/// PopVerify for many entries: accepts when each of them would be accepted on its own.
///
/// The equations are summed with random 128-bit coefficients, so that n entries take n + 1 pairings instead of 2n. A
/// wrong entry passes with a probability below 2^-127. When a sum does not hold, its entries are verified one by one
/// and the failing ones are named.
///
/// # Errors
/// [`BatchVerifyError::Entries`] names every failing entry; [`BatchVerifyError::Rng`] when the generator failed.
pub fn pop_verify_batch<R: TryCryptoRng + ?Sized>(
    entries: &[(PublicKey, ProofOfPossession)],
    kind: ProofKind,
    rng: &mut R,
) -> Result<(), BatchVerifyError<R::Error>> {
    let mut failures = Vec::new();
    for (chunk, offset) in entries.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
        let coefficients =
            chunk.iter().map(|_| coefficient(rng)).collect::<Result<Vec<_>, _>>().map_err(BatchVerifyError::Rng)?;
        if !sum_holds(chunk, &coefficients, kind) {
            failures.extend(failing(chunk, kind).map(|(index, error)| (offset + index, error)));
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(BatchVerifyError::Entries(failures)) }
}

/// So many that the pairing shared by a chunk no longer counts, so few that one bad entry does not cost much.
const CHUNK: usize = 128;

fn coefficient<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Fr, R::Error> {
    let low = rng.try_next_u64()?;
    let high = rng.try_next_u64()?;
    Ok(Fr::from_bigint(BigInt([low, high, 0, 0])).expect("128 bits are below the 254 bits of r"))
}

/// `e(sum c_i * (proof_i + gamma_i * pk1_i), -G2) * product e(c_i * (digest_i + gamma_i * G1), pk2_i) = 1`.
fn sum_holds(entries: &[(PublicKey, ProofOfPossession)], coefficients: &[Fr], kind: ProofKind) -> bool {
    let scaled: Vec<Equation> = scaled_equations(entries, coefficients, kind);
    if scaled.iter().any(|equation| equation.gamma.is_zero()) {
        return false;
    }
    let with_generator: G1Projective = scaled.iter().map(|equation| equation.with_generator).sum();
    let mut left: Vec<G1Projective> = scaled.iter().map(|equation| equation.with_key).collect();
    left.push(with_generator);
    let left = G1Projective::normalize_batch(&left);
    let right = entries.iter().map(|(public, _)| *public.g2.affine()).chain([-G2Affine::generator()]);
    Bn254::multi_pairing(left, right).0.is_one()
}

fn scaled_equations(entries: &[(PublicKey, ProofOfPossession)], coefficients: &[Fr], kind: ProofKind) -> Vec<Equation> {
    let scale = |((public, proof), coefficient): (&(PublicKey, ProofOfPossession), &Fr)| {
        let mut equation = Equation::of(public, proof, kind);
        equation.with_generator *= coefficient;
        equation.with_key *= coefficient;
        equation
    };
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        entries.par_iter().zip(coefficients).map(scale).collect()
    }
    #[cfg(not(feature = "parallel"))]
    entries.iter().zip(coefficients).map(scale).collect()
}

fn failing(
    entries: &[(PublicKey, ProofOfPossession)],
    kind: ProofKind,
) -> impl Iterator<Item = (usize, VerifyError)> + '_ {
    let verdict = move |(public, proof): &(PublicKey, ProofOfPossession)| pop_verify(public, proof, kind).err();
    entries.iter().enumerate().filter_map(move |(index, entry)| verdict(entry).map(|error| (index, error)))
}

/// Why a batch was refused. `E` is the error of the random generator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchVerifyError<E> {
    /// The entries at these positions (from 0, ascending) fail, each for its own reason.
    Entries(Vec<(usize, VerifyError)>),
    /// The random generator failed, so nothing was verified.
    Rng(E),
}

impl<E> fmt::Display for BatchVerifyError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entries(failures) => {
                write!(f, "{} of the proofs do not verify, the first at position ", failures.len())?;
                match failures.first() {
                    Some((index, error)) => write!(f, "{index}: {error}"),
                    None => f.write_str("unknown"),
                }
            }
            Self::Rng(_) => f.write_str("the random generator failed, so nothing was verified; try again"),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for BatchVerifyError<E> {}
