//! Keys that seal many files under one password and one salt, so that the password is derived once and not for each file.

use std::fmt;

use rand_core::TryCryptoRng;
use zeroize::ZeroizeOnDrop;

use crate::derived_key::DerivedKey;
use crate::sealed::{ChecksumFunction, Sealed};
use crate::{EncryptError, EthKdf, Kdf, NewPassword, Pbkdf2Params};

const SALT_BYTES: usize = 32;

/// A derived key with what it was derived by. It is wiped when dropped.
pub(crate) struct SealingKey {
    kdf: Kdf,
    salt: [u8; SALT_BYTES],
    key: DerivedKey,
}

impl SealingKey {
    /// Draws a salt and derives the key.
    pub(crate) fn derive<R: TryCryptoRng + ?Sized>(
        password: &str,
        kdf: Kdf,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let mut salt = [0u8; SALT_BYTES];
        rng.try_fill_bytes(&mut salt).map_err(|error| EncryptError::randomness(&error))?;
        let key = kdf.derive(password, &salt)?;
        Ok(Self { kdf, salt, key })
    }

    pub(crate) fn seal<R: TryCryptoRng + ?Sized>(
        &self,
        secret: &[u8],
        function: ChecksumFunction,
        rng: &mut R,
    ) -> Result<Sealed, EncryptError> {
        Sealed::seal(secret, self.kdf, &self.salt, &self.key, function, rng)
    }
}

/// A key that seals ETH files: [`EncryptedEthKey::seal`](crate::EncryptedEthKey::seal).
///
/// All files that it seals carry its salt, so whoever opens them derives once ([`OpeningKeys`](crate::OpeningKeys)). Each
/// still has an initialisation vector of its own, so no two share a key stream. Derive a new one for every batch.
///
/// It is worth less than the password, which it does not give, and still opens every file that it sealed. It is wiped when
/// dropped.
///
/// ```
/// use aztec_encrypted_keystore::{EncryptedEthKey, EthKdf, EthSealingKey, NewPassword};
/// use aztec_key_derivation::EthSecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let password = NewPassword::ascii("correct horse battery")?;
/// let sealing = EthSealingKey::derive(&password, EthKdf::Pbkdf2, &mut SysRng)?;
/// for number in 1..=100 {
///     let secret = EthSecretKey::from_be_bytes(&[number; 32])?;
///     let file = EncryptedEthKey::seal(&secret, &sealing, &mut SysRng)?;
///     assert_eq!(file.address(), Some(secret.address()));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct EthSealingKey(pub(crate) SealingKey);

impl EthSealingKey {
    /// Draws a salt from `rng` and derives the key.
    ///
    /// # Errors
    /// [`EncryptError::Randomness`], [`EncryptError::Memory`].
    pub fn derive<R: TryCryptoRng + ?Sized>(
        password: &NewPassword,
        kdf: EthKdf,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        SealingKey::derive(&password.nfkc(), kdf.into(), rng).map(Self)
    }
}

/// A key that seals BLS files: [`EncryptedBlsKey::seal`](crate::EncryptedBlsKey::seal).
///
/// What [`EthSealingKey`] says of its files holds for these. [`OpeningKeys`](crate::OpeningKeys) has an example.
pub struct BlsSealingKey(pub(crate) SealingKey);

impl BlsSealingKey {
    /// Draws a salt from `rng` and derives the key, by the PBKDF2 that the format asks for.
    ///
    /// # Errors
    /// [`EncryptError::Randomness`].
    pub fn derive<R: TryCryptoRng + ?Sized>(password: &NewPassword, rng: &mut R) -> Result<Self, EncryptError> {
        SealingKey::derive(&password.nfkd(), Kdf::Pbkdf2(Pbkdf2Params::STANDARD), rng).map(Self)
    }
}

// What they hold wipes itself.
impl ZeroizeOnDrop for EthSealingKey {}
impl ZeroizeOnDrop for BlsSealingKey {}

impl fmt::Debug for EthSealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EthSealingKey").field("kdf", &self.0.kdf).finish_non_exhaustive()
    }
}

impl fmt::Debug for BlsSealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlsSealingKey").field("kdf", &self.0.kdf).finish_non_exhaustive()
    }
}
