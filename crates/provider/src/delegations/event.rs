//! The events that a delegation leaves behind.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use aztec_staking_registry::ProviderId;
use serde::{Deserialize, Serialize};

use crate::{
    abi,
    chain::{Log, LogFilter},
    deployment::Deployment,
};

/// Where in the chain something happened. Ordered as it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The block.
    pub block: u64,
    /// The position among all events of the block.
    pub index: u64,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Happened {
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) transaction: B256,
    #[serde(flatten)]
    pub(super) event: Event,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Event {
    /// The provider registered.
    Registered {
        #[serde(rename = "takeRate")]
        take_rate: u16,
    },
    /// The provider changed its rate.
    Rate {
        #[serde(rename = "takeRate")]
        take_rate: u16,
    },
    /// The provider changed where its rewards go.
    Recipient { recipient: Address },
    /// The provider dropped a key from the head of its queue.
    Dropped { attester: Address },
    /// Somebody delegated to the provider.
    Staked { rollup: Address, attester: Address, split: Address },
    /// A validator went into the rollup's entry queue: of this provider, of another, or of none.
    Queued(Deposit),
    /// A validator became active.
    Deposited(Deposit),
    /// A deposit failed, and the stake went back.
    Failed(Deposit),
}

/// Which deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Deposit {
    pub(super) rollup: Address,
    pub(super) attester: Address,
    pub(super) withdrawer: Address,
}

/// Every event that matters, of the registry and of all rollups that there have been.
pub(super) fn filter(deployment: &Deployment) -> LogFilter {
    let rollups = deployment.rollups.iter().map(|rollup| rollup.address);
    let topics = vec![
        abi::ProviderRegistered::SIGNATURE_HASH,
        abi::ProviderTakeRateUpdated::SIGNATURE_HASH,
        abi::ProviderRewardsRecipientUpdated::SIGNATURE_HASH,
        abi::ProviderQueueDripped::SIGNATURE_HASH,
        abi::StakedWithProvider::SIGNATURE_HASH,
        abi::ValidatorQueued::SIGNATURE_HASH,
        abi::Deposit::SIGNATURE_HASH,
        abi::FailedDeposit::SIGNATURE_HASH,
    ];
    LogFilter { addresses: std::iter::once(deployment.registry).chain(rollups).collect(), topics: vec![topics] }
}

impl Happened {
    /// Reads an event; none for one that is about another provider.
    pub(super) fn read(log: &Log, registry: Address, provider: ProviderId) -> Option<Self> {
        let event = if log.address == registry { of_registry(log, provider)? } else { of_rollup(log)? };
        let place = Place { block: log.block, index: log.index };
        Some(Self { place, transaction: log.transaction, event })
    }
}

fn of_registry(log: &Log, provider: ProviderId) -> Option<Event> {
    let ours = |id: U256| id == U256::from(provider.get());
    match *log.topics.first()? {
        abi::ProviderRegistered::SIGNATURE_HASH => {
            let event = decode::<abi::ProviderRegistered>(log)?;
            ours(event.provider).then_some(Event::Registered { take_rate: event.takeRate })
        }
        abi::ProviderTakeRateUpdated::SIGNATURE_HASH => {
            let event = decode::<abi::ProviderTakeRateUpdated>(log)?;
            ours(event.provider).then_some(Event::Rate { take_rate: event.takeRate })
        }
        abi::ProviderRewardsRecipientUpdated::SIGNATURE_HASH => {
            let event = decode::<abi::ProviderRewardsRecipientUpdated>(log)?;
            ours(event.provider).then_some(Event::Recipient { recipient: event.recipient })
        }
        abi::ProviderQueueDripped::SIGNATURE_HASH => {
            let event = decode::<abi::ProviderQueueDripped>(log)?;
            ours(event.provider).then_some(Event::Dropped { attester: event.attester })
        }
        abi::StakedWithProvider::SIGNATURE_HASH => {
            let abi::StakedWithProvider { provider, rollup, attester, split, .. } = decode(log)?;
            ours(provider).then_some(Event::Staked { rollup, attester, split })
        }
        _ => None,
    }
}

fn of_rollup(log: &Log) -> Option<Event> {
    let rollup = log.address;
    match *log.topics.first()? {
        abi::ValidatorQueued::SIGNATURE_HASH => {
            let abi::ValidatorQueued { attester, withdrawer } = decode(log)?;
            Some(Event::Queued(Deposit { rollup, attester, withdrawer }))
        }
        abi::Deposit::SIGNATURE_HASH => {
            let abi::Deposit { attester, withdrawer, .. } = decode(log)?;
            Some(Event::Deposited(Deposit { rollup, attester, withdrawer }))
        }
        abi::FailedDeposit::SIGNATURE_HASH => {
            let abi::FailedDeposit { attester, withdrawer, .. } = decode(log)?;
            Some(Event::Failed(Deposit { rollup, attester, withdrawer }))
        }
        _ => None,
    }
}

fn decode<E: SolEvent>(log: &Log) -> Option<E> {
    E::decode_raw_log(log.topics.iter().copied(), &log.data).ok()
}
