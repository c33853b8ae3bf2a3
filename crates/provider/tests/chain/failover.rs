//! From one node to the next in the middle of a run: everything is still read from one block.

use crate::{
    contracts,
    fake_node::{FINALIZED, Node, Reply, answer, rpc},
};
use aztec_provider::{BlockTag, Chain, Deployment, DeploymentError};
use serde_json::{Value, json};

/// A node that dies after this many requests.
fn dying(after: usize) -> Node {
    Node::start(move |number, batch| match number {
        number if number < after => Reply::Json(answer(batch, &|_: &str, _: &Value| Value::Null)),
        _ => Reply::Http(503, "", Vec::new()),
    })
}

/// The chain is opened at the first node, which takes three requests; then the first dies.
fn read(second: &Node) -> Result<Deployment, DeploymentError> {
    let first = dying(3);
    let mut chain = Chain::open(rpc(&[&first, second]), BlockTag::Finalized).unwrap();
    assert_eq!(second.requests(), 0);
    Deployment::read(&mut chain, contracts::REGISTRY)
}

#[test]
fn the_second_goes_on_at_the_same_block() {
    let second = contracts::node(1, false);
    assert_eq!(read(&second).unwrap().providers, 1);
}

#[test]
fn a_second_on_another_fork_is_refused() {
    let lying = Node::honest(|method, params| match (method, params[0].as_str()) {
        ("eth_getBlockByNumber", Some(number)) if number.starts_with("0x") => {
            let mut block = crate::fake_node::block(FINALIZED);
            block["hash"] = json!(format!("0x{:064x}", 7));
            block
        }
        _ => Value::Null,
    });
    let message = read(&lying).unwrap_err().to_string();
    assert!(message.contains("it has another block 1000000"), "{message}");
}

#[test]
fn a_second_that_lacks_the_block_is_refused() {
    let behind = Node::honest(|method, params| match (method, params[0].as_str()) {
        ("eth_getBlockByNumber", Some(number)) if number.starts_with("0x") => {
            json!({"error": {"code": -32000, "message": "unknown block"}})
        }
        _ => Value::Null,
    });
    assert!(read(&behind).is_err());
}

#[test]
fn a_registry_without_code_is_named() {
    let node = Node::honest(|_, _| Value::Null);
    let mut chain = Chain::open(rpc(&[&node]), BlockTag::Finalized).unwrap();
    let message = Deployment::read(&mut chain, contracts::REGISTRY).unwrap_err().to_string();
    assert!(message.contains("there is no contract at 0x0000000000000000000000000000000000000a01"), "{message}");
}
