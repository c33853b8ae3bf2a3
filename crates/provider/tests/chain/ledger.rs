//! A chain as a test writes it down: what contracts answer, where there is code, what happened. Every other call reverts.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use alloy_primitives::{Address, B256, Bytes, LogData, U256, address, hex};
use alloy_sol_types::{SolCall, SolEvent};
use aztec_provider::{BlockTag, Chain, Deployment, Provider};
use aztec_staking_registry::ProviderId;
use serde_json::{Value, json};

use crate::{
    contracts::{GSE, MULTICALL3, REGISTRY, ROLLUP, ROLLUPS},
    fake_node::{FINALIZED, Node, now, rpc},
    interface::*,
};

/// The provider that tests look at, the second of three.
pub(crate) const OURS: u64 = 2;
/// The rollup before the canonical one.
pub(crate) const OLD_ROLLUP: Address = address!("0000000000000000000000000000000000000a05");
pub(crate) const FACTORY: Address = address!("0000000000000000000000000000000000000a06");
pub(crate) const TOKEN: Address = address!("0000000000000000000000000000000000000a07");
pub(crate) const ADMIN: Address = address!("0000000000000000000000000000000000000a08");
pub(crate) const RECIPIENT: Address = address!("0000000000000000000000000000000000000a09");
/// The gas limit of proofs.
pub(crate) const LIMIT: u64 = 300_000;

/// A chain with three providers, whose queues are empty, and two rollups.
#[derive(Clone)]
pub(crate) struct Ledger {
    /// The block that is read at.
    pub(crate) finalized: u64,
    /// Blocks with another hash than usual.
    pub(crate) forks: HashMap<u64, B256>,
    /// The same in events only, as a node has them that is in the middle of a reorganisation.
    pub(crate) forks_in_events: HashMap<u64, B256>,
    /// From which block on there is code.
    pub(crate) code: HashMap<Address, u64>,
    /// How many tenths of a second are between two blocks.
    pub(crate) tenths: u64,
    newest: u64,
    answers: HashMap<(Address, Vec<u8>), Vec<u8>>,
    happened: Vec<Happened>,
}

#[derive(Clone)]
struct Happened {
    block: u64,
    index: usize,
    transaction: B256,
    address: Address,
    data: LogData,
}

impl Ledger {
    pub(crate) fn new() -> Self {
        let mut ledger = Self {
            finalized: FINALIZED,
            forks: HashMap::new(),
            forks_in_events: HashMap::new(),
            code: [(REGISTRY, 900_000)].into(),
            tenths: 120,
            newest: now(),
            answers: HashMap::new(),
            happened: Vec::new(),
        };
        ledger.answer(REGISTRY, &PULL_SPLIT_FACTORYCall {}, FACTORY);
        ledger.answer(REGISTRY, &STAKING_ASSETCall {}, TOKEN);
        ledger.answer(REGISTRY, &ROLLUP_REGISTRYCall {}, ROLLUPS);
        ledger.answer(REGISTRY, &nextProviderIdentifierCall {}, U256::from(4));
        ledger.answer(ROLLUPS, &numberOfVersionsCall {}, U256::from(2));
        for (index, version, rollup) in [(0, 10, OLD_ROLLUP), (1, 20, ROLLUP)] {
            ledger.answer(ROLLUPS, &getVersionCall(U256::from(index)), U256::from(version));
            ledger.answer(ROLLUPS, &getRollupCall(U256::from(version)), rollup);
            ledger.entry_queue(rollup, &[]);
            ledger.answer_all::<getStatusCall>(rollup, 0);
        }
        ledger.answer(ROLLUPS, &getCanonicalRollupCall {}, ROLLUP);
        ledger.answer(ROLLUP, &getGSECall {}, GSE);
        ledger.answer(GSE, &proofOfPossessionGasLimitCall {}, LIMIT);
        ledger.answer_all::<getConfigCall>(GSE, AttesterConfig::default());
        ledger.answer_all::<ownedPKsCall>(GSE, false);
        for provider in 1..=3 {
            ledger.queue(provider, 1, &[]);
            ledger.provider(provider, 500, Address::ZERO);
        }
        ledger
    }

    /// What a contract answers to a call.
    #[allow(clippy::needless_pass_by_value, reason = "the tests read better")]
    pub(crate) fn answer<C: SolCall>(&mut self, contract: Address, call: &C, answer: C::Return) {
        self.answers.insert((contract, call.abi_encode()), C::abi_encode_returns(&answer));
    }

    /// What it answers where nothing is said of the arguments.
    #[allow(clippy::needless_pass_by_value, reason = "the tests read better")]
    pub(crate) fn answer_all<C: SolCall>(&mut self, contract: Address, answer: C::Return) {
        self.answers.insert((contract, C::SELECTOR.to_vec()), C::abi_encode_returns(&answer));
    }

    /// It takes such a call, and answers nothing.
    pub(crate) fn answer_nothing<C: SolCall>(&mut self, contract: Address) {
        self.answers.retain(|(one, call), _| *one != contract || call[..4] != C::SELECTOR);
        self.answers.insert((contract, C::SELECTOR.to_vec()), Vec::new());
    }

    /// The provider's queue, with the index of its head.
    pub(crate) fn queue(&mut self, provider: u64, first: u64, entries: &[KeyStore]) {
        let id = U256::from(provider);
        let indices = u128::from(first)..;
        self.answer(REGISTRY, &getFirstIndexInQueueCall(id), indices.start);
        self.answer(REGISTRY, &getLastIndexInQueueCall(id), indices.start + entries.len() as u128);
        for (index, entry) in indices.zip(entries) {
            self.answer(REGISTRY, &getValueAtIndexInQueueCall { provider: id, index }, entry.clone());
        }
    }

    pub(crate) fn provider(&mut self, provider: u64, rate: u16, pending: Address) {
        let id = U256::from(provider);
        let configuration = providerConfigurationsReturn { admin: ADMIN, rate, recipient: RECIPIENT };
        self.answer(REGISTRY, &providerConfigurationsCall(id), configuration);
        self.answer(REGISTRY, &pendingProviderAdminsCall(id), pending);
    }

    /// A rollup's entry queue.
    pub(crate) fn entry_queue(&mut self, rollup: Address, entries: &[KeyStore]) {
        self.answer(rollup, &getEntryQueueLengthCall {}, U256::from(entries.len()));
        for (index, entry) in entries.iter().cloned().enumerate() {
            let KeyStore { attester, publicKeyG1, publicKeyG2, proofOfPossession: proof } = entry;
            let entry = DepositArgs { attester, publicKeyG1, publicKeyG2, proof, ..DepositArgs::default() };
            self.answer(rollup, &getEntryQueueAtCall(U256::from(index)), entry);
        }
    }

    /// Something happens in a block, after all else in it. A number is the transaction.
    pub(crate) fn happens(&mut self, block: u64, transaction: u8, address: Address, event: &impl SolEvent) {
        let index = self.happened.iter().filter(|earlier| earlier.block == block).count();
        let (transaction, data) = (B256::repeat_byte(transaction), event.encode_log_data());
        self.happened.push(Happened { block, index, transaction, address, data });
    }

    /// Undoes what happened from this block on.
    pub(crate) fn undo(&mut self, from: u64) {
        self.happened.retain(|happened| happened.block < from);
    }

    /// When a block was made.
    pub(crate) fn time(&self, block: u64) -> u64 {
        self.newest - (FINALIZED + 64 - block) * self.tenths / 10
    }

    /// Calls may go through Multicall3.
    pub(crate) fn with_multicall(mut self) -> Self {
        self.code.insert(MULTICALL3, 1);
        self
    }

    /// A node that shows this chain.
    pub(crate) fn node(&self) -> Node {
        let ledger = self.clone();
        Node::honest(move |method, params| ledger.show(method, params))
    }

    pub(crate) fn chain(&self) -> Chain {
        Chain::open(rpc(&[&self.node()]), BlockTag::Finalized).unwrap()
    }

    /// A chain that goes on changing while it is read.
    pub(crate) fn changing(self) -> (Arc<Mutex<Self>>, Chain) {
        let ledger = Arc::new(Mutex::new(self));
        let shown = Arc::clone(&ledger);
        let node = Node::honest(move |method, params| shown.lock().unwrap().show(method, params));
        (ledger, Chain::open(rpc(&[&node]), BlockTag::Finalized).unwrap())
    }

    /// The chain, its contracts, and our provider.
    pub(crate) fn read(&self) -> (Chain, Deployment, Provider) {
        let mut chain = self.chain();
        let deployment = Deployment::read(&mut chain, REGISTRY).unwrap();
        let provider = Provider::read(&mut chain, &deployment, ProviderId::new(OURS).unwrap()).unwrap();
        (chain, deployment, provider)
    }

    fn show(&self, method: &str, params: &Value) -> Value {
        match method {
            "eth_getBlockByNumber" => self.block(match params[0].as_str().unwrap() {
                "latest" => FINALIZED + 64,
                "safe" => FINALIZED + 32,
                "finalized" => self.finalized,
                _ => number(&params[0]),
            }),
            "eth_getCode" => {
                let contract: Address = params[0].as_str().unwrap().parse().unwrap();
                let is_there = self.code.get(&contract).is_some_and(|since| *since <= number(&params[1]));
                json!(if is_there { "0x00" } else { "0x" })
            }
            // What is read at another block is not of this chain's state.
            "eth_call" if number(&params[1]) != self.finalized => refusal(-32_000, "header not found"),
            "eth_call" => {
                let contract: Address = params[0]["to"].as_str().unwrap().parse().unwrap();
                let data = hex::decode(params[0]["data"].as_str().unwrap()).unwrap();
                let answer = self.call(contract, &data).map(hex::encode_prefixed);
                answer.map_or_else(|| refusal(3, "execution reverted"), |answer| json!(answer))
            }
            "eth_getLogs" => self.logs(&params[0]),
            "eth_getTransactionReceipt" => {
                let of = |one: &&Happened| params[0] == one.transaction.to_string();
                let logs: Vec<_> = self.happened.iter().filter(of).map(|one| self.log(one)).collect();
                json!({ "logs": logs })
            }
            _ => Value::Null,
        }
    }

    fn call(&self, contract: Address, data: &[u8]) -> Option<Vec<u8>> {
        if contract == MULTICALL3 {
            let outcome = |call: Call3| match self.call(call.target, &call.callData) {
                Some(answer) => Outcome { success: true, returnData: Bytes::from(answer) },
                None => Outcome { success: false, returnData: Bytes::new() },
            };
            let calls = aggregate3Call::abi_decode(data).unwrap().calls;
            return Some(aggregate3Call::abi_encode_returns(&calls.into_iter().map(outcome).collect()));
        }
        let whole = self.answers.get(&(contract, data.to_vec()));
        whole.or_else(|| self.answers.get(&(contract, data[..4].to_vec()))).cloned()
    }

    fn block(&self, number: u64) -> Value {
        json!({
            "number": format!("{number:#x}"),
            "hash": self.hash(number).to_string(),
            "timestamp": format!("{:#x}", self.time(number)),
        })
    }

    fn hash(&self, number: u64) -> B256 {
        self.forks.get(&number).copied().unwrap_or(B256::left_padding_from(&number.to_be_bytes()))
    }

    fn logs(&self, filter: &Value) -> Value {
        let range = number(&filter["fromBlock"])..=number(&filter["toBlock"]);
        let holds = |list: &Value, text: String| list.as_array().unwrap().contains(&json!(text));
        let fits = |one: &&Happened| {
            let topics = filter["topics"].as_array().unwrap().iter().zip(one.data.topics());
            range.contains(&one.block)
                && holds(&filter["address"], one.address.to_string())
                && topics.into_iter().all(|(list, topic)| list.is_null() || holds(list, topic.to_string()))
        };
        self.happened.iter().filter(fits).map(|one| self.log(one)).collect()
    }

    fn log(&self, one: &Happened) -> Value {
        let hash = self.forks_in_events.get(&one.block).copied().unwrap_or(self.hash(one.block));
        json!({
            "address": one.address.to_string(),
            "topics": one.data.topics().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "data": one.data.data.to_string(),
            "blockNumber": format!("{:#x}", one.block), "blockHash": hash.to_string(),
            "transactionHash": one.transaction.to_string(), "logIndex": format!("{:#x}", one.index),
        })
    }
}

pub(crate) fn number(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

fn refusal(code: i64, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}
