//! Nodes that answer numbers which no chain has: nothing overflows, and no memory is taken on their word. The fuzzer found them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use alloy_primitives::{Address, hex};
use alloy_sol_types::SolCall;
use aztec_staking_registry::ProviderId;
use serde_json::{Value, json};

use crate::{
    BlockTag, Chain, ChainError, Deployment, DeploymentError, Pace, Provider, abi,
    audit::Audit,
    delegations::History,
    rpc::{Rpc, Settings},
};

const REGISTRY: Address = Address::repeat_byte(0x11);

/// A chain with this block, and these answers of its contracts; other functions answer a list of the number 2.
fn chain(block: u64, answers: &'static [([u8; 4], u64)]) -> Chain {
    let one = move |request: &Value| {
        let result = match request["method"].as_str().unwrap() {
            "eth_chainId" => json!("0x1"),
            "eth_getCode" => json!(if request["params"][0] == REGISTRY.to_string() { "0x01" } else { "0x" }),
            "eth_getLogs" => json!([]),
            "eth_getBlockByNumber" => json!({
                "number": request["params"][0].as_str().filter(|number| number.starts_with("0x")).map_or_else(
                    || format!("{block:#x}"),
                    ToOwned::to_owned,
                ),
                "hash": format!("0x{:064x}", 1),
                "timestamp": "0xffffffffffffffff",
            }),
            _ => {
                let data = hex::decode(request["params"][0]["data"].as_str().unwrap()).unwrap();
                let known = answers.iter().find(|(selector, _)| data.starts_with(selector));
                let number = known.map_or(2, |(_, number)| *number);
                json!(format!("0x{}", format!("{number:064x}").repeat(12)))
            }
        };
        json!({"id": request["id"], "result": result})
    };
    let answer = move |body: &str| {
        let requests: Vec<Value> = serde_json::from_str(body).unwrap();
        serde_json::to_vec(&requests.iter().map(one).collect::<Vec<_>>()).unwrap()
    };
    let mut settings = Settings::new(1);
    (settings.max_age, settings.retries) = (Duration::MAX, 0);
    Chain::open(Rpc::answered_by(answer, settings), BlockTag::Finalized).unwrap()
}

#[test]
fn more_providers_than_memory() {
    let most = Vec::leak(vec![(abi::nextProviderIdentifierCall::SELECTOR, 100_001)]);
    assert!(Deployment::read(&mut chain(9, most), REGISTRY).is_ok(), "numbers begin at 1");
    for providers in [100_002, 1 << 60, u64::MAX] {
        let answers = Vec::leak(vec![(abi::nextProviderIdentifierCall::SELECTOR, providers)]);
        let refused = Deployment::read(&mut chain(9, answers), REGISTRY).unwrap_err();
        assert!(matches!(refused, DeploymentError::Chain(ChainError::NotTheContract { .. })), "{refused}");
    }
}

#[test]
fn queues_that_are_long_together() {
    let next = (abi::nextProviderIdentifierCall::SELECTOR, 4);
    let bounds =
        [(abi::getFirstIndexInQueueCall::SELECTOR, 999_999), (abi::getLastIndexInQueueCall::SELECTOR, 1_999_999)];
    let answers = Vec::leak([vec![next], bounds.to_vec()].concat());
    let mut chain = chain(9, answers);
    let deployment = Deployment::read(&mut chain, REGISTRY).unwrap();
    let provider = Provider::read(&mut chain, &deployment, ProviderId::FIRST).unwrap();
    let refused = Audit::run(&mut chain, &deployment, &provider, &[], None).unwrap_err();
    assert!(matches!(refused, ChainError::NotTheContract { .. }), "{refused}");
}

/// A part of them would pass for all.
#[test]
fn more_deposits_or_rollups_than_there_can_be() {
    for deposits in [100_001, 1 << 60, u64::MAX] {
        let answers = Vec::leak(vec![(abi::getEntryQueueLengthCall::SELECTOR, deposits)]);
        let mut chain = chain(9, answers);
        let deployment = Deployment::read(&mut chain, REGISTRY).unwrap();
        let provider = Provider::read(&mut chain, &deployment, ProviderId::FIRST).unwrap();
        let refused = Audit::run(&mut chain, &deployment, &provider, &[], None).unwrap_err();
        assert!(matches!(refused, ChainError::NotTheContract { function: "getEntryQueueLength", .. }), "{refused}");
    }
    for rollups in [1_001, u64::MAX] {
        let answers = Vec::leak(vec![(abi::numberOfVersionsCall::SELECTOR, rollups)]);
        let refused = Deployment::read(&mut chain(9, answers), REGISTRY).unwrap_err();
        let expected =
            |error: &ChainError| matches!(error, ChainError::NotTheContract { function: "numberOfVersions", .. });
        assert!(matches!(&refused, DeploymentError::Chain(error) if expected(error)), "{refused}");
    }
}

#[test]
fn the_last_block_of_all() {
    let mut chain = chain(u64::MAX, &[]);
    let deployment = Deployment::read(&mut chain, REGISTRY).unwrap();
    let mut history = History::since(&chain, &deployment, ProviderId::FIRST, u64::MAX - 3);
    assert!(history.advance(&mut chain, &deployment, 100).unwrap());
    // Behind the last number there is nothing: reading does not begin at 0 once more.
    let text = history.to_json();
    let mut read = History::read(&text, &chain, &deployment, ProviderId::FIRST).unwrap();
    assert_eq!(read.next(), u64::MAX);
    assert!(!read.rewind(&mut chain).unwrap());
    assert!(Pace::read(&mut chain, &deployment, ProviderId::FIRST, 0).is_ok());
}
