//! Calldata: selectors and lengths of the deployed contract, and splitting.

use core::num::NonZeroU64;

use crate::common::{attester, key_store, key_stores};
use alloy_primitives::{Address, hex};
use aztec_staking_registry::calldata::{
    self, AddKeysCall, AddKeysError, Calldata, Function, KeysPerCall, SAFE_CALLS_GAS_LIMIT, TRANSACTION_GAS_LIMIT,
    UnchangedError, add_keys, add_keys_to_provider, decode_add_keys,
};
use aztec_staking_registry::{NonZeroAddress, ProviderId, TakeRate};
use bn254_bls::ProofKind;
use proptest::prelude::*;

fn provider(id: u64) -> ProviderId {
    ProviderId::new(id).unwrap()
}

fn address(number: u32) -> NonZeroAddress {
    NonZeroAddress::new(attester(number)).unwrap()
}

fn rate(basis_points: u16) -> TakeRate {
    TakeRate::from_basis_points(basis_points).unwrap()
}

/// Source: the functions of the deployed contract, as block explorers list them.
#[test]
fn selectors_of_the_contract() {
    let table = [
        ("0xea4a1e03", "registerProvider(address,uint16,address)"),
        (
            "0xe2530fd1",
            "addKeysToProvider(uint256,(address,(uint256,uint256),(uint256,uint256,uint256,uint256),(uint256,uint256))[])",
        ),
        ("0xae996dc5", "updateProviderAdmin(uint256,address)"),
        ("0x22b2b62d", "acceptProviderAdmin(uint256)"),
        ("0x48922b95", "updateProviderRewardsRecipient(uint256,address)"),
        ("0xcea00fa5", "updateProviderTakeRate(uint256,uint16)"),
        ("0x26f7424f", "dripProviderQueue(uint256,uint256)"),
        // The rollup's, of which no bytecode is published: as `cast sig` of Foundry 1.7.1 has it.
        ("0x214c0693", "initiateWithdrawByAttesterBatchUpToLimit((address,uint256,(uint8,bytes32,bytes32))[])"),
    ];
    assert_eq!(Function::ALL.len(), table.len());
    for (function, (selector, signature)) in Function::ALL.into_iter().zip(table) {
        assert_eq!(function.signature(), signature);
        assert_eq!(hex::encode_prefixed(function.selector()), selector);
        assert_eq!(Function::from_selector(function.selector()), Some(function));
        assert_eq!(function.name(), signature.split('(').next().unwrap());
    }
    assert_eq!(Function::from_selector([0; 4]), None);
}

/// Source: `cast calldata` of Foundry 1.7.1 with the arguments that each call gives.
#[test]
fn known_calldata_of_the_small_functions() {
    let admin = NonZeroAddress::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap();
    let other = NonZeroAddress::parse("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359").unwrap();
    let cases: [(Calldata, &str, &[&str]); 6] = [
        (
            calldata::register_provider(admin, rate(525), other),
            "0xea4a1e03\
             0000000000000000000000005aaeb6053f3e94c9b9a09f33669435e7ef1beaed\
             000000000000000000000000000000000000000000000000000000000000020d\
             000000000000000000000000fb6916095ca1df60bb79ce92ce3ea74c37c5d359",
            &["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "525", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"],
        ),
        (
            calldata::update_provider_admin(provider(7), other, Some(admin)).unwrap(),
            "0xae996dc5\
             0000000000000000000000000000000000000000000000000000000000000007\
             000000000000000000000000fb6916095ca1df60bb79ce92ce3ea74c37c5d359",
            &["7", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"],
        ),
        (
            calldata::accept_provider_admin(provider(7)),
            "0x22b2b62d0000000000000000000000000000000000000000000000000000000000000007",
            &["7"],
        ),
        (
            calldata::update_provider_rewards_recipient(provider(7), other),
            "0x48922b95\
             0000000000000000000000000000000000000000000000000000000000000007\
             000000000000000000000000fb6916095ca1df60bb79ce92ce3ea74c37c5d359",
            &["7", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"],
        ),
        (
            calldata::update_provider_take_rate(provider(7), rate(10_000), None).unwrap(),
            "0xcea00fa5\
             0000000000000000000000000000000000000000000000000000000000000007\
             0000000000000000000000000000000000000000000000000000000000002710",
            &["7", "10000"],
        ),
        (
            calldata::drip_provider_queue(provider(u64::MAX), NonZeroU64::new(3).unwrap()),
            "0x26f7424f\
             000000000000000000000000000000000000000000000000ffffffffffffffff\
             0000000000000000000000000000000000000000000000000000000000000003",
            &["18446744073709551615", "3"],
        ),
    ];
    for (calldata, hex, arguments) in cases {
        assert_eq!(calldata.to_hex(), hex, "{:?}", calldata.function());
        assert_eq!(calldata.arguments(), arguments, "{:?}", calldata.function());
        assert_eq!(calldata.bytes()[..4], calldata.function().selector());
    }
}

/// What the documentation of [`KeysPerCall`] promises of 77 and 81 keys.
#[test]
fn a_call_fits_up_to_a_number_of_keys() {
    let keys = key_stores(1..=82, ProofKind::Registration);
    let call = |count: usize| add_keys(provider(7), &keys[..count], KeysPerCall::MAX).unwrap().remove(0);
    let fits = |call: &AddKeysCall| (call.fits_safe(), call.fits_transaction());
    for (count, expected) in [(1, (true, true)), (77, (true, true)), (78, (false, true)), (81, (false, true))] {
        assert_eq!(fits(&call(count)), expected, "{count}");
    }
    assert_eq!(fits(&call(82)), (false, false));
    // A limit is what a call may still use.
    assert_eq!(fits(&AddKeysCall { gas: SAFE_CALLS_GAS_LIMIT, ..call(1) }), (true, true));
    assert_eq!(fits(&AddKeysCall { gas: SAFE_CALLS_GAS_LIMIT + 1, ..call(1) }), (false, true));
    assert_eq!(fits(&AddKeysCall { gas: TRANSACTION_GAS_LIMIT, ..call(1) }), (false, true));
    assert_eq!(fits(&AddKeysCall { gas: TRANSACTION_GAS_LIMIT + 1, ..call(1) }), (false, false));
}

#[test]
fn numbers_of_keys_as_people_write_them() {
    for (text, expected) in [("1", 1), ("50", 50), ("100", 100)] {
        assert_eq!(text.parse::<KeysPerCall>().unwrap().get(), expected);
    }
    for text in ["", "0", "101", "-1", "+1", "1.0", " 1", "0x1", "18446744073709551617"] {
        assert!(text.parse::<KeysPerCall>().is_err(), "{text:?}");
    }
}

/// 4 + 3 words + 9 words a key: `KeyStore` is a static struct.
#[test]
fn length_of_add_keys() {
    let keys = key_stores(1..=100, ProofKind::Registration);
    for count in [1, 2, 50, 100] {
        assert_eq!(add_keys_to_provider(provider(7), &keys[..count]).bytes().len(), 100 + 288 * count);
    }
    assert_eq!(add_keys_to_provider(provider(7), &keys).bytes().len(), 28_900);
}

/// The words of a call with one key, in the order of the struct, real parts of G2 first.
#[test]
fn words_of_add_keys() {
    let tuple = key_store(1, ProofKind::Registration).to_unverified();
    let call = add_keys_to_provider(provider(7), &[key_store(1, ProofKind::Registration)]);
    let words: Vec<_> = call.bytes()[4..].chunks(32).collect();
    let number = |number: u8| {
        let mut word = [0; 32];
        word[31] = number;
        word
    };
    let mut attester = [0; 32];
    attester[12..].copy_from_slice(tuple.attester.as_slice());
    let mut expected = vec![number(7), number(0x40), number(1), attester];
    expected.extend(tuple.public_key_g1);
    expected.extend(tuple.public_key_g2);
    expected.extend(tuple.proof_of_possession);
    assert_eq!(words, expected);
}

#[test]
fn an_update_that_changes_nothing_is_refused() {
    assert_eq!(calldata::update_provider_admin(provider(7), address(1), Some(address(1))), Err(UnchangedError::Admin));
    assert_eq!(
        calldata::update_provider_take_rate(provider(7), rate(500), Some(rate(500))),
        Err(UnchangedError::TakeRate)
    );
    assert!(calldata::update_provider_take_rate(provider(7), rate(500), Some(rate(501))).is_ok());
}

#[test]
fn calls_are_split_in_order() {
    let keys = key_stores(1..=7, ProofKind::Registration);
    let calls = add_keys(provider(7), &keys, KeysPerCall::new(3).unwrap()).unwrap();
    let ranges: Vec<_> = calls.iter().map(|call| (call.first, call.last, call.count())).collect();
    assert_eq!(ranges, [(0, 2, 3), (3, 5, 3), (6, 6, 1)]);
    let mut tuples = Vec::new();
    for call in &calls {
        let added = decode_add_keys(call.calldata.bytes()).unwrap();
        assert_eq!(added.provider, provider(7));
        tuples.extend(added.tuples);
    }
    let attesters: Vec<_> = tuples.iter().map(|tuple| tuple.attester).collect();
    assert_eq!(attesters, (1..=7).map(attester).collect::<Vec<_>>());
}

#[test]
fn a_hundred_keys_are_two_calls_by_default() {
    let keys = key_stores(1..=100, ProofKind::Registration);
    let calls = add_keys(provider(7), &keys, KeysPerCall::default()).unwrap();
    let ranges: Vec<_> = calls.iter().map(|call| (call.first, call.last)).collect();
    assert_eq!(ranges, [(0, 49), (50, 99)]);
    assert!(calls.iter().all(|call| call.fits_transaction() && call.gas > 10_000_000));
}

/// EIP-7825: a transaction asks for 2^24 gas at most. 81 keys were accepted on a local chain, 82 ran out of gas.
#[test]
fn more_than_81_keys_do_not_fit_into_a_transaction() {
    let keys = key_stores(1..=100, ProofKind::Registration);
    let gas = |count: usize| add_keys(provider(7), &keys[..count], KeysPerCall::MAX).unwrap()[0].gas;
    assert!(gas(81) <= TRANSACTION_GAS_LIMIT);
    assert!(gas(82) > TRANSACTION_GAS_LIMIT);
    assert!(!add_keys(provider(7), &keys, KeysPerCall::MAX).unwrap()[0].fits_transaction());
}

#[test]
fn keys_per_call() {
    assert!(KeysPerCall::new(0).is_err());
    assert!(KeysPerCall::new(101).is_err());
    assert_eq!(KeysPerCall::new(100), Ok(KeysPerCall::MAX));
    assert_eq!(KeysPerCall::new(1).unwrap().get(), 1);
}

#[test]
fn nothing_to_add_is_refused() {
    assert_eq!(add_keys(provider(7), &[], KeysPerCall::DEFAULT), Err(AddKeysError::Empty));
}

#[test]
fn a_duplicate_is_refused_across_calls() {
    let one = KeysPerCall::new(1).unwrap();
    let mut keys = key_stores(1..=3, ProofKind::Registration);
    keys.push(keys[1]);
    assert_eq!(add_keys(provider(7), &keys, one), Err(AddKeysError::DuplicateAttester { first: 1, second: 3 }));
    let other_attester =
        aztec_staking_registry::KeyStore::from_proven(attester(99), &crate::common::proven(3), ProofKind::Registration);
    keys[3] = other_attester.unwrap();
    assert_eq!(add_keys(provider(7), &keys, one), Err(AddKeysError::DuplicateKey { first: 2, second: 3 }));
}

proptest! {
    #[test]
    fn addresses_and_rates_are_encoded(admin: [u8; 20], recipient: [u8; 20], basis_points in 0..=10_000_u16) {
        prop_assume!(admin != [0; 20] && recipient != [0; 20]);
        let new = |bytes| NonZeroAddress::new(Address::from(bytes)).unwrap();
        let bytes = calldata::register_provider(new(admin), rate(basis_points), new(recipient)).bytes().to_vec();
        prop_assert_eq!(&bytes[16..36], &admin);
        prop_assert_eq!(&bytes[66..68], &basis_points.to_be_bytes());
        prop_assert_eq!(&bytes[80..100], &recipient);
        prop_assert_eq!(bytes.len(), 100);
    }
}
