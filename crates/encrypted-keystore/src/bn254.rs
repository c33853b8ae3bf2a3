//! The BN254 key file of the Aztec node: EIP-2335 in shape, one BLS secret key.

use std::fmt;

use aztec_key_derivation::{DerivationPath, DerivationPathError};
use bn254_bls::{G1Point, SecretKey};
use rand_core::TryCryptoRng;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::eip2335::shape::FileShape;
use crate::json::{self, array_from_hex, without_0x};
use crate::new_uuid::new_uuid;
use crate::sealed::Sealed;
use crate::{BlsSealingKey, DecryptError, EncryptError, Kdf, NewPassword, OpeningKeys, ParseError, Password, eip2335};

const SECRET_BYTES: usize = 32;

/// A BLS secret key in the file that the Aztec node reads, and no other program: PBKDF2 with HMAC-SHA-256 and
/// c = 262144, aes-128-ctr, checksum = sha256(dk\[16..32\] | ciphertext), `pubkey` the compressed point in G1.
///
/// Source: `bn254_keystore.ts` of the npm package `@aztec/foundation`, which follows EIP-2335 but for the curve.
///
/// ```
/// use aztec_encrypted_keystore::{EncryptedBlsKey, NewPassword};
/// use bn254_bls::SecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let secret = SecretKey::generate(&mut SysRng)?;
/// let password = NewPassword::ascii("correct horse battery")?;
/// let file = EncryptedBlsKey::encrypt(&secret, "m/12381/3600/0/0/0", &password, &mut SysRng)?;
/// assert_eq!(file.public_key(), *secret.public_key().g1());
/// let read = EncryptedBlsKey::from_json(file.to_json().as_bytes())?;
/// assert_eq!(read.decrypt(&password)?.public_key(), secret.public_key());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: the KDF is PBKDF2 within its bounds, the ciphertext has 32 bytes.
pub struct EncryptedBlsKey {
    sealed: Sealed,
    public_key: G1Point,
    path: Option<DerivationPath>,
    uuid: Uuid,
}

impl EncryptedBlsKey {
    /// Encrypts a BLS secret key. `path` says how it was derived, such as `m/12381/3600/0/0/0`; it is empty for a key that
    /// was not derived.
    ///
    /// Salt, IV and identifier are drawn from `rng`; pass the operating system's generator. For many keys under one
    /// password, see [`seal`](Self::seal).
    ///
    /// # Errors
    /// [`EncryptError::DerivationPath`], [`EncryptError::Randomness`].
    pub fn encrypt<R: TryCryptoRng + ?Sized>(
        secret: &SecretKey,
        path: &str,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        // Before any work.
        read_path(path).map_err(|_| EncryptError::DerivationPath)?;
        Self::seal(secret, path, &BlsSealingKey::derive(password, rng)?, rng)
    }

    /// The same under a key that was derived before, for many files under one password.
    ///
    /// IV and identifier are drawn from `rng`; pass the operating system's generator.
    ///
    /// # Errors
    /// [`EncryptError::DerivationPath`], [`EncryptError::Randomness`].
    pub fn seal<R: TryCryptoRng + ?Sized>(
        secret: &SecretKey,
        path: &str,
        key: &BlsSealingKey,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let path = read_path(path).map_err(|_| EncryptError::DerivationPath)?;
        let sealed = eip2335::seal(&secret.to_be_bytes()[..], &key.0, rng)?;
        let public_key = *secret.public_key().g1();
        Ok(Self { sealed, public_key, path, uuid: new_uuid(rng)? })
    }

    /// Decrypts the secret key. It belongs to the public key that the file names.
    ///
    /// # Errors
    /// [`DecryptError::WrongPassword`], [`DecryptError::BlsSecretOutOfRange`], [`DecryptError::PublicKeyMismatch`].
    pub fn decrypt(&self, password: &Password) -> Result<SecretKey, DecryptError> {
        self.open(&OpeningKeys::of(password))
    }

    /// The same for many files under one password: what was derived for one serves all with its salt.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn open(&self, keys: &OpeningKeys<'_>) -> Result<SecretKey, DecryptError> {
        let opened = eip2335::open(&self.sealed, keys)?;
        let mut bytes = Zeroizing::new([0u8; SECRET_BYTES]);
        bytes.copy_from_slice(&opened);
        let secret = SecretKey::from_be_bytes(&bytes).map_err(|_| DecryptError::BlsSecretOutOfRange)?;
        if *secret.public_key().g1() != self.public_key {
            return Err(DecryptError::PublicKeyMismatch);
        }
        Ok(secret)
    }

    /// The public key in G1 that the file names. Only decrypting shows that the key is its.
    #[must_use]
    pub fn public_key(&self) -> G1Point {
        self.public_key
    }

    /// The derivation path that the file names, or nothing. The official command line writes `m/12381/3600/0/0/0`
    /// whatever the path was.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path.as_ref().map_or("", DerivationPath::as_str)
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

    /// Reads a file. `description` and fields of other programs' own are ignored, `pubkey` may lack its `0x`.
    ///
    /// # Errors
    /// [`ParseError`] for everything that is not such a file, or whose KDF is out of bounds.
    pub fn from_json(content: &[u8]) -> Result<Self, ParseError> {
        let FileShape { crypto, description: _, pubkey, path, uuid, version } = json::parse(content)?;
        eip2335::check_version(version)?;
        let pubkey = pubkey.ok_or(ParseError::Missing { field: "pubkey" });
        // Said first: such a file is sound, and everything else about it may differ as well.
        if pubkey.as_ref().is_ok_and(|pubkey| is_bls12381(without_0x(pubkey))) {
            return Err(ParseError::Bls12381);
        }
        let sealed = eip2335::read(&crypto)?;
        if !matches!(sealed.kdf, Kdf::Pbkdf2(_)) {
            return Err(ParseError::Unsupported { field: "crypto.kdf.function", supported: "pbkdf2" });
        }
        if sealed.ciphertext.len() != SECRET_BYTES {
            let actual = sealed.ciphertext.len();
            return Err(ParseError::Length { field: "crypto.cipher.message", expected: "32", actual });
        }
        let compressed = array_from_hex("pubkey", "32", without_0x(&pubkey?))?;
        let public_key = G1Point::from_compressed(&compressed).map_err(ParseError::PublicKey)?;
        let path = read_path(&path).map_err(|_| ParseError::DerivationPath)?;
        Ok(Self { sealed, public_key, path, uuid: json::uuid("uuid", &uuid)? })
    }

    /// The content of the file: indented JSON, lower-case hexadecimal, fields as the official command line writes them.
    #[must_use]
    pub fn to_json(&self) -> String {
        let compressed = base16ct::lower::encode_string(&self.public_key.to_compressed());
        json::render(&FileShape {
            crypto: eip2335::write(&self.sealed),
            pubkey: Some(format!("0x{compressed}")),
            description: Some(compressed),
            path: self.path().to_owned(),
            uuid: self.uuid.to_string(),
            version: eip2335::VERSION,
        })
    }
}

fn read_path(text: &str) -> Result<Option<DerivationPath>, DerivationPathError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

/// A compressed public key of BLS12-381 has 48 bytes.
fn is_bls12381(pubkey: &str) -> bool {
    pubkey.len() == 2 * 48 && pubkey.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl fmt::Debug for EncryptedBlsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedBlsKey")
            .field("public_key", &self.public_key)
            .field("path", &self.path())
            .field("uuid", &self.uuid)
            .field("kdf", &self.sealed.kdf)
            .finish_non_exhaustive()
    }
}
