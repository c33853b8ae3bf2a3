//! What small batches are made from, and what opens them.

use std::{path::Path, sync::OnceLock};

use alloy_primitives::Address;
use aztec_encrypted_keystore::{EthKdf, NewPassword, OpeningKeys, Password};
use aztec_key_derivation::{Allocation, BlsRule, IndexRange, Mnemonic, Passphrase, Seed};
use aztec_keystore_batch::{
    Account, Attesters, Batch, BatchPlan, DerivedKeys, Encryption, ImportedKeys, KeyFiles, KeyMaterial, MARK,
    PlannedKeys, Protection, RegistryCalls, RegistryTarget, Salts, Secrets,
};
use aztec_node_keystore::NodeKeystore;
use aztec_staking_registry::{Network, NonZeroAddress};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use durable_files::Staging;
use serde_json::json;

use crate::common::index;

pub const JUNK: &str = "test test test test test test test test test test test junk";
/// Of the seed that these words make.
pub const FINGERPRINT: &str = "16a93ed0";
pub const ETH_PASSWORD: &str = "correct horse battery staple";
pub const BLS_PASSWORD: &str = "another horse battery staple";
/// An account that is in no batch.
pub const STRANGER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
/// The key of the funding account, and of a publisher that all validators share.
pub const FUNDING_KEY: [u8; 32] = [0x33; 32];
pub const SHARED_KEY: [u8; 32] = [0x44; 32];

pub fn mnemonic() -> Mnemonic {
    Mnemonic::parse(JUNK).unwrap()
}

pub fn seed() -> Seed {
    mnemonic().to_seed(&Passphrase::none())
}

pub fn junk() -> KeyMaterial {
    KeyMaterial::from_mnemonic(&mnemonic(), Passphrase::none())
}

pub fn stranger() -> NonZeroAddress {
    NonZeroAddress::parse(STRANGER).unwrap()
}

/// An account with its key.
pub fn account(key: [u8; 32]) -> Account {
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    Account::parse_list(&format!("0x{hex}")).unwrap().remove(0)
}

pub fn address(key: [u8; 32]) -> Address {
    account(key).address()
}

/// So many keys of the account 0, from this index on.
pub fn allocation(first: u32, count: u32) -> Allocation {
    Allocation::new(BlsRule::V6, index(0), IndexRange::new(index(first), count).unwrap())
}

/// Provider 7 on the main network.
pub fn calls() -> RegistryCalls {
    RegistryCalls { provider: "7".parse().unwrap(), target: Some(RegistryTarget::from(Network::Mainnet)) }
}

pub fn encryption(salts: Salts) -> Protection {
    Protection::Encrypted(Encryption {
        eth_password: NewPassword::ascii(ETH_PASSWORD).unwrap(),
        bls_password: NewPassword::ascii(BLS_PASSWORD).unwrap(),
        eth_kdf: EthKdf::Pbkdf2,
        salts,
    })
}

pub fn create(out: &Path, plan: &BatchPlan) -> Batch {
    let mut staging = Staging::create(out, MARK).unwrap();
    let batch = Batch::create(&mut staging, plan, &()).unwrap();
    staging.close().unwrap();
    batch
}

/// Two keys from index 3 on, each with two publishers of its own, a funding account, and the calls that add them.
pub fn with_all(material: KeyMaterial, protection: Protection) -> BatchPlan {
    let allocation = allocation(3, 2).with_publishers(2).unwrap();
    let keys = DerivedKeys::new(allocation, material, Attesters::Derived).unwrap();
    let keys = keys.with_funding_account(Some(account(FUNDING_KEY)));
    let plan = BatchPlan::new(PlannedKeys::Derived(keys), protection);
    plan.with_proof(ProofKind::Registration, Some(calls())).unwrap()
}

/// Two keys from index 0 on that share two publishers, of which one is elsewhere.
pub fn with_shared_publishers(protection: Protection) -> BatchPlan {
    let keys = DerivedKeys::new(allocation(0, 2), junk(), Attesters::Derived).unwrap();
    let shared = vec![account(SHARED_KEY), Account::Address(stranger())];
    BatchPlan::new(PlannedKeys::Derived(keys.with_publishers(shared).unwrap()), protection)
}

/// Two keys for attesters whose keys are elsewhere.
pub fn for_given_attesters(protection: Protection) -> BatchPlan {
    let given = [[0xb1; 20], [0xb2; 20]].map(|bytes| NonZeroAddress::new(bytes.into()).unwrap());
    let keys = DerivedKeys::new(allocation(0, 2), junk(), Attesters::Given(given.into())).unwrap();
    BatchPlan::new(PlannedKeys::Derived(keys), protection)
}

/// What the secrets of a batch are opened with: one derivation for all tests.
pub fn eth_keys() -> &'static OpeningKeys<'static> {
    static KEYS: OnceLock<OpeningKeys<'static>> = OnceLock::new();
    KEYS.get_or_init(|| opening(ETH_PASSWORD))
}

pub fn bls_keys() -> &'static OpeningKeys<'static> {
    static KEYS: OnceLock<OpeningKeys<'static>> = OnceLock::new();
    KEYS.get_or_init(|| opening(BLS_PASSWORD))
}

fn opening(password: &str) -> OpeningKeys<'static> {
    OpeningKeys::of(Box::leak(Box::new(Password::existing(password).unwrap())))
}

/// Both passwords, and nothing else.
pub fn secrets() -> Secrets<'static> {
    static NONE: OnceLock<Passphrase> = OnceLock::new();
    let passphrase = NONE.get_or_init(Passphrase::none);
    Secrets { eth_keys: Some(eth_keys()), bls_keys: Some(bls_keys()), passphrase, seed: None, ikm: None }
}

pub fn generated() -> KeyMaterial {
    KeyMaterial::generate(Passphrase::none(), &mut rand::rngs::SysRng).unwrap()
}

/// Two plain keys that were made elsewhere.
pub fn imported() -> BatchPlan {
    let key = |byte: &str| format!("0x{}", byte.repeat(32));
    let validator =
        |eth, bls| json!({ "attester": { "eth": key(eth), "bls": key(bls) }, "feeRecipient": format!("0x{:064x}", 0) });
    let node = json!({ "schemaVersion": 1, "validators": [validator("61", "01"), validator("62", "02")] });
    let node = NodeKeystore::read(&node.to_string()).unwrap();
    let files = KeyFiles { directory: Path::new("/nowhere"), eth_keys: None, bls_keys: None };
    let keys = ImportedKeys::from_node_keystore(&node, &files, PopGasLimit::DEFAULT, &()).unwrap();
    BatchPlan::new(PlannedKeys::Imported(keys), Protection::None)
}
