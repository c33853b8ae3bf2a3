//! Checking a batch directory by reading everything in it again. `keygen batch` does it before it gives the directory its
//! name, `keygen verify` at any later time.

mod fault;
mod lists;
mod mnemonic;
mod public;
mod read;
mod record;
mod secret;
mod validator;

pub(crate) use fault::DirFault;
pub(crate) use lists::PublicLists;
pub(crate) use public::{PublicPart, compare_piece, compare_public_part, read_public_part};
pub(crate) use record::RecordCheck;
pub(crate) use secret::{SecretPart, Secrets, check_secrets};
