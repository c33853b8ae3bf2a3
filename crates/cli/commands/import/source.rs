//! The node keystore that is imported: plain keys, made elsewhere.

use std::{collections::HashMap, path::Path};

use alloy_primitives::Address;
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{BlsKeySource, EthKeySource, NodeKeystore, NodeKeystoreError, RemoteAccount, Validator};
use aztec_staking_registry::{AztecAddress, NonZeroAddress};
use bn254_bls::SecretKey;

use crate::{
    check::{ExpectedRewards, Rewards},
    input::{InputError, StdinOnce, read_secret_list},
};

/// A node keystore whose keys all stand in it.
pub(super) struct Imported {
    pub(super) validators: Vec<ImportedValidator>,
    /// Whether no ETH key of an attester is here: all are with remote signers.
    pub(super) remote_attesters: bool,
}

/// One validator, with its keys opened.
pub(super) struct ImportedValidator {
    pub(super) attester: Account,
    pub(super) bls: SecretKey,
    pub(super) publishers: Vec<Account>,
    pub(super) coinbase: Option<NonZeroAddress>,
    pub(super) fee_recipient: AztecAddress,
}

/// An ETH account: its key, or where it is.
pub(super) enum Account {
    Key(EthSecretKey),
    Address(NonZeroAddress),
    Remote(RemoteAccount),
}

impl Account {
    pub(super) fn address(&self) -> Address {
        match self {
            Self::Key(secret) => secret.address(),
            Self::Address(address) => address.get(),
            Self::Remote(account) => account.address.get(),
        }
    }
}

impl Imported {
    /// Reads the file, and refuses what would be lost or what no contract would take.
    pub(super) fn read(path: &Path, stdin: &mut StdinOnce) -> Result<Self, SourceError> {
        let text = read_secret_list("NODE_KEYSTORE", path, stdin)?;
        let NodeKeystore { schema: _, validators, remote_signer, funding_account } = NodeKeystore::read(&text)?;
        if remote_signer.is_some() {
            return Err(SourceError::NotCarriedOver { field: "remoteSigner" });
        }
        if funding_account.is_some() {
            return Err(SourceError::NotCarriedOver { field: "fundingAccount" });
        }
        if validators.is_empty() {
            return Err(SourceError::Empty);
        }
        let open = |(entry, validator)| open_validator(entry, validator);
        let validators = validators.into_iter().enumerate().map(open).collect::<Result<Vec<_>, _>>()?;
        let has_key = |validator: &ImportedValidator| matches!(validator.attester, Account::Key(_));
        let remote_attesters = !has_key(&validators[0]);
        if let Some(entry) = validators.iter().position(|validator| has_key(validator) == remote_attesters) {
            return Err(SourceError::Mixed { entry });
        }
        check_duplicates(&validators)?;
        Ok(Self { validators, remote_attesters })
    }

    /// Who receives what, which is carried over.
    pub(super) fn rewards(&self) -> ExpectedRewards {
        let rewards = |validator: &ImportedValidator| {
            let ImportedValidator { coinbase, fee_recipient, .. } = *validator;
            Rewards { coinbase, fee_recipient }
        };
        ExpectedRewards::Each(self.validators.iter().map(rewards).collect())
    }
}

fn open_validator(entry: usize, validator: Validator) -> Result<ImportedValidator, SourceError> {
    let Validator { attester, bls, publishers, coinbase, fee_recipient } = validator;
    let publishers = publishers.into_iter().map(|source| open_account(source, entry, "publisher"));
    Ok(ImportedValidator {
        attester: open_account(attester, entry, "attester.eth")?,
        bls: match bls {
            BlsKeySource::Plain(key) => {
                SecretKey::from_be_bytes(key.as_be_bytes()).map_err(|source| SourceError::BlsKey { entry, source })?
            }
            BlsKeySource::File(_) | BlsKeySource::FileWithPassword(_) => {
                return Err(SourceError::Encrypted { entry, field: "attester.bls" });
            }
        },
        publishers: publishers.collect::<Result<_, _>>()?,
        coinbase,
        fee_recipient,
    })
}

fn open_account(source: EthKeySource, entry: usize, field: &'static str) -> Result<Account, SourceError> {
    match source {
        EthKeySource::Plain(key) => {
            let secret = EthSecretKey::from_be_bytes(key.as_be_bytes());
            secret.map(Account::Key).map_err(|_| SourceError::EthKey { entry, field })
        }
        EthKeySource::Address(address) => Ok(Account::Address(address)),
        EthKeySource::Remote(account) => Ok(Account::Remote(account)),
        EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => Err(SourceError::Encrypted { entry, field }),
    }
}

/// No attester and no BLS key registers twice.
fn check_duplicates(validators: &[ImportedValidator]) -> Result<(), SourceError> {
    let (mut attesters, mut keys) = (HashMap::new(), HashMap::new());
    for (entry, validator) in validators.iter().enumerate() {
        if let Some(first) = attesters.insert(validator.attester.address(), entry) {
            return Err(SourceError::Duplicate { entry, field: "attester.eth", first });
        }
        // By the public key: a set of secrets would keep copies of them.
        if let Some(first) = keys.insert(validator.bls.public_key().g1, entry) {
            return Err(SourceError::Duplicate { entry, field: "attester.bls", first });
        }
    }
    Ok(())
}

/// Why a node keystore is not imported. No error quotes a key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// The file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// It is no node keystore.
    #[error(transparent)]
    NodeKeystore(#[from] NodeKeystoreError),
    /// It lists no validator.
    #[error("validators: the list is empty; name the file that holds the keys")]
    Empty,
    /// A member that has no place in a batch.
    #[error(
        "{field}: is not carried over; take it out of the copy that you import, and give it to keygen node-keystore render later"
    )]
    NotCarriedOver { field: &'static str },
    /// Keys that are encrypted already.
    #[error(
        "entry {entry}, {field}: is in an encrypted file already; import files with plain keys, and change that one's password with keygen key change-password"
    )]
    Encrypted { entry: usize, field: &'static str },
    /// Not a BLS key.
    #[error("entry {entry}, attester.bls: {source}")]
    BlsKey { entry: usize, source: bn254_bls::SecretKeyError },
    /// Not an ETH key.
    #[error(
        "entry {entry}, {field}: is not a secp256k1 key (zero, or not below the group order); restore it from a copy"
    )]
    EthKey { entry: usize, field: &'static str },
    /// Some attesters are here, some with a remote signer.
    #[error(
        "entry {entry}, attester.eth: some attesters' keys are in the file and some with a remote signer; import them as two files"
    )]
    Mixed { entry: usize },
    /// The same twice.
    #[error("entry {entry}, {field}: is that of entry {first}; no key registers twice, so remove one of the two")]
    Duplicate { entry: usize, field: &'static str, first: usize },
}
