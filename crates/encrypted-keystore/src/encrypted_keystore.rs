//! Any of the three files, recognised by what they say of themselves.

use alloy_primitives::Address;
use rand_core::TryCryptoRng;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::{
    DecryptError, DecryptedSecret, EncryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, EthKdf, Kdf,
    NewPassword, OpeningKeys, ParseError, Password, SealingKeys, eip2335, json, mnemonic, v3,
};

/// An encrypted key file of any kind.
///
/// ```
/// use aztec_encrypted_keystore::{DecryptedSecret, EncryptedEthKey, EncryptedKeystore, EthKdf, NewPassword};
/// use aztec_key_derivation::EthSecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let secret = EthSecretKey::from_be_bytes(&[0x11; 32])?;
/// let old = NewPassword::ascii("correct horse battery")?;
/// let text = EncryptedEthKey::encrypt(&secret, EthKdf::Pbkdf2, &old, &mut SysRng)?.to_json();
///
/// let file = EncryptedKeystore::from_json(text.as_bytes())?;
/// let opened = file.decrypt(&old)?;
/// assert!(matches!(&opened, DecryptedSecret::Eth(key) if *key == secret));
///
/// // The same secret under another password.
/// let new = NewPassword::ascii("battery staple correct")?;
/// let rewritten = file.reencrypt(&opened, &new, &mut SysRng)?;
/// assert!(rewritten.decrypt(&old).is_err() && rewritten.decrypt(&new).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum EncryptedKeystore {
    /// Web3 Secret Storage V3: an ETH key.
    Eth(EncryptedEthKey),
    /// The BN254 format: a BLS key.
    Bls(EncryptedBlsKey),
    /// A mnemonic.
    Mnemonic(EncryptedMnemonic),
}

#[derive(Deserialize)]
struct ProbeShape {
    version: u64,
    description: Option<String>,
}

impl EncryptedKeystore {
    /// Reads a file: version 3 is an ETH key; version 4 a mnemonic if its description says so, else a BLS key.
    ///
    /// # Errors
    /// [`ParseError`] of the kind that the file claims to be.
    pub fn from_json(content: &[u8]) -> Result<Self, ParseError> {
        let ProbeShape { version, description } = json::parse(content)?;
        match version {
            v3::VERSION => EncryptedEthKey::from_json(content).map(Self::Eth),
            eip2335::VERSION if description.as_deref() == Some(mnemonic::DESCRIPTION) => {
                EncryptedMnemonic::from_json(content).map(Self::Mnemonic)
            }
            eip2335::VERSION => EncryptedBlsKey::from_json(content).map(Self::Bls),
            _ => Err(ParseError::Unsupported {
                field: "version",
                supported: "3 (an ETH key) or 4 (a BLS key or mnemonic)",
            }),
        }
    }

    /// Decrypts what the file holds.
    ///
    /// # Errors
    /// As [`EncryptedEthKey::decrypt`], [`EncryptedBlsKey::decrypt`] and [`EncryptedMnemonic::decrypt`].
    pub fn decrypt(&self, password: &Password) -> Result<DecryptedSecret, DecryptError> {
        self.open(&OpeningKeys::of(password))
    }

    /// The same for many files under one password: what was derived for one serves all with its salt.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn open(&self, keys: &OpeningKeys<'_>) -> Result<DecryptedSecret, DecryptError> {
        Ok(match self {
            Self::Eth(file) => DecryptedSecret::Eth(file.open(keys)?),
            Self::Bls(file) => DecryptedSecret::Bls { secret: file.open(keys)?, path: file.path().to_owned() },
            Self::Mnemonic(file) => DecryptedSecret::Mnemonic(file.open(keys)?),
        })
    }

    /// The same, for ETH keys whose file names no address: the caller says whose it is. Where the file does name one,
    /// both must agree. An address has no effect on files of another kind.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn open_for(&self, keys: &OpeningKeys<'_>, address: Option<Address>) -> Result<DecryptedSecret, DecryptError> {
        match (self, address) {
            (Self::Eth(file), Some(address)) => file.open_for(keys, address).map(DecryptedSecret::Eth),
            _ => self.open(keys),
        }
    }

    /// Encrypts `secret`, which came out of this file, under a new password. An ETH key keeps its key derivation function, and
    /// its cost unless that is not one of new files ([`EthKdf::closest_to`]).
    ///
    /// The result has been read back from its text, opened, and compared with `secret`.
    ///
    /// # Errors
    /// [`ReencryptError`].
    pub fn reencrypt<R: TryCryptoRng + ?Sized>(
        &self,
        secret: &DecryptedSecret,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<Self, ReencryptError> {
        self.reseal(secret, &SealingKeys::of(password), rng)
    }

    /// The same for many files: those of one kind share what is derived from the new password, and its salt.
    ///
    /// # Errors
    /// [`ReencryptError`].
    pub fn reseal<R: TryCryptoRng + ?Sized>(
        &self,
        secret: &DecryptedSecret,
        keys: &SealingKeys<'_>,
        rng: &mut R,
    ) -> Result<Self, ReencryptError> {
        self.seal(secret, keys, rng)?.read_back(secret, keys.opening())
    }

    /// The file as its text is read, where it opens to this secret.
    fn read_back(&self, secret: &DecryptedSecret, keys: &OpeningKeys<'_>) -> Result<Self, ReencryptError> {
        let read = Self::from_json(self.to_json().as_bytes()).map_err(|_| ReencryptError::Differs)?;
        match read.open(keys) {
            Ok(opened) if opened.ct_eq(secret).into() => Ok(read),
            Err(DecryptError::Memory { bytes }) => Err(EncryptError::Memory { bytes }.into()),
            _ => Err(ReencryptError::Differs),
        }
    }

    fn seal<R: TryCryptoRng + ?Sized>(
        &self,
        secret: &DecryptedSecret,
        keys: &SealingKeys<'_>,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        Ok(match secret {
            DecryptedSecret::Eth(secret) => {
                let key = keys.eth(EthKdf::closest_to(self.kdf()), rng)?;
                Self::Eth(EncryptedEthKey::seal(secret, &key, rng)?)
            }
            DecryptedSecret::Bls { secret, path } => {
                Self::Bls(EncryptedBlsKey::seal(secret, path, &*keys.bls(rng)?, rng)?)
            }
            DecryptedSecret::Mnemonic(mnemonic) => {
                Self::Mnemonic(EncryptedMnemonic::encrypt(mnemonic, keys.password(), rng)?)
            }
        })
    }

    /// The content of the file.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            Self::Eth(file) => file.to_json(),
            Self::Bls(file) => file.to_json(),
            Self::Mnemonic(file) => file.to_json(),
        }
    }

    /// How the password becomes a key.
    #[must_use]
    pub fn kdf(&self) -> Kdf {
        match self {
            Self::Eth(file) => file.kdf(),
            Self::Bls(file) => file.kdf(),
            Self::Mnemonic(file) => file.kdf(),
        }
    }
}

/// Why a secret was not encrypted anew.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReencryptError {
    /// It cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// What was encrypted does not open to the same secret.
    #[error("what was encrypted does not hold the same secret; keep the old file, and check the machine")]
    Differs,
}

#[cfg(test)]
mod tests {
    use aztec_key_derivation::EthSecretKey;
    use rand::rngs::SysRng;

    use super::*;
    use crate::ScryptCost;
    #[cfg(target_os = "linux")]
    use crate::limited_process::is_limited_to_a_gibibyte;

    fn secret(byte: u8) -> DecryptedSecret {
        DecryptedSecret::Eth(EthSecretKey::from_be_bytes(&[byte; 32]).unwrap())
    }

    fn password() -> NewPassword {
        NewPassword::ascii("correct horse battery").unwrap()
    }

    #[test]
    fn what_does_not_open_to_the_same_secret_is_not_handed_out() {
        let (password, other) = (password(), Password::existing("another").unwrap());
        let file = secret(1).encrypt(EthKdf::Pbkdf2, &password, &mut SysRng).unwrap();
        let keys = OpeningKeys::of(&password);
        assert_eq!(file.read_back(&secret(1), &keys).unwrap().to_json(), file.to_json());
        assert_eq!(file.read_back(&secret(2), &keys).unwrap_err(), ReencryptError::Differs);
        assert_eq!(file.read_back(&secret(1), &OpeningKeys::of(&other)).unwrap_err(), ReencryptError::Differs);
    }

    /// In a process that may have no more than the gibibyte that the file takes: this program once more.
    #[cfg(target_os = "linux")]
    #[test]
    fn without_the_memory_for_reading_it_back_a_file_is_not_called_wrong() {
        if !is_limited_to_a_gibibyte(
            "encrypted_keystore::tests::without_the_memory_for_reading_it_back_a_file_is_not_called_wrong",
        ) {
            return;
        }
        let password = password();
        let file = secret(1).encrypt(EthKdf::Scrypt(ScryptCost::MIN), &password, &mut SysRng).unwrap();
        let costly = file.to_json().replace("\"n\": 16384", "\"n\": 1048576");
        let costly = EncryptedKeystore::from_json(costly.as_bytes()).unwrap();
        let error = costly.read_back(&secret(1), &OpeningKeys::of(&password)).unwrap_err();
        assert_eq!(error, EncryptError::Memory { bytes: 1 << 30 }.into());
    }
}
