//! Each step for a hundred keys beside other libraries, on one thread, as a table with ratios.
//!
//! All contestants run in turn, round after round, and the median of each counts: what else the machine does meanwhile
//! meets them alike. The clock is that of the thread, which stands still while other processes have its core. Before
//! that, all must have given the same points.

#![allow(clippy::print_stdout, reason = "the table is the result")]

mod clock;
mod libraries;
mod verification;

use std::hint::black_box;

use bn254_bls::{G1Point, HashedPoint, ProvenPublicKey, SecretKey, hash_to_point, hazmat};
use clock::{median, thread_time};
use libraries::{Arkworks, ArkworksGlv, Halo2curves, Library, SubstrateBn, Word};

/// Keys in a batch.
const KEYS: usize = 100;

/// Keys that those work at in a round who take them one by one.
const SAMPLE: usize = 10;

/// The steps, in the order of the table.
const STEPS: [&str; 6] =
    ["pk1 = sk * G1", "pk2 = sk * G2", "hash to point", "registration proof", "\"feedback\" proof", "all of these"];

/// What one contestant needs for one step, µs a key.
struct Measurement<'a> {
    step: usize,
    column: usize,
    keys: usize,
    run: Box<dyn FnMut() + 'a>,
    times: Vec<f64>,
}

fn main() {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    one_thread.install(compare);
}

fn compare() {
    let rounds: usize = if benches::is_test() { 1 } else { 61 };
    let secrets = benches::keys(KEYS);
    let identities = SecretKey::prove_batch(&secrets);
    let mut measurements = ours(&secrets, &identities);
    measurements.extend(theirs::<Arkworks>(1, &secrets, &identities));
    measurements.extend(theirs::<ArkworksGlv>(2, &secrets, &identities));
    measurements.extend(theirs::<Halo2curves>(3, &secrets, &identities));
    measurements.extend(theirs::<SubstrateBn>(4, &secrets, &identities));
    for _ in 0..rounds {
        for measurement in &mut measurements {
            let start = thread_time();
            (measurement.run)();
            let time = thread_time() - start;
            measurement.times.push(time / measurement.keys as f64);
        }
    }
    print(&measurements);
    verification::compare(&secrets, &identities, rounds.div_ceil(3));
}

fn ours<'a>(secrets: &'a [SecretKey], identities: &'a [ProvenPublicKey]) -> Vec<Measurement<'a>> {
    let messages: Vec<[Word; 2]> = identities.iter().map(|identity| identity.public_key().g1().to_words()).collect();
    let digests: Vec<HashedPoint> = identities.iter().map(|identity| *identity.hashed_point()).collect();
    let runs: [Box<dyn FnMut() + 'a>; 6] = [
        Box::new(|| _ = black_box(hazmat::keys_in_g1(black_box(secrets)))),
        Box::new(|| _ = black_box(hazmat::keys_in_g2(black_box(secrets)))),
        Box::new(move || {
            for message in &messages {
                black_box(hash_to_point(black_box(message.as_flattened())));
            }
        }),
        Box::new(move || _ = black_box(hazmat::registration_proofs(black_box(secrets), &digests))),
        Box::new(|| _ = black_box(hazmat::feedback_proofs(black_box(secrets)))),
        Box::new(|| _ = black_box(SecretKey::prove_batch(black_box(secrets)))),
    ];
    let measurement = |(step, run)| Measurement { step, column: 0, keys: secrets.len(), run, times: Vec::new() };
    runs.into_iter().enumerate().map(measurement).collect()
}

fn theirs<L: Library + 'static>(
    column: usize,
    secrets: &[SecretKey],
    identities: &[ProvenPublicKey],
) -> Vec<Measurement<'static>>
where
    L::Secret: Clone,
    L::G1: Clone,
{
    check::<L>(secrets, identities);
    let secrets: Vec<L::Secret> = secrets.iter().take(SAMPLE).map(|secret| L::secret(&secret.to_be_bytes())).collect();
    let messages: Vec<[u8; 64]> = identities.iter().take(SAMPLE).map(message).collect();
    let digests: Vec<L::G1> = messages.iter().map(L::hash).collect();
    // Any point will do: to them, the one of "feedback" is like any other.
    let feedback = digests[0].clone();
    let keys = secrets.len();
    let all = {
        let (secrets, messages, feedback) = (secrets.clone(), messages.clone(), feedback.clone());
        move || {
            for (secret, message) in secrets.iter().zip(&messages) {
                black_box((L::pk1(secret), L::pk2(secret)));
                black_box((L::prove(secret, &L::hash(black_box(message))), L::prove(secret, &feedback)));
            }
        }
    };
    let [for_pk1, for_pk2, for_proofs, for_feedback] = [(); 4].map(|()| secrets.clone());
    let runs: [Box<dyn FnMut()>; 6] = [
        Box::new(move || for_pk1.iter().for_each(|secret| _ = black_box(L::pk1(black_box(secret))))),
        Box::new(move || for_pk2.iter().for_each(|secret| _ = black_box(L::pk2(black_box(secret))))),
        Box::new(move || messages.iter().for_each(|message| _ = black_box(L::hash(black_box(message))))),
        Box::new(move || {
            for (secret, digest) in for_proofs.iter().zip(&digests) {
                black_box(L::prove(black_box(secret), digest));
            }
        }),
        Box::new(move || for_feedback.iter().for_each(|secret| _ = black_box(L::prove(black_box(secret), &feedback)))),
        Box::new(all),
    ];
    let measurement = |(step, run)| Measurement { step, column, keys, run, times: Vec::new() };
    runs.into_iter().enumerate().map(measurement).collect()
}

fn message(identity: &ProvenPublicKey) -> [u8; 64] {
    identity.public_key().g1().to_words().as_flattened().try_into().expect("two words")
}

/// Whoever is fast and wrong does not take part.
fn check<L: Library>(secrets: &[SecretKey], identities: &[ProvenPublicKey]) {
    for (secret, identity) in secrets.iter().zip(identities) {
        let secret = L::secret(&secret.to_be_bytes());
        let digest = L::hash(&message(identity));
        let proof: &G1Point = identity.registration_proof().point();
        assert_eq!(L::g1_words(&L::pk1(&secret)), identity.public_key().g1().to_words(), "pk1, {}", L::NAME);
        assert_eq!(L::g2_words(&L::pk2(&secret)), identity.public_key().g2().to_words(), "pk2, {}", L::NAME);
        assert_eq!(L::g1_words(&digest), identity.hashed_point().point().to_words(), "digest, {}", L::NAME);
        assert_eq!(L::g1_words(&L::prove(&secret, &digest)), proof.to_words(), "proof, {}", L::NAME);
    }
}

fn print(measurements: &[Measurement<'_>]) {
    let names = ["this crate", Arkworks::NAME, ArkworksGlv::NAME, Halo2curves::NAME, SubstrateBn::NAME];
    let time = |step, column| {
        let measurement = measurements.iter().find(|m| m.step == step && m.column == column);
        median(&measurement.expect("each step was measured").times)
    };
    println!(
        "µs a key, {KEYS} keys at a time, one thread, medians; in brackets, how many times as long as this crate\n"
    );
    println!("| step | {} |", names.join(" | "));
    println!("|---{}|", "|---".repeat(names.len()));
    for (step, name) in STEPS.iter().enumerate() {
        let own = time(step, 0);
        let others =
            (1..names.len()).map(|column| format!("{:.1} ({:.1})", time(step, column), time(step, column) / own));
        println!("| {name} | {own:.1} | {} |", others.collect::<Vec<_>>().join(" | "));
    }
}
