//! Text for `cast`: arguments and lines.

use crate::common::{attester, key_store, key_stores};
use aztec_staking_registry::calldata::{self, AddKeysCall, KeysPerCall, add_keys};
use aztec_staking_registry::{NonZeroAddress, ProviderId, cast};
use bn254_bls::ProofKind;

fn provider() -> ProviderId {
    ProviderId::new(7).unwrap()
}

fn registry() -> NonZeroAddress {
    NonZeroAddress::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap()
}

fn calls(keys: u32, per_call: usize) -> Vec<AddKeysCall> {
    let keys = key_stores(1..=keys, ProofKind::Registration);
    add_keys(provider(), &keys, KeysPerCall::new(per_call).unwrap()).unwrap()
}

/// The words are those of the calldata, so that `cast calldata <signature> <arguments>` gives it back.
#[test]
fn tuples_for_cast() {
    let tuple = key_store(1, ProofKind::Registration).to_unverified();
    let text = cast::tuples_argument(&[tuple, tuple]);
    let word = |word: &[u8; 32]| aztec_staking_registry::word_to_text(word);
    let tuple = format!(
        "({},({},{}),({},{},{},{}),({},{}))",
        attester(1).to_checksum(None),
        word(&tuple.public_key_g1[0]),
        word(&tuple.public_key_g1[1]),
        word(&tuple.public_key_g2[0]),
        word(&tuple.public_key_g2[1]),
        word(&tuple.public_key_g2[2]),
        word(&tuple.public_key_g2[3]),
        word(&tuple.proof_of_possession[0]),
        word(&tuple.proof_of_possession[1]),
    );
    assert_eq!(text, format!("[{tuple},{tuple}]"));
    assert_eq!(cast::tuples_argument(&[]), "[]");
}

#[test]
fn a_line_for_cast() {
    let line = cast::send_line(registry(), &calldata::accept_provider_admin(provider()));
    assert_eq!(line, "cast send 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 'acceptProviderAdmin(uint256)' 7");
    let line = cast::send_line(registry(), &calls(2, 2)[0].calldata);
    assert!(line.ends_with(&format!(" 7 '{}'", calls(2, 2)[0].calldata.arguments()[1])));
}
