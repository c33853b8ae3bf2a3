//! A hundred keys, encrypted, with the calldata that adds them to a provider: what `keygen batch` does, from another
//! program.
//!
//! ```sh
//! KEYSTORE_PASSWORD=… cargo run --release --example make_batch -- keystores 42
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use std::{env, error::Error, path::Path};

use aztec_encrypted_keystore::{EthKdf, NewPassword};
use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, Passphrase};
use aztec_keystore_batch::{
    Attesters, Batch, BatchPlan, DerivedKeys, Encryption, KeyMaterial, MARK, PlannedKeys, Progress, Protection,
    RegistryCalls, Salts, Step,
};
use bn254_bls::ProofKind;
use durable_files::Staging;
use rand::rngs::SysRng;

/// Says on standard error which step has begun.
struct Steps;

impl Progress for Steps {
    fn begin(&self, step: Step, keys: usize) {
        eprintln!("{step:?}: {keys} keys");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(out), Some(provider)) = (arguments.next(), arguments.next()) else {
        return Err("usage: make_batch DIR PROVIDER_ID".into());
    };
    // From a mnemonic that is made here: it is kept in the batch, encrypted.
    let allocation = Allocation::new(BlsRule::V6, Index::ZERO, IndexRange::new(Index::ZERO, 100)?);
    let material = KeyMaterial::generate(Passphrase::none(), &mut SysRng)?;
    let keys = DerivedKeys::new(allocation, material, Attesters::Derived)?;

    let password = env::var("KEYSTORE_PASSWORD")?;
    let protection = Protection::Encrypted(Encryption {
        eth_password: NewPassword::ascii(&password)?,
        bls_password: NewPassword::ascii(&password)?,
        eth_kdf: EthKdf::default(),
        salts: Salts::PerBatch,
    });
    let calls = RegistryCalls { provider: provider.parse()?, target: None };
    let plan =
        BatchPlan::new(PlannedKeys::Derived(keys), protection).with_proof(ProofKind::Registration, Some(calls))?;

    // The directory gets its name when everything in it has been read back and verified.
    let mut staging = Staging::create(Path::new(&out), MARK)?;
    let batch = Batch::create(&mut staging, &plan, &Steps);
    staging.close()?;
    println!("{out}: manifest sha256 {}", batch?.manifest_digest());
    Ok(())
}
