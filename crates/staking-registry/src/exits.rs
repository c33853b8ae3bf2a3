//! Signed exits: what an attester signs so that anybody may take it out of the validator set, since version 6 of the
//! rollup.
//!
//! An attester signs EIP-712 typed data: the domain is the name `Aztec Rollup`, version `1`, the chain and the rollup
//! ([`ExitDomain`]); the message is `AttesterExit(address attester,uint256 deadline)`. There is no nonce: a signature is
//! good for whoever has it until its deadline, on that rollup and chain only. An exit cannot be taken back, and an attester
//! that has exited can never register again.
//!
//! ```
//! use aztec_staking_registry::NonZeroAddress;
//! use aztec_staking_registry::exits::{Deadline, ExitDomain, SignedExits, read};
//!
//! let rollup = NonZeroAddress::parse("0xE69F661B1e976Ab5A2F4D9CBDEAf71655B7A3299")?;
//! let domain = ExitDomain::new(11_155_111, rollup)?;
//! // As the official tool writes it.
//! let file = r#"[{
//!     "attester": "0x0050F162d0AA8A6E14a322f6b6E785Bf801B6FdA",
//!     "deadline": "1798761600",
//!     "signature": "0xf912c03fcda6616f6fe8d18f8c8d81482c738dba10f817b53b358f1bf91dd8561465fc581dca732d2d2282c6dcc906f540419ea051e143e91d6eb7fd5e6541161b"
//! }]"#;
//! let exits = SignedExits::verify(domain, &read(file)?)?;
//! assert_eq!(exits.exits()[0].deadline(), Deadline::from_unix(1_798_761_600));
//! assert!(exits.calls()[0].calldata.to_hex().starts_with("0x214c0693"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Source: `AttesterExitExtLib.sol`, `CoordinationSignatureLib.sol` and the command line's `update_l1_validators.ts` in
//! AztecProtocol/aztec-packages.

pub(crate) mod abi;

mod deadline;
mod domain;

mod signed_exit;
mod signed_exits;
mod unverified_exit;

mod call;
mod gas;
mod safe;
mod script;

mod file;
mod file_error;

mod audit;

pub use audit::{ExitAudit, ExitFinding, ExitProblem, audit};
pub use call::ExitCall;
pub use deadline::{Deadline, DeadlineError};
pub use domain::{ExitDomain, ExitDomainError};
pub use file::{is_exit_file, read, read_entries};
pub use file_error::{ExitEntryFault, ExitFileError, MAX_BYTES};
pub use gas::{EXITS_PER_CALL, exits_gas};
pub use signed_exit::{ExitFault, SignedExit};
pub use signed_exits::{SignedExits, SignedExitsError};
pub use unverified_exit::UnverifiedExit;
