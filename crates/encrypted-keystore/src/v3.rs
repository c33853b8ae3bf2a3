//! Web3 Secret Storage, version 3: one ETH secret key.

mod shape;

use std::fmt;

use alloy_primitives::Address;
use aztec_key_derivation::EthSecretKey;
use rand_core::TryCryptoRng;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::eip2335::shape::CipherParamsShape;
use crate::json::{self, array_from_hex, bytes_from_hex, without_0x};
use crate::kdf_fields::{self, FieldNames};
use crate::new_uuid::new_uuid;
use crate::opening_keys::PasswordForm;
use crate::sealed::{ChecksumFunction, IV_BYTES, Sealed};
use crate::{DecryptError, EncryptError, EthKdf, EthSealingKey, Kdf, NewPassword, OpeningKeys, ParseError, Password};
use shape::{CryptoShape, FileShape};

pub(crate) const VERSION: u64 = 3;

const SECRET_BYTES: usize = 32;
const AES_128_CTR: &str = "aes-128-ctr";

const KDF_FIELDS: FieldNames = FieldNames {
    function: "crypto.kdf",
    salt: "crypto.kdfparams.salt",
    prf: "crypto.kdfparams.prf",
    n: "crypto.kdfparams.n",
    r: "crypto.kdfparams.r",
    p: "crypto.kdfparams.p",
    c: "crypto.kdfparams.c",
};

/// An ETH secret key in a Web3 Secret Storage V3 file, as geth, foundry, ethers, Web3Signer and the Aztec node read it:
/// aes-128-ctr under scrypt or PBKDF2, mac = keccak256(dk\[16..32\] | ciphertext).
///
/// ```
/// use aztec_encrypted_keystore::{EncryptedEthKey, EthKdf, NewPassword};
/// use aztec_key_derivation::EthSecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let secret = EthSecretKey::from_be_bytes(&[0x11; 32])?;
/// let password = NewPassword::ascii("correct horse battery")?;
/// let file = EncryptedEthKey::encrypt(&secret, EthKdf::Pbkdf2, &password, &mut SysRng)?;
/// assert_eq!(file.address(), Some(secret.address()));
/// let read = EncryptedEthKey::from_json(file.to_json().as_bytes())?;
/// assert_eq!(read.decrypt(&password)?, secret);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: the KDF is within its bounds, the ciphertext has 1 to 32 bytes.
pub struct EncryptedEthKey {
    sealed: Sealed,
    address: Option<Address>,
    id: Uuid,
}

impl EncryptedEthKey {
    /// Encrypts an ETH secret key.
    ///
    /// Salt, IV and identifier are drawn from `rng`; pass the operating system's generator. For many keys under one
    /// password, see [`seal`](Self::seal).
    ///
    /// # Errors
    /// [`EncryptError::Randomness`], [`EncryptError::Memory`].
    pub fn encrypt<R: TryCryptoRng + ?Sized>(
        secret: &EthSecretKey,
        kdf: EthKdf,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        Self::seal(secret, &EthSealingKey::derive(password, kdf, rng)?, rng)
    }

    /// The same under a key that was derived before, for many files under one password.
    ///
    /// IV and identifier are drawn from `rng`; pass the operating system's generator.
    ///
    /// # Errors
    /// [`EncryptError::Randomness`].
    pub fn seal<R: TryCryptoRng + ?Sized>(
        secret: &EthSecretKey,
        key: &EthSealingKey,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let sealed = key.0.seal(&secret.to_be_bytes()[..], ChecksumFunction::Keccak256, rng)?;
        let id = new_uuid(rng)?;
        Ok(Self { sealed, address: Some(secret.address()), id })
    }

    /// Decrypts the secret key. It belongs to the address that the file names.
    ///
    /// Programs disagree on passwords beyond ASCII: the NFKC form is tried first, then the password as it is.
    ///
    /// # Errors
    /// [`DecryptError::AddressMissing`] if the file names no address: use [`EncryptedEthKey::decrypt_for`].
    /// [`DecryptError::WrongPassword`], [`DecryptError::AddressMismatch`], [`DecryptError::EthSecretOutOfRange`],
    /// [`DecryptError::Memory`].
    pub fn decrypt(&self, password: &Password) -> Result<EthSecretKey, DecryptError> {
        self.open(&OpeningKeys::of(password))
    }

    /// The same for many files under one password: what was derived for one serves all with its salt.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn open(&self, keys: &OpeningKeys<'_>) -> Result<EthSecretKey, DecryptError> {
        self.address.ok_or(DecryptError::AddressMissing)?;
        self.open_unconfirmed(keys)
    }

    /// Decrypts the secret key of `address`, also where the file names no address.
    ///
    /// # Errors
    /// [`DecryptError::AddressMismatch`] if the file names another address or holds the key of another.
    /// [`DecryptError::WrongPassword`], [`DecryptError::EthSecretOutOfRange`],
    /// [`DecryptError::Memory`].
    pub fn decrypt_for(&self, password: &Password, address: Address) -> Result<EthSecretKey, DecryptError> {
        self.open_for(&OpeningKeys::of(password), address)
    }

    /// The same for many files under one password, as [`open`](Self::open).
    ///
    /// # Errors
    /// As [`decrypt_for`](Self::decrypt_for).
    pub fn open_for(&self, keys: &OpeningKeys<'_>, address: Address) -> Result<EthSecretKey, DecryptError> {
        let must_be = |actual: Address| match actual == address {
            true => Ok(()),
            false => Err(DecryptError::AddressMismatch { expected: address, actual }),
        };
        // Before any work.
        self.address.map_or(Ok(()), must_be)?;
        let secret = self.open_unconfirmed(keys)?;
        must_be(secret.address())?;
        Ok(secret)
    }

    /// Decrypts the secret key, also where the file names no address.
    ///
    /// There, nothing else shows that the key is the one that was stored: the checksum does not cover the initialisation
    /// vector. So somebody has to compare the [address](EthSecretKey::address) of the key.
    ///
    /// # Errors
    /// [`DecryptError::AddressMismatch`] if the file names an address and holds the key of another.
    /// [`DecryptError::WrongPassword`], [`DecryptError::EthSecretOutOfRange`],
    /// [`DecryptError::Memory`].
    pub fn decrypt_unconfirmed(&self, password: &Password) -> Result<EthSecretKey, DecryptError> {
        self.open_unconfirmed(&OpeningKeys::of(password))
    }

    /// The same for many files under one password, as [`open`](Self::open).
    ///
    /// # Errors
    /// As [`decrypt_unconfirmed`](Self::decrypt_unconfirmed).
    pub fn open_unconfirmed(&self, keys: &OpeningKeys<'_>) -> Result<EthSecretKey, DecryptError> {
        let opened = self.open_sealed(keys)?;
        // Some programs strip the leading zeros of a key; geth puts them back as well.
        let mut bytes = Zeroizing::new([0u8; SECRET_BYTES]);
        bytes[SECRET_BYTES - opened.len()..].copy_from_slice(&opened);
        let secret = EthSecretKey::from_be_bytes(&bytes).map_err(|_| DecryptError::EthSecretOutOfRange)?;
        match (self.address, secret.address()) {
            (Some(expected), actual) if expected != actual => Err(DecryptError::AddressMismatch { expected, actual }),
            _ => Ok(secret),
        }
    }

    fn open_sealed(&self, keys: &OpeningKeys<'_>) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let open = |form| self.sealed.open(ChecksumFunction::Keccak256, form, keys);
        match open(PasswordForm::Nfkc) {
            Err(DecryptError::WrongPassword) if *keys.password().nfkc() != keys.password().verbatim() => {
                open(PasswordForm::Verbatim)
            }
            opened => opened,
        }
    }

    /// The address that the file names. Only decrypting shows that the key is the address's.
    #[must_use]
    pub fn address(&self) -> Option<Address> {
        self.address
    }

    /// The identifier of the file.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// How the password becomes a key.
    #[must_use]
    pub fn kdf(&self) -> Kdf {
        self.sealed.kdf
    }

    /// Reads a file, with all that well-known programs write: fields of their own, `Crypto` with a capital, hexadecimal of
    /// either case, a `0x` before the address or no address at all, keys and initialisation vectors without their leading
    /// zeros, a byte order mark. [`decrypt`](Self::decrypt) still shows that the key is the address's.
    ///
    /// # Errors
    /// [`ParseError`] for everything that is not such a file, or whose KDF is out of bounds.
    pub fn from_json(content: &[u8]) -> Result<Self, ParseError> {
        let FileShape { address, crypto, id, version } = json::parse(content)?;
        if version != VERSION {
            return Err(ParseError::Unsupported { field: "version", supported: "3" });
        }
        let (kdf, salt) = kdf_fields::read(&crypto.kdf, &crypto.kdfparams, &KDF_FIELDS)?;
        if crypto.cipher != AES_128_CTR {
            return Err(ParseError::Unsupported { field: "crypto.cipher", supported: AES_128_CTR });
        }
        let ciphertext = bytes_from_hex("crypto.ciphertext", &crypto.ciphertext)?;
        if !(1..=SECRET_BYTES).contains(&ciphertext.len()) {
            return Err(ParseError::Length {
                field: "crypto.ciphertext",
                expected: "1 to 32",
                actual: ciphertext.len(),
            });
        }
        let sealed = Sealed {
            kdf,
            salt,
            iv: read_iv(&crypto.cipherparams.iv)?,
            ciphertext,
            checksum: array_from_hex("crypto.mac", "32", &crypto.mac)?,
        };
        let address = match address {
            Some(text) => Some(array_from_hex("address", "20", without_0x(&text))?.into()),
            None => None,
        };
        Ok(Self { sealed, address, id: json::uuid("id", &id)? })
    }

    /// The content of the file: indented JSON, lower-case hexadecimal.
    #[must_use]
    pub fn to_json(&self) -> String {
        let hex = |bytes: &[u8]| base16ct::lower::encode_string(bytes);
        let (kdf, kdfparams) = kdf_fields::write(&self.sealed.kdf, &self.sealed.salt);
        json::render(&FileShape {
            address: self.address.map(|address| hex(address.as_slice())),
            crypto: CryptoShape {
                cipher: AES_128_CTR.to_owned(),
                cipherparams: CipherParamsShape { iv: hex(&self.sealed.iv) },
                ciphertext: hex(&self.sealed.ciphertext),
                kdf: kdf.to_owned(),
                kdfparams,
                mac: hex(&self.sealed.checksum),
            },
            id: self.id.to_string(),
            version: VERSION,
        })
    }
}

/// Early releases of Python's eth-keyfile drew a number and wrote it without leading zeros, in 1 file of 256.
fn read_iv(text: &str) -> Result<[u8; IV_BYTES], ParseError> {
    const FIELD: &str = "crypto.cipherparams.iv";
    let bytes = bytes_from_hex(FIELD, text)?;
    if !(1..=IV_BYTES).contains(&bytes.len()) {
        return Err(ParseError::Length { field: FIELD, expected: "1 to 16", actual: bytes.len() });
    }
    let mut iv = [0; IV_BYTES];
    iv[IV_BYTES - bytes.len()..].copy_from_slice(&bytes);
    Ok(iv)
}

impl fmt::Debug for EncryptedEthKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedEthKey")
            .field("address", &self.address)
            .field("id", &self.id)
            .field("kdf", &self.sealed.kdf)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::SysRng;

    use super::*;

    #[test]
    fn a_wrong_password_costs_a_second_derivation_only_where_its_forms_differ() {
        let secret = EthSecretKey::from_be_bytes(&[0x11; 32]).unwrap();
        let right = NewPassword::ascii("correct horse battery").unwrap();
        let file = EncryptedEthKey::encrypt(&secret, EthKdf::Pbkdf2, &right, &mut SysRng).unwrap();
        for (wrong, derivations) in [("incorrect horse", 1), ("e\u{301}", 2)] {
            let wrong = Password::existing(wrong).unwrap();
            let keys = OpeningKeys::of(&wrong);
            assert_eq!(file.open(&keys), Err(DecryptError::WrongPassword));
            assert_eq!(keys.len(), derivations);
        }
    }
}
