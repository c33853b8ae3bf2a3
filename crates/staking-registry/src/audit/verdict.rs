//! Which message each proof signs.

use bn254_bls::{
    BatchVerifyError, G2Point, HashedPoint, ProofKind, ProofOfPossession, UnverifiedPublicKey, VerifyError,
    hash_pubkey_to_point, pop_verify, pop_verify_batch,
};
use rand_core::TryCryptoRng;

use super::message::Message;
use crate::{Field, PointFault, UnverifiedKeyStore};

/// What pairings and the curve say about one entry.
pub(super) enum Verdict {
    /// A field holds no point, so that nothing can be paired.
    NoPoint(PointFault),
    /// pk2 holds a point when the halves of its coordinates are exchanged.
    HalvesSwapped,
    /// The two points of the key belong to different secrets.
    KeysDiffer(Points),
    /// The key is sound; the proof signs this.
    Signs(Message, Points),
}

/// A key of which both points are valid, and its point in G1 hashed to a point.
#[derive(Clone, Copy)]
pub(super) struct Points {
    pub(super) public_key: UnverifiedPublicKey,
    pub(super) hashed_point: HashedPoint,
}

/// The verdict on each tuple, in their order.
pub(super) fn classify<R: TryCryptoRng + ?Sized>(
    tuples: &[UnverifiedKeyStore],
    rng: &mut R,
) -> Result<Vec<Verdict>, R::Error> {
    let mut verdicts = Vec::with_capacity(tuples.len());
    let mut sound = Vec::new();
    for (position, points) in each(tuples, points).into_iter().enumerate() {
        match points {
            Err(fault) if halves_swapped(&tuples[position], &fault) => verdicts.push(Verdict::HalvesSwapped),
            Err(fault) => verdicts.push(Verdict::NoPoint(fault)),
            Ok((points, proof)) => {
                verdicts.push(Verdict::Signs(Message::Registration, points));
                sound.push(Candidate { position, points, proof });
            }
        }
    }
    let mut others = Vec::new();
    for (candidate, error) in failing(&sound, ProofKind::Registration, rng)? {
        if error == VerifyError::KeysDiffer {
            verdicts[candidate.position] = Verdict::KeysDiffer(candidate.points);
        } else {
            verdicts[candidate.position] = Verdict::Signs(Message::Feedback, candidate.points);
            others.push(candidate);
        }
    }
    for (candidate, _) in failing(&others, ProofKind::Feedback, rng)? {
        verdicts[candidate.position] = Verdict::Signs(Message::Neither, candidate.points);
    }
    Ok(verdicts)
}

/// The points of an entry, and its key hashed to a point.
fn points(tuple: &UnverifiedKeyStore) -> Result<(Points, ProofOfPossession), PointFault> {
    let (public_key, proof) = tuple.points()?;
    Ok((Points { public_key, hashed_point: hash_pubkey_to_point(&public_key.g1, ProofKind::Registration) }, proof))
}

/// Whether the fault is that the real and the imaginary parts of pk2 have changed places.
fn halves_swapped(tuple: &UnverifiedKeyStore, fault: &PointFault) -> bool {
    let [x0, x1, y0, y1] = tuple.public_key_g2;
    fault.field == Field::PublicKeyG2 && G2Point::from_words(&[x1, x0, y1, y0]).is_ok()
}

/// The results in the order of the tuples; with the feature `parallel` on all cores.
fn each<T: Send>(tuples: &[UnverifiedKeyStore], of: fn(&UnverifiedKeyStore) -> T) -> Vec<T> {
    #[cfg(feature = "parallel")]
    if bn254_bls::threads::are_there() {
        use rayon::prelude::*;
        return tuples.par_iter().map(of).collect();
    }
    tuples.iter().map(of).collect()
}

/// An entry whose points are all valid.
#[derive(Clone, Copy)]
struct Candidate {
    position: usize,
    points: Points,
    proof: ProofOfPossession,
}

fn failing<R: TryCryptoRng + ?Sized>(
    candidates: &[Candidate],
    kind: ProofKind,
    rng: &mut R,
) -> Result<Vec<(Candidate, VerifyError)>, R::Error> {
    let entries: Vec<_> = candidates.iter().map(|candidate| (candidate.points.public_key, candidate.proof)).collect();
    match pop_verify_batch(&entries, kind, rng) {
        Ok(_) => Ok(Vec::new()),
        Err(BatchVerifyError::Entries(failures)) => {
            Ok(failures.into_iter().map(|(index, error)| (candidates[index], error)).collect())
        }
        Err(BatchVerifyError::Rng(error)) => Err(error),
        // A refusal that this version does not know yet: ask for each entry.
        Err(_) => Ok(candidates
            .iter()
            .filter_map(|candidate| {
                pop_verify(&candidate.points.public_key, &candidate.proof, kind).err().map(|error| (*candidate, error))
            })
            .collect()),
    }
}
