//! Web3 Secret Storage, version 3: one ETH secret key.

mod address;
mod shape;

use std::fmt;

use alloy_primitives::Address;
use rand_core::TryCryptoRng;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::eip2335::shape::CipherParamsShape;
use crate::json::{self, array_from_hex, bytes_from_hex, without_0x};
use crate::kdf_fields::{self, FieldNames};
use crate::new_uuid::new_uuid;
use crate::sealed::{ChecksumFunction, Sealed};
use crate::{DecryptError, EncryptError, EthKdf, Kdf, NewPassword, ParseError, Password};
use address::address_of;
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
// Invariant: the KDF is within its bounds, the ciphertext has 32 bytes.
pub struct EncryptedEthKey {
    sealed: Sealed,
    address: Option<Address>,
    id: Uuid,
}

impl EncryptedEthKey {
    /// Encrypts an ETH secret key: 32 bytes, big-endian, within 1 and the order of secp256k1 less 1.
    ///
    /// Salt, IV and identifier are drawn from `rng`; pass the operating system's generator.
    ///
    /// # Errors
    /// [`EncryptError::EthSecretOutOfRange`], [`EncryptError::Randomness`], [`EncryptError::Memory`].
    pub fn encrypt<R: TryCryptoRng + ?Sized>(
        secret: &[u8; 32],
        kdf: EthKdf,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let address = address_of(secret).ok_or(EncryptError::EthSecretOutOfRange)?;
        let sealed = Sealed::seal(secret, kdf.into(), ChecksumFunction::Keccak256, &password.nfkc(), rng)?;
        let id = new_uuid(rng)?;
        Ok(Self { sealed, address: Some(address), id })
    }

    /// Decrypts the secret key, 32 bytes, big-endian. The key belongs to the address that the file names.
    ///
    /// Programs disagree on passwords beyond ASCII: the NFKC form is tried first, then the password as it is.
    ///
    /// # Errors
    /// [`DecryptError::AddressMissing`] if the file names no address: use [`EncryptedEthKey::decrypt_for`].
    /// [`DecryptError::WrongPassword`], [`DecryptError::AddressMismatch`], [`DecryptError::EthSecretOutOfRange`],
    /// [`DecryptError::Memory`].
    pub fn decrypt(&self, password: &Password) -> Result<Zeroizing<[u8; 32]>, DecryptError> {
        self.address.ok_or(DecryptError::AddressMissing)?;
        Ok(self.decrypt_with_address(password)?.0)
    }

    /// Decrypts the secret key of `address`, 32 bytes, big-endian, also where the file names no address.
    ///
    /// # Errors
    /// [`DecryptError::AddressMismatch`] if the file names another address or holds the key of another.
    /// [`DecryptError::WrongPassword`], [`DecryptError::EthSecretOutOfRange`],
    /// [`DecryptError::Memory`].
    pub fn decrypt_for(&self, password: &Password, address: Address) -> Result<Zeroizing<[u8; 32]>, DecryptError> {
        if let Some(found) = self.address.filter(|found| *found != address) {
            return Err(DecryptError::AddressMismatch { expected: address, found });
        }
        match self.decrypt_with_address(password)? {
            (secret, found) if found == address => Ok(secret),
            (_, found) => Err(DecryptError::AddressMismatch { expected: address, found }),
        }
    }

    /// Decrypts the secret key, 32 bytes, big-endian, and says of which address it is.
    ///
    /// Where the file names no address, nothing else shows that the key is the one that was stored: the checksum does not
    /// cover the initialisation vector. So somebody has to compare the address.
    ///
    /// # Errors
    /// [`DecryptError::AddressMismatch`] if the file names an address and holds the key of another.
    /// [`DecryptError::WrongPassword`], [`DecryptError::EthSecretOutOfRange`],
    /// [`DecryptError::Memory`].
    pub fn decrypt_with_address(&self, password: &Password) -> Result<(Zeroizing<[u8; 32]>, Address), DecryptError> {
        let opened = self.open(password)?;
        let mut secret = Zeroizing::new([0u8; SECRET_BYTES]);
        secret.copy_from_slice(&opened);
        let found = address_of(&secret).ok_or(DecryptError::EthSecretOutOfRange)?;
        match self.address {
            Some(expected) if expected != found => Err(DecryptError::AddressMismatch { expected, found }),
            _ => Ok((secret, found)),
        }
    }

    fn open(&self, password: &Password) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let open = |text: &str| self.sealed.open(ChecksumFunction::Keccak256, text);
        let normalised = password.nfkc();
        let otherwise = (*normalised != password.verbatim()).then(|| password.verbatim());
        match (open(&normalised), otherwise) {
            (Err(DecryptError::WrongPassword), Some(otherwise)) => open(otherwise),
            (opened, _) => opened,
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

    /// Reads a file. Fields of other programs' own are ignored; case in field names and hexadecimal, a `0x` before the
    /// address and a missing address are tolerated as far as well-known programs write them so.
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
        if ciphertext.len() != SECRET_BYTES {
            return Err(ParseError::Length { field: "crypto.ciphertext", expected: "32", found: ciphertext.len() });
        }
        let sealed = Sealed {
            kdf,
            salt,
            iv: array_from_hex("crypto.cipherparams.iv", "16", &crypto.cipherparams.iv)?,
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

impl fmt::Debug for EncryptedEthKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedEthKey")
            .field("address", &self.address)
            .field("id", &self.id)
            .field("kdf", &self.sealed.kdf)
            .finish_non_exhaustive()
    }
}
