//! The staking contracts, as far as a node shows them: queues of any length, and a fixed answer to everything else.

use alloy_primitives::{Address, Bytes, U256, address, hex};
use alloy_sol_types::{SolCall, SolValue};
use bn254_bls::SecretKey;
use serde_json::{Value, json};

use crate::{fake_node::Node, interface::*};

pub(crate) const REGISTRY: Address = address!("0000000000000000000000000000000000000a01");
pub(crate) const ROLLUPS: Address = address!("0000000000000000000000000000000000000a02");
pub(crate) const ROLLUP: Address = address!("0000000000000000000000000000000000000a03");
pub(crate) const GSE: Address = address!("0000000000000000000000000000000000000a04");
pub(crate) const MULTICALL3: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");

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
pub(crate) fn key_store(number: u64) -> KeyStore {
    key_store_of(&secret(number), Address::left_padding_from(&(0xa77e_0000 + number).to_be_bytes()))
}

/// The secret of such a tuple.
pub(crate) fn secret(number: u64) -> [u8; 32] {
    let mut secret = [0; 32];
    secret[16..24].copy_from_slice(&number.to_be_bytes());
    secret
}

/// The tuple of a secret key.
pub(crate) fn key_store_of(secret: &[u8; 32], attester: Address) -> KeyStore {
    let proven = SecretKey::from_be_bytes(secret).unwrap().prove();
    let [x, y] = proven.public_key().g1().to_words().map(U256::from_be_bytes);
    let [x0, x1, y0, y1] = proven.public_key().g2().to_words().map(U256::from_be_bytes);
    let proof = proven.registration_proof().point().to_words().map(U256::from_be_bytes);
    KeyStore {
        attester,
        publicKeyG1: G1Point { x, y },
        publicKeyG2: G2Point { x0, x1, y0, y1 },
        proofOfPossession: G1Point { x: proof[0], y: proof[1] },
    }
}
