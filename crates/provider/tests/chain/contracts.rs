//! The staking contracts, as far as a node shows them: queues of any length, and a fixed answer to everything else.

use alloy_primitives::{Address, Bytes, U256, address, hex};
use alloy_sol_types::{SolCall, SolValue, sol};
use bn254_bls::SecretKey;
use serde_json::{Value, json};

use crate::fake_node::Node;

pub(crate) const REGISTRY: Address = address!("0000000000000000000000000000000000000a01");
const ROLLUPS: Address = address!("0000000000000000000000000000000000000a02");
const ROLLUP: Address = address!("0000000000000000000000000000000000000a03");
const GSE: Address = address!("0000000000000000000000000000000000000a04");
const MULTICALL3: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");

sol! {
    struct G1Point { uint256 x; uint256 y; }
    struct G2Point { uint256 x0; uint256 x1; uint256 y0; uint256 y1; }
    struct KeyStore { address attester; G1Point publicKeyG1; G2Point publicKeyG2; G1Point proofOfPossession; }
    struct Call3 { address target; bool allowFailure; bytes callData; }
    struct Outcome { bool success; bytes returnData; }

    function aggregate3(Call3[] calls) returns (Outcome[]);
    function PULL_SPLIT_FACTORY() returns (address);
    function STAKING_ASSET() returns (address);
    function ROLLUP_REGISTRY() returns (address);
    function nextProviderIdentifier() returns (uint256);
    function providerConfigurations(uint256) returns (address, uint16, address);
    function pendingProviderAdmins(uint256) returns (address);
    function getFirstIndexInQueue(uint256) returns (uint128);
    function getLastIndexInQueue(uint256) returns (uint128);
    function getValueAtIndexInQueue(uint256 provider, uint128 index) returns (KeyStore);
    function getCanonicalRollup() returns (address);
    function numberOfVersions() returns (uint256);
    function getVersion(uint256) returns (uint256);
    function getRollup(uint256) returns (address);
    function getGSE() returns (address);
    function getStatus(address) returns (uint8);
    function getEntryQueueLength() returns (uint256);
    function proofOfPossessionGasLimit() returns (uint64);
    function ownedPKs(bytes32) returns (bool);
    function getConfig(address) returns (G1Point, address);
}

/// One provider with this many keys in its queue, all of them good.
pub(crate) fn node(keys: usize, multicall: bool) -> Node {
    Node::honest(answers(keys, multicall))
}

/// What such a node answers.
pub(crate) fn answers(keys: usize, multicall: bool) -> impl Fn(&str, &Value) -> Value + Send + Sync + 'static {
    let queue: Vec<_> = (1..=keys as u64).map(key_store).collect();
    move |method, params| match method {
        "eth_getCode" => {
            let contract: Address = params[0].as_str().unwrap().parse().unwrap();
            json!(if contract == REGISTRY || (multicall && contract == MULTICALL3) { "0x00" } else { "0x" })
        }
        "eth_call" => {
            let data = hex::decode(params[0]["data"].as_str().unwrap()).unwrap();
            json!(hex::encode_prefixed(call(&queue, &data)))
        }
        _ => Value::Null,
    }
}

fn call(queue: &[KeyStore], data: &[u8]) -> Vec<u8> {
    let selector: [u8; 4] = data[..4].try_into().unwrap();
    match selector {
        aggregate3Call::SELECTOR => {
            let calls = aggregate3Call::abi_decode(data).unwrap().calls;
            let outcome =
                |inner: Call3| Outcome { success: true, returnData: Bytes::from(call(queue, &inner.callData)) };
            let outcomes: Vec<_> = calls.into_iter().map(outcome).collect();
            aggregate3Call::abi_encode_returns(&outcomes)
        }
        getValueAtIndexInQueueCall::SELECTOR => {
            let index = getValueAtIndexInQueueCall::abi_decode(data).unwrap().index;
            queue[usize::try_from(index).unwrap() - 1].abi_encode()
        }
        getLastIndexInQueueCall::SELECTOR => U256::from(queue.len() + 1).abi_encode(),
        PULL_SPLIT_FACTORYCall::SELECTOR | STAKING_ASSETCall::SELECTOR => Address::repeat_byte(7).abi_encode(),
        ROLLUP_REGISTRYCall::SELECTOR => ROLLUPS.abi_encode(),
        getCanonicalRollupCall::SELECTOR | getRollupCall::SELECTOR => ROLLUP.abi_encode(),
        getGSECall::SELECTOR => GSE.abi_encode(),
        providerConfigurationsCall::SELECTOR => {
            (Address::repeat_byte(1), U256::from(500), Address::repeat_byte(2)).abi_encode()
        }
        nextProviderIdentifierCall::SELECTOR => U256::from(2).abi_encode(),
        getFirstIndexInQueueCall::SELECTOR | numberOfVersionsCall::SELECTOR | getVersionCall::SELECTOR => {
            U256::from(1).abi_encode()
        }
        proofOfPossessionGasLimitCall::SELECTOR => U256::from(300_000).abi_encode(),
        getConfigCall::SELECTOR => vec![0; 96],
        pendingProviderAdminsCall::SELECTOR
        | getStatusCall::SELECTOR
        | getEntryQueueLengthCall::SELECTOR
        | ownedPKsCall::SELECTOR => vec![0; 32],
        other => panic!("no contract here has {}", hex::encode(other)),
    }
}

/// A good tuple. Secrets from 2^64 on, where no known key takes much gas.
fn key_store(number: u64) -> KeyStore {
    let mut secret = [0; 32];
    secret[16..24].copy_from_slice(&number.to_be_bytes());
    let proven = SecretKey::from_be_bytes(&secret).unwrap().prove();
    let [x, y] = proven.public_key().g1().to_words().map(U256::from_be_bytes);
    let [x0, x1, y0, y1] = proven.public_key().g2().to_words().map(U256::from_be_bytes);
    let proof = proven.registration_proof().point().to_words().map(U256::from_be_bytes);
    KeyStore {
        attester: Address::left_padding_from(&(0xa77e_0000 + number).to_be_bytes()),
        publicKeyG1: G1Point { x, y },
        publicKeyG2: G2Point { x0, x1, y0, y1 },
        proofOfPossession: G1Point { x: proof[0], y: proof[1] },
    }
}
