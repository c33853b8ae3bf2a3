#![doc = include_str!("../README.md")]

mod path_text;

mod index;
mod index_range;
mod invisible;

mod mnemonic;
mod mnemonic_draft;
mod mnemonic_error;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod own_memory;
mod passphrase;
mod typed_words;
mod wiped_stack;
mod word_count;
mod word_list;

mod ikm;
mod seed;

mod bls_path;
mod derivation_path;
mod eth_path;

mod bls_derivation;
mod bls_rule;
mod gas_budget;

mod bls_key;
mod bls_keys;
mod bls_scalar;

mod dice_rolls;
mod entropy;
mod eth_account;
mod eth_secret_key;
mod operator_entropy;

mod allocation;
mod fingerprint;

// Other crates' types that stand in this API.
#[doc(no_inline)]
pub use alloy_primitives::{Address, B256, Signature};
pub use bn254_bls;
pub use rand_core;
pub use zeroize;

pub use allocation::{Allocation, SharedPath};
pub use bls_derivation::BlsDerivation;
pub use bls_key::{BlsKey, ValidatorBlsKey, derive_bls_paths};
pub use bls_keys::{BlsKeyError, BlsKeys, derive_bls_keys};
pub use bls_path::{BlsPath, BlsPathError};
pub use bls_rule::{BlsRule, UnknownBlsRule};
pub use bls_scalar::{BlsMaterial, derive_bls, derive_bls_custom};
pub use derivation_path::{DerivationPath, DerivationPathError};
pub use dice_rolls::{DiceRolls, DiceRollsError};
pub use entropy::{GenerateError, could_be_random};
pub use eth_account::{EthAccount, EthKey, EthKeyError};
pub use eth_path::{EthPath, EthPathError};
pub use eth_secret_key::{EthSecretKey, EthSecretKeyError, EthSignError};
pub use fingerprint::{MasterFingerprint, MasterFingerprintError};
pub use gas_budget::{GasBudget, GasBudgetError};
pub use ikm::{Ikm, IkmError};
pub use index::{Index, IndexError};
pub use index_range::{IndexRange, IndexRangeError};
pub use mnemonic::Mnemonic;
pub use mnemonic_draft::{DraftError, MnemonicDraft};
pub use mnemonic_error::MnemonicError;
pub use operator_entropy::{OperatorEntropy, OperatorEntropyError};
pub use passphrase::{Passphrase, PassphraseError};
pub use seed::Seed;
pub use typed_words::TypedWords;
pub use wiped_stack::on_wiped_stack;
pub use word_count::{WordCount, WordCountError};
