//! Text for `cast` of Foundry: arguments, `cast send` lines and a script, without any key in them.
//!
//! How to sign is left to whoever runs them: `cast` takes `--ledger`, `--trezor`, `--account` or `--interactive`.
//!
//! ```
//! use aztec_staking_registry::{Network, ProviderId, calldata::accept_provider_admin, cast::send_line};
//!
//! let registry = Network::Testnet.registry();
//! let line = send_line(registry, &accept_provider_admin(ProviderId::new(7)?));
//! assert_eq!(line, format!("cast send {registry} 'acceptProviderAdmin(uint256)' 7"));
//! # Ok::<(), aztec_staking_registry::ProviderError>(())
//! ```

mod script;

use core::num::NonZeroU64;

use crate::NonZeroAddress;
use crate::calldata::Calldata;

pub use crate::calldata::tuples_argument;
pub use script::script;

/// The command that sends the call, on one line: `cast send <registry> '<signature>' <arguments>`.
#[must_use]
pub fn send_line(registry: NonZeroAddress, calldata: &Calldata) -> String {
    let mut line = format!("cast send {registry} '{}'", calldata.function().signature());
    for argument in calldata.arguments() {
        line.push(' ');
        line.push_str(&quoted(argument));
    }
    line
}

/// `stop`, and `send`, which reads the receipt of what it sent; and the check of FIRST_CALL. They use `total`, `first_call`,
/// `contract`, `signature`, and the words for the outcome, `succeeded` and `reverted`.
pub(crate) const SEND: &str = include_str!("cast/send.sh");

/// Ends the script where the node is on another chain. `what` begins the sentence that says so: `these keys are`. Goes
/// behind [`SEND`].
pub(crate) fn chain_check(chain_id: NonZeroU64, what: &str) -> String {
    format!(
        "\nchain_id=$(cast chain-id) || stop 'the node did not say on which chain it is; nothing was sent'\n\
         if [ \"$chain_id\" != {chain_id} ]; then\n  \
           stop \"the node is on chain $chain_id; {what} for chain {chain_id}\"\n\
         fi\n"
    )
}

/// An argument as the shell reads it back. None of ours has an apostrophe.
pub(crate) fn quoted(argument: &str) -> String {
    if argument.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        argument.to_owned()
    } else {
        format!("'{argument}'")
    }
}
