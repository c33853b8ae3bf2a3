//! From a secret to all that is public about it.

use alloc::vec::Vec;

use crate::{HashToPoint, ProofKind, ProofOfPossession, PublicKey, SecretKey, fast};

/// All that is public about one secret key: what a registration needs, and what it will cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The key in both groups.
    pub public_key: PublicKey,
    /// The registration message of this key hashed to a point; [`HashToPoint::gas`] says what verifying it costs.
    pub digest: HashToPoint,
    /// The proof that the deployed contract verifies.
    pub registration: ProofOfPossession,
    /// The proof over the word "feedback".
    pub feedback: ProofOfPossession,
}

impl Identity {
    /// The proof of this kind.
    #[must_use]
    pub fn proof(&self, kind: ProofKind) -> &ProofOfPossession {
        match kind {
            ProofKind::Registration => &self.registration,
            ProofKind::Feedback => &self.feedback,
        }
    }
}

/// Derives the public key and both proofs of one secret key.
///
/// Time and memory accesses do not depend on the secret: see [the crate's documentation](crate#secrets).
#[must_use]
pub fn derive(secret: &SecretKey) -> Identity {
    fast::identities(core::slice::from_ref(secret))[0]
}

/// Derives the public keys and both proofs of many secret keys, in their order.
///
/// Keys share work: a hundred at once take less than half the time of one by one. The batch is worked off in chunks of
/// 128 keys, with the feature `parallel` on all cores. For more keys than memory holds, see
/// [`derive_stream`](crate::derive_stream). Time and memory accesses depend on the number of keys, and not on the
/// secrets: see [the crate's documentation](crate#secrets).
#[must_use]
pub fn derive_batch(secrets: &[SecretKey]) -> Vec<Identity> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        let chunk = secrets.len().div_ceil(rayon::current_num_threads()).clamp(1, CHUNK);
        secrets.par_chunks(chunk).flat_map_iter(fast::identities).collect()
    }
    #[cfg(not(feature = "parallel"))]
    secrets.chunks(CHUNK).flat_map(fast::identities).collect()
}

/// The number of keys that are derived together.
pub(crate) const CHUNK: usize = 128;
