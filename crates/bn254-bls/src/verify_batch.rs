//! Verification of many proofs at once.

use alloc::vec::Vec;
use core::fmt;

use rand_core::TryCryptoRng;

use crate::{
    ProofKind, ProofOfPossession, PublicKey, UnverifiedPublicKey, VerifyError, coefficients::Coefficients, fast,
    pairing_product::PairingProduct, summed_equation::SummedEquation, verify::verify_one,
};

/// PopVerify for many entries: accepts when each of them would be accepted on its own, and returns their keys in order.
///
/// The equations are summed with random coefficients. So n registration proofs take n + 1 pairings instead of 2n, without
/// the work that pairings of a product share; and proofs over "feedback", whose hashed point is the same for all, take
/// two. Whatever the other entries are, a wrong one passes with a probability of at most 2^-127. When a sum does not hold,
/// its entries are verified one by one and the failing ones are named.
///
/// The coefficients are hashes of 32 bytes of the generator and of everything that is verified. So even with a generator
/// that is known or constant, entries that cancel cannot be computed: they would have to be searched for, at 2^128
/// hashes of a batch for one that passes.
///
/// # Errors
/// [`BatchVerifyError::Entries`] names every failing entry; [`BatchVerifyError::Rng`] when the generator failed.
///
/// # Examples
/// ```
/// use bn254_bls::{ProofKind, SecretKey, UnverifiedPublicKey, pop_verify_batch};
/// use rand::rngs::SysRng;
///
/// let secrets = [SecretKey::generate(&mut SysRng)?, SecretKey::generate(&mut SysRng)?];
/// let kind = ProofKind::Registration;
/// let received = secrets.each_ref().map(|sk| (UnverifiedPublicKey::from(sk.public_key()), sk.pop_prove(kind)));
/// let verified = pop_verify_batch(&received, kind, &mut SysRng)?;
/// assert_eq!(verified, secrets.each_ref().map(SecretKey::public_key));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pop_verify_batch<K, R>(
    entries: &[(K, ProofOfPossession)],
    kind: ProofKind,
    rng: &mut R,
) -> Result<Vec<PublicKey>, BatchVerifyError<R::Error>>
where
    K: AsRef<UnverifiedPublicKey> + Sync,
    R: TryCryptoRng + ?Sized,
{
    verify_all::<fast::Product, _, _>(entries, kind, rng)
}

/// The same, with this pairing.
pub(crate) fn verify_all<P, K, R>(
    entries: &[(K, ProofOfPossession)],
    kind: ProofKind,
    rng: &mut R,
) -> Result<Vec<PublicKey>, BatchVerifyError<R::Error>>
where
    P: PairingProduct,
    K: AsRef<UnverifiedPublicKey> + Sync,
    R: TryCryptoRng + ?Sized,
{
    let mut seed = [0; 32];
    rng.try_fill_bytes(&mut seed).map_err(BatchVerifyError::Rng)?;
    let coefficients = Coefficients::new(&seed, entries, kind);
    let equation = SummedEquation::new(kind, &coefficients);
    let chunks = entries.chunks(CHUNK).zip(coefficients.each.chunks(CHUNK)).zip((0..).step_by(CHUNK));
    let verdicts = |((entries, coefficients), first): ((&[(K, _)], &[_]), usize)| {
        if equation.holds::<P, _>(entries, coefficients) {
            Vec::new()
        } else {
            one_by_one::<P, _>(entries, first, kind)
        }
    };
    let failures = of_all(chunks.collect(), verdicts);
    if !failures.is_empty() {
        return Err(BatchVerifyError::Entries(failures));
    }
    Ok(entries.iter().map(|(public, _)| public.as_ref().assume_verified()).collect())
}

/// So many that the pairing and the final exponentiation shared by a chunk no longer count, so few that one bad entry
/// does not cost much.
const CHUNK: usize = 128;

/// What comes of each chunk, in their order; with the feature `parallel` on all cores.
fn of_all<C: Send, T: Send>(chunks: Vec<C>, verdicts: impl Fn(C) -> Vec<T> + Send + Sync) -> Vec<T> {
    #[cfg(feature = "parallel")]
    if crate::threads::are_there() {
        use rayon::prelude::*;
        return chunks.into_par_iter().flat_map_iter(verdicts).collect();
    }
    chunks.into_iter().flat_map(verdicts).collect()
}

/// The entries that fail, numbered from `first`.
fn one_by_one<P, K>(entries: &[(K, ProofOfPossession)], first: usize, kind: ProofKind) -> Vec<(usize, VerifyError)>
where
    P: PairingProduct,
    K: AsRef<UnverifiedPublicKey> + Sync,
{
    let verdict = |(index, (public, proof)): (usize, &(K, ProofOfPossession))| {
        verify_one::<P>(public.as_ref(), proof, kind).err().map(|error| (first + index, error))
    };
    #[cfg(feature = "parallel")]
    if crate::threads::are_there() {
        use rayon::prelude::*;
        return entries.par_iter().enumerate().filter_map(verdict).collect();
    }
    entries.iter().enumerate().filter_map(verdict).collect()
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

impl<E: core::error::Error + 'static> core::error::Error for BatchVerifyError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            // Each has its own; the message names the first.
            Self::Entries(_) => None,
            Self::Rng(error) => Some(error),
        }
    }
}
