//! Signed exits: whose they are, where they are good, and the calls that carry them.

use crate::signed_exits::{DEADLINE, ROLLUP, domain, exits, key, signed};
use alloy_primitives::{U256, hex};
use aztec_staking_registry::calldata::{Function, TRANSACTION_GAS_LIMIT};
use aztec_staking_registry::exits::{
    Deadline, EXITS_PER_CALL, ExitDomain, ExitFault, SignedExit, SignedExits, SignedExitsError, UnverifiedExit,
    exits_gas, read,
};
use aztec_staking_registry::{NonZeroAddress, safe_batch};
use proptest::prelude::*;
use serde_json::Value;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

/// Digest, signature and calldata are viem's and ethers's, and the signer is the attester.
#[test]
fn known_answers() {
    let file = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/exits.json"));
    let file: Value = serde_json::from_str(file).unwrap();
    let mut read_exits = 0;
    for vector in file["vectors"].as_array().unwrap() {
        let name = text(vector, "name");
        let rollup = NonZeroAddress::parse(text(vector, "rollup")).unwrap();
        let domain = ExitDomain::new(text(vector, "chain_id").parse().unwrap(), rollup).unwrap();
        let member = |exit: &Value, name: &str| (name.to_owned(), exit[name].clone());
        let list = vector["exits"].as_array().unwrap().iter().map(|exit| {
            Value::Object(["attester", "deadline", "signature"].map(|name| member(exit, name)).into_iter().collect())
        });
        let unverified = read(&Value::Array(list.collect()).to_string()).unwrap();
        for (exit, expected) in unverified.iter().zip(vector["exits"].as_array().unwrap()) {
            assert_eq!(domain.digest(exit.attester, exit.deadline).to_string(), text(expected, "digest"), "{name}");
            read_exits += 1;
        }
        let signed = SignedExits::verify(domain, &unverified).unwrap();
        let calls = signed.calls();
        assert_eq!(calls.len(), 1, "{name}");
        assert_eq!(calls[0].calldata.to_hex(), text(vector, "calldata"), "{name}");
        assert_eq!(read(&signed.to_json()).unwrap(), unverified, "{name}");
    }
    assert!(read_exits > 30, "{read_exits}");
}

#[test]
fn good_for_one_rollup_chain_and_deadline() {
    let exit = signed(&key(1), DEADLINE, &domain());
    let verified = SignedExit::verify(&exit, &domain()).unwrap();
    assert_eq!((verified.attester(), verified.deadline()), (exit.attester, Deadline::from_unix(DEADLINE)));
    let is_strangers = |exit: &UnverifiedExit, domain: &ExitDomain| matches!(SignedExit::verify(exit, domain), Err(ExitFault::OtherSigner { signer }) if signer != exit.attester);
    let rollup = NonZeroAddress::parse(ROLLUP).unwrap();
    assert!(is_strangers(&exit, &ExitDomain::new(2, rollup).unwrap()));
    let other = NonZeroAddress::new(exit.attester).unwrap();
    assert!(is_strangers(&exit, &ExitDomain::new(1, other).unwrap()));
    assert!(is_strangers(&UnverifiedExit { deadline: Deadline::from_unix(DEADLINE + 1), ..exit }, &domain()));
    let attester = signed(&key(2), DEADLINE, &domain()).attester;
    assert!(is_strangers(&UnverifiedExit { attester, ..exit }, &domain()));
}

/// The twin of a signature, which recovers to the same signer.
#[test]
fn a_high_s_is_refused() {
    let order = U256::from_be_bytes(hex!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
    let mut exit = signed(&key(1), DEADLINE, &domain());
    let s = U256::from_be_slice(&exit.signature[32..64]);
    exit.signature[32..64].copy_from_slice(&(order - s).to_be_bytes::<32>());
    exit.signature[64] = 55 - exit.signature[64];
    assert_eq!(SignedExit::verify(&exit, &domain()), Err(ExitFault::HighS));
}

#[test]
fn signatures_of_nobody() {
    let good = signed(&key(1), DEADLINE, &domain());
    for (range, byte) in [(0..32, 0), (32..64, 0), (0..32, 0xff), (32..64, 0xff)] {
        let mut exit = good;
        exit.signature[range].fill(byte);
        assert_eq!(SignedExit::verify(&exit, &domain()), Err(ExitFault::NoSigner));
    }
    for v in [0, 1, 26, 29, 30, 255] {
        let mut exit = good;
        exit.signature[64] = v;
        assert_eq!(SignedExit::verify(&exit, &domain()), Err(ExitFault::RecoveryId { v }));
    }
}

#[test]
fn an_attester_once_in_a_batch() {
    assert_eq!(SignedExits::verify(domain(), &[]), Err(SignedExitsError::Empty));
    let mut list = exits(3);
    list.push(list[1]);
    assert_eq!(SignedExits::verify(domain(), &list), Err(SignedExitsError::Duplicate { first: 1, second: 3 }));
    list[1].signature[64] = 7;
    let fault = ExitFault::RecoveryId { v: 7 };
    assert_eq!(SignedExits::verify(domain(), &list), Err(SignedExitsError::Exit { entry: 1, fault }));
}

#[test]
fn calls_fit_into_a_transaction() {
    let per_call = u32::try_from(EXITS_PER_CALL).unwrap();
    let signed = SignedExits::verify(domain(), &exits(2 * per_call + 1)).unwrap();
    let calls = signed.calls();
    let ranges: Vec<_> = calls.iter().map(|call| (call.first, call.last, call.count())).collect();
    let full = EXITS_PER_CALL;
    assert_eq!(ranges, [(0, full - 1, full), (full, 2 * full - 1, full), (2 * full, 2 * full, 1)]);
    for call in &calls {
        assert_eq!(call.calldata.function(), Function::InitiateWithdrawByAttesterBatchUpToLimit);
        assert_eq!(call.calldata.bytes().len(), 4 + 64 + 160 * call.count());
        // A Safe around it needs a part of its own.
        assert!(call.gas < TRANSACTION_GAS_LIMIT / 64 * 63 - 500_000, "{}", call.gas);
    }
}

/// 21,000 for the transaction, 100,000 once, 600,000 for each exit; 4 for a byte that is zero, 16 for another (EIP-2028).
#[test]
fn what_a_call_costs() {
    assert_eq!(exits_gas(&[], 0), 121_000);
    assert_eq!(exits_gas(&[0, 0, 0, 7, 0xff], 2), 121_000 + 3 * 4 + 2 * 16 + 1_200_000);
}

#[test]
fn carriers_hold_the_same_calls() {
    let signed = SignedExits::verify(domain(), &exits(30)).unwrap();
    let calls = signed.calls();
    let batches = signed.safe_batches();
    assert_eq!(batches.len(), calls.len());
    for (batch, call) in batches.iter().zip(&calls) {
        let contents = safe_batch::read(&batch.to_json()).unwrap();
        assert!(contents.has_checksum);
        assert_eq!(contents.chain_id, 1);
        let transaction = contents.transactions[0].as_ref().unwrap();
        assert_eq!(transaction.to.to_string(), ROLLUP);
        assert_eq!(transaction.call, safe_batch::SafeCall::Data(call.calldata.bytes().to_vec()));
    }
    let script = signed.cast_script();
    for call in &calls {
        assert!(script.contains(&format!("'{}'", call.calldata.arguments()[0])), "{script}");
    }
    assert!(script.contains(&format!("contract={ROLLUP}\n")) && script.contains(&format!("-gt {DEADLINE} ]")));
    assert!(script.contains("\"$chain_id\" != 1 ]"), "{script}");
}

proptest! {
    #[test]
    fn a_signature_of_any_key_recovers(bytes: [u8; 32], deadline: u64, chain_id in 1..u64::MAX / 2 - 36) {
        let Ok(key) = k256::ecdsa::SigningKey::from_slice(&bytes) else { return Ok(()) };
        let domain = ExitDomain::new(chain_id, NonZeroAddress::parse(ROLLUP).unwrap()).unwrap();
        let exit = signed(&key, deadline, &domain);
        prop_assert!(SignedExit::verify(&exit, &domain).is_ok());
    }

    /// Any bit of the 93 bytes: attester, deadline, signature.
    #[test]
    fn any_flipped_bit_is_noticed(number: u32, bit in 0..8 * 93_usize) {
        let mut exit = signed(&key(number), DEADLINE, &domain());
        let (byte, mask) = (bit / 8, 1 << (bit % 8));
        match byte {
            0..20 => exit.attester.0[byte] ^= mask,
            20..28 => {
                let mut seconds = DEADLINE.to_be_bytes();
                seconds[byte - 20] ^= mask;
                exit.deadline = Deadline::from_unix(u64::from_be_bytes(seconds));
            }
            _ => exit.signature[byte - 28] ^= mask,
        }
        prop_assert!(SignedExit::verify(&exit, &domain()).is_err());
    }
}
