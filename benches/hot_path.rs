//! Each step for a hundred keys, on one thread and by its clock. Criterion compares with the last run.

use std::{hint::black_box, time::Duration};

use bn254_bls::{
    G2Point, HashedPoint, ProofKind, SecretKey, hash_to_point, hazmat, pop_verify, pop_verify_batch, reference,
};
use criterion::{
    Criterion, Throughput, criterion_group,
    measurement::{Measurement, ValueFormatter, WallTime},
};
use rand::rngs::SysRng;
use rustix::time::{ClockId, clock_gettime};

const KEYS: usize = 100;

/// The clock of the thread, which stands still while other processes have its core.
struct ThreadTime;

impl Measurement for ThreadTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        clock_gettime(ClockId::ThreadCPUTime).try_into().expect("not before its start")
    }

    fn end(&self, start: Duration) -> Duration {
        self.start() - start
    }

    fn add(&self, left: &Duration, right: &Duration) -> Duration {
        *left + *right
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, time: &Duration) -> f64 {
        WallTime.to_f64(time)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

fn derivation(c: &mut Criterion<ThreadTime>) {
    let secrets = benches::keys(KEYS);
    let proven = SecretKey::prove_batch(&secrets);
    let messages: Vec<_> = proven.iter().map(|proven| proven.public_key().g1().to_words()).collect();
    let hashed_points: Vec<HashedPoint> = proven.iter().map(|proven| *proven.hashed_point()).collect();

    let mut group = c.benchmark_group("prove, 100 keys");
    group.throughput(Throughput::Elements(KEYS as u64));
    group.bench_function("pk1", |b| b.iter(|| hazmat::keys_in_g1(black_box(&secrets))));
    group.bench_function("pk2", |b| b.iter(|| hazmat::keys_in_g2(black_box(&secrets))));
    group.bench_function("hash to point", |b| {
        b.iter(|| messages.iter().map(|m| hash_to_point(black_box(m.as_flattened()))).collect::<Vec<_>>());
    });
    group.bench_function("registration proof", |b| {
        b.iter(|| hazmat::registration_proofs(black_box(&secrets), &hashed_points));
    });
    group.bench_function("feedback proof", |b| b.iter(|| hazmat::feedback_proofs(black_box(&secrets))));
    group.bench_function("all", |b| b.iter(|| SecretKey::prove_batch(black_box(&secrets))));
    group.bench_function("all, one by one", |b| b.iter(|| secrets.iter().map(SecretKey::prove).collect::<Vec<_>>()));
    group.bench_function("all, plain definitions", |b| {
        b.iter(|| secrets.iter().map(reference::prove).collect::<Vec<_>>());
    });
    group.finish();
}

fn verification(c: &mut Criterion<ThreadTime>) {
    let kind = ProofKind::Registration;
    let secrets = benches::keys(KEYS);
    let proven = SecretKey::prove_batch(&secrets);
    let [entries, feedback] = [kind, ProofKind::Feedback]
        .map(|kind| proven.iter().map(|proven| (*proven.public_key(), *proven.proof(kind))).collect::<Vec<_>>());
    let words: Vec<_> = proven.iter().map(|proven| proven.public_key().g2().to_words()).collect();

    let mut group = c.benchmark_group("verify, 100 proofs");
    group.throughput(Throughput::Elements(KEYS as u64));
    group.bench_function("one by one", |b| {
        b.iter(|| entries.iter().all(|(key, proof)| pop_verify(key, proof, kind).is_ok()));
    });
    group.bench_function("batch", |b| b.iter(|| pop_verify_batch(black_box(&entries), kind, &mut SysRng).is_ok()));
    group.bench_function("batch, pairing of arkworks", |b| {
        b.iter(|| reference::pop_verify_batch(black_box(&entries), kind, &mut SysRng).is_ok());
    });
    group.bench_function("batch, feedback proofs", |b| {
        b.iter(|| pop_verify_batch(black_box(&feedback), ProofKind::Feedback, &mut SysRng).is_ok());
    });
    group.bench_function("points of G2 read", |b| {
        b.iter(|| words.iter().all(|words| G2Point::from_words(black_box(words)).is_ok()));
    });
    group.bench_function("blinded pk1", |b| {
        b.iter(|| secrets.iter().all(|secret| reference::sk_to_pk_g1_blinded(secret, &mut SysRng).is_ok()));
    });
    group.finish();
}

criterion_group! {
    name = hot_path;
    config = Criterion::default()
        .with_measurement(ThreadTime)
        .sample_size(20)
        .measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_millis(500));
    targets = derivation, verification
}

fn main() {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    one_thread.install(|| {
        hot_path();
        Criterion::default().configure_from_args().final_summary();
    });
}
