//! Any of the three files, told apart by what they say of themselves.

use serde::Deserialize;

use crate::{EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, Kdf, ParseError, eip2335, json, mnemonic, v3};

/// An encrypted key file of any kind.
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
    /// [`ParseError`] of the kind that the file tuples to be.
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
