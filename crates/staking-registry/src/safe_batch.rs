//! Batches for the Transaction Builder of Safe: the JSON file that its web app imports.
//!
//! Source of the format and its checksum: safe-global/safe-react-apps, `apps/tx-builder/src/typings/models.ts` and
//! `src/lib/checksum.ts`.

mod checksum;
mod described;
mod fault;
mod method;
mod read;

use core::num::NonZeroU64;

use serde::Serialize;
use strict_json::View;

use crate::NonZeroAddress;
use crate::calldata::{AddKeysCall, Calldata, SAFE_CALLS_GAS_LIMIT};
use crate::json::{compact, pretty};

pub use fault::{MAX_BYTES, SafeBatchError, TransactionFault};
pub use read::{SafeBatchContents, SafeCall, SafeTransaction, read};

/// Calls that a Safe sends to one contract in one transaction.
///
/// ```
/// use aztec_staking_registry::calldata::{KeysPerCall, add_keys};
/// use aztec_staking_registry::safe_batch::{SafeBatch, read};
/// use aztec_staking_registry::{KeyStore, Network, ProviderId};
/// use bn254_bls::{ProofKind, SecretKey};
/// # let attester = aztec_staking_registry::NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
///
/// let proven = SecretKey::from_be_bytes(&[7; 32])?.prove();
/// let key_stores = [KeyStore::from_proven(attester.get(), &proven, ProofKind::Registration)?];
/// let calls = add_keys(ProviderId::new(7)?, &key_stores, KeysPerCall::DEFAULT)?;
/// let batches = SafeBatch::add_keys(Network::Testnet.chain_id(), Network::Testnet.registry(), &calls);
/// assert_eq!(batches.len(), 1);
/// assert!(read(&batches[0].to_json()).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeBatch {
    /// The chain on which the Safe lives.
    pub chain_id: NonZeroU64,
    /// The contract that is called: the StakingRegistry, or the rollup where attesters leave.
    pub contract: NonZeroAddress,
    /// What the app shows as the batch's name.
    pub name: String,
    /// What the app shows beneath it.
    pub description: String,
    /// The calls, in their order.
    pub calls: Vec<Calldata>,
}

impl SafeBatch {
    /// The batches that add keys, one after the other.
    ///
    /// A batch is one transaction, however many calls are in it. So a batch takes as many calls as one transaction can
    /// pay for ([`SAFE_CALLS_GAS_LIMIT`]), and there are as many batches as it needs.
    #[must_use]
    pub fn add_keys(chain_id: NonZeroU64, registry: NonZeroAddress, calls: &[AddKeysCall]) -> Vec<Self> {
        let sizes = group_sizes(calls.iter().map(|call| call.gas));
        let mut rest = calls;
        let batch = |(number, size): (usize, &usize)| {
            let (group, behind) = rest.split_at(*size);
            rest = behind;
            Self::of(chain_id, registry, group, number, sizes.len())
        };
        (1..).zip(&sizes).map(batch).collect()
    }

    fn of(chain_id: NonZeroU64, registry: NonZeroAddress, group: &[AddKeysCall], number: usize, total: usize) -> Self {
        let (first, last) = (group[0].first, group[group.len() - 1].last);
        Self {
            chain_id,
            contract: registry,
            name: format!("addKeysToProvider {number} of {total}"),
            description: format!("Adds keys {first} to {last}. Execute the batches in their order, each once."),
            calls: group.iter().map(|call| call.calldata.clone()).collect(),
        }
    }

    /// The file: two spaces a level, a line feed at the end, the checksum of the app.
    ///
    /// `createdAt` is 0, so that the same calls make the same file. The app does not look at it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let calls = self.calls.iter().map(|call| (self.contract, call.to_hex())).collect();
        file_of(self.chain_id, &self.name, &self.description, calls)
    }
}

/// The file with these calls, each with its contract and its calldata in hexadecimal.
pub(crate) fn file_of(
    chain_id: NonZeroU64,
    name: &str,
    description: &str,
    calls: Vec<(NonZeroAddress, String)>,
) -> String {
    let transaction = |(to, data): (NonZeroAddress, String)| Transaction {
        to: to.to_string(),
        value: "0",
        data,
        contract_method: (),
        contract_inputs_values: (),
    };
    let mut file = File {
        version: "1.0",
        chain_id: chain_id.to_string(),
        created_at: 0,
        meta: Meta {
            name,
            description,
            tx_builder_version: TX_BUILDER_VERSION,
            created_from_safe_address: "",
            created_from_owner_address: "",
            checksum: None,
        },
        transactions: calls.into_iter().map(transaction).collect(),
    };
    file.meta.checksum = Some(checksum_of(&file));
    pretty(&file)
}

fn checksum_of(file: &File<'_>) -> String {
    let text = compact(file);
    let view = View::parse(&text).expect("what was just written is JSON");
    checksum::of(view).expect("the shape is an object with a meta object")
}

/// How many calls each batch takes, none of them zero, for calls that take this much gas.
pub(crate) fn group_sizes(calls: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut sizes: Vec<usize> = Vec::new();
    let mut in_last = 0;
    for gas in calls {
        match sizes.last_mut() {
            Some(size) if in_last + gas <= SAFE_CALLS_GAS_LIMIT => {
                *size += 1;
                in_last += gas;
            }
            // A call that is too large on its own stands alone; whoever chose its size was told.
            _ => {
                sizes.push(1);
                in_last = gas;
            }
        }
    }
    sizes
}

/// The version of the app whose export is among the known answers.
const TX_BUILDER_VERSION: &str = "1.18.2";

/// The shape of the file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    version: &'static str,
    chain_id: String,
    created_at: u64,
    meta: Meta<'a>,
    transactions: Vec<Transaction>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    name: &'a str,
    description: &'a str,
    tx_builder_version: &'static str,
    created_from_safe_address: &'static str,
    created_from_owner_address: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    to: String,
    value: &'static str,
    data: String,
    /// `null`: the app then takes `data` as it is.
    contract_method: (),
    /// `null`.
    contract_inputs_values: (),
}
