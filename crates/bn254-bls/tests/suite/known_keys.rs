//! Keys, hashed points and proofs that another implementation computed: `vectors/keys.json`.

use crate::common::{G1Words, G2Words, KeyVector, Word, vectors};
use bn254_bls::{G1Point, ProofKind, PublicKey, SecretKey, hash_pubkey_to_point, pop_verify};

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
        assert_eq!(G1Words::of(public.g1()), vector.pk1, "pk1 of {}", vector.name);
        assert_eq!(G2Words::of(public.g2()), vector.pk2, "pk2 of {}", vector.name);
        assert_eq!(PublicKey::new(*public.g1(), *public.g2()), Ok(public), "{}", vector.name);
    }
}

#[test]
fn public_keys_are_read_and_compressed() {
    for (secret, vector) in known_keys() {
        let public = secret.public_key();
        assert_eq!(vector.pk1.point(), Ok(*public.g1()), "pk1 of {}", vector.name);
        assert_eq!(vector.pk2.point(), Ok(*public.g2()), "pk2 of {}", vector.name);
        assert_eq!(Word(public.g1().to_compressed()), vector.compressed, "{}", vector.name);
        assert_eq!(G1Point::from_compressed(&vector.compressed.0), Ok(*public.g1()), "{}", vector.name);
    }
}

#[test]
fn hashed_points_and_their_gas_are_the_known_ones() {
    for (secret, vector) in known_keys() {
        let hashed = hash_pubkey_to_point(secret.public_key().g1(), ProofKind::Registration);
        assert_eq!(G1Words::of(hashed.point()), vector.hashed_point, "hashed point of {}", vector.name);
        assert_eq!(hashed.attempts(), vector.attempts, "attempts of {}", vector.name);
        assert_eq!(hashed.square_roots(), vector.square_roots, "square roots of {}", vector.name);
        assert_eq!(hashed.gas(), vector.gas, "gas of {}", vector.name);
    }
}

#[test]
fn proofs_are_the_known_ones() {
    for (secret, vector) in known_keys() {
        let public = secret.public_key();
        let registration = secret.pop_prove(ProofKind::Registration);
        let feedback = secret.pop_prove(ProofKind::Feedback);
        assert_eq!(G1Words::of(registration.point()), vector.registration_proof, "registration of {}", vector.name);
        assert_eq!(G1Words::of(feedback.point()), vector.feedback_proof, "feedback of {}", vector.name);
        assert_eq!(pop_verify(&public, &registration, ProofKind::Registration), Ok(public), "{}", vector.name);
        assert_eq!(pop_verify(&public, &feedback, ProofKind::Feedback), Ok(public), "{}", vector.name);
    }
}

#[test]
fn proving_alone_and_in_a_batch_gives_the_known_keys_and_proofs() {
    let (secrets, vectors): (Vec<_>, Vec<_>) = known_keys().into_iter().unzip();
    let batch = SecretKey::prove_batch(&secrets);
    assert_eq!(batch.len(), vectors.len());
    for ((secret, vector), proven) in secrets.iter().zip(&vectors).zip(&batch) {
        assert_eq!(*proven, secret.prove(), "{}", vector.name);
        assert_eq!(G1Words::of(proven.public_key().g1()), vector.pk1, "{}", vector.name);
        assert_eq!(G2Words::of(proven.public_key().g2()), vector.pk2, "{}", vector.name);
        assert_eq!(G1Words::of(proven.hashed_point().point()), vector.hashed_point, "{}", vector.name);
        assert_eq!(proven.hashed_point().gas(), vector.gas, "{}", vector.name);
        let registration = proven.proof(ProofKind::Registration).point();
        let feedback = proven.proof(ProofKind::Feedback).point();
        assert_eq!(G1Words::of(registration), vector.registration_proof, "{}", vector.name);
        assert_eq!(G1Words::of(feedback), vector.feedback_proof, "{}", vector.name);
    }
}
