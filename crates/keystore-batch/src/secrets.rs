//! What opens the secret files of a batch.

use aztec_encrypted_keystore::Password;
use aztec_key_derivation::{Ikm, Passphrase, Seed};

use crate::{KeyMaterial, Protection};

/// What opens the secret files of a batch, and what its keys can be derived from once more.
#[derive(Clone, Copy)]
pub struct Secrets<'a> {
    /// The password of ETH keys, publishers and the mnemonic; none where nothing is encrypted.
    pub eth_password: Option<&'a Password>,
    /// The password of BLS keys; none where nothing is encrypted.
    pub bls_password: Option<&'a Password>,
    /// The passphrase of the mnemonic.
    pub passphrase: &'a Passphrase,
    /// What the keys were derived from, where the caller has it: they are then derived once more. Without it, the
    /// mnemonic in the directory is used where there is one.
    pub seed: Option<&'a Seed>,
    /// The same for the BLS keys, where they do not come from the seed.
    pub ikm: Option<&'a Ikm>,
}

impl<'a> Secrets<'a> {
    /// What a batch that was just made was made with.
    pub(crate) fn of_new(protection: &'a Protection, material: Option<&'a KeyMaterial>, none: &'a Passphrase) -> Self {
        Self {
            eth_password: protection.eth_password(),
            bls_password: protection.bls_password(),
            passphrase: material.map_or(none, KeyMaterial::passphrase),
            seed: material.and_then(KeyMaterial::seed),
            ikm: material.and_then(KeyMaterial::ikm),
        }
    }
}
