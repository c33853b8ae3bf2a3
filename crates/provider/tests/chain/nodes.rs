//! Nodes that hang, fail, limit, lie or talk too much.

use std::time::{Duration, Instant};

use crate::fake_node::{FINALIZED, Node, Reply, answer, block, now, rpc};
use aztec_provider::{BlockTag, Chain, ChainError};
use serde_json::{Value, json};

fn no_extra(_: &str, _: &Value) -> Value {
    Value::Null
}

fn honest() -> Node {
    Node::honest(no_extra)
}

/// What comes of reading through these nodes. The message shows no part of a URL that may be secret.
fn open(nodes: &[&Node]) -> Result<Chain, String> {
    Chain::open(rpc(nodes), BlockTag::Finalized).map_err(|error: ChainError| {
        let message = error.to_string();
        assert!(!message.contains("s3cret") && !format!("{error:?}").contains("s3cret"), "{message}");
        message
    })
}

fn must_fail(node: &Node, words: &str) {
    let message = open(&[node]).unwrap_err();
    assert!(message.contains(words), "{message}");
    // With an honest node behind it, the run goes on.
    let honest = honest();
    assert_eq!(open(&[node, &honest]).unwrap().block().number, FINALIZED);
    assert!(honest.requests() > 0);
}

#[test]
fn one_that_hangs_is_given_up() {
    must_fail(&Node::start(|_, _| Reply::Hang(Duration::from_secs(3))), "did not answer within 0.5 s");
}

#[test]
fn one_that_fails_is_asked_again() {
    let node = Node::start(|number, batch| match number {
        0 | 1 => Reply::Http(500, "", b"oops".to_vec()),
        _ => Reply::Json(answer(batch, &no_extra)),
    });
    assert_eq!(open(&[&node]).unwrap().block().number, FINALIZED);
    must_fail(&Node::start(|_, _| Reply::Http(502, "", Vec::new())), "HTTP status 502");
}

#[test]
fn retry_after_is_heeded() {
    let node = Node::start(|number, batch| match number {
        0 => Reply::Http(429, "retry-after: 1\r\n", Vec::new()),
        _ => Reply::Json(answer(batch, &no_extra)),
    });
    let started = Instant::now();
    assert_eq!(open(&[&node]).unwrap().block().number, FINALIZED);
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_rate_limit_in_json_is_one_too() {
    let limited = json!({"error": {"code": -32005, "message": "request rate limited"}});
    let node = Node::start(move |number, batch| match number {
        0 => Reply::Json(answer(batch, &|_, _| limited.clone())),
        _ => Reply::Json(answer(batch, &no_extra)),
    });
    assert_eq!(open(&[&node]).unwrap().block().number, FINALIZED);
}

#[test]
fn garbage_is_no_answer() {
    for body in ["<html>s3cret</html>", "[", "[{\"id\":0,\"result\":\"0x1\"}]", "{}"] {
        let node = Node::start(move |_, _| Reply::Http(200, "", body.as_bytes().to_vec()));
        must_fail(&node, "its answer");
    }
}

#[test]
fn another_chain_is_refused_at_once() {
    let node = Node::honest(|method, _| if method == "eth_chainId" { json!("0x5") } else { Value::Null });
    must_fail(&node, "it is on chain 5, not 31337");
    // Once for each of the two runs: asking again would not help.
    assert_eq!(node.requests(), 2);
}

#[test]
fn a_stale_node_is_refused() {
    let at = |time: u64| {
        Node::honest(move |method, params| match (method, params[0].as_str()) {
            ("eth_getBlockByNumber", Some("latest")) => {
                let mut block = block(FINALIZED + 64);
                block["timestamp"] = json!(format!("{time:#x}"));
                block
            }
            _ => Value::Null,
        })
    };
    must_fail(&at(now() - 3_600), "it is behind");
    must_fail(&at(now() + 3_600), "check the clock");
}

#[test]
fn a_huge_answer_is_not_read() {
    let node = Node::start(|_, _| Reply::Http(200, "", vec![b' '; 5 << 20]));
    must_fail(&node, "its answer is longer than 4194304 bytes");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = honest();
    let node = Node::start(|_, _| Reply::Http(307, "location: http://127.0.0.1:9/\r\n", Vec::new()));
    must_fail(&node, "HTTP status 307");
    assert_eq!(elsewhere.requests(), 0);
}

#[test]
fn nobody_listens() {
    let endpoint = aztec_provider::rpc::Endpoint::parse("http://127.0.0.1:1/s3cret").unwrap();
    let rpc = aztec_provider::rpc::Rpc::new(vec![endpoint], crate::fake_node::settings());
    let message = Chain::open(rpc, BlockTag::Finalized).unwrap_err().to_string();
    assert!(message.contains("http://127.0.0.1:1: it cannot be reached (connection refused)"), "{message}");
    assert!(!message.contains("s3cret"));
}

#[test]
fn a_chain_without_a_finalized_block_is_named() {
    let node = Node::honest(|method, params| match (method, params[0].as_str()) {
        ("eth_getBlockByNumber", Some("finalized")) => json!({"error": {"code": -39001, "message": "Unknown block"}}),
        _ => Value::Null,
    });
    assert!(open(&[&node]).unwrap_err().contains("no finalized block"));
}
