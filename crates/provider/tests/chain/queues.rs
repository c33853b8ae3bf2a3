//! A deployment, its providers, their queues, and the head that the next delegation takes.

use alloy_primitives::{Address, B256, U256};
use aztec_provider::{
    BlockTag, Chain, ChainError, Deployment, DeploymentError, Head, Provider, ProviderStateError, Rollup,
    audit::BlockReason,
};
use aztec_staking_registry::ProviderId;

use crate::{
    contracts::{GSE, REGISTRY, ROLLUP, ROLLUPS, key_store},
    fake_node::{FINALIZED, rpc},
    interface::*,
    ledger::{ADMIN, FACTORY, LIMIT, Ledger, OLD_ROLLUP, OURS, RECIPIENT, TOKEN},
};

fn deployment(ledger: &Ledger) -> Result<Deployment, DeploymentError> {
    Deployment::read(&mut ledger.chain(), REGISTRY)
}

fn provider(ledger: &Ledger, id: u64) -> Result<Provider, ProviderStateError> {
    let mut chain = ledger.chain();
    let deployment = Deployment::read(&mut chain, REGISTRY).unwrap();
    Provider::read(&mut chain, &deployment, ProviderId::new(id).unwrap())
}

#[test]
fn what_belongs_to_a_registry() {
    // Through Multicall3 it is the same.
    for ledger in [Ledger::new(), Ledger::new().with_multicall()] {
        let deployment = deployment(&ledger).unwrap();
        assert_eq!((deployment.registry, deployment.split_factory, deployment.token), (REGISTRY, FACTORY, TOKEN));
        assert_eq!((deployment.gse, deployment.proof_gas_limit, deployment.providers), (GSE, LIMIT, 3));
        let rollup = |version, address| Rollup { version: U256::from(version), address };
        assert_eq!(deployment.rollups, [rollup(10, OLD_ROLLUP), rollup(20, ROLLUP)]);
        assert_eq!(deployment.canonical(), rollup(20, ROLLUP));
    }
}

#[test]
fn what_is_no_deployment_is_named() {
    let mut ledger = Ledger::new();
    ledger.answer(ROLLUPS, &numberOfVersionsCall {}, U256::ZERO);
    assert!(matches!(deployment(&ledger), Err(DeploymentError::NoRollup)));
    let mut ledger = Ledger::new();
    ledger.code.clear();
    let refused = deployment(&ledger).unwrap_err();
    assert!(matches!(refused, DeploymentError::NoContract { registry: REGISTRY, chain: 31_337 }), "{refused}");
    let providers = |next: U256| {
        let mut ledger = Ledger::new();
        ledger.answer(REGISTRY, &nextProviderIdentifierCall {}, next);
        deployment(&ledger).map(|deployment| deployment.providers)
    };
    assert_eq!(providers(U256::ZERO).unwrap(), 0);
    assert_eq!(providers(U256::from(100_001)).unwrap(), 100_000);
    for next in [U256::from(100_002), U256::MAX] {
        let refused = providers(next).unwrap_err().to_string();
        assert!(refused.contains("does not answer nextProviderIdentifier as the staking contracts do"), "{refused}");
    }
}

#[test]
fn a_provider_and_the_bounds_of_its_queue() {
    let mut ledger = Ledger::new();
    ledger.queue(OURS, 5, &[key_store(1), key_store(2), key_store(3)]);
    let read = provider(&ledger, OURS).unwrap();
    assert_eq!((read.id.get(), read.admin, read.rewards_recipient, read.take_rate), (OURS, ADMIN, RECIPIENT, 500));
    assert_eq!((read.first, read.last, read.queue_length(), read.pending_admin), (5, 8, 3, None));
    let next = Address::repeat_byte(0x99);
    ledger.provider(OURS, 700, next);
    let read = provider(&ledger, OURS).unwrap();
    assert_eq!((read.take_rate, read.pending_admin), (700, Some(next)));
    assert_eq!(provider(&ledger, 3).unwrap().queue_length(), 0);
    let refused = provider(&ledger, 4).unwrap_err();
    assert!(matches!(refused, ProviderStateError::Unknown { providers: 3, .. }), "{refused}");
}

#[test]
fn bounds_that_no_queue_has_are_refused() {
    let queue = |first: u128, last: u128| {
        let mut ledger = Ledger::new();
        ledger.answer(REGISTRY, &getFirstIndexInQueueCall(U256::from(OURS)), first);
        ledger.answer(REGISTRY, &getLastIndexInQueueCall(U256::from(OURS)), last);
        provider(&ledger, OURS).map(|provider| provider.queue_length())
    };
    assert_eq!(queue(7, 1_000_007).unwrap(), 1_000_000);
    for (first, last) in [(7, 6), (7, 1_000_008), (0, 1 << 64), (1 << 64, 1 << 64)] {
        let refused = queue(first, last).unwrap_err();
        let not_one = |error: &ChainError| matches!(error, ChainError::NotTheContract { contract: REGISTRY, .. });
        assert!(matches!(&refused, ProviderStateError::Chain(error) if not_one(error)), "{refused}");
    }
}

#[test]
fn whether_somebody_can_delegate_now() {
    let mut ledger = Ledger::new();
    let head = |ledger: &Ledger| {
        let (mut chain, deployment, provider) = ledger.read();
        Head::read(&mut chain, &deployment, &provider).unwrap()
    };
    assert_eq!(head(&ledger), Head::Empty);
    // Only the first counts.
    let [first, second] = [key_store(1), KeyStore { attester: Address::ZERO, ..key_store(2) }];
    ledger.queue(OURS, 5, &[first.clone(), second.clone()]);
    assert_eq!(head(&ledger), Head::Free);
    ledger.queue(OURS, 5, &[second, first.clone()]);
    assert_eq!(head(&ledger), Head::Blocked(BlockReason::ZeroAttester));
    ledger.queue(OURS, 5, std::slice::from_ref(&first));
    for (status, blocked) in [(1, false), (2, true), (3, true)] {
        ledger.answer(ROLLUP, &getStatusCall(first.attester), status);
        let expected = if blocked { Head::Blocked(BlockReason::StillExiting) } else { Head::Free };
        assert_eq!(head(&ledger), expected, "{status}");
    }
    // A status that there is not.
    ledger.answer(ROLLUP, &getStatusCall(first.attester), 4);
    let (mut chain, deployment, provider) = ledger.read();
    let refused = Head::read(&mut chain, &deployment, &provider).unwrap_err();
    assert!(matches!(refused, ChainError::NotTheContract { contract: ROLLUP, function: "getStatus" }), "{refused}");
}

#[test]
fn the_chain_is_read_at_the_block_that_was_named() {
    let ledger = Ledger::new();
    let tags = [(BlockTag::Finalized, 0), (BlockTag::Safe, 32), (BlockTag::Latest, 64)];
    for (tag, number) in tags.map(|(tag, behind)| (tag, FINALIZED + behind)) {
        let chain = Chain::open(rpc(&[&ledger.node()]), tag).unwrap();
        assert_eq!((chain.block().number, chain.block().timestamp), (number, ledger.time(number)));
        assert_eq!(chain.block().hash, B256::left_padding_from(&number.to_be_bytes()));
    }
}
