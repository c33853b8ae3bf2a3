//! Keys that were made elsewhere, as a node keystore has them.

use std::collections::HashMap;

use alloy_primitives::Address;
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{BlsKeySource, EthKeySource, NodeKeystore, NodeKeystoreError, RemoteAccount, Validator};
use aztec_staking_registry::{AztecAddress, NonZeroAddress};
use bn254_bls::{ProofKind, SecretKey, SecretKeyError, gas::PopGasLimit, hash_pubkey_to_point};

use crate::{BatchSizeError, Rewards, size::check_size};

/// Keys that were made elsewhere, all of them open.
///
/// A value of this type can become a batch: there is at least one validator, no attester or BLS key occurs twice, and
/// either all attesters' ETH keys are here or none is.
pub struct ImportedKeys {
    validators: Vec<ImportedValidator>,
    remote_attesters: bool,
}

/// One validator, with its keys opened.
pub(crate) struct ImportedValidator {
    pub(crate) attester: Account,
    pub(crate) bls: SecretKey,
    pub(crate) publishers: Vec<Account>,
    pub(crate) coinbase: Option<NonZeroAddress>,
    pub(crate) fee_recipient: AztecAddress,
}

/// An ETH account: its key, or where it is.
pub(crate) enum Account {
    Key(EthSecretKey),
    Address(NonZeroAddress),
    Remote(RemoteAccount),
}

impl Account {
    pub(crate) fn address(&self) -> Address {
        match self {
            Self::Key(secret) => secret.address(),
            Self::Address(address) => address.get(),
            Self::Remote(account) => account.address.get(),
        }
    }
}

impl ImportedKeys {
    /// Reads a node keystore with plain keys, such as the official tool's `key1.json`, and refuses what would be lost or
    /// what no contract would take. `limit` is what the contract gives to the check of a proof.
    ///
    /// # Errors
    /// [`ImportError`] names the entry and the field, and never quotes a key.
    pub fn from_node_keystore(text: &str, limit: PopGasLimit) -> Result<Self, ImportError> {
        let NodeKeystore { schema: _, validators, remote_signer, funding_account } = NodeKeystore::read(text)?;
        if remote_signer.is_some() {
            return Err(ImportError::NotCarriedOver { field: "remoteSigner" });
        }
        if funding_account.is_some() {
            return Err(ImportError::NotCarriedOver { field: "fundingAccount" });
        }
        if validators.is_empty() {
            return Err(ImportError::Empty);
        }
        let open = |(entry, validator)| open_validator(entry, validator);
        let validators = validators.into_iter().enumerate().map(open).collect::<Result<Vec<_>, _>>()?;
        let has_key = |validator: &ImportedValidator| matches!(validator.attester, Account::Key(_));
        let remote_attesters = !has_key(&validators[0]);
        if let Some(entry) = validators.iter().position(|validator| has_key(validator) == remote_attesters) {
            return Err(ImportError::Mixed { entry });
        }
        check_keys(&validators, limit)?;
        let count = u32::try_from(validators.len()).unwrap_or(u32::MAX);
        check_size(count, validators.iter().map(|validator| validator.publishers.len()).max().unwrap_or(0))?;
        Ok(Self { validators, remote_attesters })
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

fn open_validator(entry: usize, validator: Validator) -> Result<ImportedValidator, ImportError> {
    let Validator { attester, bls, publishers, coinbase, fee_recipient } = validator;
    let publishers = publishers.into_iter().map(|source| open_account(source, entry, "publisher"));
    Ok(ImportedValidator {
        attester: open_account(attester, entry, "attester.eth")?,
        bls: match bls {
            BlsKeySource::Plain(key) => {
                SecretKey::from_be_bytes(key.as_be_bytes()).map_err(|source| ImportError::BlsKey { entry, source })?
            }
            BlsKeySource::File(_) | BlsKeySource::FileWithPassword(_) => {
                return Err(ImportError::Encrypted { entry, field: "attester.bls" });
            }
        },
        publishers: publishers.collect::<Result<_, _>>()?,
        coinbase,
        fee_recipient,
    })
}

fn open_account(source: EthKeySource, entry: usize, field: &'static str) -> Result<Account, ImportError> {
    match source {
        EthKeySource::Plain(key) => {
            let secret = EthSecretKey::from_be_bytes(key.as_be_bytes());
            secret.map(Account::Key).map_err(|_| ImportError::EthKey { entry, field })
        }
        EthKeySource::Address(address) => Ok(Account::Address(address)),
        EthKeySource::Remote(account) => Ok(Account::Remote(account)),
        EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => Err(ImportError::Encrypted { entry, field }),
    }
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

/// Why a node keystore is not imported. No error quotes a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It is no node keystore.
    #[error(transparent)]
    NodeKeystore(#[from] NodeKeystoreError),
    /// It lists no validator.
    #[error("validators: the list is empty; name the file that holds the keys")]
    Empty,
    /// Too many validators for one batch.
    #[error(transparent)]
    Size(#[from] BatchSizeError),
    /// A member that has no place in a batch.
    #[error("{field}: is not carried over; take it out of the copy that you import, and add it for the host later")]
    NotCarriedOver {
        /// The member.
        field: &'static str,
    },
    /// Keys that are encrypted already.
    #[error("entry {entry}, {field}: is in an encrypted file already; import files with plain keys")]
    Encrypted {
        /// The position of the validator, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// Not a BLS key.
    #[error("entry {entry}, attester.bls: {source}")]
    BlsKey {
        /// The position of the validator, from 0.
        entry: usize,
        /// What is wrong with it.
        source: SecretKeyError,
    },
    /// Not an ETH key.
    #[error(
        "entry {entry}, {field}: is not a secp256k1 key (zero, or not below the group order); restore it from a copy"
    )]
    EthKey {
        /// The position of the validator, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// Some attesters are here, some with a remote signer.
    #[error(
        "entry {entry}, attester.eth: some attesters' keys are in the file and some with a remote signer; import them as two files"
    )]
    Mixed {
        /// The position of the first validator that is unlike those before it, from 0.
        entry: usize,
    },
    /// The same twice.
    #[error("entry {entry}, {field}: is that of entry {first}; no key registers twice, so remove one of the two")]
    Duplicate {
        /// The position of the later validator, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
        /// The position of the earlier validator, from 0.
        first: usize,
    },
    /// The contract cannot verify the proof of this key.
    #[error(
        "entry {entry}, attester.bls: verifying a proof of this key is estimated at {gas} of {limit} gas, so the contract \
         would refuse the key; leave the entry out"
    )]
    OverGasLimit {
        /// The position of the validator, from 0.
        entry: usize,
        /// The estimate.
        gas: u64,
        /// What the contract gives it.
        limit: PopGasLimit,
    },
}
