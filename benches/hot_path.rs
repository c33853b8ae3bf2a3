//! The way of a hundred keys, step by step, beside the plain definitions on arkworks in the same run.
//!
//! One thread; each figure is for the whole batch of 100. `cargo bench`; read ratios, not single figures.

use std::{hint::black_box, time::Duration};

use ark_bn254::{G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use bn254_bls::{ProofKind, SecretKey, derive_batch, hash_to_point, pop_verify, pop_verify_batch, reference};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rand::rngs::SysRng;

const KEYS: usize = 100;

fn secrets() -> Vec<SecretKey> {
    (0..KEYS).map(|_| SecretKey::generate(&mut SysRng).expect("the system gives randomness")).collect()
}

fn plain_steps(c: &mut Criterion) {
    let secrets = secrets();
    let scalars: Vec<ark_bn254::Fr> =
        secrets.iter().map(|secret| ark_ff::PrimeField::from_be_bytes_mod_order(&secret.to_be_bytes()[..])).collect();
    let mut group = c.benchmark_group("plain, 100 keys");
    group.bench_function("pk1", |b| {
        b.iter(|| scalars.iter().map(|s| (G1Affine::generator() * s).into_affine()).collect::<Vec<_>>());
    });
    group.bench_function("pk2", |b| {
        b.iter(|| scalars.iter().map(|s| (G2Affine::generator() * s).into_affine()).collect::<Vec<_>>());
    });
    let messages: Vec<_> = secrets.iter().map(|secret| secret.public_key().g1.to_words()).collect();
    group.bench_function("hash to point", |b| {
        b.iter(|| messages.iter().map(|m| reference::hash_to_point(black_box(m.as_flattened()))).collect::<Vec<_>>());
    });
    let digests: Vec<_> = messages.iter().map(|message| hash_to_point(message.as_flattened())).collect();
    group.bench_function("proof", |b| {
        b.iter(|| secrets.iter().zip(&digests).map(|(s, d)| reference::pop_prove(s, d)).collect::<Vec<_>>());
    });
    group.bench_function("all", |b| {
        b.iter(|| {
            let one = |secret| {
                let key = reference::sk_to_pk(secret);
                let digest = reference::hash_to_point(key.g1.to_words().as_flattened());
                let proof = reference::pop_prove(secret, &digest);
                (key, proof)
            };
            secrets.iter().map(one).collect::<Vec<_>>()
        });
    });
    group.finish();
}

fn fast_steps(c: &mut Criterion) {
    let secrets = secrets();
    let messages: Vec<_> = secrets.iter().map(|secret| secret.public_key().g1.to_words()).collect();
    let mut group = c.benchmark_group("fast, 100 keys");
    group.bench_function("hash to point", |b| {
        b.iter(|| messages.iter().map(|m| hash_to_point(black_box(m.as_flattened()))).collect::<Vec<_>>());
    });
    // Both keys, hash to point, and both proofs: one more than the plain figure has.
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    group.bench_function("all, and the feedback proof", |b| {
        one_thread.install(|| b.iter(|| derive_batch(black_box(&secrets))));
    });
    group.finish();
}

fn verification(c: &mut Criterion) {
    let kind = ProofKind::Registration;
    let entries: Vec<_> =
        derive_batch(&secrets()).iter().map(|identity| (identity.public_key, identity.registration)).collect();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let mut group = c.benchmark_group("verify, 100 proofs");
    group.bench_function("one by one", |b| {
        b.iter(|| entries.iter().all(|(key, proof)| pop_verify(key, proof, kind).is_ok()));
    });
    group.bench_function("batch", |b| {
        let verify = || pop_verify_batch(&entries, kind, &mut SysRng).is_ok();
        one_thread.install(|| b.iter_batched(|| (), |()| verify(), BatchSize::SmallInput));
    });
    group.finish();
}

criterion_group! {
    name = hot_path;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = plain_steps, fast_steps, verification
}
criterion_main!(hot_path);
