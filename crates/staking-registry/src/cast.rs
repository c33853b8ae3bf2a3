//! Text for `cast` of Foundry: arguments, `cast send` lines and a script, without any key in them.
//!
//! How to sign is left to whoever runs them: `cast` takes `--ledger`, `--trezor`, `--account` or `--interactive`.

mod script;

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

/// An argument as the shell reads it back. None of ours has an apostrophe.
fn quoted(argument: &str) -> String {
    if argument.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        argument.to_owned()
    } else {
        format!("'{argument}'")
    }
}
