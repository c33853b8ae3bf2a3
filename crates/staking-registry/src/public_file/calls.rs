//! The calls in a public file: what each adds, and what whoever signs must know about it.

use core::fmt;

use alloy_primitives::{Address, hex};

use super::read::{Contents, PublicFile};
use super::registry_call::RegistryCall;
use crate::ProviderId;
use crate::audit::Severity;
use crate::calldata::AddedKeys;
use crate::safe_batch::SafeBatchContents;

/// What there is to say of the calls in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallReport {
    /// Those that add keys, in their order.
    pub calls: Vec<KeysCall>,
    /// What whoever signs must know. Calls that cannot be read are among [`PublicFile::faults`].
    pub findings: Vec<CallFinding>,
}

/// A call that adds keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct KeysCall {
    /// Its position among the calls of the file, from 1.
    pub number: usize,
    /// The provider that gets the keys.
    pub provider_id: ProviderId,
    /// How many keys it adds.
    pub keys: usize,
    /// The first of its entries, from 0 through the whole file.
    pub first: usize,
    /// The last of its entries.
    pub last: usize,
    /// Where it is sent, where the file says so.
    #[cfg_attr(feature = "serde", serde(flatten, skip_serializing_if = "Option::is_none"))]
    pub recipient: Option<Recipient>,
}

/// Where a call is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Recipient {
    /// The contract.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::serialize::as_text"))]
    pub registry: Address,
    /// The chain; none where the file does not name it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub chain_id: Option<u64>,
}

/// `the registry 0x… on chain 1`.
impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the registry {}", self.registry)?;
        self.chain_id.map_or(Ok(()), |chain_id| write!(f, " on chain {chain_id}"))
    }
}

/// What whoever signs the calls of a file must know. The message does not name the file or the call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallFinding {
    /// A batch for a Safe without the checksum of its contents.
    #[error("has no meta.checksum, so a change would go unnoticed; compare the file with the original")]
    NoChecksum,
    /// A transaction shows arguments beside its data, and a Safe sends the data.
    #[error("has contractInputsValues beside its data, which are not compared; what is sent is the data")]
    ArgumentsNotCompared {
        /// The position of the transaction, from 1.
        call: usize,
    },
    /// Keys go to another contract than those of an earlier call.
    #[error(
        "goes to {registry}, an earlier call to {first}; there is one registry on a chain, so write the batch anew with \
         the right one"
    )]
    OtherRegistry {
        /// The position of the transaction, from 1.
        call: usize,
        /// Where it goes.
        registry: Address,
        /// Where the first one that adds keys goes.
        first: Address,
    },
    /// Keys go to the zero address, which is nobody's registry.
    #[error("goes to the zero address, where the keys would be lost; write the batch anew with the registry")]
    ZeroRegistry {
        /// The position of the transaction, from 1.
        call: usize,
    },
    /// A transaction does something else than add keys. A Safe sends all of a batch at once, so it must be looked at.
    #[error("{}, which adds no keys and is not checked here", described(does, to))]
    AddsNoKeys {
        /// The position of the transaction, from 1.
        call: usize,
        /// What it does.
        does: RegistryCall,
        /// The contract or account that it goes to.
        to: Address,
    },
}

impl CallFinding {
    /// The position of the call that it is about, from 1; none where it is about the whole file.
    #[must_use]
    pub fn call(&self) -> Option<usize> {
        match self {
            Self::NoChecksum => None,
            Self::ArgumentsNotCompared { call }
            | Self::ZeroRegistry { call }
            | Self::OtherRegistry { call, .. }
            | Self::AddsNoKeys { call, .. } => Some(*call),
        }
    }

    /// How much it matters. A call that adds no keys is an error until somebody has looked at it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::NoChecksum | Self::ArgumentsNotCompared { .. } => Severity::Warning,
            Self::OtherRegistry { .. } | Self::ZeroRegistry { .. } | Self::AddsNoKeys { .. } => Severity::Error,
        }
    }
}

impl PublicFile {
    /// The calls in the file, with what there is to know about each: none where it carries no calls.
    #[must_use]
    pub fn calls(&self) -> CallReport {
        let mut report = CallReport::default();
        match &self.contents {
            Contents::StakerOutput(_) => {}
            Contents::Calldata(added) | Contents::Calls(added) => {
                (1..).zip(added).for_each(|(number, added)| report.add(number, added, None));
            }
            Contents::ContractCalls(calls) => {
                for (number, call) in (1..).zip(calls) {
                    report.add(number, &call.added, Some(Recipient { registry: call.to, chain_id: None }));
                }
            }
            Contents::SafeBatch { batch, calls } => report.add_safe_batch(batch, calls),
        }
        report
    }
}

impl CallReport {
    fn add(&mut self, number: usize, added: &AddedKeys, recipient: Option<Recipient>) {
        let first = self.calls.last().map_or(0, |call| call.last + 1);
        let keys = added.tuples.len();
        let last = first + keys - 1;
        self.calls.push(KeysCall { number, provider_id: added.provider, keys, first, last, recipient });
    }

    /// A Safe sends whatever is in its batch as one transaction.
    fn add_safe_batch(&mut self, batch: &SafeBatchContents, calls: &[RegistryCall]) {
        if !batch.has_checksum {
            self.findings.push(CallFinding::NoChecksum);
        }
        let mut first_registry = None;
        for (number, (does, transaction)) in (1..).zip(calls.iter().zip(&batch.transactions)) {
            // What is wrong with one that cannot be read is among the faults of the file.
            let Ok(transaction) = transaction else { continue };
            let to = transaction.to;
            if transaction.shows_arguments {
                self.findings.push(CallFinding::ArgumentsNotCompared { call: number });
            }
            match does {
                RegistryCall::AddKeys(added) => {
                    if to.is_zero() {
                        self.findings.push(CallFinding::ZeroRegistry { call: number });
                    }
                    let first = *first_registry.get_or_insert(to);
                    if first != to {
                        self.findings.push(CallFinding::OtherRegistry { call: number, registry: to, first });
                    }
                    self.add(number, added, Some(Recipient { registry: to, chain_id: Some(batch.chain_id) }));
                }
                RegistryCall::Unreadable => {}
                other => self.findings.push(CallFinding::AddsNoKeys { call: number, does: other.clone(), to }),
            }
        }
    }
}

/// What a transaction does that adds no keys.
fn described(does: &RegistryCall, to: &Address) -> String {
    match does {
        RegistryCall::Other(function) => format!("calls {} of {to}", function.name()),
        RegistryCall::Described { method } => format!("calls {method} of {to}"),
        RegistryCall::Ether { wei } => format!("sends {wei} wei of ether to {to}"),
        RegistryCall::Foreign { selector: Some(selector) } => {
            format!("calls the function {} of {to}, which no StakingRegistry has", hex::encode_prefixed(selector))
        }
        _ => format!("sends data to {to} that calls no function"),
    }
}
