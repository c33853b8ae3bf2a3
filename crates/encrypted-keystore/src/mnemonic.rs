//! The encrypted mnemonic: an EIP-2335 file whose secret is text.

use std::fmt;

use aztec_key_derivation::Mnemonic;
use rand_core::TryCryptoRng;
use uuid::Uuid;

use crate::eip2335::shape::FileShape;
use crate::new_uuid::new_uuid;
use crate::sealed::Sealed;
use crate::sealing_key::SealingKey;
use crate::{
    DecryptError, EncryptError, Kdf, NewPassword, OpeningKeys, ParseError, Password, ScryptCost, eip2335, json,
};

/// The most bytes that an encrypted mnemonic may have. 24 English words have at most 215; other programs may write more
/// white space between them.
const MAX_PHRASE_BYTES: usize = 1024;

/// Tells the file from one that holds a key.
pub(crate) const DESCRIPTION: &str = "BIP-39 mnemonic";

/// A BIP-39 mnemonic in an EIP-2335 file: scrypt with n = 2^17, r = 8, p = 1, aes-128-ctr, SHA-256 checksum.
///
/// EIP-2335 encrypts a secret of any length, so any of its implementations gives the words back as UTF-8. The file has no
/// `pubkey`, an empty `path`, and the description "BIP-39 mnemonic". Its size shows how many letters the words have.
///
/// ```
/// use aztec_encrypted_keystore::{EncryptedMnemonic, NewPassword};
/// use aztec_key_derivation::{Mnemonic, WordCount};
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let mnemonic = Mnemonic::generate(WordCount::Words24, &mut SysRng)?;
/// let password = NewPassword::ascii("correct horse battery")?;
/// let file = EncryptedMnemonic::encrypt(&mnemonic, &password, &mut SysRng)?;
/// let read = EncryptedMnemonic::from_json(file.to_json().as_bytes())?;
/// assert_eq!(read.decrypt(&password)?, mnemonic);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: the KDF is within its bounds, the ciphertext has 1 to MAX_PHRASE_BYTES bytes.
pub struct EncryptedMnemonic {
    sealed: Sealed,
    uuid: Uuid,
}

impl EncryptedMnemonic {
    /// Encrypts a mnemonic: its words, with single spaces between them.
    ///
    /// Salt, IV and identifier are drawn from `rng`; pass the operating system's generator. There is no `seal` as keys have
    /// it: the derived key of the ETH files is in the memory of every node that opens them, and must not open the mnemonic,
    /// which never leaves the ceremony.
    ///
    /// # Errors
    /// [`EncryptError::Randomness`], [`EncryptError::Memory`].
    pub fn encrypt<R: TryCryptoRng + ?Sized>(
        mnemonic: &Mnemonic,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let kdf = Kdf::Scrypt(ScryptCost::DEFAULT.into());
        let key = SealingKey::derive(&password.nfkd(), kdf, rng)?;
        let sealed = eip2335::seal(mnemonic.to_phrase().as_bytes(), &key, rng)?;
        Ok(Self { sealed, uuid: new_uuid(rng)? })
    }

    /// Decrypts the mnemonic. The checksum in its words shows that it is the one that was stored.
    ///
    /// # Errors
    /// [`DecryptError::WrongPassword`] or [`DecryptError::Memory`] if the file does not open. If it opens but holds no
    /// mnemonic, [`DecryptError::NotText`] or [`DecryptError::NotMnemonic`].
    pub fn decrypt(&self, password: &Password) -> Result<Mnemonic, DecryptError> {
        self.open(&OpeningKeys::of(password))
    }

    /// The same with keys that other files under the password may have needed, too.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn open(&self, keys: &OpeningKeys<'_>) -> Result<Mnemonic, DecryptError> {
        let opened = eip2335::open(&self.sealed, keys)?;
        let phrase = str::from_utf8(&opened).map_err(|_| DecryptError::NotText)?;
        Mnemonic::parse(phrase).map_err(DecryptError::NotMnemonic)
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
            let actual = sealed.ciphertext.len();
            return Err(ParseError::Length { field: "crypto.cipher.message", expected: "1 to 1024", actual });
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

impl fmt::Debug for EncryptedMnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedMnemonic")
            .field("uuid", &self.uuid)
            .field("kdf", &self.sealed.kdf)
            .finish_non_exhaustive()
    }
}
