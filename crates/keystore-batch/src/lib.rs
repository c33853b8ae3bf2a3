#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod layout;
mod regular_file;

pub mod key_addresses;

#[cfg(feature = "ceremony-record")]
pub mod ceremony_record;

mod progress;

mod account;
mod call_files;
mod key_material;
mod protection;
mod publisher_list;
mod rewards;
mod size;

mod encrypted_files;

mod derived_keys;
mod imported_keys;
mod key_files;
mod password_trial;

mod earlier_batch;

mod create;
mod plan;

mod attester_keys;
mod batch;
mod check;
mod facts;
mod recover;
mod secrets;
mod self_test;

// Types of these crates are in the interface.
pub use aztec_encrypted_keystore;
pub use aztec_key_derivation;
pub use aztec_node_keystore;
pub use aztec_staking_registry;
pub use bn254_bls;
pub use durable_files;

pub use account::Account;
pub use attester_keys::{AttesterKeys, AttesterKeysError};
// What a batch made, which is a crate of its own: reading it needs no file system.
#[doc(no_inline)]
pub use aztec_batch_manifest::{
    DestinationFacts, Manifest, ManifestError, ManifestKey, RegistryCalls, RegistryTarget, Sha256Digest, key_notes,
    manifest,
};
pub use batch::{Batch, OpenBatchError};
pub use check::{
    Accounts, BatchFault, KeyFileText, MnemonicCopy, PasswordFiles, Recipients, RecordCheck, SecretCheck, Verification,
    VerifyBatchError,
};
pub use create::{CreateBatchError, MARK};
pub use derived_keys::{Attesters, DerivedKeys, DerivedKeysError};
pub use earlier_batch::{EarlierBatch, EarlierBatchError, read_known_batches};
pub use encrypted_files::{EncryptedFiles, EncryptedFilesError, FileKeys, NewFileKeys};
pub use facts::BatchFacts;
pub use imported_keys::{ImportError, ImportedKeys};
pub use key_files::{KeyFileError, KeyFiles};
pub use key_material::KeyMaterial;
pub use layout::Layout;
pub use password_trial::{PasswordTrialError, try_passwords};
pub use plan::{BatchPlan, BatchPlanError, PlannedKeys};
pub use progress::{Cancelled, Progress, Step};
pub use protection::{Encryption, Protection, Salts};
pub use publisher_list::PublisherListError;
pub use recover::{
    KeyDifference, RecoverError, RecoveryReport, RecoverySecrets, RecoverySecretsError, recover_staker_output,
};
pub use rewards::Rewards;
pub use secrets::Secrets;
pub use self_test::{SelfTestError, self_test};
pub use size::BatchSizeError;
