//! What both formats have in common: a secret under aes-128-ctr, authenticated by a hash over key and ciphertext.

use aes::Aes128;
use aztec_key_derivation::on_wiped_stack;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use rand_core::TryCryptoRng;
use sha2::Sha256;
use sha3::{Digest, Keccak256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::derived_key::DerivedKey;
use crate::opening_keys::{OpeningKeys, PasswordForm};
use crate::{DecryptError, EncryptError, Kdf};

pub(crate) const IV_BYTES: usize = 16;
pub(crate) const CHECKSUM_BYTES: usize = 32;

/// A secret that only its password opens.
///
/// The checksum covers the derived key and the ciphertext, not the IV. Both formats are so. Whoever opens the secret must
/// therefore hold it against something public: a key's address or public key, a text's encoding.
pub(crate) struct Sealed {
    pub(crate) kdf: Kdf,
    pub(crate) salt: Vec<u8>,
    pub(crate) iv: [u8; IV_BYTES],
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) checksum: [u8; CHECKSUM_BYTES],
}

/// The hash over the second half of the derived key and the ciphertext.
#[derive(Clone, Copy)]
pub(crate) enum ChecksumFunction {
    /// Web3 Secret Storage.
    Keccak256,
    /// EIP-2335.
    Sha256,
}

impl Sealed {
    /// Seals under a key and says what it was derived by. The IV is drawn anew, so that no two files ever share a key
    /// stream, whether or not they share a key.
    pub(crate) fn seal<R: TryCryptoRng + ?Sized>(
        secret: &[u8],
        kdf: Kdf,
        salt: &[u8],
        key: &DerivedKey,
        function: ChecksumFunction,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let mut iv = [0u8; IV_BYTES];
        rng.try_fill_bytes(&mut iv).map_err(|error| EncryptError::randomness(&error))?;
        // Becomes the ciphertext in place: the secret is never in a buffer that is not overwritten.
        let mut ciphertext = secret.to_vec();
        apply_key_stream(key, &iv, &mut ciphertext);
        let checksum = function.compute(key, &ciphertext);
        Ok(Self { kdf, salt: salt.to_vec(), iv, ciphertext, checksum })
    }

    /// The secret, or [`DecryptError::WrongPassword`].
    pub(crate) fn open(
        &self,
        function: ChecksumFunction,
        form: PasswordForm,
        keys: &OpeningKeys<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let key = keys.get(form, self.kdf, &self.salt)?;
        let expected = function.compute(&key, &self.ciphertext);
        if !bool::from(expected.ct_eq(&self.checksum)) {
            return Err(DecryptError::WrongPassword);
        }
        let mut secret = Zeroizing::new(self.ciphertext.clone());
        apply_key_stream(&key, &self.iv, &mut secret);
        Ok(secret)
    }
}

impl ChecksumFunction {
    fn compute(self, key: &DerivedKey, ciphertext: &[u8]) -> [u8; CHECKSUM_BYTES] {
        match self {
            Self::Keccak256 => hash::<Keccak256>(key.checksum_key(), ciphertext),
            Self::Sha256 => hash::<Sha256>(key.checksum_key(), ciphertext),
        }
    }
}

fn hash<D: Digest>(key: &[u8], ciphertext: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut digest = [0u8; CHECKSUM_BYTES];
    digest.copy_from_slice(&D::new_with_prefix(key).chain_update(ciphertext).finalize());
    digest
}

/// aes-128-ctr under the first half of the derived key: encrypts and decrypts alike.
fn apply_key_stream(key: &DerivedKey, iv: &[u8; IV_BYTES], data: &mut [u8]) {
    // The cipher wipes its round keys; what it had of them on the stack stays there.
    on_wiped_stack(|| {
        let mut aes_key = Zeroizing::new([0u8; 16]);
        aes_key.copy_from_slice(key.aes_key());
        Ctr128BE::<Aes128>::new((&*aes_key).into(), iv.into()).apply_keystream(data);
    });
}
