//! Which node is asked next, how often, and how soon.

use std::time::{Duration, Instant};

use aztec_provider::{
    BlockTag, Chain, ChainError, Deployment, Provider,
    rpc::{Rpc, Settings},
};
use aztec_staking_registry::ProviderId;
use serde_json::{Value, json};

use crate::{
    contracts,
    fake_node::{Node, Reply, answer, settings},
};

fn no_extra(_: &str, _: &Value) -> Value {
    Value::Null
}

/// Reads the chain through nodes. A wait would take seconds.
fn open(nodes: &[&Node], retries: u32) -> (Result<Chain, ChainError>, Duration) {
    let wait = Duration::from_secs(3);
    let settings = Settings { retries, first_wait: wait, longest_wait: wait, ..settings() };
    let started = Instant::now();
    let rpc = Rpc::new(nodes.iter().map(|node| node.endpoint()).collect(), settings);
    (Chain::open(rpc, BlockTag::Finalized), started.elapsed())
}

/// At once: before the shortest wait has passed, half of what was set.
fn at_once(elapsed: Duration) -> bool {
    elapsed < Duration::from_millis(1_500)
}

#[test]
fn a_node_that_answers_is_not_waited_for() {
    let (chain, elapsed) = open(&[&Node::honest(no_extra)], 4);
    assert!(chain.is_ok() && at_once(elapsed), "{elapsed:?}");
}

#[test]
fn what_will_be_the_same_again_is_not_asked_again() {
    let elsewhere = Node::honest(|method, _| if method == "eth_chainId" { json!("0x5") } else { Value::Null });
    let (chain, elapsed) = open(&[&elsewhere], 4);
    assert!(chain.is_err() && at_once(elapsed), "{elapsed:?}");
    assert_eq!(elsewhere.requests(), 1);
    // What is too large for a node.
    let narrow = Node::start(|_, _| Reply::Http(413, "", Vec::new()));
    let (chain, elapsed) = open(&[&narrow], 4);
    assert!(chain.is_err() && at_once(elapsed), "{elapsed:?}");
}

#[test]
fn every_round_waits_before_it() {
    let node = Node::start(|number, batch| match number {
        0 | 1 => Reply::Http(503, "", Vec::new()),
        _ => Reply::Json(answer(batch, &no_extra)),
    });
    let wait = Duration::from_millis(40);
    let settings = Settings { retries: 2, first_wait: wait, longest_wait: wait, ..settings() };
    let started = Instant::now();
    Chain::open(Rpc::new(vec![node.endpoint()], settings), BlockTag::Finalized).unwrap();
    // Two waits of at least half of it.
    assert!(started.elapsed() >= wait);
    assert_eq!(node.requests(), 2 + 3);
}

#[test]
fn the_next_after_the_one_that_failed_is_asked() {
    let dead = Node::start(|_, _| Reply::Http(503, "", Vec::new()));
    let dying = Node::start(|number, batch| match number {
        0..3 => Reply::Json(answer(batch, &no_extra)),
        _ => Reply::Http(503, "", Vec::new()),
    });
    let last = contracts::node(1, false);
    let mut chain = open(&[&dead, &dying, &last], 0).0.unwrap();
    assert_eq!([&dead, &dying, &last].map(Node::requests), [1, 3, 0]);
    let deployment = Deployment::read(&mut chain, contracts::REGISTRY).unwrap();
    // Not the first once more.
    assert_eq!([&dead, &dying].map(Node::requests), [1, 4]);
    let before = last.requests();
    Provider::read(&mut chain, &deployment, ProviderId::FIRST).unwrap();
    assert_eq!(last.requests() - before, 1);
}

#[test]
fn a_batch_that_fails_for_another_reason_than_its_size_is_not_halved() {
    let staking = contracts::answers(3, false);
    let node = Node::start(move |_, batch| match batch.len() {
        0..=3 => Reply::Json(answer(batch, &staking)),
        _ => Reply::Http(503, "", Vec::new()),
    });
    let mut chain = open(&[&node], 0).0.unwrap();
    let before = node.requests();
    assert!(Deployment::read(&mut chain, contracts::REGISTRY).is_err());
    // Whether there is code, and the four calls.
    assert_eq!(node.requests() - before, 2);
}

#[test]
fn the_client_shows_what_it_is_and_no_secret() {
    let rpc = Rpc::new(vec![Node::honest(no_extra).endpoint()], settings());
    let shown = format!("{rpc:?}");
    assert!(shown.contains("transport: Transport") && shown.contains("http://127.0.0.1:"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}
