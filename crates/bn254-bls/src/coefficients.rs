//! The coefficients with which the equations of a batch are summed.

use alloc::vec::Vec;

use sha3::{Digest, Keccak256};

use crate::{ProofKind, ProofOfPossession, UnverifiedPublicKey, fast::Coefficient};

/// What the hash is for. It stands first in what is hashed.
const DOMAIN: [u8; 32] = *b"bn254-bls batch verification\0\0\0\0";

/// The coefficients of a batch. All depend on the seed and on each bit of all that is verified:
///
/// ```text
/// transcript = keccak256(domain | seed | kind | x | y | x0 | x1 | y0 | y1 | proof x | proof y | the next entry ...)
/// delta      = the first 128 bits of keccak256(transcript)
/// c_i        = the first 128 bits of keccak256(transcript | i)
/// ```
///
/// with the kind as one byte, words as Solidity has them, and `i` as 8 bytes, big-endian.
pub(crate) struct Coefficients {
    /// What folds the two equations of each entry into one.
    pub(crate) delta: Coefficient,
    /// What the equation of each entry is multiplied by.
    pub(crate) each: Vec<Coefficient>,
}

impl Coefficients {
    pub(crate) fn new<K>(seed: &[u8; 32], entries: &[(K, ProofOfPossession)], kind: ProofKind) -> Self
    where
        K: AsRef<UnverifiedPublicKey>,
    {
        let kind: u8 = match kind {
            ProofKind::Registration => 0,
            ProofKind::Feedback => 1,
        };
        let mut transcript = Keccak256::new().chain_update(DOMAIN).chain_update(seed).chain_update([kind]);
        for (public, proof) in entries {
            let public = public.as_ref();
            transcript.update(public.g1.to_words().as_flattened());
            transcript.update(public.g2.to_words().as_flattened());
            transcript.update(proof.point().to_words().as_flattened());
        }
        let transcript = Keccak256::new().chain_update(transcript.finalize());
        let coefficient = |hash: Keccak256| {
            Coefficient::from_bits(hash.finalize()[..16].iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte)))
        };
        let each = (0..entries.len() as u64).map(|i| coefficient(transcript.clone().chain_update(i.to_be_bytes())));
        Self { each: each.collect(), delta: coefficient(transcript) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PublicKey, SecretKey};

    fn entries() -> [(PublicKey, ProofOfPossession); 3] {
        [1u8, 2, 3].map(|number| {
            let proven = SecretKey::from_be_bytes_mod_order(&[number]).expect("not zero").prove();
            (*proven.public_key(), *proven.registration_proof())
        })
    }

    /// The coefficients of the entries, and delta.
    fn values(seed: u8, entries: &[(PublicKey, ProofOfPossession)], kind: ProofKind) -> Vec<ark_bn254::Fr> {
        let Coefficients { each, delta } = Coefficients::new(&[seed; 32], entries, kind);
        each.iter().chain([&delta]).map(Coefficient::value).collect()
    }

    #[test]
    fn each_entry_has_its_own() {
        let values = values(0, &entries(), ProofKind::Registration);
        assert_eq!(values.len(), 4);
        assert_eq!(values.iter().collect::<alloc::collections::BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn they_are_the_first_halves_of_hashes() {
        let entries = entries();
        let mut transcript = b"bn254-bls batch verification\0\0\0\0".to_vec();
        transcript.extend([9; 32]);
        transcript.push(1);
        for (public, proof) in &entries {
            transcript.extend(public.g1().to_words().as_flattened());
            transcript.extend(public.g2().to_words().as_flattened());
            transcript.extend(proof.point().to_words().as_flattened());
        }
        let transcript = Keccak256::digest(transcript);
        let expected = |index: &[u8]| {
            let hash = Keccak256::digest([&transcript[..], index].concat());
            Coefficient::from_bits(u128::from_be_bytes(hash[..16].try_into().expect("16 bytes"))).value()
        };
        let each = (0..3u64).map(|i| expected(&i.to_be_bytes()));
        let expected: Vec<_> = each.chain([expected(&[])]).collect();
        assert_eq!(values(9, &entries, ProofKind::Feedback), expected);
    }

    /// Whatever changes in the batch, all coefficients do.
    #[test]
    fn all_depend_on_the_seed_and_on_everything_that_is_verified() {
        let whole = entries();
        let [mut other_key, mut other_proof] = [whole, whole];
        other_key[2].0 = whole[0].0;
        other_proof[2].1 = whole[0].1;
        let all = [
            values(0, &whole, ProofKind::Registration),
            values(1, &whole, ProofKind::Registration),
            values(0, &whole, ProofKind::Feedback),
            values(0, &other_key, ProofKind::Registration),
            values(0, &other_proof, ProofKind::Registration),
            values(0, &whole[..2], ProofKind::Registration),
        ];
        for (position, one) in all.iter().enumerate() {
            for other in &all[..position] {
                assert!(one.iter().zip(other).all(|(one, other)| one != other), "{position}");
            }
        }
    }
}
