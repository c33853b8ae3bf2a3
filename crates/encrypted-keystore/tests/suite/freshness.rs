//! No two files share salt, IV or identifier, and a failing generator makes no file.
//!
//! An audit of the Ethereum staking deposit tool (GHSA-c6rv-g6pj-r6qx) found both drawn once for a whole batch, so that
//! all its files shared a key stream.

use std::collections::HashSet;
use std::fmt;

use aztec_encrypted_keystore::{EncryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, EthKdf};
use rand::rngs::SysRng;
use rand::{TryCryptoRng, TryRng};
use serde_json::Value;

use crate::samples::{bls_secret, eth_secret, mnemonic, new_password};

const BATCH: usize = 8;

fn all_differ(files: &[String], pointers: &[&str]) {
    for pointer in pointers {
        let values: HashSet<String> = files
            .iter()
            .map(|file| serde_json::from_str::<Value>(file).unwrap().pointer(pointer).unwrap().to_string())
            .collect();
        assert_eq!(values.len(), BATCH, "{pointer}");
    }
}

#[test]
fn eth_files_of_one_batch_differ_in_salt_iv_and_id() {
    let password = new_password();
    let encrypt =
        |_| EncryptedEthKey::encrypt(&eth_secret(), EthKdf::Pbkdf2, &password, &mut SysRng).unwrap().to_json();
    let files: Vec<String> = (0..BATCH).map(encrypt).collect();
    all_differ(
        &files,
        &["/crypto/kdfparams/salt", "/crypto/cipherparams/iv", "/crypto/ciphertext", "/crypto/mac", "/id"],
    );
}

#[test]
fn bls_files_of_one_batch_differ_in_salt_iv_and_uuid() {
    let (secret, password) = (bls_secret(), new_password());
    let encrypt = |_| EncryptedBlsKey::encrypt(&secret, "", &password, &mut SysRng).unwrap().to_json();
    let files: Vec<String> = (0..BATCH).map(encrypt).collect();
    all_differ(&files, &["/crypto/kdf/params/salt", "/crypto/cipher/params/iv", "/crypto/cipher/message", "/uuid"]);
}

/// A generator that works for so many bytes and then fails.
struct FailsAfter(usize);

#[derive(Debug)]
struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no entropy")
    }
}

impl std::error::Error for Exhausted {}

impl TryRng for FailsAfter {
    type Error = Exhausted;

    fn try_next_u32(&mut self) -> Result<u32, Exhausted> {
        unreachable!("only bytes are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Exhausted> {
        unreachable!("only bytes are drawn")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(Exhausted)?;
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for FailsAfter {}

#[test]
fn a_generator_that_fails_at_any_draw_makes_no_file() {
    let expected = EncryptError::Randomness { reason: "no entropy".into() };
    let password = new_password();
    // Salt, IV and identifier are 32, 16 and 16 bytes.
    for bytes in [0, 32, 48] {
        let eth = EncryptedEthKey::encrypt(&eth_secret(), EthKdf::Pbkdf2, &password, &mut FailsAfter(bytes));
        assert_eq!(eth.unwrap_err(), expected);
        let bls = EncryptedBlsKey::encrypt(&bls_secret(), "", &password, &mut FailsAfter(bytes));
        assert_eq!(bls.unwrap_err(), expected);
    }
    let mnemonic = EncryptedMnemonic::encrypt(&mnemonic(), &password, &mut FailsAfter(0));
    assert_eq!(mnemonic.unwrap_err(), expected);
    assert!(EncryptedEthKey::encrypt(&eth_secret(), EthKdf::Pbkdf2, &password, &mut FailsAfter(64)).is_ok());
}
