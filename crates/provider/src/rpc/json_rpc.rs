//! JSON-RPC 2.0: requests in a batch, and answers that are matched with them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use strict_json::{Object, changes_the_line};

/// A method and its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) params: Value,
}

impl Request {
    pub(crate) fn new(method: &'static str, params: Value) -> Self {
        Self { method, params }
    }
}

#[derive(Serialize)]
struct Sent<'a> {
    jsonrpc: &'static str,
    id: usize,
    method: &'a str,
    params: &'a Value,
}

#[derive(Deserialize)]
struct Received {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    result: Option<Value>,
    #[serde(default)]
    error: Option<Object<Refusal>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Batch(Vec<Object<Received>>),
    // A server that refuses the whole batch may answer with a single object.
    Single(Object<Received>),
}

/// What a node says in place of a result.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    #[serde(default)]
    pub(crate) message: String,
}

impl Refusal {
    /// The words of the node, made fit for a line of ours: no control characters, and not too long.
    pub(crate) fn words(&self) -> String {
        let words: String = self.message.chars().filter(|character| !changes_the_line(*character)).take(160).collect();
        if words.is_empty() { format!("error {}", self.code) } else { words }
    }

    /// Whether the same request may succeed a little later.
    pub(crate) fn is_rate_limit(&self) -> bool {
        let words = self.message.to_lowercase();
        self.code == -32005 && !words.contains("range") && !words.contains("results") && !words.contains("block")
            || self.code == 429
            || ["rate limit", "too many requests", "request limit", "exceeded its compute", "capacity"]
                .iter()
                .any(|sign| words.contains(sign))
    }

    /// Whether the call itself failed, on a node that did its work: code 3 of geth, or the words of the others.
    pub(crate) fn is_revert(&self) -> bool {
        self.code == 3 || self.message.to_lowercase().contains("revert")
    }
}

/// What a node answers to a request: a result, or its refusal.
pub(crate) type Answer = Result<Value, Refusal>;

/// The body of a batch. The id of a request is its position.
pub(super) fn encode(requests: &[Request]) -> String {
    let sent = requests.iter().enumerate().map(|(id, request)| Sent {
        jsonrpc: "2.0",
        id,
        method: request.method,
        params: &request.params,
    });
    serde_json::to_string(&sent.collect::<Vec<_>>()).expect("strings and JSON values are JSON")
}

/// The body of a single request, for servers that know no batches.
pub(super) fn encode_one(request: &Request) -> String {
    let sent = Sent { jsonrpc: "2.0", id: 0, method: request.method, params: &request.params };
    serde_json::to_string(&sent).expect("strings and JSON values are JSON")
}

/// The answer to a single request.
pub(super) fn decode_one(body: &[u8]) -> Result<Answer, Garbage> {
    match serde_json::from_slice(body).map_err(|_| Garbage::NotJsonRpc)? {
        Body::Single(Object(Received { error: Some(Object(refusal)), .. })) => Ok(Err(refusal)),
        Body::Single(Object(Received { id, result, .. })) if id == 0 => Ok(Ok(result.unwrap_or(Value::Null))),
        _ => Err(Garbage::NotJsonRpc),
    }
}

/// An answer for each of `count` requests, in their order.
pub(super) fn decode(body: &[u8], count: usize) -> Result<Vec<Answer>, Garbage> {
    let received = match serde_json::from_slice(body).map_err(|_| Garbage::NotJsonRpc)? {
        Body::Batch(received) => received,
        Body::Single(Object(Received { error: Some(Object(refusal)), .. })) => {
            return Err(Garbage::WholeBatch(refusal));
        }
        Body::Single(single) => vec![single],
    };
    let mut answers: Vec<Option<Answer>> = vec![None; count];
    for Object(Received { id, result, error }) in received {
        let position = id.as_u64().and_then(|id| usize::try_from(id).ok()).filter(|id| *id < count);
        // One entry without an id, an error: the batch as a whole was refused.
        let position = match (position, error.as_ref()) {
            (Some(position), _) => position,
            (None, Some(Object(refusal))) => return Err(Garbage::WholeBatch(refusal.clone())),
            (None, None) => return Err(Garbage::NotJsonRpc),
        };
        let answer = error.map_or_else(|| Ok(result.unwrap_or(Value::Null)), |Object(refusal)| Err(refusal));
        if answers[position].replace(answer).is_some() {
            return Err(Garbage::NotJsonRpc);
        }
    }
    answers.into_iter().collect::<Option<Vec<_>>>().ok_or(Garbage::Missing)
}

/// Why a body holds no answers.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum Garbage {
    #[error("its answer is not JSON-RPC")]
    NotJsonRpc,
    #[error("its answer leaves out a request")]
    Missing,
    #[error("it refuses the requests ({})", .0.words())]
    WholeBatch(Refusal),
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_are_matched_by_their_ids() {
        let body = json!([{"id": 1, "result": "b"}, {"id": 0, "error": {"code": 3, "message": "execution reverted"}}]);
        let answers = decode(body.to_string().as_bytes(), 2).unwrap();
        assert!(answers[0].as_ref().unwrap_err().is_revert());
        assert_eq!(answers[1], Ok(json!("b")));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for body in [
            "",
            "<html>",
            "7",
            "[7]",
            r#"[0, 1, null]"#,
            r#"[[0, 1, null], [1, 1, null]]"#,
            r#"[{"id": 0, "error": [3, "reverted"]}]"#,
            r#"[{"id": 0}, {"id": 0}]"#,
            r#"[{"id": 9, "result": 1}]"#,
            r#"[{"result": 1}]"#,
        ] {
            assert_eq!(decode(body.as_bytes(), 2), Err(Garbage::NotJsonRpc), "{body}");
        }
        assert_eq!(decode(br#"[{"id": 0, "result": 1}]"#, 2), Err(Garbage::Missing));
        let refused = r#"{"id": null, "error": {"code": -32600, "message": "batch too large"}}"#;
        for body in [refused.to_owned(), format!("[{refused}]")] {
            assert!(matches!(decode(body.as_bytes(), 2), Err(Garbage::WholeBatch(_))), "{body}");
        }
    }

    #[test]
    fn requests_in_a_batch_are_numbered() {
        let requests = [Request::new("eth_chainId", json!([])), Request::new("eth_getCode", json!(["0x1", "latest"]))];
        let sent: Value = serde_json::from_str(&encode(&requests)).unwrap();
        let expected = json!([
            {"jsonrpc": "2.0", "id": 0, "method": "eth_chainId", "params": []},
            {"jsonrpc": "2.0", "id": 1, "method": "eth_getCode", "params": ["0x1", "latest"]},
        ]);
        assert_eq!(sent, expected);
        let sent: Value = serde_json::from_str(&encode_one(&requests[0])).unwrap();
        assert_eq!(sent, expected[0]);
    }

    #[test]
    fn a_single_request_has_a_single_answer() {
        let one = |body: Value| decode_one(body.to_string().as_bytes());
        assert_eq!(one(json!({"id": 0, "result": 7})), Ok(Ok(json!(7))));
        assert_eq!(one(json!({"id": 0, "result": null})), Ok(Ok(Value::Null)));
        let refusal = Refusal { code: -32_601, message: "unknown".to_owned() };
        assert_eq!(one(json!({"id": null, "error": {"code": -32601, "message": "unknown"}})), Ok(Err(refusal)));
        for other in [json!({"id": 1, "result": 7}), json!({"result": 7}), json!([{"id": 0, "result": 7}]), json!(7)] {
            assert_eq!(one(other), Err(Garbage::NotJsonRpc));
        }
    }

    #[test]
    fn an_id_that_was_not_sent_is_no_answer() {
        assert_eq!(decode(br#"[{"id": 1, "result": 1}]"#, 1), Err(Garbage::NotJsonRpc));
        assert_eq!(decode(br#"{"id": 0, "result": 1}"#, 1), Ok(vec![Ok(json!(1))]));
    }

    #[test]
    fn a_call_that_failed_on_a_node_that_did_its_work() {
        let refusal = |code, message: &str| Refusal { code, message: message.to_owned() };
        assert!(refusal(3, "").is_revert());
        assert!(refusal(-32_000, "VM Exception: Reverted").is_revert());
        assert!(!refusal(-32_000, "header not found").is_revert());
    }

    #[test]
    fn words_of_a_node_stay_on_one_short_line() {
        let refusal = Refusal { code: 1, message: format!("\u{1b}[2J\n{}", "x".repeat(900)) };
        assert!(refusal.words().len() < 170 && refusal.words().starts_with("[2J"));
        let hidden = Refusal { code: 1, message: "no\u{202e}pe\u{ad}\u{2066}\u{200b}".to_owned() };
        assert_eq!(hidden.words(), "nope");
        let wordless = Refusal { code: -7, message: "\n".to_owned() };
        assert_eq!(wordless.words(), "error -7");
    }

    #[test]
    fn limits_on_ranges_are_no_limits_on_the_rate() {
        let refusal = |code, message: &str| Refusal { code, message: message.to_owned() };
        for (code, message) in [
            (-32005, "daily request count exceeded"),
            (429, ""),
            (-32000, "Rate limit reached"),
            (-32000, "Too Many Requests"),
            (-32000, "project ID request limit"),
            (-32000, "your app has exceeded its compute units per second"),
            (-32000, "over capacity"),
        ] {
            assert!(refusal(code, message).is_rate_limit(), "{code} {message}");
        }
        for (code, message) in [
            (-32005, "query returned more than 10000 results"),
            (-32005, "Range is too wide"),
            (-32005, "too many blocks"),
            (-32602, "block range is too wide"),
            (-32000, "execution reverted"),
            (32005, "no"),
        ] {
            assert!(!refusal(code, message).is_rate_limit(), "{code} {message}");
        }
    }
}
