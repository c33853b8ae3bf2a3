//! Text for `cast` of Foundry: arguments, `cast send` lines and a script, without any key in them.
//!
//! How to sign is left to whoever runs them: `cast` takes `--ledger`, `--trezor`, `--account` or `--interactive`.

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

/// Ends the script where the node is on another chain. `what` begins the sentence that says so: `these keys are`.
pub(crate) fn chain_check(chain_id: NonZeroU64, what: &str) -> String {
    format!(
        "\nchain_id=$(cast chain-id)\n\
         if [ \"$chain_id\" != {chain_id} ]; then\n  \
           echo \"the node is on chain $chain_id; {what} for chain {chain_id}\" >&2\n  \
           exit 1\n\
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
