//! The keys that a password gives for the files it opens, each derived once.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::derived_key::DerivedKey;
use crate::scrypt_memory::OutOfMemory;
use crate::{Kdf, Password};

/// So many derived keys are kept; those unused for longest go first. A batch has three salts, or one for each file.
const MOST_KEPT: usize = 32;

/// A password, and the keys that it gave for files that were opened.
///
/// Files that share a salt, as those of one batch do, share a derived key: with the same `OpeningKeys` they cost one
/// derivation, however many threads open them. At most 32 keys are kept. They are wiped when this is dropped; keep it no
/// longer than the work takes.
///
/// ```
/// use aztec_encrypted_keystore::{BlsSealingKey, EncryptedBlsKey, NewPassword, OpeningKeys};
/// use bn254_bls::SecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let password = NewPassword::ascii("correct horse battery")?;
/// let sealing = BlsSealingKey::derive(&password, &mut SysRng)?;
/// let secrets = [SecretKey::generate(&mut SysRng)?, SecretKey::generate(&mut SysRng)?];
///
/// let keys = OpeningKeys::of(&password);
/// for secret in &secrets {
///     let file = EncryptedBlsKey::seal(secret, "", &sealing, &mut SysRng)?;
///     assert_eq!(file.open(&keys)?.public_key(), secret.public_key());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct OpeningKeys<'a> {
    password: &'a Password,
    /// The one used last stands last.
    kept: Mutex<Vec<Arc<Kept>>>,
}

/// In which form a format takes the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasswordForm {
    Nfkc,
    Nfkd,
    Verbatim,
}

/// One derivation: what goes in, and what came out once it was done.
struct Kept {
    form: PasswordForm,
    kdf: Kdf,
    salt: Vec<u8>,
    // Whoever comes second waits for the first.
    key: Mutex<Option<Arc<DerivedKey>>>,
}

impl<'a> OpeningKeys<'a> {
    /// The keys of this password. Nothing is derived yet.
    #[must_use]
    pub fn of(password: &'a Password) -> Self {
        Self { password, kept: Mutex::new(Vec::with_capacity(MOST_KEPT)) }
    }

    pub(crate) fn password(&self) -> &Password {
        self.password
    }

    /// The key for files with this salt, derived now if it was not before. A derivation that failed is tried again.
    pub(crate) fn get(&self, form: PasswordForm, kdf: Kdf, salt: &[u8]) -> Result<Arc<DerivedKey>, OutOfMemory> {
        let kept = self.entry(form, kdf, salt);
        let mut key = kept.key.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = &*key {
            return Ok(Arc::clone(key));
        }
        let derived = Arc::new(self.derive(form, kdf, salt)?);
        *key = Some(Arc::clone(&derived));
        Ok(derived)
    }

    fn entry(&self, form: PasswordForm, kdf: Kdf, salt: &[u8]) -> Arc<Kept> {
        let mut entries = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = entries.iter().position(|kept| kept.form == form && kept.kdf == kdf && kept.salt == salt);
        let entry = match known {
            Some(position) => entries.remove(position),
            None => Arc::new(Kept { form, kdf, salt: salt.to_vec(), key: Mutex::new(None) }),
        };
        if entries.len() == MOST_KEPT {
            entries.remove(0);
        }
        entries.push(Arc::clone(&entry));
        entry
    }

    /// How many derivations are kept.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.kept.lock().unwrap().len()
    }

    fn derive(&self, form: PasswordForm, kdf: Kdf, salt: &[u8]) -> Result<DerivedKey, OutOfMemory> {
        match form {
            PasswordForm::Nfkc => kdf.derive(&self.password.nfkc(), salt),
            PasswordForm::Nfkd => kdf.derive(&self.password.nfkd(), salt),
            PasswordForm::Verbatim => kdf.derive(self.password.verbatim(), salt),
        }
    }
}

/// Shows neither the password nor how many keys it gave.
impl fmt::Debug for OpeningKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpeningKeys").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::{Pbkdf2Params, ScryptParams};

    const FORM: PasswordForm = PasswordForm::Nfkc;

    fn password() -> Password {
        Password::existing("correct horse battery").unwrap()
    }

    fn quick() -> Kdf {
        Kdf::Pbkdf2(Pbkdf2Params::new(1).unwrap())
    }

    #[test]
    fn many_threads_get_one_and_the_same_key() {
        let password = password();
        let keys = OpeningKeys::of(&password);
        let kdf = Kdf::Pbkdf2(Pbkdf2Params::new(1 << 16).unwrap());
        let derived: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| keys.get(FORM, kdf, &[7; 32]).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(derived.iter().all(|key| Arc::ptr_eq(key, &derived[0])), "derived once");
    }

    #[test]
    fn salt_parameters_and_form_each_give_another_key() {
        let password = Password::existing("\u{1d531}é-password").unwrap();
        let keys = OpeningKeys::of(&password);
        let other = Kdf::Scrypt(ScryptParams::new(2, 8, 1).unwrap());
        let derived = [
            keys.get(FORM, quick(), &[7; 32]).unwrap(),
            keys.get(FORM, quick(), &[8; 32]).unwrap(),
            keys.get(FORM, other, &[7; 32]).unwrap(),
            keys.get(PasswordForm::Nfkd, quick(), &[7; 32]).unwrap(),
            keys.get(PasswordForm::Verbatim, quick(), &[7; 32]).unwrap(),
        ];
        for (position, key) in derived.iter().enumerate() {
            assert!(derived[..position].iter().all(|other| other.aes_key() != key.aes_key()), "{position}");
        }
    }

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let password = password();
        let keys = OpeningKeys::of(&password);
        let get = |salt: u8| keys.get(FORM, quick(), &[salt; 32]).unwrap();
        let (often, once) = (get(255), get(254));
        for salt in 0..100 {
            get(salt);
            assert!(Arc::ptr_eq(&get(255), &often), "after {salt}");
        }
        assert_eq!(keys.len(), MOST_KEPT);
        assert_eq!(Arc::strong_count(&once), 1, "no longer kept");
        assert_eq!(get(254).aes_key(), once.aes_key(), "and derived once more");
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", OpeningKeys::of(&password())), "OpeningKeys { .. }");
    }
}
