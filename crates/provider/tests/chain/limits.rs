//! Nodes that take only so much at once.

use crate::{
    contracts,
    fake_node::{Node, Reply, answer, rpc},
};
use aztec_provider::{BlockTag, Chain, Deployment, Pace, Provider};
use aztec_staking_registry::ProviderId;
use serde_json::{Value, json};

/// The pace through a node that has this to say about a range of blocks.
fn pace(logs: impl Fn(u64, u64) -> Value + Send + Sync + 'static) -> Result<(Pace, usize), String> {
    let staking = contracts::node(1, false);
    let mut chain = Chain::open(rpc(&[&staking]), BlockTag::Finalized).unwrap();
    let deployment = Deployment::read(&mut chain, contracts::REGISTRY).unwrap();
    let node = Node::honest(move |method, params| match method {
        "eth_getLogs" => {
            let number = |name: &str| {
                u64::from_str_radix(params[0][name].as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
            };
            logs(number("fromBlock"), number("toBlock"))
        }
        _ => Value::Null,
    });
    let mut chain = Chain::open(rpc(&[&node]), BlockTag::Finalized).unwrap();
    let pace = Pace::read(&mut chain, &deployment, ProviderId::FIRST, 28).map_err(|error| error.to_string())?;
    Ok((pace, node.requests()))
}

/// A delegation at every 20,000th block.
fn delegations(from: u64, to: u64) -> Value {
    let at = |block: &u64| block.is_multiple_of(20_000);
    let log = |block: u64| {
        json!({
            "address": contracts::REGISTRY.to_string(),
            "topics": [
                "0xc91c8b4e934fb8f46c6d08a34d60ceb8dbe4ab6844a7040ca4c580e5a837d5c7",
                format!("0x{:064x}", 1), format!("0x{:064x}", 2), format!("0x{:064x}", 3),
            ],
            "data": format!("0x{}", "00".repeat(64)),
            "blockNumber": format!("{block:#x}"), "blockHash": format!("0x{block:064x}"),
            "transactionHash": format!("0x{block:064x}"), "logIndex": "0x0",
        })
    };
    (from..=to).filter(at).map(log).collect()
}

fn refusal(message: &str) -> Value {
    json!({"error": {"code": -32005, "message": message}})
}

#[test]
fn ranges_are_halved_until_the_node_takes_them() {
    let (whole, few) = pace(delegations).unwrap();
    // 28 days are 201,600 blocks, which begin behind 798,400.
    assert_eq!(whole.delegations, 11);
    assert!((whole.days - 28.0).abs() < 1.5, "{}", whole.days);
    for (limit, words) in [(9_999, "query exceeds max block range 10000"), (499, "block range too large")] {
        let (halved, requests) = pace(move |from, to| match to - from {
            span if span > limit => refusal(words),
            _ => delegations(from, to),
        })
        .unwrap();
        assert_eq!(halved.delegations, whole.delegations);
        assert!(requests > few);
        // Halving ends between half the limit and the limit, and a fixed limit is not run into every other time.
        let ranges = usize::try_from(201_600 / (limit + 1)).unwrap();
        assert!(requests < ranges * 2 + 30, "{requests} for {ranges} ranges");
    }
}

#[test]
fn too_many_results_are_halved_as_well() {
    let (halved, _) = pace(|from, to| {
        let logs = delegations(from, to);
        if logs.as_array().unwrap().len() > 1 { refusal("query returned more than 1 results") } else { logs }
    })
    .unwrap();
    assert_eq!(halved.delegations, 11);
}

#[test]
fn a_pruned_history_is_named_with_its_block() {
    let message = pace(|from, to| match from {
        0..900_000 => refusal("missing block history: pruned"),
        _ => delegations(from, to),
    })
    .unwrap_err();
    assert!(message.contains("refuses the events of block 7") && message.contains("pruned"), "{message}");
}

#[test]
fn events_that_were_not_asked_for_are_refused() {
    let other = |from, to| {
        let mut logs = delegations(from, to);
        logs.as_array_mut().unwrap().iter_mut().for_each(|log| log["topics"][1] = json!(format!("0x{:064x}", 9)));
        logs
    };
    assert!(pace(other).unwrap_err().contains("eth_getLogs"));
    let twice = |from, to| {
        let mut logs = delegations(from, to);
        let list = logs.as_array_mut().unwrap();
        list.extend(list.clone());
        logs
    };
    assert!(pace(twice).unwrap_err().contains("eth_getLogs"));
}

#[test]
fn a_batch_that_is_too_large_is_halved() {
    // The contracts of the other node, behind one that takes two requests at once.
    for refuse in [
        |_: &[Value]| Reply::Http(413, "", Vec::new()),
        |_: &[Value]| Reply::Json(json!({"id": null, "error": {"code": -32600, "message": "batch too large"}})),
    ] {
        let staking = contracts::answers(3, false);
        let node = Node::start(move |_, batch| match batch.len() {
            0..=2 => Reply::Json(answer(batch, &staking)),
            _ => refuse(batch),
        });
        let mut chain = Chain::open(rpc(&[&node]), BlockTag::Finalized).unwrap();
        let deployment = Deployment::read(&mut chain, contracts::REGISTRY).unwrap();
        let before = node.requests();
        assert_eq!(Provider::read(&mut chain, &deployment, ProviderId::FIRST).unwrap().queue_length(), 3);
        // Four calls, two at a time: the limit is remembered.
        assert_eq!(node.requests() - before, 2);
    }
}
