//! Any number of secrets in the memory of a few.

use alloc::vec::{self, Vec};
use core::iter::{Fuse, FusedIterator, Zip};

use crate::{Identity, SecretKey, derive_batch, identity::CHUNK};

/// Derives the public keys and both proofs of the secret keys that an iterator gives, in their order.
///
/// It takes a chunk of them at a time, 128 for each core, and derives that as [`derive_batch`] does; so they may be
/// more than memory holds. The secrets come back with what was derived, and are wiped when dropped.
///
/// ```
/// use bn254_bls::{SecretKey, derive, derive_stream};
///
/// // A billion secrets, of which the first thousand are asked for.
/// let secrets = (1..=1_000_000_000u32).filter_map(|number| SecretKey::from_be_bytes_mod_order(&number.to_be_bytes()).ok());
/// let mut keys = derive_stream(secrets).take(1000);
/// let (secret, identity) = keys.next().expect("there are a thousand");
/// assert_eq!(identity, derive(&secret));
/// assert_eq!(keys.count(), 999);
/// ```
pub fn derive_stream<I: IntoIterator<Item = SecretKey>>(secrets: I) -> DeriveStream<I::IntoIter> {
    DeriveStream { secrets: secrets.into_iter().fuse(), ready: Vec::new().into_iter().zip(Vec::new()) }
}

/// The iterator of [`derive_stream`].
#[derive(Debug)]
pub struct DeriveStream<I> {
    secrets: Fuse<I>,
    /// What was derived and not handed out yet.
    ready: Zip<vec::IntoIter<SecretKey>, vec::IntoIter<Identity>>,
}

impl<I: Iterator<Item = SecretKey>> Iterator for DeriveStream<I> {
    type Item = (SecretKey, Identity);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(next) = self.ready.next() {
            return Some(next);
        }
        let secrets: Vec<SecretKey> = self.secrets.by_ref().take(CHUNK * cores()).collect();
        let identities = derive_batch(&secrets);
        self.ready = secrets.into_iter().zip(identities);
        self.ready.next()
    }
}

impl<I: Iterator<Item = SecretKey>> FusedIterator for DeriveStream<I> {}

fn cores() -> usize {
    #[cfg(feature = "parallel")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "parallel"))]
    1
}
