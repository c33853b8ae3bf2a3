//! What opens the secret files of a batch.

use aztec_encrypted_keystore::OpeningKeys;
use aztec_key_derivation::{Ikm, Passphrase, Seed};

use crate::KeyMaterial;

/// What opens the secret files of a batch, and what its keys can be derived from once more.
///
/// [`Batch`](crate::Batch) has an example.
#[derive(Clone, Copy, Debug)]
pub struct Secrets<'a> {
    /// What the password of ETH keys, publishers and the mnemonic gives; none where nothing is encrypted.
    pub eth_keys: Option<&'a OpeningKeys<'a>>,
    /// What the password of BLS keys gives; none where nothing is encrypted.
    pub bls_keys: Option<&'a OpeningKeys<'a>>,
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
    pub(crate) fn of_new(
        [eth_keys, bls_keys]: [Option<&'a OpeningKeys<'a>>; 2],
        material: Option<&'a KeyMaterial>,
        none: &'a Passphrase,
    ) -> Self {
        Self {
            eth_keys,
            bls_keys,
            passphrase: material.map_or(none, KeyMaterial::passphrase),
            seed: material.and_then(KeyMaterial::seed),
            ikm: material.and_then(KeyMaterial::ikm),
        }
    }
}
