//! EIP-2335: one secret of any length, its checksum SHA-256. What the BLS and the mnemonic file share.

pub(crate) mod shape;

use crate::json::{array_from_hex, bytes_from_hex};
use crate::kdf_fields::{self, FieldNames};
use crate::opening_keys::PasswordForm;
use crate::sealed::{ChecksumFunction, Sealed};
use crate::sealing_key::SealingKey;
use crate::{DecryptError, EncryptError, OpeningKeys, ParseError};
use rand_core::TryCryptoRng;
use shape::{ChecksumShape, CipherParamsShape, CipherShape, CryptoShape, EmptyShape, KdfShape};
use zeroize::Zeroizing;

/// The version that EIP-2335 gives its files.
pub(crate) const VERSION: u64 = 4;

const SHA256: &str = "sha256";
const AES_128_CTR: &str = "aes-128-ctr";

const KDF_FIELDS: FieldNames = FieldNames {
    function: "crypto.kdf.function",
    salt: "crypto.kdf.params.salt",
    prf: "crypto.kdf.params.prf",
    n: "crypto.kdf.params.n",
    r: "crypto.kdf.params.r",
    p: "crypto.kdf.params.p",
    c: "crypto.kdf.params.c",
};

pub(crate) fn seal<R: TryCryptoRng + ?Sized>(
    secret: &[u8],
    key: &SealingKey,
    rng: &mut R,
) -> Result<Sealed, EncryptError> {
    key.seal(secret, ChecksumFunction::Sha256, rng)
}

pub(crate) fn open(sealed: &Sealed, keys: &OpeningKeys<'_>) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    sealed.open(ChecksumFunction::Sha256, PasswordForm::Nfkd, keys)
}

pub(crate) fn check_version(version: u64) -> Result<(), ParseError> {
    if version == VERSION { Ok(()) } else { Err(ParseError::Unsupported { field: "version", supported: "4" }) }
}

pub(crate) fn read(shape: &CryptoShape) -> Result<Sealed, ParseError> {
    let (kdf, salt) = kdf_fields::read(&shape.kdf.function, &shape.kdf.params, &KDF_FIELDS)?;
    if shape.checksum.function != SHA256 {
        return Err(ParseError::Unsupported { field: "crypto.checksum.function", supported: SHA256 });
    }
    if shape.cipher.function != AES_128_CTR {
        return Err(ParseError::Unsupported { field: "crypto.cipher.function", supported: AES_128_CTR });
    }
    Ok(Sealed {
        kdf,
        salt,
        iv: array_from_hex("crypto.cipher.params.iv", "16", &shape.cipher.params.iv)?,
        ciphertext: bytes_from_hex("crypto.cipher.message", &shape.cipher.message)?,
        checksum: array_from_hex("crypto.checksum.message", "32", &shape.checksum.message)?,
    })
}

pub(crate) fn write(sealed: &Sealed) -> CryptoShape {
    let hex = |bytes: &[u8]| base16ct::lower::encode_string(bytes);
    let (function, params) = kdf_fields::write(&sealed.kdf, &sealed.salt);
    CryptoShape {
        kdf: KdfShape { function: function.to_owned(), params, message: String::new() },
        checksum: ChecksumShape { function: SHA256.to_owned(), params: EmptyShape {}, message: hex(&sealed.checksum) },
        cipher: CipherShape {
            function: AES_128_CTR.to_owned(),
            params: CipherParamsShape { iv: hex(&sealed.iv) },
            message: hex(&sealed.ciphertext),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Password, json};

    // The test vectors of EIP-2335, https://eips.ethereum.org/EIPS/eip-2335#test-cases.
    const PASSWORD: &str = "𝔱𝔢𝔰𝔱𝔭𝔞𝔰𝔰𝔴𝔬𝔯𝔡🔑";
    const SECRET: &str = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    const SCRYPT: &str = r#"{
        "kdf": { "function": "scrypt", "message": "", "params": { "dklen": 32, "n": 262144, "p": 1, "r": 8,
            "salt": "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3" } },
        "checksum": { "function": "sha256", "params": {},
            "message": "d2217fe5f3e9a1e34581ef8a78f7c9928e436d36dacc5e846690a5581e8ea484" },
        "cipher": { "function": "aes-128-ctr", "params": { "iv": "264daa3f303d7259501c93d997d84fe6" },
            "message": "06ae90d55fe0a6e9c5c3bc5b170827b2e5cce3929ed3f116c2811e6366dfe20f" } }"#;
    const PBKDF2: &str = r#"{
        "kdf": { "function": "pbkdf2", "message": "", "params": { "dklen": 32, "c": 262144, "prf": "hmac-sha256",
            "salt": "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3" } },
        "checksum": { "function": "sha256", "params": {},
            "message": "8a9f5d9912ed7e75ea794bc5a89bca5f193721d30868ade6f73043c6ea6febf1" },
        "cipher": { "function": "aes-128-ctr", "params": { "iv": "264daa3f303d7259501c93d997d84fe6" },
            "message": "cee03fde2af33149775b7223e7845e4fb2c8ae1792e5f99fe9ecf474cc8c16ad" } }"#;

    fn opened(vector: &str) -> String {
        let sealed = read(&json::parse(vector.as_bytes()).unwrap()).unwrap();
        let password = Password::existing(PASSWORD).unwrap();
        base16ct::lower::encode_string(&open(&sealed, &OpeningKeys::of(&password)).unwrap())
    }

    #[test]
    fn eip2335_scrypt_vector() {
        assert_eq!(opened(SCRYPT), SECRET);
    }

    #[test]
    fn eip2335_pbkdf2_vector() {
        assert_eq!(opened(PBKDF2), SECRET);
    }

    #[test]
    fn another_password_opens_nothing() {
        let sealed = read(&json::parse(PBKDF2.as_bytes()).unwrap()).unwrap();
        let password = Password::existing("testpassword").unwrap();
        let error = open(&sealed, &OpeningKeys::of(&password)).unwrap_err();
        assert_eq!(error, DecryptError::WrongPassword);
    }
}
