//! What keywatch reads: the answers of a node, and the file of what it has read before.

use std::time::Duration;

use aztec_provider::{
    Assignment, BlockTag, Chain, Deployment, Head, Pace, Provider, Rewards, Standing, Token,
    audit::Audit,
    delegations::History,
    rpc::{Rpc, Settings},
};
use aztec_staking_registry::{
    ProviderId,
    alloy_primitives::{Address, hex},
};
use serde_json::{Value, json};

use crate::{
    check,
    input::{templates, with_text},
};

const CHAIN: u64 = 31_337;
const REGISTRY: Address = Address::repeat_byte(0x11);

/// The file of `--cursor`.
pub fn cursor(data: &[u8]) {
    with_text(data, templates!("cursor/whole.json"), |text| {
        let Ok(history) = serde_json::from_str::<History>(text) else { return };
        let written = history.to_json();
        let again: History = serde_json::from_str(&written).expect("what was written can be read");
        check::same(&again, &history);
        if let Err(error) = history.delegations() {
            check::message(&error);
        }
        // A node that gives the blocks and nothing else: all of the file is looked at.
        let _ = read_all(Node { bytes: Vec::new(), at: 0, tuples: false }, Some(text));
    });
}

/// All that is asked of a node, by everything that `keywatch` does, with answers that the fuzzer makes up.
pub fn rpc(data: &[u8]) {
    let Some((flags, bytes)) = data.split_first() else { return };
    let node = Node { bytes: bytes.to_vec(), at: 0, tuples: flags & 1 != 0 };
    if let Err(error) = read_all(node, None) {
        check::message(&error);
    }
}

type Failure = Box<dyn std::error::Error>;

fn read_all(node: Node, cursor: Option<&str>) -> Result<(), Failure> {
    let mut settings = Settings::new(CHAIN);
    (settings.retries, settings.max_age) = (0, Duration::from_secs(u64::MAX));
    let mut node = node;
    let rpc = Rpc::answered_by(move |body| node.answer(body), settings);
    let mut chain = Chain::open(rpc, BlockTag::Finalized)?;
    let deployment = Deployment::read(&mut chain, REGISTRY)?;
    let provider = Provider::read(&mut chain, &deployment, ProviderId::FIRST)?;
    let (chain, deployment, provider) = (&mut chain, &deployment, &provider);
    let mut history = match cursor {
        Some(text) => History::read(text, chain, deployment, provider.id)?,
        None => History::since(chain, deployment, provider.id, chain.block().number.saturating_sub(3)),
    };
    let all: [Result<(), Failure>; 5] = [
        Head::read(chain, deployment, provider).map(drop).map_err(Into::into),
        Pace::read(chain, deployment, provider.id, 7).map(drop).map_err(Into::into),
        Token::read(chain, deployment.token)
            .map(|token| check::message(&format!(" {}", token.symbol)))
            .map_err(Into::into),
        Audit::run(chain, deployment, provider, &[], None).map_err(Into::into).map(|audit| {
            audit.entries.iter().for_each(|entry| drop(audit.drip(entry)));
        }),
        past(chain, deployment, provider, &mut history),
    ];
    for error in all.iter().filter_map(|result| result.as_ref().err()) {
        check::message(error);
    }
    Ok(())
}

fn past(chain: &mut Chain, deployment: &Deployment, provider: &Provider, history: &mut History) -> Result<(), Failure> {
    history.rewind(chain)?;
    history.advance(chain, deployment, 100)?;
    let again: History = serde_json::from_str(&history.to_json())?;
    check::same(&again, history);
    let delegations = history.delegations()?;
    Standing::all(chain, deployment, &delegations)?;
    let assignments = Assignment::all(chain, deployment, provider, history)?;
    let rewards = Rewards::read(chain, deployment, provider, history, &assignments)?;
    drop(rewards);
    Ok(())
}

/// A node that gives answers of the right form, most of the time, whose contents the bytes choose.
struct Node {
    bytes: Vec<u8>,
    at: usize,
    tuples: bool,
}

/// A block that every node has.
const BLOCK: u64 = 1_000_000;

impl Node {
    fn answer(&mut self, body: &str) -> Vec<u8> {
        let requests: Vec<Value> = serde_json::from_str(body).expect("a batch of requests");
        let answers: Vec<Value> = requests.iter().map(|request| self.one(request)).collect();
        match self.byte() {
            // Now and then no batch at all.
            0xfe => self.take(40),
            0xff => serde_json::to_vec(&answers[0]).expect("JSON"),
            _ => serde_json::to_vec(&answers).expect("JSON"),
        }
    }

    fn one(&mut self, request: &Value) -> Value {
        let id = &request["id"];
        match self.byte() {
            0xff => {
                json!({"id": id, "error": {"code": self.byte(), "message": String::from_utf8_lossy(&self.take(60))}})
            }
            0xfe => json!({"id": self.byte(), "result": null}),
            0xfd => json!({"id": id, "result": self.odd()}),
            _ => json!({"id": id, "result": self.result(&request["method"], &request["params"])}),
        }
    }

    fn result(&mut self, method: &Value, params: &Value) -> Value {
        match method.as_str().unwrap_or_default() {
            "eth_chainId" => json!(format!("{CHAIN:#x}")),
            "eth_getBlockByNumber" => {
                let number = params[0].as_str().and_then(|text| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok());
                let number = number.unwrap_or_else(|| BLOCK.wrapping_add(self.number()));
                json!({"number": format!("{number:#x}"), "hash": format!("0x{number:064x}"), "timestamp": format!("{:#x}", number.wrapping_mul(12))})
            }
            "eth_getCode" => json!(if self.byte() & 3 == 3 { "0x" } else { "0x01" }),
            "eth_call" => json!(hex::encode_prefixed(self.words())),
            "eth_getLogs" => self.logs(params),
            "eth_getTransactionReceipt" => json!({"logs": self.logs(params)}),
            _ => Value::Null,
        }
    }

    /// Words as the ABI has them: small numbers, addresses, anything.
    fn words(&mut self) -> Vec<u8> {
        let count = match self.byte() % 32 {
            // As many as any function gives back: what is too much is passed over.
            0 => 12,
            count => usize::from(count),
        };
        let mut words = Vec::with_capacity(32 * count);
        for _ in 0..count {
            let mut word = [0; 32];
            match self.byte() % 8 {
                0..=3 => word[24..].copy_from_slice(&self.number().to_be_bytes()),
                4 | 5 => word[12..].fill(self.byte()),
                6 => word.fill(0xff),
                _ => self.take(32).iter().zip(&mut word).for_each(|(byte, place)| *place = *byte),
            }
            words.extend(word);
        }
        if self.tuples {
            // What Multicall3 wraps around an answer: a list of one, a success, and these words as its bytes.
            let head = |number: u64| [[0; 24].as_slice(), &number.to_be_bytes()].concat();
            let length = u64::try_from(words.len()).expect("a few words");
            return [head(32), head(1), head(32), head(1), head(64), head(length), words].concat();
        }
        words
    }

    fn logs(&mut self, params: &Value) -> Value {
        let topics: Vec<&Value> =
            params[0]["topics"][0].as_array().map(|topics| topics.iter().collect()).unwrap_or_default();
        let from =
            params[0]["fromBlock"].as_str().and_then(|text| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok());
        let count = self.byte() % 6;
        let log = |node: &mut Self| {
            let block = from.unwrap_or_default().wrapping_add(node.number());
            let first = topics
                .get(usize::from(node.byte()) % topics.len().max(1))
                .map_or(Value::Null, |topic| (*topic).clone());
            let more: Vec<_> = (0..node.byte() % 4).map(|_| json!(format!("0x{:064x}", node.number()))).collect();
            let transaction = params[0].as_str().map_or_else(|| format!("0x{:064x}", node.byte()), ToOwned::to_owned);
            json!({
                "address": if node.byte() & 7 == 7 { format!("0x{:040x}", node.byte()) } else { REGISTRY.to_string() },
                "topics": core::iter::once(first).chain(more).collect::<Vec<_>>(),
                "data": hex::encode_prefixed(node.words()),
                "blockNumber": format!("{block:#x}"),
                "blockHash": format!("0x{block:064x}"),
                "transactionHash": transaction,
                "logIndex": format!("{:#x}", node.number()),
            })
        };
        (0..count).map(|_| log(self)).collect()
    }

    /// A value of another type than was asked for.
    fn odd(&mut self) -> Value {
        match self.byte() % 8 {
            0 => Value::Null,
            1 => json!(7),
            2 => json!([[]]),
            3 => json!("0x"),
            4 => json!(String::from_utf8_lossy(&self.take(8))),
            5 => {
                json!({"number": "0xffffffffffffffff", "hash": format!("0x{:064x}", 1), "timestamp": "0xffffffffffffffff"})
            }
            6 => json!({"number": "0x0", "hash": format!("0x{:064x}", 0), "timestamp": "0x0"}),
            _ => json!({"logs": 1}),
        }
    }

    /// A number, mostly a small one. Behind the end of the bytes all are 2, of which a whole chain can be made.
    fn number(&mut self) -> u64 {
        if self.at >= self.bytes.len() {
            return 2;
        }
        match self.byte() {
            byte @ 0..=0xef => u64::from(byte),
            0xf0..=0xf7 => u64::MAX - u64::from(self.byte()),
            0xf8..=0xfb => u64::from(u32::MAX).wrapping_add(u64::from(self.byte())),
            _ => (0..8).fold(0, |number, _| number << 8 | u64::from(self.byte())),
        }
    }

    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.bytes.get(self.at - 1).copied().unwrap_or_default()
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }
}
