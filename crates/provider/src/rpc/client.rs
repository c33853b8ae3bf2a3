//! The nodes, asked in turn.

use std::{thread::sleep, time::Duration};

use serde_json::{Value, json};

use super::{
    Endpoint, RpcError,
    fault::NodeFault,
    http::Http,
    json_rpc::{self, Answer, Refusal, Request},
    recency::{must_be_recent, now},
    retry,
};
use crate::{block::Block, quantity::quantity};

/// What to expect of nodes, and how patient to be.
///
/// ```
/// use std::time::Duration;
///
/// use aztec_provider::rpc::Settings;
/// use aztec_staking_registry::Network;
///
/// let defaults = Settings::new(Network::Mainnet.chain_id().get());
/// let settings = Settings { timeout: Duration::from_secs(5), ..defaults };
/// assert_eq!(settings.chain_id, 1);
/// assert_eq!(settings.retries, 4);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The chain that every node must be on.
    pub chain_id: u64,
    /// How old a node's latest block may be.
    pub max_age: Duration,
    /// How long one request may take, from the connection to the last byte.
    pub timeout: Duration,
    /// How often all nodes are asked once more when none gave an answer.
    pub retries: u32,
    /// The wait before the first of those rounds; it doubles with each.
    pub first_wait: Duration,
    /// The longest wait, also where a node asks for a longer one.
    pub longest_wait: Duration,
    /// The longest answer, in bytes.
    pub max_answer: u64,
}

impl Settings {
    /// The defaults for a chain. An hour of Ethereum has 300 blocks, so a node that is five minutes behind has lost touch.
    #[must_use]
    pub fn new(chain_id: u64) -> Self {
        Self {
            chain_id,
            max_age: Duration::from_secs(300),
            timeout: Duration::from_secs(20),
            retries: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            max_answer: 32 << 20,
        }
    }
}

/// A JSON-RPC client that asks several nodes of one chain in turn. [`Chain`](crate::Chain) has an example.
///
/// The first that answers is used until it fails. Before a node's first answer is taken, it has shown that it is on the right
/// chain, that it is not behind, and, once a block is pinned, that it has that very block: so everything that is
/// read at a block is read from one state of the chain, whichever nodes it comes from.
#[derive(Debug)]
pub struct Rpc {
    nodes: Vec<Node>,
    current: usize,
    settings: Settings,
    pinned: Option<Block>,
    transport: Transport,
    round_trips: u64,
    batch: usize,
}

/// From the body of a request to that of its answer.
#[cfg(any(test, feature = "fuzzing"))]
type Answerer = dyn FnMut(&str) -> Vec<u8> + Send;

/// How the bodies of requests become those of answers.
enum Transport {
    Http(Http),
    /// What a test or a fuzzer makes up.
    #[cfg(any(test, feature = "fuzzing"))]
    Answers(Box<Answerer>),
}

/// Only so that `Debug` of the client does not go through the HTTP library.
impl core::fmt::Debug for Transport {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Transport")
    }
}

#[derive(Debug)]
struct Node {
    endpoint: Endpoint,
    admitted: bool,
    fault: Option<NodeFault>,
}

impl Rpc {
    /// Takes the nodes in the order in which they are asked. Nothing is sent yet.
    #[must_use]
    pub fn new(endpoints: Vec<Endpoint>, settings: Settings) -> Self {
        let node = |endpoint| Node { endpoint, admitted: false, fault: None };
        Self {
            nodes: endpoints.into_iter().map(node).collect(),
            current: 0,
            settings,
            pinned: None,
            transport: Transport::Http(Http::new(settings.timeout, settings.max_answer)),
            round_trips: 0,
            batch: usize::MAX,
        }
    }

    /// A client of a node that is a function from the body of a request to that of the answer, for tests and the fuzzer.
    ///
    /// # Panics
    /// Never: the name of the node is a URL.
    #[cfg(any(test, feature = "fuzzing"))]
    #[must_use]
    pub fn answered_by(answers: impl FnMut(&str) -> Vec<u8> + Send + 'static, settings: Settings) -> Self {
        let endpoint = Endpoint::parse("http://localhost").expect("a literal URL");
        Self { transport: Transport::Answers(Box::new(answers)), ..Self::new(vec![endpoint], settings) }
    }

    /// How many requests were sent, failed ones included.
    #[must_use]
    pub fn round_trips(&self) -> u64 {
        self.round_trips
    }

    /// The chain that every node is on.
    #[must_use]
    pub fn chain_id(&self) -> u64 {
        self.settings.chain_id
    }

    /// From now on, a node that does not have this block is not asked.
    pub(crate) fn pin(&mut self, block: Block) {
        self.pinned = Some(block);
    }

    /// Sends requests in one batch, or in smaller ones where a node finds it too large. There is an answer for each.
    pub(crate) fn send(&mut self, requests: &[Request]) -> Result<Vec<Result<Value, Refusal>>, RpcError> {
        let mut answers = Vec::with_capacity(requests.len());
        while answers.len() < requests.len() {
            let rest = &requests[answers.len()..];
            let part = &rest[..rest.len().min(self.batch)];
            match self.send_whole(part) {
                Ok(received) => answers.extend(received),
                // What a node finds too large once, it will find too large again.
                Err(error) if error.is_size() && part.len() > 1 => self.batch = part.len() / 2,
                Err(error) => return Err(error),
            }
        }
        Ok(answers)
    }

    fn send_whole(&mut self, requests: &[Request]) -> Result<Vec<Result<Value, Refusal>>, RpcError> {
        for round in 0..=self.settings.retries {
            if round > 0 {
                let asked = self.nodes.iter().filter_map(|node| node.fault.as_ref()?.wait()).max();
                sleep(retry::wait(round, self.settings.first_wait, self.settings.longest_wait, asked));
            }
            for step in 0..self.nodes.len() {
                let position = (self.current + step) % self.nodes.len();
                if self.nodes[position].fault.as_ref().is_some_and(NodeFault::is_final) {
                    continue;
                }
                match self.ask(position, requests) {
                    Ok(answers) => {
                        self.nodes[position].fault = None;
                        self.current = position;
                        return Ok(answers);
                    }
                    Err(fault) => self.nodes[position].fault = Some(fault),
                }
            }
            let faults = || self.nodes.iter().filter_map(|node| node.fault.as_ref());
            if faults().all(NodeFault::is_final) || faults().any(NodeFault::is_size) {
                break;
            }
        }
        let faults = self.nodes.iter_mut();
        let faults = faults.filter_map(|node| Some((node.endpoint.to_string(), node.fault.clone()?))).collect();
        Err(RpcError { faults })
    }

    fn ask(&mut self, position: usize, requests: &[Request]) -> Result<Vec<Answer>, NodeFault> {
        if !self.nodes[position].admitted {
            self.admit(position)?;
            self.nodes[position].admitted = true;
        }
        let answers = self.post(position, requests)?;
        match answers.iter().filter_map(|answer| answer.as_ref().err()).find(|refusal| refusal.is_rate_limit()) {
            Some(refusal) => Err(NodeFault::RateLimited { words: refusal.words() }),
            None => Ok(answers),
        }
    }

    /// The right chain, not behind, and the block that everything is read at.
    fn admit(&mut self, position: usize) -> Result<(), NodeFault> {
        let mut requests = vec![
            Request::new("eth_chainId", json!([])),
            Request::new("eth_getBlockByNumber", json!(["latest", false])),
        ];
        requests.extend(self.pinned.map(Block::request));
        let answers = self.post(position, &requests)?;
        let answer = |position: usize| {
            let method = requests[position].method;
            answers[position].as_ref().map_err(|refusal| match refusal.is_rate_limit() {
                true => NodeFault::RateLimited { words: refusal.words() },
                false => NodeFault::Shape { method },
            })
        };
        let actual = quantity(answer(0)?).ok_or(NodeFault::Shape { method: "eth_chainId" })?;
        let expected = self.settings.chain_id;
        if actual != expected {
            return Err(NodeFault::OtherChain { actual, expected });
        }
        let latest = Block::read(answer(1)?).ok_or(NodeFault::Shape { method: "eth_getBlockByNumber" })?;
        must_be_recent(latest.timestamp, now(), self.settings.max_age)?;
        if let Some(pinned) = self.pinned {
            let actual = Block::read(answer(2)?).ok_or(NodeFault::NoBlock { number: pinned.number })?;
            if actual.hash != pinned.hash {
                let number = pinned.number;
                return Err(NodeFault::OtherBlock { number, actual: actual.hash, expected: pinned.hash });
            }
        }
        Ok(())
    }

    fn post(&mut self, position: usize, requests: &[Request]) -> Result<Vec<Answer>, NodeFault> {
        self.round_trips += 1;
        let body = json_rpc::encode(requests);
        let received = match &mut self.transport {
            Transport::Http(http) => http.post(&self.nodes[position].endpoint, &body).map_err(NodeFault::Http)?,
            #[cfg(any(test, feature = "fuzzing"))]
            Transport::Answers(answer) => answer(&body),
        };
        json_rpc::decode(&received, requests.len()).map_err(NodeFault::Garbage)
    }
}
