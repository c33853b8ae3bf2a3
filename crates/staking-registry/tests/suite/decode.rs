//! From calldata back to tuples.

use crate::common::{key_store, key_stores};
use aztec_staking_registry::calldata::{
    self, DecodeError, Function, MAX_BYTES, add_keys_to_provider, decode_add_keys, parse_hex,
};
use aztec_staking_registry::{ProviderId, UnverifiedKeyStore};
use bn254_bls::ProofKind;
use proptest::prelude::*;

fn provider(id: u64) -> ProviderId {
    ProviderId::new(id).unwrap()
}

#[test]
fn decodes_what_it_encodes() {
    let keys = key_stores(1..=5, ProofKind::Feedback);
    let added = decode_add_keys(add_keys_to_provider(provider(7), &keys).bytes()).unwrap();
    let expected: Vec<_> = keys.iter().map(aztec_staking_registry::KeyStore::to_unverified).collect();
    assert_eq!(added.provider, provider(7));
    assert_eq!(added.tuples.len(), 5);
    for (tuple, expected) in added.tuples.iter().zip(&expected) {
        assert_eq!(*tuple, UnverifiedKeyStore { spelling: aztec_staking_registry::Spelling::Bytes, ..*expected });
    }
}

#[test]
fn no_selector() {
    for bytes in [&[][..], &[0xe2, 0x53, 0x0f]] {
        assert_eq!(decode_add_keys(bytes), Err(DecodeError::NoSelector));
    }
}

#[test]
fn another_function() {
    let calldata = calldata::accept_provider_admin(provider(7));
    let error = decode_add_keys(calldata.bytes()).unwrap_err();
    assert_eq!(error, DecodeError::OtherFunction { function: Function::AcceptProviderAdmin });
    assert_eq!(
        error.to_string(),
        "the calldata calls acceptProviderAdmin, not addKeysToProvider; there are no keys in it to verify"
    );
    assert_eq!(decode_add_keys(&[1, 2, 3, 4, 5]), Err(DecodeError::UnknownFunction { selector: [1, 2, 3, 4] }));
}

#[test]
fn cut_calldata_is_malformed() {
    let call = add_keys_to_provider(provider(7), &key_stores(1..=2, ProofKind::Registration));
    for end in [4, 36, 68, 100, 101, 388, 643, 675] {
        assert_eq!(decode_add_keys(&call.bytes()[..end]), Err(DecodeError::Malformed), "{end}");
    }
}

#[test]
fn a_length_beyond_the_end_is_malformed() {
    let call = add_keys_to_provider(provider(7), &key_stores(1..=2, ProofKind::Registration));
    for length in [[0xff; 32], one_at(0), one_at(24), one_at(28)] {
        let mut bytes = call.bytes().to_vec();
        bytes[68..100].copy_from_slice(&length);
        assert_eq!(decode_add_keys(&bytes), Err(DecodeError::Malformed));
    }
}

fn one_at(position: usize) -> [u8; 32] {
    let mut word = [0; 32];
    word[position] = 1;
    word
}

#[test]
fn other_encodings_are_refused() {
    let call = add_keys_to_provider(provider(7), &key_stores(1..=2, ProofKind::Registration));
    let with_tail = [call.bytes(), &[0; 32]].concat();
    assert_eq!(decode_add_keys(&with_tail), Err(DecodeError::NotCanonical));
    // The array one word later, behind a gap.
    let mut with_gap = call.bytes().to_vec();
    with_gap[67] = 0x60;
    with_gap.splice(68..68, [0; 32]);
    assert_eq!(decode_add_keys(&with_gap), Err(DecodeError::NotCanonical));
    // An attester with more than 20 bytes.
    let mut dirty = call.bytes().to_vec();
    dirty[100] = 1;
    assert!(matches!(decode_add_keys(&dirty), Err(DecodeError::NotCanonical | DecodeError::Malformed)));
}

#[test]
fn a_provider_that_cannot_be() {
    let call = add_keys_to_provider(provider(7), &key_stores(1..=1, ProofKind::Registration));
    for id in [[0; 32], one_at(23), [0xff; 32]] {
        let mut bytes = call.bytes().to_vec();
        bytes[4..36].copy_from_slice(&id);
        assert_eq!(decode_add_keys(&bytes), Err(DecodeError::NoSuchProvider));
    }
}

#[test]
fn text_of_calldata() {
    assert_eq!(parse_hex(" 0x12Ab\n"), Ok(vec![0x12, 0xab]));
    assert_eq!(parse_hex("0x"), Ok(vec![]));
    assert_eq!(parse_hex("12Ab"), Ok(vec![0x12, 0xab]), "some tools leave out the 0x");
    assert_eq!(parse_hex("\u{feff}0x12"), Ok(vec![0x12]));
    for text in ["1", "12 34", "0x1", "0x1g", "0x12 34", "0x0x12"] {
        assert_eq!(parse_hex(text), Err(DecodeError::NotHex), "{text}");
    }
    let long = format!("0x{}", "00".repeat(MAX_BYTES + 1));
    assert_eq!(parse_hex(&long), Err(DecodeError::TooLong { bytes: MAX_BYTES + 1 }));
    assert_eq!(decode_add_keys(&vec![0; MAX_BYTES + 1]), Err(DecodeError::TooLong { bytes: MAX_BYTES + 1 }));
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(tail in proptest::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [&Function::AddKeysToProvider.selector()[..], &tail].concat();
        let _ = decode_add_keys(&bytes);
    }

    /// A changed byte never goes unnoticed: it is refused, or it changes what is read.
    #[test]
    fn a_changed_byte_shows(position in 0..388_usize, change in 1..=255_u8) {
        let call = add_keys_to_provider(provider(7), &[key_store(5, ProofKind::Registration)]);
        let mut bytes = call.bytes().to_vec();
        bytes[position] ^= change;
        prop_assert_ne!(decode_add_keys(&bytes), decode_add_keys(call.bytes()));
    }
}
