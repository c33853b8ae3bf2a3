//! Keys, digests and proofs that another implementation computed: `vectors/keys.json`.

mod common;

use bn254_bls::{G1Point, ProofKind, SecretKey, derive, derive_batch, pop_digest, pop_prove, pop_verify};
use common::{G1Words, G2Words, KeyVector, Word, vectors};

fn known_keys() -> Vec<(SecretKey, KeyVector)> {
    let with_secret = |vector: KeyVector| {
        let secret = SecretKey::from_be_bytes(&vector.sk.0).unwrap_or_else(|error| panic!("{}: {error}", vector.name));
        (secret, vector)
    };
    vectors("keys.json").into_iter().map(with_secret).collect()
}

#[test]
fn secrets_are_written_as_they_were_read() {
    for (secret, vector) in known_keys() {
        assert_eq!(*secret.to_be_bytes(), vector.sk.0, "{}", vector.name);
    }
}

#[test]
fn public_keys_are_the_known_ones() {
    for (secret, vector) in known_keys() {
        let public = secret.public_key();
        assert_eq!(G1Words::of(&public.g1), vector.pk1, "pk1 of {}", vector.name);
        assert_eq!(G2Words::of(&public.g2), vector.pk2, "pk2 of {}", vector.name);
        assert!(public.shares_secret(), "{}", vector.name);
    }
}

#[test]
fn public_keys_are_read_and_compressed() {
    for (secret, vector) in known_keys() {
        let public = secret.public_key();
        assert_eq!(vector.pk1.point(), Ok(public.g1), "pk1 of {}", vector.name);
        assert_eq!(vector.pk2.point(), Ok(public.g2), "pk2 of {}", vector.name);
        assert_eq!(Word(public.g1.to_compressed()), vector.compressed, "{}", vector.name);
        assert_eq!(G1Point::from_compressed(&vector.compressed.0), Ok(public.g1), "{}", vector.name);
    }
}

#[test]
fn digests_and_their_gas_are_the_known_ones() {
    for (secret, vector) in known_keys() {
        let digest = pop_digest(&secret.public_key().g1, ProofKind::Registration);
        assert_eq!(G1Words::of(&digest.point), vector.digest, "digest of {}", vector.name);
        assert_eq!(digest.attempts, vector.attempts, "attempts of {}", vector.name);
        assert_eq!(digest.sqrt_calls, vector.sqrt_calls, "square roots of {}", vector.name);
        assert_eq!(digest.gas(), vector.gas, "gas of {}", vector.name);
    }
}

#[test]
fn proofs_are_the_known_ones() {
    for (secret, vector) in known_keys() {
        let public = secret.public_key();
        let registration = pop_prove(&secret, &public, ProofKind::Registration);
        let feedback = pop_prove(&secret, &public, ProofKind::Feedback);
        assert_eq!(G1Words::of(registration.point()), vector.registration_proof, "registration of {}", vector.name);
        assert_eq!(G1Words::of(feedback.point()), vector.feedback_proof, "feedback of {}", vector.name);
        assert_eq!(pop_verify(&public, &registration, ProofKind::Registration), Ok(()), "{}", vector.name);
        assert_eq!(pop_verify(&public, &feedback, ProofKind::Feedback), Ok(()), "{}", vector.name);
    }
}

#[test]
fn derivation_alone_and_in_a_batch_gives_the_known_identities() {
    let (secrets, vectors): (Vec<_>, Vec<_>) = known_keys().into_iter().unzip();
    let batch = derive_batch(&secrets);
    assert_eq!(batch.len(), vectors.len());
    for ((secret, vector), identity) in secrets.iter().zip(&vectors).zip(&batch) {
        assert_eq!(*identity, derive(secret), "{}", vector.name);
        assert_eq!(G1Words::of(&identity.public_key.g1), vector.pk1, "{}", vector.name);
        assert_eq!(G2Words::of(&identity.public_key.g2), vector.pk2, "{}", vector.name);
        assert_eq!(G1Words::of(&identity.digest.point), vector.digest, "{}", vector.name);
        assert_eq!(identity.digest.gas(), vector.gas, "{}", vector.name);
        let registration = identity.proof(ProofKind::Registration).point();
        let feedback = identity.proof(ProofKind::Feedback).point();
        assert_eq!(G1Words::of(registration), vector.registration_proof, "{}", vector.name);
        assert_eq!(G1Words::of(feedback), vector.feedback_proof, "{}", vector.name);
    }
}
