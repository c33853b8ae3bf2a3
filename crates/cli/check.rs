//! Checking a batch directory by reading everything in it again. `keygen batch` does it before it gives the directory its
//! name, `keygen verify` at any later time.

mod access;
mod expected;
mod fault;
mod lists;
mod mnemonic;
mod public;
mod publishers;
mod read;
mod record;
mod secret;
mod validator;

pub(crate) use expected::{ExpectedRewards, ExpectedSecrets, Recipients, Rewards};
pub(crate) use fault::DirFault;
pub(crate) use lists::PublicLists;
pub(crate) use public::{Directory, PublicPart, compare_piece, compare_public_part, look_into, read_public_part};
pub(crate) use record::RecordCheck;
pub(crate) use secret::{SecretFindings, SecretPart, Secrets, check_secrets};
