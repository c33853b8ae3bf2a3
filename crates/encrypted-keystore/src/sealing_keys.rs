//! The keys that a new password gives for the files that it is to open, each derived once.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rand_core::TryCryptoRng;

use crate::{BlsSealingKey, EncryptError, EthKdf, EthSealingKey, NewPassword, OpeningKeys};

/// What encrypts many secrets under one new password. Files of one kind and one key derivation share a salt; each has an
/// initialization vector of its own. A mnemonic shares its salt with nothing.
///
/// Derived keys are wiped with it.
pub struct SealingKeys<'a> {
    password: &'a NewPassword,
    eth: Mutex<Vec<(EthKdf, Arc<EthSealingKey>)>>,
    bls: Mutex<Option<Arc<BlsSealingKey>>>,
    /// For reading back. These are derived from the password again, so that a wrong derivation is noticed.
    opening: OpeningKeys<'a>,
}

impl<'a> SealingKeys<'a> {
    /// Those of a password. Nothing is derived before a file asks for it.
    #[must_use]
    pub fn of(password: &'a NewPassword) -> Self {
        Self { password, eth: Mutex::default(), bls: Mutex::default(), opening: OpeningKeys::of(password) }
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
        // Held while the key is derived, so that whoever comes second waits for the first.
        let mut kept = self.eth.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = kept.iter().find(|(known, _)| *known == kdf) {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(EthSealingKey::derive(self.password, kdf, rng)?);
        kept.push((kdf, Arc::clone(&key)));
        Ok(key)
    }

    pub(crate) fn bls<R: TryCryptoRng + ?Sized>(&self, rng: &mut R) -> Result<Arc<BlsSealingKey>, EncryptError> {
        let mut kept = self.bls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = &*kept {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(BlsSealingKey::derive(self.password, rng)?);
        *kept = Some(Arc::clone(&key));
        Ok(key)
    }
}

impl fmt::Debug for SealingKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealingKeys").finish_non_exhaustive()
    }
}
