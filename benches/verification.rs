//! Verification beside other libraries: one proof by the contract's equation, and a hundred at a time by the sum that
//! [`pop_verify_batch`] takes. Points have been read, and messages are hashed, in all of them.

use std::hint::black_box;

use bn254_bls::{
    ProofKind, ProofOfPossession, ProvenPublicKey, PublicKey, SecretKey, pop_verify, pop_verify_batch, reference,
};
use rand::rngs::SysRng;
use sha3::{Digest, Keccak256};

use crate::{
    KEYS, SAMPLE,
    clock::{median, thread_time},
    libraries::{Arkworks, Halo2curves, Library, SubstrateBn, Verifier, Word},
};

/// What a contestant takes, µs a proof, run after run.
struct Measurement<'a> {
    name: String,
    proofs: usize,
    run: Box<dyn FnMut() + 'a>,
    times: Vec<f64>,
}

pub(crate) fn compare(secrets: &[SecretKey], proven: &[ProvenPublicKey], rounds: usize) {
    let entries = [ProofKind::Registration, ProofKind::Feedback]
        .map(|kind| proven.iter().map(|proven| (*proven.public_key(), *proven.proof(kind))).collect::<Vec<_>>());
    let mut measurements = ours(&entries);
    measurements.extend(theirs::<Arkworks>(secrets));
    measurements.extend(theirs::<Halo2curves>(secrets));
    measurements.extend(theirs::<SubstrateBn>(secrets));
    for _ in 0..rounds {
        for measurement in &mut measurements {
            let start = thread_time();
            (measurement.run)();
            let time = thread_time() - start;
            measurement.times.push(time / measurement.proofs as f64);
        }
    }
    let time = |measurement: &Measurement<'_>| median(&measurement.times);
    let [one, batch] = [0, 1].map(|position| time(&measurements[position]));
    println!("\nverification, µs a proof; in brackets, how many times as long as this crate\n");
    println!("| | µs a proof |");
    println!("|---|---|");
    for measurement in &measurements {
        let own = if measurement.proofs == KEYS { batch } else { one };
        println!("| {} | {:.0} ({:.2}) |", measurement.name, time(measurement), time(measurement) / own);
    }
}

fn ours(entries: &[Vec<(PublicKey, ProofOfPossession)>; 2]) -> Vec<Measurement<'_>> {
    let [registrations, feedback] = entries;
    let kind = ProofKind::Registration;
    let one = move || {
        let verify = |(key, proof): &(_, _)| pop_verify(key, proof, kind).is_ok();
        assert!(registrations.iter().take(SAMPLE).all(verify));
    };
    let one_by_arkworks = move || {
        let verify = |(key, proof): &(_, _)| reference::pop_verify(key, proof, kind).is_ok();
        assert!(registrations.iter().take(SAMPLE).all(verify));
    };
    let batch = move || assert!(pop_verify_batch(black_box(registrations), kind, &mut SysRng).is_ok());
    let reference = move || assert!(reference::pop_verify_batch(black_box(registrations), kind, &mut SysRng).is_ok());
    let feedback = move || assert!(pop_verify_batch(black_box(feedback), ProofKind::Feedback, &mut SysRng).is_ok());
    vec![
        measurement("this crate, one by one", SAMPLE, one),
        measurement("this crate, 100 at a time", KEYS, batch),
        measurement("this crate, one by one, with the pairing of arkworks", SAMPLE, one_by_arkworks),
        measurement("this crate, 100 at a time, with the pairing of arkworks", KEYS, reference),
        measurement("this crate, 100 at a time, \"feedback\"", KEYS, feedback),
    ]
}

fn measurement<'a>(name: impl Into<String>, proofs: usize, run: impl FnMut() + 'a) -> Measurement<'a> {
    Measurement { name: name.into(), proofs, run: Box::new(run), times: Vec::new() }
}

/// A key with its proof.
struct Entry<L: Library> {
    message: [u8; 64],
    pk1: L::G1,
    pk2: L::G2,
    proof: L::G1,
}

fn theirs<L: Verifier + 'static>(secrets: &[SecretKey]) -> Vec<Measurement<'static>>
where
    L::Secret: Clone,
    L::G1: Clone,
    L::G2: Clone,
{
    let entry = |secret: &SecretKey| {
        let secret = L::secret(&secret.to_be_bytes());
        let pk1 = L::pk1(&secret);
        let message: [u8; 64] = L::g1_words(&pk1).as_flattened().try_into().expect("two words");
        Entry::<L> { message, pk2: L::pk2(&secret), proof: L::prove(&secret, &L::hash(&message)), pk1 }
    };
    let entries: Vec<Entry<L>> = secrets.iter().map(entry).collect();
    let some: Vec<Entry<L>> = secrets.iter().take(SAMPLE).map(entry).collect();
    vec![
        measurement(format!("{}, one by one", L::NAME), SAMPLE, move || assert!(some.iter().all(verify::<L>))),
        measurement(format!("{}, 100 at a time", L::NAME), KEYS, move || assert!(verify_all(&entries))),
    ]
}

/// The contract's equation.
fn verify<L: Verifier>(entry: &Entry<L>) -> bool
where
    L::Secret: Clone,
    L::G1: Clone,
    L::G2: Clone,
{
    let hash = Keccak256::new()
        .chain_update(L::g1_words(&entry.pk1).as_flattened())
        .chain_update(L::g2_words(&entry.pk2).as_flattened())
        .chain_update(L::g1_words(&entry.proof).as_flattened());
    let (one, gamma) = (scalar::<L>(1), L::secret(&reduced(&hash.finalize().into())));
    let (g1, minus_g2) = L::generators();
    let scalars = [one, gamma];
    let left = [[entry.proof.clone(), entry.pk1.clone()], [L::hash(&entry.message), g1]];
    L::product_is_one(&left.map(|points| L::sum(&points, &scalars)), &[minus_g2, entry.pk2.clone()])
}

/// The sum of the equations, with coefficients of 128 bits.
fn verify_all<L: Verifier>(entries: &[Entry<L>]) -> bool
where
    L::Secret: Clone,
    L::G1: Clone,
    L::G2: Clone,
{
    let coefficients: Vec<L::Secret> = (0..entries.len() as u64).map(coefficient::<L>).collect();
    let (one, delta) = (scalar::<L>(1), coefficient::<L>(u64::MAX));
    let (g1, minus_g2) = L::generators();
    let shift = L::sum(&[g1], std::slice::from_ref(&delta));
    let shifted = |entry: &Entry<L>| L::sum(&[L::hash(&entry.message), shift.clone()], &[one.clone(), one.clone()]);
    let mut left: Vec<L::G1> =
        entries.iter().zip(&coefficients).map(|(entry, c)| L::prove(c, &shifted(entry))).collect();
    let mut right: Vec<L::G2> = entries.iter().map(|entry| entry.pk2.clone()).collect();
    let [proofs, keys]: [Vec<L::G1>; 2] = [
        entries.iter().map(|entry| entry.proof.clone()).collect(),
        entries.iter().map(|entry| entry.pk1.clone()).collect(),
    ];
    let sums = [L::sum(&proofs, &coefficients), L::sum(&keys, &coefficients)];
    left.push(L::sum(&sums, &[one, delta]));
    right.push(minus_g2);
    L::product_is_one(&left, &right)
}

fn scalar<L: Library>(number: u8) -> L::Secret {
    let mut word: Word = [0; 32];
    word[31] = number;
    L::secret(&word)
}

fn coefficient<L: Library>(number: u64) -> L::Secret {
    let mut word: Word = [0; 32];
    word[16..].copy_from_slice(&Keccak256::digest(number.to_be_bytes())[..16]);
    L::secret(&word)
}

/// Below `r`, so that each library takes it.
fn reduced(hash: &Word) -> Word {
    *SecretKey::from_be_bytes_mod_order(hash).expect("not a multiple of the order").to_be_bytes()
}
