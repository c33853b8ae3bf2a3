//! The encrypted mnemonic: an EIP-2335 file whose secret is text.

use std::fmt;

use rand_core::TryCryptoRng;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::eip2335::shape::FileShape;
use crate::new_uuid::new_uuid;
use crate::sealed::Sealed;
use crate::{DecryptError, EncryptError, Kdf, NewPassword, ParseError, Password, ScryptCost, eip2335, json};

/// The most bytes of UTF-8 that a mnemonic may have. 24 English words have at most 215.
pub const MAX_PHRASE_BYTES: usize = 1024;

/// Tells the file from one that holds a key.
pub(crate) const DESCRIPTION: &str = "BIP-39 mnemonic";

/// A BIP-39 mnemonic in an EIP-2335 file: scrypt with n = 2^17, r = 8, p = 1, aes-128-ctr, SHA-256 checksum.
///
/// EIP-2335 encrypts a secret of any length, so any of its implementations gives the words back as UTF-8. The file has no
/// `pubkey`, an empty `path`, and the description "BIP-39 mnemonic". Its size tells how many letters the words have.
// Invariant: the KDF is within its bounds, the ciphertext has 1 to MAX_PHRASE_BYTES bytes.
pub struct EncryptedMnemonic {
    sealed: Sealed,
    uuid: Uuid,
}

impl EncryptedMnemonic {
    /// Encrypts a mnemonic. Whether its words and its checksum are right is for the caller to know.
    ///
    /// Salt, IV and identifier are drawn from `rng`; pass the operating system's generator.
    ///
    /// # Errors
    /// [`EncryptError::Mnemonic`] if it is empty, longer than [`MAX_PHRASE_BYTES`], or holds a control character.
    /// [`EncryptError::Randomness`], [`EncryptError::Memory`].
    pub fn encrypt<R: TryCryptoRng + ?Sized>(
        phrase: &str,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        if !is_phrase(phrase) {
            return Err(EncryptError::Mnemonic);
        }
        let kdf = Kdf::Scrypt(ScryptCost::DEFAULT.into());
        let sealed = eip2335::seal(phrase.as_bytes(), kdf, password, rng)?;
        Ok(Self { sealed, uuid: new_uuid(rng)? })
    }

    /// Decrypts the mnemonic. Its words carry a checksum of their own; the caller checks it by parsing them.
    ///
    /// # Errors
    /// [`DecryptError::WrongPassword`], [`DecryptError::NotText`], [`DecryptError::Memory`].
    pub fn decrypt(&self, password: &Password) -> Result<Zeroizing<String>, DecryptError> {
        let opened = eip2335::open(&self.sealed, password)?;
        let phrase = str::from_utf8(&opened).map_err(|_| DecryptError::NotText)?;
        if is_phrase(phrase) { Ok(Zeroizing::new(phrase.to_owned())) } else { Err(DecryptError::NotText) }
    }

    /// The identifier of the file.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// How the password becomes a key.
    #[must_use]
    pub fn kdf(&self) -> Kdf {
        self.sealed.kdf
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ParseError`] for everything that is not such a file, or whose KDF is out of bounds.
    pub fn from_json(content: &[u8]) -> Result<Self, ParseError> {
        let FileShape { crypto, description, pubkey: _, path: _, uuid, version } = json::parse(content)?;
        eip2335::check_version(version)?;
        if description.as_deref() != Some(DESCRIPTION) {
            return Err(ParseError::Unsupported { field: "description", supported: DESCRIPTION });
        }
        let sealed = eip2335::read(&crypto)?;
        if !(1..=MAX_PHRASE_BYTES).contains(&sealed.ciphertext.len()) {
            let found = sealed.ciphertext.len();
            return Err(ParseError::Length { field: "crypto.cipher.message", expected: "1 to 1024", found });
        }
        Ok(Self { sealed, uuid: json::uuid("uuid", &uuid)? })
    }

    /// The content of the file: indented JSON, lower-case hexadecimal.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::render(&FileShape {
            crypto: eip2335::write(&self.sealed),
            description: Some(DESCRIPTION.to_owned()),
            pubkey: None,
            path: String::new(),
            uuid: self.uuid.to_string(),
            version: eip2335::VERSION,
        })
    }
}

fn is_phrase(text: &str) -> bool {
    (1..=MAX_PHRASE_BYTES).contains(&text.len()) && !text.chars().any(char::is_control)
}

impl fmt::Debug for EncryptedMnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedMnemonic")
            .field("uuid", &self.uuid)
            .field("kdf", &self.sealed.kdf)
            .finish_non_exhaustive()
    }
}
