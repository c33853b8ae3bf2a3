//! Any number of secrets in the memory of a few.

use alloc::vec::{self, Vec};
use core::iter::{Fuse, FusedIterator, Zip};

use crate::{ProvenPublicKey, SecretKey, prove::CHUNK};

impl SecretKey {
    /// The public key and both proofs of each secret key that an iterator gives, in their order.
    ///
    /// It takes a chunk of them at a time, 128 for each core, and proves them as [`SecretKey::prove_batch`] does; so
    /// they may be more than memory holds. The secrets come back with what was made of them, and are wiped when dropped.
    ///
    /// ```
    /// use bn254_bls::SecretKey;
    ///
    /// // A billion secrets, of which the first thousand are asked for.
    /// let numbers = 1..=1_000_000_000u32;
    /// let secrets = numbers.filter_map(|number| SecretKey::from_be_bytes_mod_order(&number.to_be_bytes()).ok());
    /// let mut keys = SecretKey::prove_stream(secrets).take(1000);
    /// let (secret, proven) = keys.next().expect("there are a thousand");
    /// assert_eq!(proven, secret.prove());
    /// assert_eq!(keys.count(), 999);
    /// ```
    pub fn prove_stream<I: IntoIterator<Item = Self>>(secrets: I) -> ProveStream<I::IntoIter> {
        ProveStream { secrets: secrets.into_iter().fuse(), ready: Vec::new().into_iter().zip(Vec::new()) }
    }
}

/// The iterator of [`SecretKey::prove_stream`].
#[derive(Debug)]
pub struct ProveStream<I> {
    secrets: Fuse<I>,
    /// What was made and not handed out yet.
    ready: Zip<vec::IntoIter<SecretKey>, vec::IntoIter<ProvenPublicKey>>,
}

impl<I: Iterator<Item = SecretKey>> Iterator for ProveStream<I> {
    type Item = (SecretKey, ProvenPublicKey);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(next) = self.ready.next() {
            return Some(next);
        }
        // A secret key is a pointer to its wiped place, so a vector that grows leaves no secret behind.
        let secrets: Vec<SecretKey> = self.secrets.by_ref().take(CHUNK * cores()).collect();
        let proven = SecretKey::prove_batch(&secrets);
        self.ready = secrets.into_iter().zip(proven);
        self.ready.next()
    }
}

impl<I: Iterator<Item = SecretKey>> FusedIterator for ProveStream<I> {}

fn cores() -> usize {
    #[cfg(feature = "parallel")]
    if crate::threads::are_there() {
        return rayon::current_num_threads();
    }
    1
}
