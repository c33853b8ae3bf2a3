//! The JSON of a Web3 Secret Storage file. No logic.

use serde::{Deserialize, Serialize};

use crate::eip2335::shape::{CipherParamsShape, KdfParamsShape};

#[derive(Serialize, Deserialize)]
pub(super) struct FileShape {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
    // ethers 5 and MyEtherWallet write `Crypto`.
    #[serde(alias = "Crypto")]
    pub(super) crypto: CryptoShape,
    pub(super) id: String,
    pub(super) version: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CryptoShape {
    pub(super) cipher: String,
    pub(super) cipherparams: CipherParamsShape,
    pub(super) ciphertext: String,
    pub(super) kdf: String,
    pub(super) kdfparams: KdfParamsShape,
    pub(super) mac: String,
}
