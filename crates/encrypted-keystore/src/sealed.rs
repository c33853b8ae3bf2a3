//! What both formats have in common: a secret under aes-128-ctr, authenticated by a hash over key and ciphertext.

use aes::Aes128;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use rand_core::TryCryptoRng;
use sha2::Sha256;
use sha3::{Digest, Keccak256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::kdf::DerivedKey;
use crate::{DecryptError, EncryptError, Kdf};

pub(crate) const IV_BYTES: usize = 16;
pub(crate) const CHECKSUM_BYTES: usize = 32;

const NEW_SALT_BYTES: usize = 32;

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
    /// Draws salt and IV anew, so that no two files ever share a key stream.
    pub(crate) fn seal<R: TryCryptoRng + ?Sized>(
        secret: &[u8],
        kdf: Kdf,
        function: ChecksumFunction,
        password: &str,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let mut salt = vec![0u8; NEW_SALT_BYTES];
        rng.try_fill_bytes(&mut salt).map_err(|error| EncryptError::randomness(&error))?;
        let mut iv = [0u8; IV_BYTES];
        rng.try_fill_bytes(&mut iv).map_err(|error| EncryptError::randomness(&error))?;

        let key = kdf.derive(password, &salt)?;
        // Becomes the ciphertext in place: the secret is never in a buffer that is not overwritten.
        let mut ciphertext = secret.to_vec();
        apply_key_stream(&key, &iv, &mut ciphertext);
        let checksum = function.compute(&key, &ciphertext);
        Ok(Self { kdf, salt, iv, ciphertext, checksum })
    }

    /// The secret, or [`DecryptError::WrongPassword`].
    pub(crate) fn open(&self, function: ChecksumFunction, password: &str) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let key = self.kdf.derive(password, &self.salt)?;
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
            Self::Keccak256 => hash::<Keccak256>(&key[16..], ciphertext),
            Self::Sha256 => hash::<Sha256>(&key[16..], ciphertext),
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
    let mut aes_key = Zeroizing::new([0u8; 16]);
    aes_key.copy_from_slice(&key[..16]);
    Ctr128BE::<Aes128>::new((&*aes_key).into(), iv.into()).apply_keystream(data);
}
