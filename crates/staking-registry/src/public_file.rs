//! Any public file that carries tuples, told apart by what is in it.

mod calls;
mod contract_call;
mod error;
mod kind;
mod read;
mod registry_call;

pub use calls::{CallFinding, CallReport, KeysCall, Recipient};
pub use contract_call::{ContractCall, ContractCallFault};
pub use error::PublicFileError;
pub use read::{Contents, PartlyRead, PublicFile};
pub use registry_call::RegistryCall;
