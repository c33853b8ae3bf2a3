//! What a batch is made from, and what is made of it.

use std::{fs, path::Path, sync::Mutex};

use aztec_encrypted_keystore::{EthKdf, NewPassword, ScryptCost};
use aztec_key_derivation::{Ikm, MasterFingerprint, OperatorEntropy, Passphrase};
use aztec_keystore_batch::{
    Account, Attesters, Batch, BatchPlan, BatchPlanError, CreateBatchError, DerivedKeys, DerivedKeysError, Encryption,
    KeyMaterial, MARK, PlannedKeys, Progress, Protection, RegistryCalls, Rewards, Salts, Step,
};
use aztec_staking_registry::AztecAddress;
use bn254_bls::{ProofKind, gas::PopGasLimit};
use durable_files::Staging;
use rand::rngs::SysRng;

use crate::copied::{Copied, NODE};
use crate::made::{
    BLS_PASSWORD, ETH_PASSWORD, FINGERPRINT, FUNDING_KEY, JUNK, SHARED_KEY, account, address, allocation, calls,
    create, encryption, junk, mnemonic, stranger,
};

fn derived(count: u32) -> DerivedKeys {
    DerivedKeys::new(allocation(0, count), junk(), Attesters::Derived).unwrap()
}

fn plain(keys: DerivedKeys) -> BatchPlan {
    BatchPlan::new(PlannedKeys::Derived(keys), Protection::None)
}

/// Remembers which steps began, and with how many keys.
#[derive(Default)]
struct Steps(Mutex<Vec<(Step, usize)>>);

impl Progress for Steps {
    fn begin(&self, step: Step, keys: usize) {
        self.0.lock().unwrap().push((step, keys));
    }
}

#[test]
fn what_was_planned() {
    let rewards = Rewards { coinbase: Some(stranger()), fee_recipient: AztecAddress::new([0x12; 32]).unwrap() };
    let keys = derived(2).with_publishers(vec![account(SHARED_KEY)]).unwrap();
    let keys = keys.with_funding_account(Some(account(FUNDING_KEY))).with_rewards(rewards);
    assert_eq!(keys.allocation(), &allocation(0, 2));
    assert_eq!((keys.rewards(), keys.given_attesters()), (rewards, None));
    assert_eq!(keys.fingerprints().mnemonic().unwrap().to_string(), FINGERPRINT);
    assert!(matches!(keys.publishers(), [Account::Key(key)] if key.address() == address(SHARED_KEY)));
    assert_eq!(keys.funding_account().unwrap().address(), address(FUNDING_KEY));
    assert!(keys.material().seed().is_some());

    let plan = plain(keys).with_gas_limit(PopGasLimit::BEFORE_V6);
    let plan = plan.with_proof(ProofKind::Feedback, None).unwrap();
    assert_eq!((plan.proof(), plan.gas_limit()), (ProofKind::Feedback, PopGasLimit::BEFORE_V6));
    assert_eq!(plan.keys().count(), 2);
    assert!(plan.keys().derived().is_some() && plan.keys().remote_signer().is_none());
    assert_eq!(plan.keys().funding_account().unwrap().address(), address(FUNDING_KEY));
    assert!(!plan.protection().is_encrypted());

    let dir = tempfile::tempdir().unwrap();
    let batch = create(&dir.path().join("out"), &plan);
    let (manifest, node) = (batch.manifest(), fs::read_to_string(batch.layout().node_keystore()).unwrap());
    assert_eq!((manifest.proof(), manifest.gas_limit()), (ProofKind::Feedback, PopGasLimit::BEFORE_V6));
    assert!(manifest.destination().is_none() && !manifest.given_attesters() && !manifest.is_encrypted());
    let node = aztec_node_keystore::NodeKeystore::read(&node).unwrap();
    for validator in &node.validators {
        assert_eq!((validator.coinbase, validator.fee_recipient), (rewards.coinbase, rewards.fee_recipient));
        assert_eq!(validator.publishers.len(), 1);
    }
    assert!(node.funding_account.is_some());
}

#[test]
fn given_attesters_are_those_of_the_keys_in_their_order() {
    let given = [stranger(), aztec_staking_registry::NonZeroAddress::new([0xb1; 20].into()).unwrap()];
    let keys = DerivedKeys::new(allocation(3, 2), junk(), Attesters::Given(given.into())).unwrap();
    assert_eq!(keys.given_attesters(), Some(&given[..]));
    let dir = tempfile::tempdir().unwrap();
    let batch = create(&dir.path().join("out"), &plain(keys));
    assert!(batch.manifest().given_attesters());
    let attesters: Vec<_> = batch.manifest().keys().iter().map(|key| (key.index.get(), key.attester)).collect();
    assert_eq!(attesters, [(3, given[0]), (4, given[1])]);
}

#[test]
fn publishers_of_their_own_or_one_list() {
    let own = || DerivedKeys::new(allocation(0, 2).with_publishers(1).unwrap(), junk(), Attesters::Derived).unwrap();
    let shared = || vec![account(SHARED_KEY)];
    assert_eq!(own().with_publishers(shared()).err(), Some(DerivedKeysError::SharedAndOwnPublishers));
    assert!(own().with_publishers(Vec::new()).is_ok());
    assert!(derived(2).with_publishers(shared()).is_ok());
}

#[test]
fn calls_go_with_registration_proofs() {
    assert!(plain(derived(1)).with_proof(ProofKind::Registration, Some(calls())).is_ok());
    let feedback = plain(derived(1)).with_proof(ProofKind::Feedback, Some(calls()));
    assert!(matches!(feedback, Err(BatchPlanError::FeedbackCalls)));
}

#[test]
fn how_secrets_are_protected() {
    let encrypted = encryption(Salts::PerBatch);
    assert!(encrypted.is_encrypted() && !Protection::None.is_encrypted());
    assert!(encrypted.eth_password().is_some() && encrypted.bls_password().is_some());
    assert!(Protection::None.eth_password().is_none() && Protection::None.bls_password().is_none());
    let mib = 1024 * 1024;
    let per_file = |eth_kdf| {
        let password = |text| NewPassword::ascii(text).unwrap();
        let (eth_password, bls_password) = (password(ETH_PASSWORD), password(BLS_PASSWORD));
        let encryption = Encryption { eth_password, bls_password, eth_kdf, salts: Salts::PerFile };
        Protection::Encrypted(encryption).bytes_per_thread()
    };
    assert_eq!(per_file(EthKdf::Scrypt(ScryptCost::MIN)), 16 * mib);
    assert_eq!(per_file(EthKdf::Pbkdf2), mib);
    assert_eq!((encrypted.bytes_per_thread(), Protection::None.bytes_per_thread()), (mib, mib));
}

#[test]
fn key_material() {
    let passphrase = || Passphrase::new("swordfish").unwrap();
    let of_mnemonic = KeyMaterial::from_mnemonic(&mnemonic(), passphrase());
    assert!(of_mnemonic.seed().is_some() && of_mnemonic.ikm().is_none() && of_mnemonic.new_mnemonic().is_none());
    let opens =
        |material: &KeyMaterial| MasterFingerprint::of_seed(&mnemonic().to_seed(material.passphrase())).unwrap();
    let (with, without) = (opens(&of_mnemonic), opens(&junk()));
    assert_eq!(without.to_string(), FINGERPRINT);
    assert_ne!(with, without);
    let ikm = || Ikm::from_bytes(&[7; 32]).unwrap();
    let both = of_mnemonic.with_ikm(ikm());
    assert!(both.seed().is_some() && both.ikm().is_some());
    assert_eq!(opens(&both), with);
    let alone = KeyMaterial::from_ikm(ikm());
    assert!(alone.seed().is_none() && alone.ikm().is_some());
    assert_eq!(opens(&alone), without);
    // A mnemonic that is new, and is kept for whoever writes it down.
    let entropy = OperatorEntropy::from_bytes(b"dice").unwrap();
    let generated = [
        KeyMaterial::generate(Passphrase::none(), &mut SysRng).unwrap(),
        KeyMaterial::generate_with(Passphrase::none(), Some(&entropy), &mut SysRng).unwrap(),
    ];
    for material in &generated {
        let words = material.new_mnemonic().unwrap().to_phrase();
        assert_eq!(words.split(' ').count(), 24);
        assert_ne!(*words, JUNK);
    }
}

/// What lies in `secret`, and nothing that no key needs.
#[test]
fn files_and_directories_that_are_made() {
    let calls = ["add_keys_to_provider.json", "add_keys_to_provider.sh"];
    let lists = ["manifest.json", "safe_batch.json", "staker_output.json"];
    let page = if cfg!(feature = "ceremony-record") { &["ceremony.html"][..] } else { &[] };
    assert_eq!(Copied::plain().names("public"), [&calls[..], page, &lists].concat());
    let secret = |copied: Copied| copied.names("secret").join(" ");
    assert_eq!(secret(Copied::plain()), "node_keystore.json");
    assert_eq!(secret(Copied::plain_with_mnemonic()), "mnemonic.txt node_keystore.json");
    assert_eq!(secret(Copied::encrypted()), "bls eth funding mnemonic.json node_keystore.json publisher");
    assert_eq!(secret(Copied::encrypted_with_shared_publishers()), "bls eth node_keystore.json publisher");
    assert_eq!(secret(Copied::encrypted_for_given_attesters()), "bls node_keystore.json");
    assert_eq!(Copied::encrypted_with_shared_publishers().names("secret/publisher").len(), 1);
    let copied = Copied::encrypted();
    assert!(!copied.text(NODE).contains(&"33".repeat(32)), "the key of the funding account is in its file alone");

    // Without a registry there is no script, and without a chain no batch for a Safe.
    let dir = tempfile::tempdir().unwrap();
    let nowhere = RegistryCalls { provider: "7".parse().unwrap(), target: None };
    let plan = plain(derived(1)).with_proof(ProofKind::Registration, Some(nowhere)).unwrap();
    let batch = create(&dir.path().join("out"), &plan);
    let files: Vec<_> = batch.manifest().files().keys().collect();
    assert_eq!(files, ["add_keys_to_provider.json", "staker_output.json"]);
}

#[test]
fn steps_as_they_begin() {
    let dir = tempfile::tempdir().unwrap();
    let steps = |plan: BatchPlan| {
        let (steps, out) = (Steps::default(), dir.path().join("out"));
        let mut staging = Staging::create(&out, MARK).unwrap();
        Batch::create(&mut staging, &plan, &steps).unwrap();
        staging.close().unwrap();
        fs::remove_dir_all(out).unwrap();
        steps.0.into_inner().unwrap()
    };
    assert_eq!(steps(plain(derived(2))), [(Step::Derive, 2), (Step::Verify, 2)]);
    let given = DerivedKeys::new(allocation(0, 1), junk(), Attesters::Given(vec![stranger()])).unwrap();
    // Each file under a salt of its own.
    let encrypted = BatchPlan::new(PlannedKeys::Derived(given), encryption(Salts::PerFile));
    assert_eq!(steps(encrypted), [(Step::Encrypt, 1), (Step::Verify, 1)]);
}

/// Calls would be made in vain; without them the batch is made, and verification says it.
#[test]
fn keys_that_the_contract_would_refuse() {
    let dir = tempfile::tempdir().unwrap();
    let lowest = PopGasLimit::new(137_790).unwrap();
    let plan = |calls| plain(derived(3)).with_gas_limit(lowest).with_proof(ProofKind::Registration, calls).unwrap();
    let batch = create(&dir.path().join("out"), &plan(None));
    let over = batch.manifest().keys().iter().find(|key| key.gas_estimate() > 137_790).unwrap();
    let mut staging = Staging::create(&dir.path().join("other"), MARK).unwrap();
    let refused = Batch::create(&mut staging, &plan(Some(calls())), &());
    staging.close().unwrap();
    let Err(CreateBatchError::OverGasLimit { index, gas, limit }) = refused else { panic!("{refused:?}") };
    assert_eq!((index, gas, limit), (over.index, over.gas_estimate(), lowest));
}

/// Changes a file of the batch between writing and reading back.
struct Tampering<'a>(&'a Path);

impl Progress for Tampering<'_> {
    fn begin(&self, step: Step, _: usize) {
        if step == Step::Verify {
            let text = fs::read_to_string(self.0).unwrap();
            fs::write(
                self.0,
                text.replace("\"validators\"", "\"remoteSigner\": \"https://signer.example\", \"validators\""),
            )
            .unwrap();
        }
    }
}

/// What is read back is compared with what was asked for, and else nothing is made.
#[test]
fn a_batch_that_is_not_what_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut staging = Staging::create(&dir.path().join("out"), MARK).unwrap();
    let node = staging.path().join("secret/node_keystore.json");
    let made = Batch::create(&mut staging, &plain(derived(1)), &Tampering(&node));
    let Err(CreateBatchError::ReadBack(faults)) = made else { panic!("{made:?}") };
    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(told.iter().all(|fault| fault.contains("remoteSigner: is not what")), "{told:?}");
    assert_eq!(told.len(), 2, "nobody wrote it, and nobody asked for it");
    staging.close().unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
