//! Signed exits as a shell script for `cast`.

use core::fmt::Write as _;

use super::{Deadline, ExitCall, SignedExit, SignedExits};
use crate::calldata::Function;
use crate::cast::{SEND, chain_check, quoted};

impl SignedExits {
    /// A shell script that sends the calls one after the other, reads the receipt of each, and stops at the first that
    /// did not succeed.
    ///
    /// It passes its own arguments on to `cast send`, checks the chain and the deadline first, and can go on after a call that
    /// failed: where it stops, it ends with 1 and says how.
    #[must_use]
    pub fn cast_script(&self) -> String {
        let calls = self.calls();
        let mut script = self.head(calls.len());
        for (number, call) in (1..).zip(&calls) {
            add_step(&mut script, call, number);
        }
        script
    }

    fn head(&self, total: usize) -> String {
        let rollup = self.domain().rollup();
        let deadline = self.exits().iter().map(SignedExit::deadline).min().map_or(0, Deadline::unix);
        format!(
            "#!/bin/sh\n\
             # Takes {} attesters out of the validator set of the rollup {rollup}, in {total} transactions.\n\
             # An exit cannot be undone, and who has left can never register again.\n\
             #\n\
             # ETH_RPC_URL names the node. Arguments are passed on to cast and say how to sign, for example: --ledger\n\
             # Anybody may send them. After a transaction that failed, set FIRST_CALL to its number.\n\
             # The rollup lets only some leave at a time: a transaction may succeed and take only the first of its attesters.\n\
             set -eu\n\
             : \"${{ETH_RPC_URL:?set it to the address of your node}}\"\n\
             \n\
             contract={rollup}\n\
             total={total}\n\
             signature='{}'\n\
             succeeded='done'\n\
             reverted='took out none of its attesters'\n\
             first_call=${{FIRST_CALL:-1}}\n\
             {SEND}\
             {}\
             \nif [ \"$(date +%s)\" -gt {deadline} ]; then\n  \
               stop 'the deadline of these exits has passed; nothing was sent'\n\
             fi\n",
            self.exits().len(),
            Function::InitiateWithdrawByAttesterBatchUpToLimit.signature(),
            chain_check(self.domain().chain_id(), "these exits are"),
        )
    }
}

fn add_step(script: &mut String, call: &ExitCall, number: usize) {
    let arguments: Vec<_> = call.calldata.arguments().iter().map(|argument| quoted(argument)).collect();
    let ExitCall { first, last, .. } = call;
    let _ = write!(script, "\nsend {number} 'attesters {first} to {last}' {} \"$@\"\n", arguments.join(" "));
}
