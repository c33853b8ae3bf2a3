//! Small batches, each made once, and copies of them to tamper with.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use alloy_primitives::Address;
use aztec_encrypted_keystore::{EthKdf, NewPassword, OpeningKeys, Password};
use aztec_key_derivation::{Allocation, BlsRule, IndexRange, Mnemonic, Passphrase, Seed};
use aztec_keystore_batch::{
    Account, Attesters, Batch, BatchPlan, DerivedKeys, Encryption, KeyMaterial, MARK, Manifest, PlannedKeys,
    Protection, RegistryCalls, RegistryTarget, Salts, Secrets, Sha256Digest, Verification,
};
use aztec_staking_registry::{Network, NonZeroAddress};
use bn254_bls::ProofKind;
use durable_files::Staging;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::index;

pub const JUNK: &str = "test test test test test test test test test test test junk";
pub const ETH_PASSWORD: &str = "correct horse battery staple";
pub const BLS_PASSWORD: &str = "another horse battery staple";
/// An account that is in no batch.
pub const STRANGER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
pub const MANIFEST: &str = "public/manifest.json";
pub const TUPLES: &str = "public/staker_output.json";
pub const PAGE: &str = "public/ceremony.html";
pub const NODE: &str = "secret/node_keystore.json";
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
fn with_all(material: KeyMaterial, protection: Protection) -> BatchPlan {
    let allocation = allocation(3, 2).with_publishers(2).unwrap();
    let keys = DerivedKeys::new(allocation, material, Attesters::Derived).unwrap();
    let keys = keys.with_funding_account(Some(account(FUNDING_KEY)));
    let plan = BatchPlan::new(PlannedKeys::Derived(keys), protection);
    plan.with_proof(ProofKind::Registration, Some(calls())).unwrap()
}

/// Two keys from index 0 on that share two publishers, of which one is elsewhere.
fn with_shared_publishers(protection: Protection) -> BatchPlan {
    let keys = DerivedKeys::new(allocation(0, 2), junk(), Attesters::Derived).unwrap();
    let shared = vec![account(SHARED_KEY), Account::Address(stranger())];
    BatchPlan::new(PlannedKeys::Derived(keys.with_publishers(shared).unwrap()), protection)
}

/// Two keys for attesters whose keys are elsewhere.
fn for_given_attesters(protection: Protection) -> BatchPlan {
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

/// A copy of a batch in a directory of its own, which goes with it.
pub struct Copied {
    dir: TempDir,
}

macro_rules! made_once {
    ($($(#[$doc:meta])* $name:ident: $plan:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> Self {
            static MADE: OnceLock<TempDir> = OnceLock::new();
            Self::of(MADE.get_or_init(|| {
                let dir = tempfile::tempdir().unwrap();
                create(&dir.path().join("out"), &$plan);
                dir
            }))
        }
    )*};
}

impl Copied {
    made_once! {
        /// In plain text; the mnemonic is elsewhere.
        plain: with_all(junk(), Protection::None);
        /// In plain text, with its own mnemonic.
        plain_with_mnemonic: with_all(generated(), Protection::None);
        /// Encrypted, with its own mnemonic.
        encrypted: with_all(generated(), encryption(Salts::PerBatch));
        plain_with_shared_publishers: with_shared_publishers(Protection::None);
        encrypted_with_shared_publishers: with_shared_publishers(encryption(Salts::PerBatch));
        plain_for_given_attesters: for_given_attesters(Protection::None);
        encrypted_for_given_attesters: for_given_attesters(encryption(Salts::PerBatch));
    }

    fn of(made: &TempDir) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(&made.path().join("out"), &dir.path().join("out"));
        Self { dir }
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn batch(&self) -> Batch {
        Batch::open(&self.root()).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).unwrap();
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// Puts a value into a JSON file of the batch, where there may be none yet.
    pub fn put(&self, name: &str, pointer: &str, value: impl Into<Value>) {
        let mut json = self.json(name);
        crate::common::put(&mut json, pointer, value.into());
        self.write(name, &(serde_json::to_string_pretty(&json).unwrap() + "\n"));
    }

    /// The only file in a directory of secrets with this number in its name, from the root on.
    pub fn key_file(&self, directory: &str, number: u32) -> String {
        let names = self.names(&format!("secret/{directory}"));
        let name = names.into_iter().find(|name| name.starts_with(&format!("{number:05}_"))).unwrap();
        format!("secret/{directory}/{name}")
    }

    /// The names in a directory, in their order.
    pub fn names(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(directory)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The digests in the manifest are those of the files as they are now, and so is the page: nothing but the content tells.
    pub fn seal(&self) {
        let mut manifest = self.json(MANIFEST);
        for (name, digest) in manifest["files"].as_object_mut().unwrap() {
            let content = fs::read(self.path("public").join(name)).unwrap();
            *digest = json!(Sha256Digest::of(&content).to_string());
        }
        self.write(MANIFEST, &(serde_json::to_string_pretty(&manifest).unwrap() + "\n"));
        #[cfg(feature = "ceremony-record")]
        {
            let text = self.text(MANIFEST);
            let digest = Sha256Digest::of(text.as_bytes());
            let page = aztec_keystore_batch::ceremony_record::to_html(&Manifest::read(&text).unwrap(), &digest);
            self.write(PAGE, &page);
        }
    }

    /// With both passwords, and without the mnemonic.
    pub fn verify(&self) -> Verification {
        self.verify_with(&secrets())
    }

    pub fn verify_with(&self, secrets: &Secrets<'_>) -> Verification {
        self.batch().verify(secrets, &()).unwrap()
    }

    /// Every fault, with paths from the root on.
    pub fn faults(&self) -> Vec<String> {
        self.faults_with(&secrets())
    }

    pub fn faults_with(&self, secrets: &Secrets<'_>) -> Vec<String> {
        let verification = self.verify_with(secrets);
        assert!(verification.report.is_sound(), "{:?}", verification.report);
        self.told(&verification)
    }

    /// The public faults, then the secret ones, with paths from the root on.
    pub fn told(&self, verification: &Verification) -> Vec<String> {
        let secret = verification.secret.iter().flat_map(|secret| &secret.faults);
        let faults = verification.public_faults.iter().chain(secret);
        let root = format!("{}/", self.root().display());
        faults.map(|fault| fault.to_string().replace(&root, "")).collect()
    }
}

/// Both passwords, and nothing else.
pub fn secrets() -> Secrets<'static> {
    static NONE: OnceLock<Passphrase> = OnceLock::new();
    let passphrase = NONE.get_or_init(Passphrase::none);
    Secrets { eth_keys: Some(eth_keys()), bls_keys: Some(bls_keys()), passphrase, seed: None, ikm: None }
}

fn generated() -> KeyMaterial {
    KeyMaterial::generate(Passphrase::none(), &mut rand::rngs::SysRng).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
