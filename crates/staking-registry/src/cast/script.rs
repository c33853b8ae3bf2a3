//! The script that adds keys: it looks before it sends, and reads the receipt of everything it sent.

use core::fmt::Write as _;
use core::num::NonZeroU64;

use alloy_primitives::hex;

use super::{SEND, chain_check};
use crate::NonZeroAddress;
use crate::calldata::{AddKeysCall, Function};

/// A shell script that sends the calls one after the other and stops at the first that did not succeed.
///
/// It passes its own arguments on to `cast send`. Before it sends anything, it compares with what the node says: the chain,
/// where `chain_id` is given; the provider's admin, with the account that signs; and the last key in the provider's queue, so
/// that a script that is run twice adds nothing twice. `cast send` ends with 0 also where a transaction reverts, so the script
/// reads the status in each receipt. Where it stops, it ends with 1 and says how to go on.
#[must_use]
pub fn script(registry: NonZeroAddress, chain_id: Option<NonZeroU64>, calls: &[AddKeysCall]) -> String {
    let mut script = head(registry, calls);
    script.push_str(SEND);
    script.push_str(include_str!("ask.sh"));
    if let Some(chain_id) = chain_id {
        script.push_str(&chain_check(chain_id, "these keys are"));
    }
    script.push_str(include_str!("look_first.sh"));
    script.push_str("case $newest in\n");
    for (number, call) in (1..).zip(calls) {
        let _ = writeln!(script, "  {}) added={number} ;;", last_attester(call));
    }
    script.push_str("  *) added=0 ;;\nesac\n");
    script.push_str(include_str!("not_twice.sh"));
    for (number, call) in (1..).zip(calls) {
        let AddKeysCall { first, last, calldata, .. } = call;
        // Words and brackets, and no apostrophe.
        let _ = writeln!(
            script,
            "\nsend {number} 'keys {first} to {last}' \"$provider\" '{}' \"$@\"",
            calldata.arguments()[1]
        );
    }
    script.push_str("\necho 'everything was added'\n");
    script
}

/// The attester of the last key of the call, as the node's answers have it: 40 lower-case digits.
fn last_attester(call: &AddKeysCall) -> String {
    // A KeyStore has nine words, and the attester is in the last 20 bytes of the first.
    let bytes = call.calldata.bytes();
    let tuple = &bytes[bytes.len() - 9 * 32..];
    hex::encode(&tuple[12..32])
}

/// What the script is for, and what it works with.
fn head(registry: NonZeroAddress, calls: &[AddKeysCall]) -> String {
    let (keys, total) = (calls.iter().map(AddKeysCall::count).sum::<usize>(), calls.len());
    let plural = |count| if count == 1 { "" } else { "s" };
    let provider = calls.first().map_or("", |call| call.calldata.arguments()[0].as_str());
    format!(
        "#!/bin/sh\n\
         # Adds {keys} key{} to provider {provider} of the StakingRegistry {registry}, in {total} transaction{}.\n\
         #\n\
         # ETH_RPC_URL names the node. Arguments are passed on to cast send and say how to sign, for example: --ledger\n\
         # After a transaction that failed, set FIRST_CALL to its number: keys that are added twice cannot register.\n\
         set -eu\n\
         : \"${{ETH_RPC_URL:?set it to the address of your node}}\"\n\
         \n\
         registry={registry}\n\
         contract=$registry\n\
         provider={provider}\n\
         total={total}\n\
         signature='{}'\n\
         succeeded=added\n\
         reverted='added none of its keys'\n\
         first_call=${{FIRST_CALL:-1}}\n",
        plural(keys),
        plural(total),
        Function::AddKeysToProvider.signature()
    )
}
