//! What the contract's verifier will say of a tuple, from the tuple alone.
//!
//! Sources: `BN254Lib.proofOfPossession` and `GSE._checkProofOfPossession` in the npm package `@aztec/l1-artifacts`. The order of
//! the checks is theirs, because the first that fails names the error.

use aztec_staking_registry::{Field, UnverifiedKeyStore};
use bn254_bls::{
    BatchVerifyError, G1Point, G2Point, PointError, ProofKind, ProofOfPossession, UnverifiedPublicKey, VerifyError,
    hash_to_point, pop_verify, pop_verify_batch,
};
use rand::rngs::SysRng;

/// What a tuple is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Soundness {
    /// The estimate of the gas that the check takes.
    pub(super) gas: u64,
    pub(super) verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Sound,
    Infinity(Field),
    Point(Field, PointError),
    /// The points are points; the proof is not one of the key.
    Proof(WrongProof),
}

/// In what way a proof is not one of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WrongProof {
    /// It signs the word "feedback" of the operators' guide.
    Feedback,
    /// The two points of the key belong to different secrets.
    KeysDiffer,
    /// It is that of another key, or of no key.
    Other,
}

/// Looks at every tuple.
pub(super) fn soundness(tuples: &[UnverifiedKeyStore]) -> Vec<Soundness> {
    let gas = |tuple: &UnverifiedKeyStore| hash_to_point(tuple.public_key_g1.as_flattened()).gas();
    let parsed: Vec<_> = tuples.iter().map(points).collect();
    let pairs: Vec<_> = parsed.iter().filter_map(|points| points.as_ref().ok().copied()).collect();
    let mut refused = refusals(&pairs).into_iter().peekable();
    let mut number = 0;
    let mut verdict = |points: Result<(UnverifiedPublicKey, ProofOfPossession), Verdict>| {
        let (public_key, proof) = match points {
            Ok(pair) => pair,
            Err(verdict) => return verdict,
        };
        number += 1;
        match refused.next_if(|(position, _)| position + 1 == number) {
            Some((_, error)) => Verdict::Proof(wrong_proof(&public_key, &proof, error)),
            None => Verdict::Sound,
        }
    };
    tuples.iter().zip(parsed).map(|(tuple, points)| Soundness { gas: gas(tuple), verdict: verdict(points) }).collect()
}

/// The points of a tuple, in the order in which the contract meets them.
fn points(tuple: &UnverifiedKeyStore) -> Result<(UnverifiedPublicKey, ProofOfPossession), Verdict> {
    let zero = |words: &[[u8; 32]]| words.iter().flatten().all(|byte| *byte == 0);
    for (field, words) in [
        (Field::PublicKeyG1, tuple.public_key_g1.as_slice()),
        (Field::PublicKeyG2, &tuple.public_key_g2),
        (Field::ProofOfPossession, &tuple.proof_of_possession),
    ] {
        if zero(words) {
            return Err(Verdict::Infinity(field));
        }
    }
    let fault = |field| move |error| Verdict::Point(field, error);
    let g1 = G1Point::from_words(&tuple.public_key_g1).map_err(fault(Field::PublicKeyG1))?;
    let proof = G1Point::from_words(&tuple.proof_of_possession).map_err(fault(Field::ProofOfPossession))?;
    let g2 = G2Point::from_words(&tuple.public_key_g2).map_err(fault(Field::PublicKeyG2))?;
    Ok((UnverifiedPublicKey { g1, g2 }, ProofOfPossession::new(proof)))
}

/// The pairs that do not verify, by position.
fn refusals(pairs: &[(UnverifiedPublicKey, ProofOfPossession)]) -> Vec<(usize, VerifyError)> {
    match pop_verify_batch(pairs, ProofKind::Registration, &mut SysRng) {
        Ok(_) => Vec::new(),
        Err(BatchVerifyError::Entries(refused)) => refused,
        // Without randomness, or with a refusal that this version does not know: one by one.
        Err(_) => {
            let verdicts = pairs.iter().map(|(key, proof)| pop_verify(key, proof, ProofKind::Registration));
            verdicts.enumerate().filter_map(|(position, verdict)| Some((position, verdict.err()?))).collect()
        }
    }
}

fn wrong_proof(public_key: &UnverifiedPublicKey, proof: &ProofOfPossession, error: VerifyError) -> WrongProof {
    if error == VerifyError::KeysDiffer {
        WrongProof::KeysDiffer
    } else if pop_verify(public_key, proof, ProofKind::Feedback).is_ok() {
        WrongProof::Feedback
    } else {
        WrongProof::Other
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::Address;
    use aztec_staking_registry::Spelling;
    use bn254_bls::SecretKey;

    use super::*;

    fn tuple(secret: u8) -> UnverifiedKeyStore {
        let mut bytes = [0; 32];
        bytes[31] = secret;
        let proven = SecretKey::from_be_bytes(&bytes).unwrap().prove();
        UnverifiedKeyStore {
            attester: Address::repeat_byte(secret),
            spelling: Spelling::Bytes,
            public_key_g1: proven.public_key().g1().to_words(),
            public_key_g2: proven.public_key().g2().to_words(),
            proof_of_possession: proven.registration_proof().point().to_words(),
        }
    }

    #[test]
    fn every_tuple_gets_its_own_verdict() {
        let [good, other] = [tuple(1), tuple(12)];
        let no_point = UnverifiedKeyStore { public_key_g2: [[1; 32]; 4], ..good };
        let other_proof = UnverifiedKeyStore { proof_of_possession: other.proof_of_possession, ..good };
        let infinity = UnverifiedKeyStore { proof_of_possession: [[0; 32]; 2], ..no_point };
        let keys_differ = UnverifiedKeyStore { public_key_g2: other.public_key_g2, ..good };
        let verdicts = soundness(&[no_point, other_proof, good, infinity, keys_differ, other]);
        let [first, rest @ ..] = verdicts.as_slice() else { panic!() };
        assert!(matches!(first.verdict, Verdict::Point(Field::PublicKeyG2, _)));
        let rest: Vec<_> = rest.iter().map(|soundness| soundness.verdict).collect();
        assert_eq!(
            rest,
            [
                Verdict::Proof(WrongProof::Other),
                Verdict::Sound,
                Verdict::Infinity(Field::ProofOfPossession),
                Verdict::Proof(WrongProof::KeysDiffer),
                Verdict::Sound,
            ]
        );
        // The sums that the contract's authors published for the keys 1 and 12.
        assert_eq!((verdicts[2].gas, verdicts[5].gas), (151_674, 137_790));
    }
}
