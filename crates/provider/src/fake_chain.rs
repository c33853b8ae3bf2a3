//! A chain whose node is a function in the process: no connection, and no time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    BlockTag, Chain,
    rpc::{Rpc, Settings},
};

/// The number of the newest block.
pub(crate) const END: u64 = 1_000_000;
/// When it was made.
pub(crate) const NOW: u64 = 1_700_000_000;

/// A chain with these answers beside those that every node has, which stand for null.
pub(crate) fn chain(mut answers: impl FnMut(&str, &Value) -> Value + Send + 'static) -> Chain {
    chain_of_batches(move |batch| answer(batch, &mut answers))
}

/// The same with an answer for each batch.
pub(crate) fn chain_of_batches(mut answers: impl FnMut(&[Value]) -> Value + Send + 'static) -> Chain {
    let mut settings = Settings::new(1);
    // The newest block may be of any age.
    (settings.max_age, settings.retries) = (Duration::MAX, 0);
    settings.longest_wait = Duration::ZERO;
    let answer = move |body: &str| {
        let batch: Vec<Value> = serde_json::from_str(body).unwrap();
        answers(&batch).to_string().into_bytes()
    };
    Chain::open(Rpc::answered_by(answer, settings), BlockTag::Finalized).unwrap()
}

/// The answers to a batch.
pub(crate) fn answer(batch: &[Value], answers: &mut impl FnMut(&str, &Value) -> Value) -> Value {
    let one = |request: &Value| {
        let (method, params) = (request["method"].as_str().unwrap(), &request["params"]);
        let result = match answers(method, params) {
            Value::Null => default_answer(method, params),
            answer => answer,
        };
        match result.get("error") {
            Some(error) => json!({"id": request["id"], "error": error}),
            None => json!({"id": request["id"], "result": result}),
        }
    };
    batch.iter().map(one).collect()
}

fn default_answer(method: &str, params: &Value) -> Value {
    match method {
        "eth_chainId" => json!("0x1"),
        "eth_getCode" => json!("0x"),
        "eth_getBlockByNumber" => block_at(params, |number| NOW - (END - number) * 12),
        _ => refusal(-32_601, "the method does not exist"),
    }
}

/// The block that is asked for, made at this time; none behind the newest.
pub(crate) fn block_at(params: &Value, time: impl Fn(u64) -> u64) -> Value {
    let number = if params[0] == "finalized" || params[0] == "latest" { END } else { number(&params[0]) };
    match number {
        0..=END => json!({
            "number": format!("{number:#x}"),
            "hash": format!("0x{number:064x}"),
            "timestamp": format!("{:#x}", time(number)),
        }),
        _ => Value::Null,
    }
}

pub(crate) fn number(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

pub(crate) fn refusal(code: i64, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}
