//! The node's keystore: the JSON file from which a sequencer takes its keys, or learns where they are.
//!
//! A node loads every `.json` file directly in its key directory as one of these, and refuses fields that it does not
//! know. Source: npm `@aztec/node-keystore` 4.1.2, `src/schemas.ts`.
//!
//! This is the one module whose types hold secrets: plain keys where nothing is encrypted, and passwords where a host
//! is to run without asking for them.

use core::{fmt, iter};
use std::io;

use zeroize::Zeroizing;

use crate::{AztecAddress, NonZeroAddress};

mod coinbase;
mod host;
mod members;
mod place;
mod read;
mod shape;
mod signer_url;
mod stream;

pub use coinbase::{AttesterKey, SetCoinbaseError, address_in_file_name, set_coinbase};
pub use host::{Host, HostError, KeyPathError, PlaceError, RemoteSignerError};
pub use place::{FieldFault, Place};
pub use read::{MAX_BYTES, NodeKeystoreError};
pub use signer_url::{SignerUrl, SignerUrlError};
pub use stream::{Validators, Writer};

/// A whole node keystore.
#[derive(Debug)]
pub struct NodeKeystore {
    /// The version of the schema. All files in one key directory must have the same.
    pub schema: SchemaVersion,
    /// The validators that the node runs.
    pub validators: Vec<Validator>,
    /// The remote signer of every account that names none of its own.
    pub remote_signer: Option<RemoteSigner>,
    /// The account from which the node tops up publishers.
    pub funding_account: Option<EthKeySource>,
}

/// A version of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaVersion {
    /// Every validator has its own fee recipient and publishers.
    V1,
    /// What all validators share may stand once, at the top.
    V2,
}

impl SchemaVersion {
    /// The number in the file: 1 or 2.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
        }
    }
}

/// One entry of the node keystore: a validator with its keys.
#[derive(Debug)]
pub struct Validator {
    /// The ETH account that the validator is known by.
    pub attester: EthKeySource,
    /// The BLS key of the attester.
    pub bls: BlsKeySource,
    /// The accounts that send its transactions; none means the attester itself.
    pub publishers: Vec<EthKeySource>,
    /// The ETH address that receives rewards; none means the attester.
    pub coinbase: Option<NonZeroAddress>,
    /// The address on Aztec that receives fees.
    pub fee_recipient: AztecAddress,
}

/// Where the node finds a secp256k1 key.
#[derive(Clone, Debug)]
pub enum EthKeySource {
    /// In this file, in plain text: for test networks.
    Plain(PlainKey),
    /// At the remote signer of the file, by its address.
    Address(NonZeroAddress),
    /// At a remote signer of its own.
    Remote(RemoteAccount),
    /// In an encrypted file, whose password is not told.
    File(KeyFile),
    /// In an encrypted file, with its password.
    FileWithPassword(KeyFileWithPassword),
}

/// Where the node finds a BLS key. There are no remote signers for them.
#[derive(Clone, Debug)]
pub enum BlsKeySource {
    /// In this file, in plain text: for test networks.
    Plain(PlainKey),
    /// In an encrypted file, whose password is not told.
    File(KeyFile),
    /// In an encrypted file, with its password.
    FileWithPassword(KeyFileWithPassword),
}

/// A secret key in plain text: 32 bytes, big-endian. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct PlainKey(pub Zeroizing<[u8; 32]>);

impl fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainKey").finish_non_exhaustive()
    }
}

/// An encrypted key file.
///
/// The node needs the file's password beside the path. It is left out here, so that the file may be kept with the
/// encrypted ones, and filled in when the keys are brought to a host: see [`NodeKeystore::place_on`].
#[derive(Clone, Debug)]
pub struct KeyFile {
    /// The path. The node takes a relative one from the directory in which it was started, not from this file's.
    pub path: String,
}

/// An encrypted key file with its password. Its `Debug` shows the path only.
#[derive(Clone)]
pub struct KeyFileWithPassword {
    /// The path, as in [`KeyFile`].
    pub path: String,
    /// The password.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for KeyFileWithPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyFileWithPassword").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A remote signer (Web3Signer) of secp256k1 keys.
#[derive(Clone)]
pub struct RemoteSigner {
    /// Its address, such as `https://signer.example:9000`.
    pub url: SignerUrl,
    /// The path of a client certificate.
    pub cert_path: Option<String>,
    /// The password of that certificate.
    pub cert_pass: Option<Zeroizing<String>>,
}

impl fmt::Debug for RemoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RemoteSigner");
        shown.field("url", &self.url).field("cert_path", &self.cert_path).finish_non_exhaustive()
    }
}

/// An account at a remote signer of its own.
#[derive(Clone, Debug)]
pub struct RemoteAccount {
    /// The address of the account.
    pub address: NonZeroAddress,
    /// The signer that has its key.
    pub signer: RemoteSigner,
}

/// Writes a node keystore, schema version 1: two spaces a level, and a line feed at the end.
///
/// The validators are taken one at a time, so that any number of them needs little memory.
///
/// # Errors
/// Those of `out`.
pub fn write_json(validators: impl IntoIterator<Item = Validator>, out: impl io::Write) -> io::Result<()> {
    let mut writer = Writer::new(out)?;
    validators.into_iter().try_for_each(|validator| writer.push(&validator))?;
    writer.finish().map(drop)
}

impl NodeKeystore {
    /// Reads a node keystore whose validators each have one ETH and one BLS key.
    ///
    /// In version 2, what stands at the top is handed down to the validators that do not say otherwise.
    ///
    /// # Errors
    /// [`NodeKeystoreError`], which names the entry (from 0) and the field, and never quotes a value.
    pub fn read(text: &str) -> Result<Self, NodeKeystoreError> {
        read::read(text)
    }

    /// Every ETH key with its place: those of attesters, of their publishers, and of the funding account.
    pub fn eth_keys(&self) -> impl Iterator<Item = (Place, &EthKeySource)> {
        let of_validators = self.validators.iter().enumerate().flat_map(|(entry, validator)| {
            let attester = (Place::entry(entry, "attester.eth"), &validator.attester);
            let publishers = validator.publishers.iter();
            iter::once(attester).chain(publishers.map(move |key| (Place::entry(entry, "publisher"), key)))
        });
        of_validators.chain(self.funding_account.iter().map(|key| (Place::top("fundingAccount"), key)))
    }

    /// The file: two spaces a level, and a line feed at the end. It may hold secrets, and is wiped when dropped.
    ///
    /// In version 2, the fee recipient and the publishers stand at the top where all validators have the same. The
    /// coinbase never does: it changes for each validator on its own.
    #[must_use]
    pub fn to_json(&self) -> Zeroizing<String> {
        shape::to_text(self)
    }
}
