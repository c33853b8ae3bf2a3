//! The calls in a file: which of them add keys, and which do something else.

use alloy_primitives::Address;
use aztec_staking_registry::{
    calldata::AddedKeys,
    public_file::{PublicFile, RegistryCall},
    safe_batch::SafeBatchContents,
};

use super::path_report::{Call, Recipient};

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
        match file {
            PublicFile::StakerOutput(_) => {}
            PublicFile::Calldata(added) | PublicFile::Calls(added) => {
                (1..).zip(added).for_each(|(number, added)| found.add(number, added, None));
            }
            PublicFile::SafeBatch { contents, calls } => found.add_safe_batch(contents, calls, path, allow_other),
        }
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
        for (number, (call, transaction)) in (1..).zip(calls.iter().zip(&contents.transactions)) {
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
                    self.add(number, added, Some(Recipient { registry, chain_id: contents.chain_id }));
                }
                RegistryCall::Other(function) => {
                    let what = format!(
                        "{path}, call {number}: calls {} of {registry}, which adds no keys and is not checked here",
                        function.name()
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
