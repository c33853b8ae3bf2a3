//! The forms in which calls are handed over.

use core::num::NonZeroU64;

use crate::common::{attester, key_stores};
use aztec_staking_registry::calldata::{KeysPerCall, accept_provider_admin, add_keys};
use aztec_staking_registry::public_file::PublicFile;
use aztec_staking_registry::{CallFormat, NonZeroAddress, ProviderId, safe_batch};
use bn254_bls::ProofKind;

fn formats() -> [CallFormat; 4] {
    let (registry, chain_id) = (NonZeroAddress::new(attester(77)).unwrap(), NonZeroU64::MIN);
    let cast = CallFormat::Cast { registry, chain_id: Some(chain_id) };
    [CallFormat::Hex, CallFormat::Json, cast, CallFormat::Safe { registry, chain_id }]
}

#[test]
fn calls_that_add_keys_are_read_back() {
    let keys = key_stores(1..=3, ProofKind::Registration);
    let calls = add_keys(ProviderId::FIRST, &keys, KeysPerCall::new(2).unwrap()).unwrap();
    let [hex, json, cast, safe] = formats().map(|format| format.add_keys(&calls));
    for texts in [hex, json, safe] {
        let read = PublicFile::read(&texts.concat()).unwrap();
        assert_eq!((texts.len(), read.entries().len(), read.calls().calls.len()), (1, 3, 2));
        assert!(texts[0].ends_with('\n'));
    }
    // A script is for a shell; it holds what each call adds.
    assert_eq!(cast.len(), 1);
    assert!(calls.iter().all(|call| cast[0].contains(&call.calldata.arguments()[1])));
}

#[test]
fn one_call_in_each_form() {
    let call = || accept_provider_admin(ProviderId::FIRST);
    let [hex, json, cast, safe] = formats().map(|format| format.call(call()));
    assert_eq!(call().to_string(), "acceptProviderAdmin(1), 36 bytes");
    assert_eq!(hex, call().to_hex() + "\n");
    assert!(json.contains(&call().to_hex()) && json.ends_with('\n'));
    assert!(cast.starts_with("cast send ") && cast.contains(&attester(77).to_string()), "{cast}");
    let batch = safe_batch::read(&safe).unwrap();
    assert!(batch.has_checksum && batch.transactions.len() == 1);
    assert!(safe.contains("acceptProviderAdmin(1) of the StakingRegistry"), "{safe}");
}
