//! Text for `cast` of Foundry: arguments, `cast send` lines and a script, without any key in them.
//!
//! How to sign is left to whoever runs them: `cast` takes `--ledger`, `--trezor`, `--account` or `--interactive`.

use core::iter;
use core::num::NonZeroU64;

use crate::NonZeroAddress;
use crate::calldata::{AddKeysCall, Calldata, Function};

pub use crate::calldata::tuples_argument;

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

/// A shell script that sends the calls one after the other and stops at the first that fails.
///
/// It passes its own arguments on to `cast send`, checks the chain first where `chain_id` is given, and can go on after
/// a call that failed, so that no key is added twice.
#[must_use]
pub fn script(registry: NonZeroAddress, chain_id: Option<NonZeroU64>, calls: &[AddKeysCall]) -> String {
    let total = calls.len();
    let head = head(registry, chain_id, calls.iter().map(AddKeysCall::count).sum(), total);
    let steps = (1..).zip(calls).map(|(number, call)| step(call, number, total));
    iter::once(head).chain(steps).collect()
}

/// What the script does before the first call.
fn head(registry: NonZeroAddress, chain_id: Option<NonZeroU64>, keys: usize, total: usize) -> String {
    let mut script = format!(
        "#!/bin/sh\n\
         # Adds {keys} keys to a provider of the StakingRegistry {registry}, in {total} transactions.\n\
         #\n\
         # ETH_RPC_URL names the node. Arguments are passed on to cast and say how to sign, for example: --ledger\n\
         # After a transaction that failed, set FIRST_CALL to its number: keys that are added twice cannot register.\n\
         set -eu\n\
         : \"${{ETH_RPC_URL:?set it to the address of your node}}\"\n\
         \n\
         registry={registry}\n\
         signature='{}'\n\
         first_call=${{FIRST_CALL:-1}}\n",
        Function::AddKeysToProvider.signature()
    );
    if let Some(chain_id) = chain_id {
        script.push_str(&chain_check(chain_id, "these keys are"));
    }
    script
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

fn step(call: &AddKeysCall, number: usize, total: usize) -> String {
    let arguments: Vec<_> = call.calldata.arguments().iter().map(|argument| quoted(argument)).collect();
    let AddKeysCall { first, last, .. } = call;
    format!(
        "\nif [ \"$first_call\" -le {number} ]; then\n  \
           echo 'transaction {number} of {total}: keys {first} to {last}'\n  \
           cast send \"$registry\" \"$signature\" {} \"$@\"\n\
         fi\n",
        arguments.join(" ")
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
