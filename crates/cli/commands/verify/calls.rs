//! The calls in a file: which of them add keys, and which do something else.

use alloy_primitives::{Address, hex};
use aztec_staking_registry::{
    calldata::AddedKeys,
    public_file::{Contents, PublicFile, RegistryCall},
    safe_batch::SafeBatchContents,
};

use super::path_report::{Call, Recipient};
use crate::input::with_remedy;

/// What there is to say of the calls in a file.
#[derive(Default)]
pub(super) struct Calls {
    /// Those that add keys.
    pub(super) calls: Vec<Call>,
    pub(super) warnings: Vec<String>,
    pub(super) faults: Vec<String>,
}

impl Calls {
    /// The calls in a file with this name. Other calls than those that add keys are faults, unless the operator has looked
    /// at them.
    pub(super) fn of(file: &PublicFile, path: &str, allow_other: bool) -> Self {
        let mut found = Self::default();
        match &file.contents {
            Contents::Calldata(added) | Contents::Calls(added) => {
                (1..).zip(added).for_each(|(number, added)| found.add(number, added, None));
            }
            Contents::ContractCalls(calls) => {
                for (number, call) in (1..).zip(calls) {
                    let registry = call.to.to_checksum(None);
                    found.add(number, &call.added, Some(Recipient { registry, chain_id: None }));
                }
            }
            Contents::SafeBatch { batch, calls } => found.add_safe_batch(batch, calls, path, allow_other),
            _ => {}
        }
        found.faults.extend(file.faults.iter().map(|fault| format!("{path}: {}", with_remedy(fault))));
        found
    }

    fn add(&mut self, number: usize, added: &AddedKeys, recipient: Option<Recipient>) {
        let first = self.calls.last().map_or(0, |call| call.last + 1);
        let keys = added.tuples.len();
        let last = first + keys - 1;
        self.calls.push(Call { number, provider_id: added.provider.get(), keys, first, last, recipient });
    }

    /// A Safe sends whatever is in its batch as one transaction.
    fn add_safe_batch(&mut self, contents: &SafeBatchContents, calls: &[RegistryCall], path: &str, allow_other: bool) {
        if !contents.has_checksum {
            self.warnings.push(format!(
                "{path}: has no meta.checksum, so a change would go unnoticed; compare the file with the original"
            ));
        }
        let mut first_registry: Option<Address> = None;
        for (number, call) in (1..).zip(calls) {
            // What is wrong with one that cannot be read is among the faults of the file.
            let Ok(transaction) = &contents.transactions[number - 1] else { continue };
            let registry = transaction.to.to_checksum(None);
            if transaction.shows_arguments {
                self.warnings.push(format!(
                    "{path}, call {number}: has contractInputsValues beside its data, which are not compared; what is \
                     sent is the data"
                ));
            }
            match call {
                RegistryCall::AddKeys(added) => {
                    let first = *first_registry.get_or_insert(transaction.to);
                    if first != transaction.to {
                        self.faults.push(format!(
                            "{path}, call {number}: goes to {registry}, an earlier call to {first}; there is one \
                             registry on a chain, so write the batch anew with the right one"
                        ));
                    }
                    self.add(number, added, Some(Recipient { registry, chain_id: Some(contents.chain_id) }));
                }
                RegistryCall::Unreadable => {}
                other => {
                    let what = format!(
                        "{path}, call {number}: {}, which adds no keys and is not checked here",
                        described(other, &registry)
                    );
                    if allow_other {
                        self.warnings.push(format!("{what}; look at it before anybody signs"));
                    } else {
                        self.faults.push(format!(
                            "{what}; do not sign the batch, or give --allow-other-calls when you have looked at the call"
                        ));
                    }
                }
            }
        }
    }
}

/// What a transaction does that adds no keys.
fn described(call: &RegistryCall, to: &str) -> String {
    match call {
        RegistryCall::Other(function) => format!("calls {} of {to}", function.name()),
        RegistryCall::Described { method } => format!("calls {method} of {to}"),
        RegistryCall::Ether { wei } => format!("sends {wei} wei of ether to {to}"),
        RegistryCall::Foreign { selector: Some(selector) } => {
            format!("calls the function {} of {to}, which no StakingRegistry has", hex::encode_prefixed(selector))
        }
        _ => format!("sends data to {to} that calls no function"),
    }
}
