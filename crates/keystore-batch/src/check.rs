//! Checking a batch by reading everything in it again: [`Batch::create`] does it before the directory gets its name,
//! [`Batch::verify`] at any later time.

mod accounts;
mod by_text;
mod calls;
mod ceremony_record;
mod expected;
mod fault;
mod fault_place;
mod file_modes;
mod kept_mnemonic;
mod key_file_texts;
mod public_files;
mod publisher_check;
mod publishers;
mod secret_files;
mod tuples;
mod validator;
mod verification;
mod wrong_password;

pub use accounts::Accounts;
pub use ceremony_record::RecordCheck;
pub(crate) use expected::Expected;
pub use fault::BatchFault;
pub use key_file_texts::KeyFileText;
pub use secret_files::{MnemonicCopy, Recipients, SecretCheck};
pub use verification::{Verification, VerifyBatchError};
pub use wrong_password::PasswordFiles;
