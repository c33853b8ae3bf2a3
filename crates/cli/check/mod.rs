//! Checking a batch directory by reading everything in it again. `keygen batch` does it before it gives the directory its
//! name, `keygen verify` at any later time.

mod fault;
mod public;
mod read;
mod record;
mod secret;

pub(crate) use fault::DirFault;
pub(crate) use public::{PublicPart, compare_public_part, read_public_part, sha256_of};
pub(crate) use record::RecordCheck;
pub(crate) use secret::{Secrets, check_secrets};
