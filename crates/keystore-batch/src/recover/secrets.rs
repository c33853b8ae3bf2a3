//! What a batch is to be restored from.

use aztec_key_derivation::{BlsMaterial, EthKeyError, Ikm, MasterFingerprint, Seed};

use crate::manifest::{Fingerprints, Origin};

/// The secrets that a manifest asks for. Each has the fingerprint that the manifest names.
///
/// ```
/// use aztec_key_derivation::{Mnemonic, Passphrase};
/// use aztec_keystore_batch::{Batch, RecoverySecrets};
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
/// // `target` is the directory of a batch of two keys; its public part suffices.
/// let batch = Batch::open(&target)?;
/// let mnemonic = Mnemonic::parse("test test test test test test test test test test test junk")?;
/// let seed = mnemonic.to_seed(&Passphrase::none());
/// let secrets = RecoverySecrets::new(batch.manifest().origin(), Some(seed), None)?;
/// let tuples = batch.read_tuples()?;
/// let report = batch.recover(Some(&tuples), &secrets, &())?;
/// assert_eq!((report.keys, report.restored), (2, 2));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct RecoverySecrets(Recovery);

#[derive(Debug)]
enum Recovery {
    Seed(Seed),
    Ikm { ikm: Ikm, seed: Option<Seed> },
}

impl RecoverySecrets {
    /// Takes what is asked for, and nothing else.
    ///
    /// # Errors
    /// [`RecoverySecretsError`] says what is missing, of no use, or another one.
    pub fn new(origin: &Origin, seed: Option<Seed>, ikm: Option<Ikm>) -> Result<Self, RecoverySecretsError> {
        use RecoverySecretsError as Error;
        let fingerprints = origin.fingerprints().ok_or(Error::Imported)?;
        Self::check_given(fingerprints, seed.is_some(), ikm.is_some())?;
        if let (Some(seed), Some(expected)) = (&seed, fingerprints.mnemonic())
            && MasterFingerprint::of_seed(seed)? != expected
        {
            return Err(Error::OtherMnemonic);
        }
        if let (Some(ikm), Some(expected)) = (&ikm, fingerprints.ikm())
            && MasterFingerprint::of_ikm(ikm) != expected
        {
            return Err(Error::OtherKeyMaterial);
        }
        Self::without_manifest(seed, ikm)
    }

    /// Takes what is given, where no manifest says what the keys come from: the BLS keys come from the key material if there is
    /// some, else from the mnemonic.
    ///
    /// # Errors
    /// [`RecoverySecretsError::MissingMnemonic`] where nothing is given.
    pub fn without_manifest(seed: Option<Seed>, ikm: Option<Ikm>) -> Result<Self, RecoverySecretsError> {
        match (ikm, seed) {
            (Some(ikm), seed) => Ok(Self(Recovery::Ikm { ikm, seed })),
            (None, Some(seed)) => Ok(Self(Recovery::Seed(seed))),
            (None, None) => Err(RecoverySecretsError::MissingMnemonic),
        }
    }

    /// Whether what is given is what the batch comes from, before any of it is read.
    ///
    /// # Errors
    /// [`RecoverySecretsError`] says what is missing, or of no use.
    pub fn check_given(fingerprints: &Fingerprints, mnemonic: bool, ikm: bool) -> Result<(), RecoverySecretsError> {
        match (fingerprints.mnemonic().is_some(), mnemonic) {
            (true, false) => return Err(RecoverySecretsError::MissingMnemonic),
            (false, true) => return Err(RecoverySecretsError::UnusedMnemonic),
            _ => {}
        }
        match (fingerprints.ikm().is_some(), ikm) {
            (true, false) => Err(RecoverySecretsError::MissingKeyMaterial),
            (false, true) => Err(RecoverySecretsError::UnusedKeyMaterial),
            _ => Ok(()),
        }
    }

    /// What the BLS keys come from.
    pub(super) fn bls(&self) -> BlsMaterial<'_> {
        match &self.0 {
            Recovery::Seed(seed) => seed.into(),
            Recovery::Ikm { ikm, .. } => ikm.into(),
        }
    }

    pub(super) fn ikm(&self) -> Option<&Ikm> {
        match &self.0 {
            Recovery::Seed(_) => None,
            Recovery::Ikm { ikm, .. } => Some(ikm),
        }
    }

    pub(super) fn seed(&self) -> Option<&Seed> {
        match &self.0 {
            Recovery::Seed(seed) => Some(seed),
            Recovery::Ikm { seed, .. } => seed.as_ref(),
        }
    }
}

/// Why a batch cannot be restored from what was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecoverySecretsError {
    /// Keys that were not derived.
    #[error("the keys of this batch were imported, so no mnemonic is known to make them; keep its secret files")]
    Imported,
    /// The batch comes from a mnemonic.
    #[error("the keys of this batch come from a mnemonic; give it")]
    MissingMnemonic,
    /// The batch comes from key material alone.
    #[error("no key of this batch comes from a mnemonic; leave it out")]
    UnusedMnemonic,
    /// The BLS keys come from key material.
    #[error("the BLS keys of this batch come from raw key material; give it")]
    MissingKeyMaterial,
    /// The BLS keys come from the mnemonic.
    #[error("the BLS keys of this batch come from its mnemonic; leave the key material out")]
    UnusedKeyMaterial,
    /// Another mnemonic or passphrase.
    #[error("this is not the mnemonic of the batch, or a passphrase belongs to it")]
    OtherMnemonic,
    /// Other key material.
    #[error("this is not the key material of the batch")]
    OtherKeyMaterial,
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
}
