//! Keys with small secrets, shared by the tests.

#![allow(dead_code, unreachable_pub, reason = "each test file takes what it needs")]

use alloy_primitives::Address;
use aztec_staking_registry::{KeyStore, UnverifiedKeyStore};
use bn254_bls::{ProofKind, ProvenPublicKey, SecretKey};

/// All that is public about a small secret.
pub fn proven(secret: u32) -> ProvenPublicKey {
    let mut bytes = [0; 32];
    bytes[28..].copy_from_slice(&secret.to_be_bytes());
    SecretKey::from_be_bytes(&bytes).unwrap().prove()
}

/// An address of its own for each number.
pub fn attester(number: u32) -> Address {
    let mut bytes = [0xa7; 20];
    bytes[16..].copy_from_slice(&number.to_be_bytes());
    Address::from(bytes)
}

pub fn key_store(secret: u32, kind: ProofKind) -> KeyStore {
    KeyStore::from_proven(attester(secret), &proven(secret), kind).unwrap()
}

pub fn key_stores(secrets: impl IntoIterator<Item = u32>, kind: ProofKind) -> Vec<KeyStore> {
    secrets.into_iter().map(|secret| key_store(secret, kind)).collect()
}

pub fn tuple(secret: u32) -> UnverifiedKeyStore {
    key_store(secret, ProofKind::Registration).to_unverified()
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
