//! The fast paths give what the plain definitions of `reference` give.

use crate::common::{key, order};
use bn254_bls::{HashedPoint, ProofKind, ProvenPublicKey, SecretKey, hash_to_point, hazmat, reference};
use num_bigint::BigUint;
use proptest::prelude::*;

/// A cube root of one modulo the order: with it, the curve's endomorphism cuts scalars in halves.
fn lambda() -> BigUint {
    let text = b"21888242871839275217838484774961031246154997185409878258781734729429964517155";
    let lambda = BigUint::parse_bytes(text, 10).expect("a decimal number");
    assert_eq!((&lambda * &lambda + &lambda + 1u32) % order(), BigUint::ZERO);
    lambda
}

/// Compares a batch with the plain definitions, one by one. The numbers are for the message of a failure.
fn compare(numbers: &[BigUint]) {
    let secrets: Vec<SecretKey> = numbers.iter().map(key).collect();
    let batch = SecretKey::prove_batch(&secrets);
    assert_eq!(batch.len(), numbers.len());
    for ((number, secret), proven) in numbers.iter().zip(&secrets).zip(&batch) {
        assert_eq!(*proven, reference::prove(secret), "scalar {number:#x}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// 100 batches of 100.
    #[test]
    fn ten_thousand_random_scalars(scalars in prop::collection::vec(any::<[u8; 48]>(), 100)) {
        compare(&scalars.iter().map(|bytes| BigUint::from_bytes_be(bytes) % order()).collect::<Vec<_>>());
    }

    #[test]
    fn messages_hash_to_the_same_point(message in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(hash_to_point(&message), reference::hash_to_point(&message));
    }
}

#[test]
fn small_scalars_and_those_near_the_order() {
    let numbers = (1u32..=100).flat_map(|small| [BigUint::from(small), order() - small]);
    compare(&numbers.collect::<Vec<_>>());
}

#[test]
fn halves_of_the_order() {
    let middle = order() / 2u32;
    let numbers = (0u32..=8).flat_map(|small| [&middle - small, &middle + small]);
    compare(&numbers.collect::<Vec<_>>());
}

#[test]
fn sparse_scalars_and_those_of_ones() {
    let one = BigUint::from(1u32);
    let numbers = (0..254).flat_map(|bit| {
        let power: BigUint = &one << bit;
        let neighbours = [&power - 1u32, power.clone(), &power + 1u32, &power + (&one << (bit / 2))];
        neighbours.into_iter().chain((power < order()).then(|| order() - power))
    });
    compare(&numbers.filter(|number| *number != BigUint::ZERO && *number != order()).collect::<Vec<_>>());
}

/// The same digit in each window, for all widths that a window may have, both in the bits of the scalar and in its
/// signs.
#[test]
fn scalars_of_one_digit_repeated() {
    let all_ones = (BigUint::from(1u32) << 254) - 1u32;
    let mut numbers = Vec::new();
    for width in 1..=8u32 {
        for digit in [0u32, 1, (1 << width) / 2, (1 << width) - 1] {
            let repeated =
                (0..254).step_by(width as usize).fold(BigUint::ZERO, |sum, bit| sum + (BigUint::from(digit) << bit));
            let signs = (BigUint::from(2u32) * &repeated + order() * 8u32 - &all_ones) % order();
            numbers.extend([repeated % order(), signs]);
        }
    }
    compare(&numbers.into_iter().filter(|number| *number != BigUint::ZERO).collect::<Vec<_>>());
}

/// Scalars with short halves: `k1 + lambda * k2`.
#[test]
fn scalars_with_short_halves() {
    let lambda = lambda();
    let squared = &lambda * &lambda;
    let mut numbers = vec![lambda.clone(), squared.clone(), &lambda + 1u32, &lambda - 1u32, order() - &lambda];
    for (first, second) in (1u32..=40).flat_map(|i| [(i, 41 - i), (1 << i.min(31), i), (i, 1 << i.min(31))]) {
        numbers.push(&lambda * second + first);
        numbers.push(&lambda * second + (order() - first));
        numbers.push(&squared * second + first);
    }
    compare(&numbers);
}

/// Where a sum of two parts of a scalar's digits becomes the doubling of one point: the lower part `L` has `L - r` or
/// `L + r` above it, so the scalar is `2L`.
#[test]
fn scalars_whose_parts_are_equal() {
    let mut numbers = Vec::new();
    for bits in 1..254 {
        let power = BigUint::from(1u32) << bits;
        let low: BigUint = order() % &power;
        for part in [low.clone(), power - low] {
            numbers.push(BigUint::from(2u32) * &part % order());
            numbers.push((order() * 2u32 - BigUint::from(2u32) * &part % order()) % order());
        }
    }
    compare(&numbers);
}

/// The same in the halves of the endomorphism: `k = 2 * (d1 + lambda * d2)` for odd digits.
#[test]
fn scalars_whose_halves_are_equal() {
    let lambda = lambda();
    let signed = |digit: i32| if digit < 0 { order() - digit.unsigned_abs() } else { digit.unsigned_abs().into() };
    let digits = || (-15..=15).step_by(2);
    let number = |(first, second)| (signed(first) + signed(second) * &lambda) * 2u32 % order();
    compare(&digits().flat_map(|first| digits().map(move |second| (first, second))).map(number).collect::<Vec<_>>());
}

#[test]
fn batches_of_every_size() {
    let secrets: Vec<SecretKey> = (1u32..=300).map(|number| key(&(lambda() + number))).collect();
    let expected: Vec<ProvenPublicKey> = secrets.iter().map(reference::prove).collect();
    for size in (0..=20).chain([63, 64, 65, 127, 128, 129, 255, 256, 257, 300]) {
        assert_eq!(SecretKey::prove_batch(&secrets[..size]), expected[..size], "{size} keys");
    }
}

#[test]
fn a_stream_is_the_same_as_a_batch() {
    let numbers = || (1u32..=1000).map(|number| key(&(lambda() * number % order())));
    let whole = SecretKey::prove_batch(&numbers().collect::<Vec<_>>());
    for size in [0, 1, 127, 128, 129, 1000] {
        let mut stream = SecretKey::prove_stream(numbers().take(size));
        for (expected, proven) in numbers().zip(&whole).take(size) {
            let (secret, streamed) = stream.next().expect("as many as there are secrets");
            assert_eq!((secret.to_be_bytes(), streamed), (expected.to_be_bytes(), *proven));
        }
        assert!(stream.next().is_none());
    }
}

#[test]
fn a_batch_keeps_the_order() {
    let mut secrets: Vec<SecretKey> = (1u32..=200).map(|number| key(&number.into())).collect();
    let forward = SecretKey::prove_batch(&secrets);
    secrets.reverse();
    let mut backward = SecretKey::prove_batch(&secrets);
    backward.reverse();
    assert_eq!(forward, backward);
}

#[test]
fn the_same_key_may_stand_in_a_batch_twice() {
    let secrets: Vec<SecretKey> = [5u32, 7, 5, 5].iter().map(|number| key(&(*number).into())).collect();
    let batch = SecretKey::prove_batch(&secrets);
    assert_eq!(batch[0], batch[2]);
    assert_eq!(batch[0], batch[3]);
    assert_eq!(batch[1], secrets[1].prove());
}

#[test]
fn single_functions_give_the_same_as_the_batch() {
    let secret = key(&(lambda() / 3u32));
    let expected = reference::prove(&secret);
    let public = secret.public_key();
    assert_eq!(public, *expected.public_key());
    for kind in [ProofKind::Registration, ProofKind::Feedback] {
        assert_eq!(secret.pop_prove(kind), *expected.proof(kind), "{kind}");
    }
    assert_eq!(secret.prove(), expected);
}

/// The message of the registration is 64 bytes; these take many attempts.
#[test]
fn counts_of_attempts_are_the_same() {
    let costly: Vec<HashedPoint> = (0u32..3_000)
        .map(|number| {
            let message = [number.to_be_bytes(); 16];
            let hashed = hash_to_point(message.as_flattened());
            assert_eq!(hashed, reference::hash_to_point(message.as_flattened()), "{number}");
            hashed
        })
        .filter(|hashed| hashed.attempts() > 50)
        .collect();
    assert!(!costly.is_empty());
}

#[test]
fn the_steps_alone_give_the_same_as_the_batch() {
    let secrets: Vec<SecretKey> = (1u32..=9).map(|number| key(&(lambda() + number))).collect();
    let whole = SecretKey::prove_batch(&secrets);
    let hashed: Vec<HashedPoint> = whole.iter().map(|proven| *proven.hashed_point()).collect();
    assert!(hazmat::keys_in_g1(&secrets).iter().eq(whole.iter().map(|proven| proven.public_key().g1())));
    assert!(hazmat::keys_in_g2(&secrets).iter().eq(whole.iter().map(|proven| proven.public_key().g2())));
    let registrations = hazmat::registration_proofs(&secrets, &hashed);
    assert!(registrations.iter().eq(whole.iter().map(ProvenPublicKey::registration_proof)));
    assert!(hazmat::feedback_proofs(&secrets).iter().eq(whole.iter().map(ProvenPublicKey::feedback_proof)));
    // What one slice has more than the other is left out.
    assert_eq!(hazmat::registration_proofs(&secrets[..4], &hashed), registrations[..4]);
    assert_eq!(hazmat::registration_proofs(&secrets, &hashed[..5]), registrations[..5]);
}

#[test]
fn the_steps_for_no_secrets_are_none() {
    let hashed = [hash_to_point(b"any point will do")];
    assert_eq!(hazmat::keys_in_g1(&[]), []);
    assert_eq!(hazmat::keys_in_g2(&[]), []);
    assert_eq!(hazmat::feedback_proofs(&[]), []);
    assert_eq!(hazmat::registration_proofs(&[], &[]), []);
    assert_eq!(hazmat::registration_proofs(&[], &hashed), []);
    assert_eq!(hazmat::registration_proofs(&[key(&lambda())], &[]), []);
}
