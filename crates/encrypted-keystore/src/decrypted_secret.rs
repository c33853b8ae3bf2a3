//! What an encrypted file of any kind holds.

use aztec_key_derivation::{EthSecretKey, Mnemonic};
use bn254_bls::SecretKey;
use rand_core::TryCryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::{
    EncryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedKeystore, EncryptedMnemonic, EthKdf, NewPassword,
};

/// What was in an [`EncryptedKeystore`].
///
/// Each kind is wiped when dropped, and `Debug` shows nothing of a secret.
///
/// ```
/// use aztec_encrypted_keystore::{DecryptedSecret, EthKdf, NewPassword};
/// use bn254_bls::SecretKey;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let key = SecretKey::generate(&mut SysRng)?;
/// let secret = DecryptedSecret::Bls { secret: key, path: String::new() };
/// let password = NewPassword::ascii("correct horse battery")?;
/// let file = secret.encrypt(EthKdf::default(), &password, &mut SysRng)?;
/// assert!(file.decrypt(&password)?.key_text() == secret.key_text());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum DecryptedSecret {
    /// An ETH key.
    Eth(EthSecretKey),
    /// A BLS key, and the derivation path that the file names, or nothing.
    Bls {
        /// The key.
        secret: SecretKey,
        /// The path, as [`EncryptedBlsKey::path`] gives it.
        path: String,
    },
    /// A mnemonic.
    Mnemonic(Mnemonic),
}

impl DecryptedSecret {
    /// A key as people and programs exchange it: `0x` and 64 digits, big-endian; `None` for a mnemonic. **This is the
    /// secret itself.**
    #[must_use]
    pub fn key_text(&self) -> Option<Zeroizing<String>> {
        // The bytes stay where they are made and wiped: handed on, they would leave a copy on the stack.
        match self {
            Self::Eth(secret) => Some(hex(&secret.to_be_bytes())),
            Self::Bls { secret, .. } => Some(hex(&secret.to_be_bytes())),
            Self::Mnemonic(_) => None,
        }
    }

    /// Encrypts the secret in a file of its kind. `eth_kdf` is for an ETH key; the other formats leave no choice.
    ///
    /// # Errors
    /// As [`EncryptedEthKey::encrypt`], [`EncryptedBlsKey::encrypt`] and [`EncryptedMnemonic::encrypt`].
    pub fn encrypt<R: TryCryptoRng + ?Sized>(
        &self,
        eth_kdf: EthKdf,
        password: &NewPassword,
        rng: &mut R,
    ) -> Result<EncryptedKeystore, EncryptError> {
        Ok(match self {
            Self::Eth(secret) => EncryptedKeystore::Eth(EncryptedEthKey::encrypt(secret, eth_kdf, password, rng)?),
            Self::Bls { secret, path } => {
                EncryptedKeystore::Bls(EncryptedBlsKey::encrypt(secret, path, password, rng)?)
            }
            Self::Mnemonic(mnemonic) => {
                EncryptedKeystore::Mnemonic(EncryptedMnemonic::encrypt(mnemonic, password, rng)?)
            }
        })
    }
}

fn hex(bytes: &[u8; 32]) -> Zeroizing<String> {
    let mut digits = Zeroizing::new([0u8; 64]);
    let digits = base16ct::lower::encode_str(bytes, &mut digits[..]).expect("64 digits hold 32 bytes");
    // The whole size from the start: growing would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(66));
    text.push_str("0x");
    text.push_str(digits);
    text
}

/// The same secret, and the same path where there is one. Neither the kind nor the path is secret.
impl ConstantTimeEq for DecryptedSecret {
    fn ct_eq(&self, other: &Self) -> Choice {
        match (self, other) {
            (Self::Eth(one), Self::Eth(other)) => one.ct_eq(other),
            (Self::Bls { secret: one, path }, Self::Bls { secret: other, path: other_path }) => {
                let same_path = Choice::from(u8::from(path == other_path));
                same_path & one.to_be_bytes()[..].ct_eq(&other.to_be_bytes()[..])
            }
            (Self::Mnemonic(one), Self::Mnemonic(other)) => one.ct_eq(other),
            _ => Choice::from(0),
        }
    }
}
