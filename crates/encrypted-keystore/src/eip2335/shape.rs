//! The JSON of an EIP-2335 file. No logic.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(crate) struct FileShape {
    pub(crate) crypto: CryptoShape,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pubkey: Option<String>,
    pub(crate) path: String,
    pub(crate) uuid: String,
    pub(crate) version: u64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CryptoShape {
    pub(crate) kdf: KdfShape,
    pub(crate) checksum: ChecksumShape,
    pub(crate) cipher: CipherShape,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct KdfShape {
    pub(crate) function: String,
    pub(crate) params: KdfParamsShape,
    pub(crate) message: String,
}

/// The parameters of either KDF, named alike in EIP-2335 and in Web3 Secret Storage.
#[derive(Serialize, Deserialize)]
pub(crate) struct KdfParamsShape {
    pub(crate) dklen: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) c: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prf: Option<String>,
    pub(crate) salt: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ChecksumShape {
    pub(crate) function: String,
    pub(crate) params: EmptyShape,
    pub(crate) message: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct EmptyShape {}

#[derive(Serialize, Deserialize)]
pub(crate) struct CipherShape {
    pub(crate) function: String,
    pub(crate) params: CipherParamsShape,
    pub(crate) message: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CipherParamsShape {
    pub(crate) iv: String,
}
