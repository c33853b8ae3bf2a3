//! What a secret key makes: its public key, and proofs that somebody knows it.

use alloc::vec::Vec;
use core::slice;

use crate::{ProofKind, ProofOfPossession, ProvenPublicKey, PublicKey, SecretKey, fast, hash_pubkey_to_point};

/// Time and memory accesses of all of this depend on the number of keys, and not on the secrets: see
/// [the crate's documentation](crate#secrets).
impl SecretKey {
    /// SkToPk: the public key in both groups, `(sk * G1, sk * G2)`.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        fast::public_keys(slice::from_ref(self))[0]
    }

    /// PopProve: the proof that somebody knows this secret key.
    ///
    /// ```
    /// use bn254_bls::{ProofKind, SecretKey, pop_verify};
    ///
    /// let secret = SecretKey::from_be_bytes(&[7; 32])?;
    /// let proof = secret.pop_prove(ProofKind::Registration);
    /// pop_verify(&secret.public_key(), &proof, ProofKind::Registration)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pop_prove(&self, kind: ProofKind) -> ProofOfPossession {
        let secrets = slice::from_ref(self);
        match kind {
            ProofKind::Registration => {
                let hashed_point = hash_pubkey_to_point(&fast::keys_in_g1(secrets)[0], kind);
                fast::proofs(secrets, &[hashed_point])[0]
            }
            ProofKind::Feedback => fast::feedback_proofs(secrets)[0],
        }
    }

    /// The public key and both of its proofs, sooner than one after the other.
    #[must_use]
    pub fn prove(&self) -> ProvenPublicKey {
        fast::proven_public_keys(slice::from_ref(self))[0]
    }

    /// The public keys of many secret keys and both proofs of each, in their order.
    ///
    /// Keys share work: a hundred at once take less than half the time of one by one. The batch is worked off in chunks
    /// of 128 keys, with the feature `parallel` on all cores. For more keys than memory holds, see
    /// [`SecretKey::prove_stream`].
    ///
    /// ```
    /// use bn254_bls::SecretKey;
    ///
    /// let secrets = [SecretKey::from_be_bytes(&[7; 32])?, SecretKey::from_be_bytes(&[8; 32])?];
    /// let proven = SecretKey::prove_batch(&secrets);
    /// assert_eq!(proven, [secrets[0].prove(), secrets[1].prove()]);
    /// # Ok::<(), bn254_bls::SecretKeyError>(())
    /// ```
    #[must_use]
    pub fn prove_batch(secrets: &[Self]) -> Vec<ProvenPublicKey> {
        #[cfg(feature = "parallel")]
        if crate::threads::are_there() {
            use rayon::prelude::*;
            let chunk = secrets.len().div_ceil(rayon::current_num_threads()).clamp(1, CHUNK);
            return secrets.par_chunks(chunk).flat_map_iter(fast::proven_public_keys).collect();
        }
        secrets.chunks(CHUNK).flat_map(fast::proven_public_keys).collect()
    }
}

/// [`SecretKey::public_key`].
impl From<&SecretKey> for PublicKey {
    fn from(secret: &SecretKey) -> Self {
        secret.public_key()
    }
}

/// The number of keys that are worked on together.
pub(crate) const CHUNK: usize = 128;
