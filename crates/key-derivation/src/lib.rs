#![doc = include_str!("../README.md")]

mod index;
mod index_range;

mod mnemonic;
mod passphrase;
mod word_count;

mod ikm;
mod seed;

mod bls_path;
mod bls_rule;

mod bls_scalar;

mod bls_keys;

mod eth_account;
mod eth_path;
mod eth_secret_key;

mod allocation;
mod fingerprint;

pub use allocation::{Allocation, SharedPath};
pub use bls_keys::{BlsKey, BlsKeyError, BlsKeys, OverBudget, derive_bls_keys};
pub use bls_path::{BlsPath, BlsPathError};
pub use bls_rule::{BlsRule, UnknownBlsRule};
pub use bls_scalar::{BlsMaterial, derive_bls, derive_bls_custom};
pub use eth_account::{EthAccount, EthKey, EthKeyError};
pub use eth_path::{EthPath, EthPathError};
pub use eth_secret_key::{EthSecretKey, EthSecretKeyError};
pub use fingerprint::{BadFingerprint, MasterFingerprint};
pub use ikm::{Ikm, IkmError};
pub use index::{Index, IndexError};
pub use index_range::{IndexRange, IndexRangeError};
pub use mnemonic::{Mnemonic, MnemonicError};
pub use passphrase::{Passphrase, PassphraseError};
pub use seed::Seed;
pub use word_count::{WordCount, WordCountError};
