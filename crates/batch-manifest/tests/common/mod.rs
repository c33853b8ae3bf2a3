//! Manifests with small secrets, shared by the tests.

#![allow(dead_code, unreachable_pub, reason = "each test file takes what it needs")]

use aztec_batch_manifest::manifest::{Fingerprints, ManifestDetails, Origin};
use aztec_batch_manifest::{Manifest, ManifestKey};
use aztec_key_derivation::{Allocation, BlsDerivation, BlsPath, BlsRule, Index, IndexRange};
use aztec_staking_registry::NonZeroAddress;
use aztec_staking_registry::alloy_primitives::Address;
use bn254_bls::{ProofKind, ProvenPublicKey, SecretKey, gas::PopGasLimit};

pub fn index(number: u32) -> Index {
    Index::new(number).unwrap()
}

/// An address of its own for each number.
pub fn attester(number: u32) -> NonZeroAddress {
    let mut bytes = [0xa7; 20];
    bytes[16..].copy_from_slice(&number.to_be_bytes());
    NonZeroAddress::new(Address::from(bytes)).unwrap()
}

/// All that is public about a small secret.
pub fn proven(secret: u32) -> ProvenPublicKey {
    let mut bytes = [0; 32];
    bytes[28..].copy_from_slice(&secret.to_be_bytes());
    SecretKey::from_be_bytes(&bytes).unwrap().prove()
}

/// The key of the secret `number + 1`.
pub fn key(number: u32) -> ManifestKey {
    let path = BlsPath::new(Index::ZERO, index(number));
    ManifestKey::new(index(number), attester(number), Some(path), &proven(number + 1))
}

pub fn allocation(first: u32, count: u32) -> Allocation {
    derived(BlsRule::V6, first, count)
}

pub fn derived(derivation: impl Into<BlsDerivation>, first: u32, count: u32) -> Allocation {
    Allocation::new(derivation, Index::ZERO, IndexRange::new(index(first), count).unwrap())
}

/// What a manifest says of keys that come from a mnemonic.
pub fn details(allocation: Allocation) -> ManifestDetails {
    ManifestDetails {
        made_by: "keygen 0.1.0".into(),
        origin: Origin::Derived { allocation, fingerprints: Fingerprints::Mnemonic("73c5da0a".parse().unwrap()) },
        given_attesters: false,
        proof: ProofKind::Registration,
        encrypted: true,
        gas_limit: PopGasLimit::DEFAULT,
        destination: None,
    }
}

pub fn manifest(first: u32, count: u32) -> Manifest {
    Manifest::new(details(allocation(first, count)), (first..first + count).map(key).collect()).unwrap()
}

/// Puts a value at a pointer such as `/list/1/name`, where there may be none yet.
pub fn put(file: &mut serde_json::Value, pointer: &str, value: serde_json::Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = file.pointer_mut(parent).unwrap();
    match name.parse::<usize>() {
        Ok(position) => parent[position] = value,
        Err(_) => parent[name] = value,
    }
}
