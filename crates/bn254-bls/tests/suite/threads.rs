//! With the feature `parallel`, work is done on all cores.

use core::cell::RefCell;
use std::{
    sync::Mutex,
    thread::{self, ThreadId},
};

use crate::common::small_key;
use bn254_bls::{ProofKind, PublicKey, SecretKey, UnverifiedPublicKey, pop_verify_batch};
use rand::rngs::SysRng;

/// A key that notes who looks at it.
struct Watched<'a> {
    key: UnverifiedPublicKey,
    threads: &'a Mutex<Vec<ThreadId>>,
}

impl AsRef<UnverifiedPublicKey> for Watched<'_> {
    fn as_ref(&self) -> &UnverifiedPublicKey {
        self.threads.lock().expect("no look panics").push(thread::current().id());
        &self.key
    }
}

/// A few entries are not worth it; so many are.
#[test]
fn a_batch_is_verified_by_threads_of_its_own() {
    let threads = Mutex::default();
    let entries: Vec<_> = (1..=33u64)
        .map(|number| {
            let proven = small_key(number).prove();
            let key = UnverifiedPublicKey::from(*proven.public_key());
            (Watched { key, threads: &threads }, *proven.registration_proof())
        })
        .collect();
    let verified = pop_verify_batch(&entries, ProofKind::Registration, &mut SysRng).unwrap();
    assert!(verified.iter().map(PublicKey::as_ref).eq(entries.iter().map(|(watched, _)| &watched.key)));
    let ours = thread::current().id();
    let others = threads.lock().unwrap().iter().filter(|thread| **thread != ours).count();
    assert_eq!(others > 0, cores() > 1, "{others} looks from other threads");
}

/// As many secrets as are proven together are taken at a time: 128 for each core.
#[test]
fn a_stream_takes_a_chunk_for_each_core() {
    let taken = RefCell::new(0);
    let secrets = (1..=100_000u64).map(|number| {
        *taken.borrow_mut() += 1;
        small_key(number)
    });
    let mut stream = SecretKey::prove_stream(secrets);
    assert_eq!(*taken.borrow(), 0);
    stream.next().expect("there are many");
    assert_eq!(*taken.borrow(), 128 * cores());
}

/// The threads that rayon starts.
fn cores() -> usize {
    if cfg!(not(feature = "parallel")) {
        return 1;
    }
    let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok()).filter(|n| *n > 0);
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}
