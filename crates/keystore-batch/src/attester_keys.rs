//! The ETH keys of attesters, to be used once: found in a batch, in a node keystore, or derived from a mnemonic.

mod derived;
mod error;
mod from_batch;
mod from_node_keystore;

use std::{collections::HashMap, fmt, path::PathBuf};

use aztec_encrypted_keystore::{EncryptedEthKey, MAX_FILE_BYTES, OpeningKeys, Password};
use aztec_key_derivation::{EthAccount, EthSecretKey, Index};
use aztec_staking_registry::{FirstOccurrences, NonZeroAddress};
use durable_files::{open_regular_following_links, read_secret};
use rayon::prelude::*;

pub use error::AttesterKeysError;

use crate::{Progress, Step, progress::check};

/// Attesters, and where the ETH key of each is. No attester is among them twice.
///
/// ```
/// use aztec_keystore_batch::{AttesterKeys, Batch};
///
/// # use aztec_key_derivation::{self as derivation, Allocation, BlsRule as Rule, Index, IndexRange};
/// # use aztec_keystore_batch::{self as batch, Attesters, BatchPlan, DerivedKeys, KeyMaterial, MARK, PlannedKeys, Protection};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let place = tempfile::tempdir()?;
/// # let target = place.path().join("keystores");
/// # let mnemonic = derivation::Mnemonic::parse("test test test test test test test test test test test junk")?;
/// # let material = KeyMaterial::from_mnemonic(&mnemonic, derivation::Passphrase::none());
/// # let allocation = Allocation::new(Rule::V6, Index::ZERO, IndexRange::new(Index::ZERO, 2)?);
/// # let keys = DerivedKeys::new(allocation, material, Attesters::Derived)?;
/// # let mut staging = durable_files::Staging::create(&target, MARK)?;
/// # batch::Batch::create(&mut staging, &BatchPlan::new(PlannedKeys::Derived(keys), Protection::None), &())?;
/// # staging.close()?;
/// // `target` is the directory of a batch of two keys in plain text, which need no password.
/// let keys = AttesterKeys::of_batch(&Batch::open(&target)?)?;
/// let addresses = keys.open_each(None, &(), |_, secret| secret.address())?;
/// assert_eq!(addresses[0].to_string(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// # Ok(())
/// # }
/// ```
pub struct AttesterKeys {
    keys: Vec<(NonZeroAddress, KeyPlace)>,
    /// Where those are derived that have a place in it.
    account: Option<EthAccount>,
}

/// The attesters alone.
impl fmt::Debug for AttesterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attesters: Vec<_> = self.attesters().collect();
        f.debug_struct("AttesterKeys").field("attesters", &attesters).finish_non_exhaustive()
    }
}

/// Where a key is.
enum KeyPlace {
    /// Here, in plain text.
    Plain(EthSecretKey),
    /// In an encrypted file; with the password where the node keystore tells it.
    File { path: PathBuf, password: Option<Password> },
    /// At this address index of the account.
    Derived(Index),
    /// With somebody else: the attester was given by its address, or is at a remote signer.
    Elsewhere,
}

impl AttesterKeys {
    fn new(keys: Vec<(NonZeroAddress, KeyPlace)>, account: Option<EthAccount>) -> Result<Self, AttesterKeysError> {
        let mut seen = FirstOccurrences::default();
        match keys.iter().enumerate().find(|(entry, (attester, _))| seen.repeats(*attester, *entry).is_some()) {
            Some((_, (attester, _))) => Err(AttesterKeysError::Twice { attester: *attester }),
            None => Ok(Self { keys, account }),
        }
    }

    /// The attesters, in their order.
    pub fn attesters(&self) -> impl ExactSizeIterator<Item = NonZeroAddress> {
        self.keys.iter().map(|(attester, _)| *attester)
    }

    /// These attesters alone, in this order.
    ///
    /// # Errors
    /// [`AttesterKeysError::Unknown`] or [`AttesterKeysError::Twice`].
    pub fn only(self, attesters: &[NonZeroAddress]) -> Result<Self, AttesterKeysError> {
        let mut places: HashMap<_, _> =
            self.keys.into_iter().map(|(attester, place)| (attester, Some(place))).collect();
        let choose = |attester: &NonZeroAddress| match places.get_mut(attester).map(Option::take) {
            Some(Some(place)) => Ok((*attester, place)),
            Some(None) => Err(AttesterKeysError::Twice { attester: *attester }),
            None => Err(AttesterKeysError::Unknown { attester: *attester }),
        };
        let keys = attesters.iter().map(choose).collect::<Result<_, _>>()?;
        Ok(Self { keys, account: self.account })
    }

    /// Whether every key is here, before anybody is asked for a password.
    ///
    /// # Errors
    /// [`AttesterKeysError::Elsewhere`] names the first that is not.
    pub fn check_here(&self) -> Result<(), AttesterKeysError> {
        match self.keys.iter().find(|(_, place)| matches!(place, KeyPlace::Elsewhere)) {
            Some((attester, _)) => Err(AttesterKeysError::Elsewhere { attester: *attester }),
            None => Ok(()),
        }
    }

    /// Whether a key is in an encrypted file whose password is not given.
    #[must_use]
    pub fn need_password(&self) -> bool {
        self.keys.iter().any(|(_, place)| matches!(place, KeyPlace::File { password: None, .. }))
    }

    /// Opens the keys on all cores and hands each to `act`, once; it is wiped afterwards. The results are in the order of the
    /// attesters.
    ///
    /// `keys` is for the files whose password is not given: one derivation for all files with a salt.
    ///
    /// # Errors
    /// [`AttesterKeysError`] of the first key that cannot be had, or is not the attester's.
    pub fn open_each<T: Send>(
        &self,
        keys: Option<&OpeningKeys<'_>>,
        progress: &dyn Progress,
        act: impl Fn(NonZeroAddress, &EthSecretKey) -> T + Sync,
    ) -> Result<Vec<T>, AttesterKeysError> {
        self.check_here()?;
        let step = if self.account.is_some() { Step::Recover } else { Step::Open };
        progress.begin(step, self.keys.len());
        let done = self.keys.par_iter().map(|(attester, place)| {
            check(progress)?;
            let done = self.with_key(*attester, place, keys, &act)?;
            progress.advance(1);
            Ok(done)
        });
        let done = done.collect::<Result<Vec<_>, AttesterKeysError>>();
        progress.end();
        done
    }

    fn with_key<T>(
        &self,
        attester: NonZeroAddress,
        place: &KeyPlace,
        keys: Option<&OpeningKeys<'_>>,
        act: impl Fn(NonZeroAddress, &EthSecretKey) -> T,
    ) -> Result<T, AttesterKeysError> {
        match place {
            KeyPlace::Plain(secret) => Ok(act(attester, secret)),
            KeyPlace::File { path, password: beside_path } => {
                let beside_path = beside_path.as_ref().map(OpeningKeys::of);
                let keys = beside_path.as_ref().or(keys);
                let keys = keys.ok_or_else(|| AttesterKeysError::NoPassword { file: path.clone() })?;
                let content =
                    open_regular_following_links(path).and_then(|file| read_secret(&file, MAX_FILE_BYTES as u64));
                let content = content.map_err(|source| AttesterKeysError::Read { file: path.clone(), source })?;
                let encrypted = EncryptedEthKey::from_json(&content)
                    .map_err(|source| AttesterKeysError::Parse { file: path.clone(), source })?;
                let secret = encrypted
                    .open_for(keys, attester.get())
                    .map_err(|source| AttesterKeysError::Decrypt { file: path.clone(), source })?;
                Ok(act(attester, &secret))
            }
            KeyPlace::Derived(index) => {
                let account = self.account.as_ref().ok_or(AttesterKeysError::Elsewhere { attester })?;
                let key = account.key(*index)?;
                match key.secret.address() == attester.get() {
                    true => Ok(act(attester, &key.secret)),
                    false => Err(AttesterKeysError::OtherKey { attester }),
                }
            }
            KeyPlace::Elsewhere => Err(AttesterKeysError::Elsewhere { attester }),
        }
    }
}
