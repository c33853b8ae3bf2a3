#![doc = include_str!("../README.md")]

mod password;
mod password_error;
mod password_file;
mod password_strength;
mod random_password;

mod derived_key;
mod kdf;
mod new_kdf;
mod scrypt_memory;

#[cfg(all(test, target_os = "linux"))]
mod limited_process;

mod available_memory;
mod kdf_threads;

mod opening_keys;
mod sealed;
mod sealing_key;
mod sealing_keys;

mod decrypt_error;
mod encrypt_error;
mod json;
mod kdf_fields;
mod new_uuid;
mod parse_error;

mod eip2335;

mod bn254;
mod mnemonic;
mod v3;

mod decrypted_secret;
mod encrypted_keystore;
mod inspection;
mod mnemonic_file;

// Other crates' types that stand in this API.
#[doc(no_inline)]
pub use alloy_primitives::Address;
pub use aztec_key_derivation;
pub use bn254_bls;
pub use rand_core;
#[doc(no_inline)]
pub use uuid::Uuid;
pub use zeroize;

pub use bn254::EncryptedBlsKey;
pub use decrypt_error::DecryptError;
pub use decrypted_secret::DecryptedSecret;
pub use encrypt_error::EncryptError;
pub use encrypted_keystore::{EncryptedKeystore, ReencryptError};
pub use inspection::{Inspection, SecretKind};
pub use json::MAX_FILE_BYTES;
pub use kdf::{Kdf, KdfBoundsError, Pbkdf2Params, ScryptParams};
pub use kdf_threads::{kdf_threads, spare_memory};
pub use mnemonic::EncryptedMnemonic;
pub use mnemonic_file::{MnemonicFile, MnemonicFileError};
pub use new_kdf::{EthKdf, ScryptCost, ScryptCostError};
pub use opening_keys::OpeningKeys;
pub use parse_error::ParseError;
pub use password::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS, NewPassword, Password};
pub use password_error::PasswordError;
pub use password_file::{PasswordFileError, password_from_file_content};
pub use random_password::{PasswordWords, PasswordWordsError, RandomPassword};
pub use scrypt_memory::{fit_in_memory, limit_memory};
pub use sealing_key::{BlsSealingKey, EthSealingKey};
pub use sealing_keys::SealingKeys;
pub use v3::EncryptedEthKey;
