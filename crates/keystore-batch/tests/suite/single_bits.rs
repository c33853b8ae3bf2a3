//! Bits of every file of a batch, turned alone: the batch is not sound then, or what nothing vouches for is shown, the digest of
//! the manifest among it, which is what people compare.

use std::{fs, path::Path};

use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, Mnemonic, Passphrase};
use aztec_keystore_batch::{
    Attesters, Batch, BatchPlan, DerivedKeys, KeyMaterial, MARK, PlannedKeys, Protection, RegistryCalls,
    RegistryTarget, Secrets,
};
use aztec_staking_registry::Network;
use bn254_bls::ProofKind;
use durable_files::Staging;

const JUNK: &str = "test test test test test test test test test test test junk";
/// Of each file. All of them are tens of thousands.
const BITS: usize = 60;

fn create(out: &Path) -> Batch {
    let range = IndexRange::new(Index::ZERO, 1).unwrap();
    let material = KeyMaterial::from_mnemonic(&Mnemonic::parse(JUNK).unwrap(), Passphrase::none());
    let allocation = Allocation::new(BlsRule::V6, Index::ZERO, range);
    let keys = PlannedKeys::Derived(DerivedKeys::new(allocation, material, Attesters::Derived).unwrap());
    let target = RegistryTarget::from(Network::Mainnet);
    let calls = RegistryCalls { provider: "7".parse().unwrap(), target: Some(target) };
    let plan = BatchPlan::new(keys, Protection::None).with_proof(ProofKind::Registration, Some(calls)).unwrap();
    let mut staging = Staging::create(out, MARK).unwrap();
    let batch = Batch::create(&mut staging, &plan, &()).unwrap();
    staging.close().unwrap();
    batch
}

#[test]
fn no_bit_goes_unnoticed() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("batch");
    let made = create(&root);
    let none = Passphrase::none();
    let secrets = Secrets { eth_keys: None, bls_keys: None, passphrase: &none, seed: None, ikm: None };
    // What is found and what is shown; none where the batch cannot be opened.
    let seen = || {
        let batch = Batch::open(&root).ok()?;
        let verification = batch.verify(&secrets, &()).ok()?;
        Some((verification.is_sound(), *batch.manifest_digest(), format!("{verification:?}")))
    };
    let sound = seen();
    assert!(sound.as_ref().is_some_and(|(is_sound, digest, _)| *is_sound && digest == made.manifest_digest()));
    let files = ["public", "secret"].map(|part| fs::read_dir(root.join(part)).unwrap());
    let files: Vec<_> =
        files.into_iter().flatten().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    // The manifest, the tuples, the page, calls as JSON, as a script and for a Safe; the node's file.
    assert_eq!(files.len(), 7, "{files:?}");
    for path in files {
        let text = fs::read(&path).unwrap();
        let mut unnoticed = Vec::new();
        for number in 0..BITS {
            // Spread over the file, and over the places in a byte.
            let bit = number * (8 * text.len() / BITS) + number % 7;
            let mut changed = text.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &changed).unwrap();
            // The case of a hexadecimal digit is no other key.
            if seen() == sound && !changed.eq_ignore_ascii_case(&text) {
                unnoticed.push(String::from_utf8_lossy(&changed[(bit / 8).saturating_sub(20)..=bit / 8]).into_owned());
            }
        }
        fs::write(&path, &text).unwrap();
        assert!(unnoticed.is_empty(), "{}: {unnoticed:?}", path.display());
    }
    assert_eq!(seen(), sound);
}
