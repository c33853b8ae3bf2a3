//! How many requests an audit takes.

use crate::{contracts, fake_node::rpc};
use aztec_provider::{
    BlockTag, Chain, Deployment, Provider,
    audit::{Audit, Foretold},
};
use aztec_staking_registry::ProviderId;

fn audit(keys: usize, multicall: bool) -> (Audit, u64) {
    let node = contracts::node(keys, multicall);
    let mut chain = Chain::open(rpc(&[&node]), BlockTag::Finalized).unwrap();
    let deployment = Deployment::read(&mut chain, contracts::REGISTRY).unwrap();
    let provider = Provider::read(&mut chain, &deployment, ProviderId::FIRST).unwrap();
    assert_eq!(provider.queue_length(), keys as u64);
    let audit = Audit::run(&mut chain, &deployment, &provider, &[], None).unwrap();
    assert_eq!(chain.round_trips(), node.requests() as u64);
    (audit, chain.round_trips())
}

#[test]
fn a_thousand_entries_take_at_most_twenty() {
    let (audit, round_trips) = audit(1_000, true);
    assert_eq!(audit.entries.len(), 1_000);
    assert!(audit.entries.iter().all(Foretold::is_good));
    assert!(round_trips <= 20, "{round_trips} requests");
}

#[test]
fn without_multicall_the_calls_go_in_batches() {
    let (audit, round_trips) = audit(250, false);
    assert!(audit.entries.iter().all(Foretold::is_good));
    // 250 entries and three questions for each, 100 in a request, and what comes before them.
    assert!(round_trips <= 24, "{round_trips} requests");
}
