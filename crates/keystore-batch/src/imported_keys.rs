//! Keys that were made elsewhere, as a node keystore has them.

mod error;
mod opened;

use std::collections::HashMap;

use aztec_node_keystore::{EthKeySource, NodeKeystore, RemoteSigner, Validator};
use aztec_staking_registry::{AztecAddress, NonZeroAddress};
use bn254_bls::{ProofKind, SecretKey, gas::PopGasLimit, hash_pubkey_to_point};

use crate::{Account, KeyFiles, Progress, Rewards, size::check_size};

pub use error::ImportError;
use opened::open_all;

/// Keys that were made elsewhere, all of them open.
///
/// A value of this type can become a batch: there is at least one validator, no attester or BLS key occurs twice, and
/// either all attesters' ETH keys are here or none is.
///
/// ```
/// use std::path::Path;
///
/// use aztec_keystore_batch::{ImportedKeys, KeyFiles};
/// use aztec_node_keystore::NodeKeystore;
/// use bn254_bls::gas::PopGasLimit;
///
/// // A file of the official tool with plain keys: nothing to decrypt, nor to look for elsewhere.
/// let (eth, bls) = ("11".repeat(32), "07".repeat(32));
/// let text = format!(r#"{{"schemaVersion": 1, "validators": [{{
///     "attester": {{"eth": "0x{eth}", "bls": "0x{bls}"}}, "feeRecipient": "0x{:064x}"
/// }}]}}"#, 0);
/// let files = KeyFiles { directory: Path::new("."), eth_keys: None, bls_keys: None };
/// let keystore = NodeKeystore::read(&text)?;
/// let keys = ImportedKeys::from_node_keystore(&keystore, &files, PopGasLimit::DEFAULT, &())?;
/// assert_eq!(keys.count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ImportedKeys {
    validators: Vec<ImportedValidator>,
    remote_attesters: bool,
    funding_account: Option<Account>,
    remote_signer: Option<RemoteSigner>,
}

/// One validator, with its keys opened.
#[derive(Debug)]
pub(crate) struct ImportedValidator {
    pub(crate) attester: Account,
    pub(crate) bls: SecretKey,
    pub(crate) publishers: Vec<Account>,
    pub(crate) coinbase: Option<NonZeroAddress>,
    pub(crate) fee_recipient: AztecAddress,
}

impl ImportedKeys {
    /// Opens the keys of a node keystore, such as the official tool's `key1.json`, and refuses what no contract would take. `limit`
    /// is what the contract gives to the check of a proof.
    ///
    /// Plain keys are read, encrypted files are opened, all cores at work. Accounts at a remote signer stay there.
    ///
    /// # Errors
    /// [`ImportError`] names the entry and the field, and never quotes a key or a password.
    pub fn from_node_keystore(
        keystore: &NodeKeystore,
        files: &KeyFiles<'_>,
        limit: PopGasLimit,
        progress: &dyn Progress,
    ) -> Result<Self, ImportError> {
        let validators = &keystore.validators;
        // What can be said without opening anything is said first: that may take long.
        if validators.is_empty() {
            return Err(ImportError::Empty);
        }
        if let Some(entry) = validators.iter().position(|validator| validator.bls.is_none()) {
            return Err(ImportError::NoBlsKey { entry });
        }
        let remote_attesters = is_remote(&validators[0]);
        if let Some(entry) = validators.iter().position(|validator| is_remote(validator) != remote_attesters) {
            return Err(ImportError::Mixed { entry });
        }
        let count = u32::try_from(validators.len()).unwrap_or(u32::MAX);
        check_size(count, validators.iter().map(|validator| validator.publishers.len()).max().unwrap_or(0))?;
        let (validators, funding_account) = open_all(keystore, files, progress)?;
        check_keys(&validators, limit)?;
        Ok(Self { validators, remote_attesters, funding_account, remote_signer: keystore.remote_signer.clone() })
    }

    /// How many validators there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.validators.len()
    }

    /// Whether no attester's ETH key is here: all are with remote signers.
    #[must_use]
    pub fn remote_attesters(&self) -> bool {
        self.remote_attesters
    }

    /// The account from which the node tops up publishers.
    #[must_use]
    pub fn funding_account(&self) -> Option<&Account> {
        self.funding_account.as_ref()
    }

    /// The remote signer of every account that names none of its own.
    #[must_use]
    pub fn remote_signer(&self) -> Option<&RemoteSigner> {
        self.remote_signer.as_ref()
    }

    pub(crate) fn validators(&self) -> &[ImportedValidator] {
        &self.validators
    }
}

impl ImportedValidator {
    /// Who receives what, which is carried over.
    pub(crate) fn rewards(&self) -> Rewards {
        Rewards { coinbase: self.coinbase, fee_recipient: self.fee_recipient }
    }
}

/// Whether the ETH key of the attester is elsewhere.
fn is_remote(validator: &Validator) -> bool {
    matches!(validator.attester, EthKeySource::Address(_) | EthKeySource::Remote(_))
}

/// No attester and no BLS key registers twice, and no key whose proof costs too much registers at all.
fn check_keys(validators: &[ImportedValidator], limit: PopGasLimit) -> Result<(), ImportError> {
    let (mut attesters, mut keys) = (HashMap::new(), HashMap::new());
    for (entry, validator) in validators.iter().enumerate() {
        if let Some(first) = attesters.insert(validator.attester.address(), entry) {
            return Err(ImportError::Duplicate { entry, field: "attester.eth", first });
        }
        // By the public key: a set of secrets would keep copies of them.
        let public_key = *validator.bls.public_key().g1();
        if let Some(first) = keys.insert(public_key, entry) {
            return Err(ImportError::Duplicate { entry, field: "attester.bls", first });
        }
        let gas = hash_pubkey_to_point(&public_key, ProofKind::Registration).gas();
        if !limit.allows(gas) {
            return Err(ImportError::OverGasLimit { entry, gas, limit });
        }
    }
    Ok(())
}
