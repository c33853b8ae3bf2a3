//! The keys that a new password gives for the files that it is to open, each derived once.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rand_core::TryCryptoRng;

use crate::{BlsSealingKey, EncryptError, EthKdf, EthSealingKey, NewPassword, OpeningKeys};

/// A new password, and the keys that it gives for the files that are encrypted under it.
///
/// Files of one kind and one key derivation share a salt, unless each is to have its own; each has an initialisation vector of
/// its own. A mnemonic shares its salt with nothing. The derived keys are wiped when this is dropped.
///
/// ```
/// use aztec_encrypted_keystore::{EncryptedKeystore, NewPassword, OpeningKeys, Password, SealingKeys};
/// # use aztec_encrypted_keystore::EncryptedBlsKey;
/// # use bn254_bls::SecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let former = NewPassword::ascii("correct horse battery")?;
/// # let secret = SecretKey::generate(&mut SysRng)?;
/// # let text = EncryptedBlsKey::encrypt(&secret, "m/12381/3600/0/0/0", &former, &mut SysRng)?.to_json();
/// // `text` is the content of one of many files that get another password.
/// let former = Password::existing("correct horse battery")?;
/// let password = NewPassword::ascii("an umbrella for the lighthouse")?;
/// let (opening, sealing) = (OpeningKeys::of(&former), SealingKeys::of(&password));
/// let file = EncryptedKeystore::from_json(text.as_bytes())?;
/// let anew = file.reseal(&file.open(&opening)?, &sealing, &mut SysRng)?;
/// assert!(anew.decrypt(&password).is_ok() && anew.decrypt(&former).is_err());
/// # Ok(())
/// # }
/// ```
pub struct SealingKeys<'a> {
    password: &'a NewPassword,
    salt_per_file: bool,
    eth: Mutex<Vec<(EthKdf, Arc<EthSealingKey>)>>,
    bls: Mutex<Option<Arc<BlsSealingKey>>>,
    /// For reading back. These are derived from the password again, so that a wrong derivation is noticed.
    opening: OpeningKeys<'a>,
}

impl<'a> SealingKeys<'a> {
    /// The keys of this password, with a salt for each kind of file. Nothing is derived before a file needs it.
    #[must_use]
    pub fn of(password: &'a NewPassword) -> Self {
        let opening = OpeningKeys::of(password);
        Self { password, salt_per_file: false, eth: Mutex::default(), bls: Mutex::default(), opening }
    }

    /// The keys of this password, with a salt for each file: one derivation a file, and a derived key that leaks opens one file.
    #[must_use]
    pub fn with_salt_per_file(password: &'a NewPassword) -> Self {
        Self { salt_per_file: true, ..Self::of(password) }
    }

    pub(crate) fn opening(&self) -> &OpeningKeys<'a> {
        &self.opening
    }

    pub(crate) fn password(&self) -> &'a NewPassword {
        self.password
    }

    pub(crate) fn eth<R: TryCryptoRng + ?Sized>(
        &self,
        kdf: EthKdf,
        rng: &mut R,
    ) -> Result<Arc<EthSealingKey>, EncryptError> {
        let derive = |rng: &mut R| Ok(Arc::new(EthSealingKey::derive(self.password, kdf, rng)?));
        if self.salt_per_file {
            return derive(rng);
        }
        // Held while the key is derived, so that whoever comes second waits for the first.
        let mut kept = self.eth.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = kept.iter().find(|(known, _)| *known == kdf) {
            return Ok(Arc::clone(key));
        }
        let key = derive(rng)?;
        kept.push((kdf, Arc::clone(&key)));
        Ok(key)
    }

    pub(crate) fn bls<R: TryCryptoRng + ?Sized>(&self, rng: &mut R) -> Result<Arc<BlsSealingKey>, EncryptError> {
        let derive = |rng: &mut R| Ok(Arc::new(BlsSealingKey::derive(self.password, rng)?));
        if self.salt_per_file {
            return derive(rng);
        }
        let mut kept = self.bls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = &*kept {
            return Ok(Arc::clone(key));
        }
        let key = derive(rng)?;
        *kept = Some(Arc::clone(&key));
        Ok(key)
    }
}

impl fmt::Debug for SealingKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealingKeys").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let password = NewPassword::ascii("correct horse battery").unwrap();
        assert_eq!(format!("{:?}", SealingKeys::of(&password)), "SealingKeys { .. }");
    }
}
