//! The admin interface of an Aztec node, and webhooks: single requests, each with its secret.

use aztec_provider::rpc::{AdminError, ApiKey, WebhookError, post_webhook, reload_keystore};
use serde_json::{Value, json};

use crate::fake_node::{Node, Received, Reply};

const OLD: &str = "nodeAdmin_reloadKeystore";
const NEW: &str = "aztecAdmin_reloadKeystore";

/// A node that answers like this to a method, and to another that there is none.
fn node(method: &'static str, answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Node {
    Node::serve(move |_, request| {
        assert_eq!((&request.json["jsonrpc"], &request.json["id"]), (&json!("2.0"), &json!(0)));
        if request.json["method"] == method { answer(request) } else { refusal(-32_601, "unknown method") }
    })
}

fn done(_: &Received) -> Reply {
    Reply::Json(json!({"id": 0, "result": null}))
}

fn refusal(code: i64, message: &str) -> Reply {
    Reply::Json(json!({"id": 0, "error": {"code": code, "message": message}}))
}

fn reload(node: &Node) -> Result<(), AdminError> {
    reload_keystore(&node.endpoint(), Some(&ApiKey::new("k3y").unwrap()))
}

#[test]
fn the_directory_is_read_again_with_the_key_in_a_header() {
    let node = node(NEW, |request| {
        let key = request.header.lines().find_map(|line| line.strip_prefix("x-api-key: "));
        if key == Some("k3y") { done(request) } else { Reply::Http(401, "", Vec::new()) }
    });
    reload(&node).unwrap();
    assert_eq!(node.requests(), 1);
    let refused = reload_keystore(&node.endpoint(), None).unwrap_err();
    assert!(matches!(refused, AdminError::Forbidden { .. }), "{refused}");
    let message = reload_keystore(&node.endpoint(), Some(&ApiKey::new("other").unwrap())).unwrap_err().to_string();
    assert!(message.contains("does not accept the key") && !message.contains("s3cret"), "{message}");
}

#[test]
fn a_node_of_before_version_five_has_another_name_for_it() {
    let old = node(OLD, done);
    reload(&old).unwrap();
    assert_eq!(old.requests(), 2);
    // One that knows neither.
    let neither = node("eth_chainId", done);
    assert!(matches!(reload(&neither), Err(AdminError::Refused { .. })));
    assert_eq!(neither.requests(), 2);
}

#[test]
fn what_a_node_says_against_it_is_passed_on() {
    let refusing = node(NEW, |_| refusal(-32_000, "no keystore in the directory"));
    let refused = reload(&refusing).unwrap_err();
    assert!(matches!(&refused, AdminError::Refused { words, .. } if words == "no keystore in the directory"));
    assert_eq!(refusing.requests(), 1);
    for (reply, words) in [
        (|| Reply::Http(403, "", Vec::new()), "does not accept the key"),
        (|| Reply::Http(500, "", Vec::new()), "was not told: it answered with HTTP status 500"),
        (|| Reply::Json(json!([])), "was not told: its answer is not JSON-RPC"),
    ] as [(fn() -> Reply, &str); 3]
    {
        let message = reload(&node(NEW, move |_| reply())).unwrap_err().to_string();
        assert!(message.contains(words) && !message.contains("s3cret"), "{message}");
    }
}

fn post(status: u16) -> Result<(), WebhookError> {
    let hook = Node::serve(move |_, request| {
        assert_eq!(request.json, json!({"text": "a key is left"}));
        assert!(request.header.starts_with("POST /v3/s3cret?key=s3cret "), "{}", request.header);
        assert!(request.header.contains("content-type: application/json"), "{}", request.header);
        Reply::Http(status, "", b"ok".to_vec())
    });
    let message: Value = json!({"text": "a key is left"});
    post_webhook(&hook.endpoint(), &message)
}

#[test]
fn a_message_goes_to_a_webhook() {
    post(200).unwrap();
    post(204).unwrap();
    for (status, is_final) in
        [(400, true), (404, true), (407, true), (408, false), (409, true), (499, true), (429, false), (500, false)]
    {
        let refused = post(status).unwrap_err();
        assert_eq!(refused.is_final(), is_final, "{status}");
        let message = refused.to_string();
        assert!(message.contains("did not take the message") && !message.contains("s3cret"), "{message}");
    }
}
