//! A history between two runs: the file, and what of strangers and old blocks stays in it.

use alloy_primitives::{Address, B256};
use aztec_provider::{
    Chain, Deployment,
    delegations::{History, HistoryError},
};
use aztec_staking_registry::ProviderId;
use serde_json::Value;

use crate::{
    delegating::{WITHDRAWER, attester, deposit, queue, refund, stake},
    ledger::{Ledger, OURS},
};

const STRANGER: Address = Address::repeat_byte(0xee);

fn ours() -> ProviderId {
    ProviderId::new(OURS).unwrap()
}

fn since(chain: &Chain, deployment: &Deployment, from: u64) -> History {
    History::since(chain, deployment, ours(), from)
}

fn json(history: &History) -> Value {
    serde_json::from_str(&history.to_json()).unwrap()
}

#[test]
fn what_was_written_is_read_for_the_same_provider_alone() {
    let mut ledger = Ledger::new();
    stake(&mut ledger, 900_020, 21);
    deposit(&mut ledger, 900_030, 21, WITHDRAWER);
    stake(&mut ledger, 900_040, 22);
    refund(&mut ledger, 900_050, 22, WITHDRAWER);
    let (mut chain, mut deployment, _) = ledger.read();
    let mut history = since(&chain, &deployment, 900_000);
    history.advance(&mut chain, &deployment, 50).unwrap();
    history.advance(&mut chain, &deployment, 50).unwrap();
    let text = history.to_json();
    assert!(text.ends_with("}\n") && !text.trim_end().contains('\n'));
    let read = History::read(&text, &chain, &deployment, ours()).unwrap();
    assert_eq!(read, history);
    assert_eq!(read.delegations().unwrap().len(), 2);

    let other = History::read(&text, &chain, &deployment, ProviderId::new(3).unwrap());
    assert!(matches!(other, Err(HistoryError::Other)), "{other:?}");
    let elsewhere = text.replace("31337", "1");
    assert!(matches!(History::read(&elsewhere, &chain, &deployment, ours()), Err(HistoryError::Other)));
    deployment.registry = Address::repeat_byte(1);
    assert!(matches!(History::read(&text, &chain, &deployment, ours()), Err(HistoryError::Other)));
}

#[test]
fn a_file_of_another_form_is_none() {
    let mut ledger = Ledger::new();
    stake(&mut ledger, 900_020, 21);
    let (mut chain, deployment, _) = ledger.read();
    let mut history = since(&chain, &deployment, 900_000);
    history.advance(&mut chain, &deployment, 50).unwrap();
    history.advance(&mut chain, &deployment, 50).unwrap();
    let refused = |change: fn(&mut Value)| {
        let mut file = json(&history);
        change(&mut file);
        let read = History::read(&file.to_string(), &chain, &deployment, ours());
        matches!(read, Err(HistoryError::NotAHistory))
    };
    assert!(!refused(|_| ()));
    assert!(refused(|file| file["formatVersion"] = 1.into()));
    assert!(refused(|file| file["events"].as_array_mut().unwrap().reverse()));
    assert!(refused(|file| file["checkpoints"].as_array_mut().unwrap().reverse()));
    assert!(refused(|file| file["first"] = "1".into()));
    assert!(refused(|file| file["more"] = 1.into()));
}

/// What no later event can need is not kept; but what may be undone and read again is.
#[test]
fn settled_strangers_are_forgotten_up_to_the_oldest_block_that_is_remembered() {
    let mut ledger = Ledger::new();
    queue(&mut ledger, 900_010, 31, STRANGER);
    deposit(&mut ledger, 900_011, 31, STRANGER);
    queue(&mut ledger, 900_012, 32, STRANGER);
    stake(&mut ledger, 900_013, 21);
    deposit(&mut ledger, 900_019, 21, WITHDRAWER);
    queue(&mut ledger, 900_020, 33, STRANGER);
    deposit(&mut ledger, 900_021, 33, STRANGER);
    let (mut chain, deployment, _) = ledger.read();
    let mut history = since(&chain, &deployment, 900_000);
    let attesters = |history: &History| {
        let file = json(history);
        let events = file["events"].as_array().unwrap();
        events.iter().map(|event| event["attester"].as_str().unwrap().parse().unwrap()).collect::<Vec<Address>>()
    };
    // The oldest block that is remembered is 900,019.
    history.advance(&mut chain, &deployment, 20).unwrap();
    assert_eq!(attesters(&history), [32, 21, 21, 21].map(attester));
    history.advance(&mut chain, &deployment, 20).unwrap();
    assert_eq!(attesters(&history), [32, 21, 21, 21, 33, 33].map(attester));
    // 64 blocks are remembered; then the first of them is 900,039, and what was before it is settled.
    for _ in 0..63 {
        history.advance(&mut chain, &deployment, 1).unwrap();
    }
    let file = json(&history);
    let checkpoints = file["checkpoints"].as_array().unwrap();
    assert_eq!(checkpoints.len(), 64);
    let hash = B256::left_padding_from(&900_039_u64.to_be_bytes()).to_string();
    assert_eq!(checkpoints[0], serde_json::json!({"number": 900_039, "hash": hash}));
    assert_eq!(checkpoints[63]["number"], 900_102);
    assert_eq!(attesters(&history), [32, 21, 21, 21].map(attester));
}
