//! What an encrypted file says of itself, and what a password adds to that.

use std::fmt;

use alloy_primitives::Address;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::{DecryptError, EncryptedKeystore, Kdf, OpeningKeys, Password};

/// What an encrypted file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretKind {
    /// An ETH key.
    EthKey,
    /// A BLS key.
    BlsKey,
    /// A mnemonic.
    Mnemonic,
}

impl fmt::Display for SecretKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EthKey => "ETH key (Web3 Secret Storage)",
            Self::BlsKey => "BLS key (BN254)",
            Self::Mnemonic => "mnemonic",
        })
    }
}

/// What can be known of an encrypted file. Nothing of it is secret.
///
/// Serialized, it leaves out what the file does not say.
///
/// ```
/// use aztec_encrypted_keystore::{EncryptedKeystore, SecretKind};
/// # use aztec_encrypted_keystore::{EncryptedBlsKey, NewPassword};
/// # use bn254_bls::SecretKey;
/// # use rand::rngs::SysRng; // the operating system's generator
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let password = NewPassword::ascii("correct horse battery")?;
/// # let secret = SecretKey::generate(&mut SysRng)?;
/// # let text = EncryptedBlsKey::encrypt(&secret, "m/12381/3600/0/0/0", &password, &mut SysRng)?.to_json();
/// // `text` is the content of the file.
/// let file = EncryptedKeystore::from_json(text.as_bytes())?;
/// let mut inspection = file.inspect();
/// assert_eq!(inspection.kind, SecretKind::BlsKey);
/// assert_eq!(inspection.path.as_deref(), Some("m/12381/3600/0/0/0"));
/// assert_eq!(inspection.opens, None);
/// inspection.try_password(&file, &password)?;
/// assert_eq!(inspection.opens, Some(true));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    /// What it holds.
    #[serde(serialize_with = "as_text")]
    pub kind: SecretKind,
    /// The address that the file of an ETH key names.
    #[serde(serialize_with = "as_optional_text", skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The address of the key itself, where the file was opened and names none.
    #[serde(serialize_with = "as_optional_text", skip_serializing_if = "Option::is_none")]
    pub key_address: Option<Address>,
    /// The public key that the file of a BLS key names: `0x` and 64 digits, compressed, in G1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    /// The derivation path that the file of a BLS key names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The identifier of the file.
    #[serde(serialize_with = "as_text")]
    pub id: Uuid,
    /// How the password becomes a key.
    #[serde(serialize_with = "as_text")]
    pub kdf: Kdf,
    /// Whether the password opened it; none where there was no password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<bool>,
}

fn as_text<T: fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// An absent value is left out before this is called.
fn as_optional_text<S: Serializer>(value: &Option<Address>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(|value| value.to_string()).serialize(serializer)
}

impl EncryptedKeystore {
    /// What the file holds.
    #[must_use]
    pub fn kind(&self) -> SecretKind {
        match self {
            Self::Eth(_) => SecretKind::EthKey,
            Self::Bls(_) => SecretKind::BlsKey,
            Self::Mnemonic(_) => SecretKind::Mnemonic,
        }
    }

    /// What the file says of itself, unopened.
    #[must_use]
    pub fn inspect(&self) -> Inspection {
        let (mut address, mut public_key, mut path) = (None, None, None);
        let id = match self {
            Self::Eth(file) => {
                address = file.address();
                file.id()
            }
            Self::Bls(file) => {
                let compressed = file.public_key().to_compressed();
                public_key = Some(format!("0x{}", base16ct::lower::encode_string(&compressed)));
                path = Some(file.path().to_owned()).filter(|path| !path.is_empty());
                file.uuid()
            }
            Self::Mnemonic(file) => file.uuid(),
        };
        Inspection { kind: self.kind(), address, key_address: None, public_key, path, id, kdf: self.kdf(), opens: None }
    }
}

impl Inspection {
    /// Opens `file`, which this is about, and notes whether that works and whose key it is.
    ///
    /// The file of an ETH key may name no address, so that nothing confirms the key in it; then only the checksum is checked,
    /// and the address of the key is noted.
    ///
    /// # Errors
    /// [`DecryptError`] says why it does not open. After [`DecryptError::Memory`] it is not known whether it would.
    pub fn try_password(&mut self, file: &EncryptedKeystore, password: &Password) -> Result<(), DecryptError> {
        self.try_keys(file, &OpeningKeys::of(password))
    }

    /// The same for many files under one password: what was derived for one serves all with its salt.
    ///
    /// # Errors
    /// As [`try_password`](Self::try_password).
    pub fn try_keys(&mut self, file: &EncryptedKeystore, keys: &OpeningKeys<'_>) -> Result<(), DecryptError> {
        let opened = match file {
            EncryptedKeystore::Eth(key) => key.open_unconfirmed(keys).map(|secret| {
                self.key_address = key.address().is_none().then(|| secret.address());
            }),
            other => other.open(keys).map(drop),
        };
        self.opens = match opened {
            Err(DecryptError::Memory { .. }) => None,
            _ => Some(opened.is_ok()),
        };
        opened
    }
}
