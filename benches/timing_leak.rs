//! Whether the time of a step depends on the secret, judged by statistics (after dudect: Reparaz, Balasch, Verbauwhede
//! 2017).
//!
//! Half of the samples take the secret 1, the others random ones, in random order. If the two kinds take different
//! times on average, beyond chance, Welch's t is large: above 4.5 in size is taken for evidence. Slow samples are cut
//! off at several places, since interrupts and the like hide small differences; the largest t of all cuts counts.

#![allow(clippy::print_stdout, reason = "the table is the result")]

use std::{hint::black_box, slice, time::Instant};

use bn254_bls::{SecretKey, hash_to_point, hazmat, reference};
use rand::{TryRng, rngs::SysRng};

/// Above this, a difference is taken for real.
const EVIDENCE: f64 = 4.5;

/// The shares of the fastest samples that are looked at, in percent.
const CUTS: [usize; 5] = [50, 75, 90, 99, 100];

fn main() {
    let samples = if benches::is_test() { 200 } else { 40_000 };
    let digest = hash_to_point(b"any point will do");
    let digests = [digest];
    println!("the secret 1 against random secrets, {samples} samples; above {EVIDENCE} is evidence of a difference\n");
    println!("| step | plain definition: t | this crate: t |");
    println!("|---|---|---|");
    row("keys in G1 and G2", samples, reference::sk_to_pk, |secret| {
        (hazmat::keys_in_g1(slice::from_ref(secret)), hazmat::keys_in_g2(slice::from_ref(secret)))
    });
    row(
        "registration proof",
        samples,
        |secret| reference::pop_prove(secret, &digest),
        |secret| hazmat::registration_proofs(slice::from_ref(secret), &digests),
    );
    row(
        "\"feedback\" proof",
        samples,
        |secret| reference::pop_prove(secret, &digest),
        |secret| hazmat::feedback_proofs(slice::from_ref(secret)),
    );
}

fn row<A, B>(name: &str, samples: usize, plain: impl Fn(&SecretKey) -> A, fast: impl Fn(&SecretKey) -> B) {
    // What is known to leak needs fewer samples to show it.
    let plain = largest_t(&measure(samples / 10, plain));
    let fast = largest_t(&measure(samples, fast));
    println!("| {name} | {plain:.1} | {fast:.1} |");
}

/// A sample: whether its secret was random, and the time that it took.
struct Sample {
    random: bool,
    nanoseconds: f64,
}

fn measure<T>(samples: usize, step: impl Fn(&SecretKey) -> T) -> Vec<Sample> {
    // All secrets are made before, each in a place of its own, whichever kind it is of.
    let secrets: Vec<(bool, SecretKey)> = (0..samples).map(|_| draw()).collect();
    for (_, secret) in secrets.iter().take(100) {
        black_box(step(secret));
    }
    let sample = |(random, secret): &(bool, SecretKey)| {
        let start = Instant::now();
        black_box(step(black_box(secret)));
        Sample { random: *random, nanoseconds: start.elapsed().as_nanos() as f64 }
    };
    secrets.iter().map(sample).collect()
}

fn draw() -> (bool, SecretKey) {
    let mut bytes = [0; 64];
    SysRng.try_fill_bytes(&mut bytes).expect("the system gives randomness");
    let random = bytes[0] & 1 == 1;
    if !random {
        bytes = [0; 64];
        bytes[63] = 1;
    }
    (random, SecretKey::from_be_bytes_mod_order(&bytes).expect("not a multiple of the order"))
}

/// The t of all cuts that is the largest in size.
fn largest_t(samples: &[Sample]) -> f64 {
    let mut times: Vec<f64> = samples.iter().map(|sample| sample.nanoseconds).collect();
    times.sort_by(f64::total_cmp);
    let t = |percent: usize| {
        let limit = times[(times.len() - 1) * percent / 100];
        let of = |random| -> Vec<f64> {
            let within = samples.iter().filter(|s| s.random == random && s.nanoseconds <= limit);
            within.map(|s| s.nanoseconds).collect()
        };
        let (fixed, random) = (of(false), of(true));
        // One kind alone below the cut: the difference is so large that the wider cuts show it.
        (fixed.len() > 1 && random.len() > 1).then(|| welch(&fixed, &random))
    };
    let all = CUTS.into_iter().filter_map(t);
    all.max_by(|a, b| a.abs().total_cmp(&b.abs())).expect("all samples are of both kinds")
}

/// Welch's t: the difference of the means, in units of its standard deviation.
fn welch(a: &[f64], b: &[f64]) -> f64 {
    let moments = |times: &[f64]| {
        let n = times.len() as f64;
        let mean = times.iter().sum::<f64>() / n;
        let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (n - 1.0);
        (mean, variance / n)
    };
    let ((mean_a, error_a), (mean_b, error_b)) = (moments(a), moments(b));
    (mean_a - mean_b) / (error_a + error_b).sqrt()
}
