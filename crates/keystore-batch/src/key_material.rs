//! The secrets that the keys of a batch come from.

use aztec_key_derivation::{
    BlsMaterial, EthKeyError, GenerateError, Ikm, MasterFingerprint, Mnemonic, OperatorEntropy, Passphrase, Seed,
    WordCount,
};
use rand::TryCryptoRng;

use crate::manifest::Fingerprints;

/// The secrets that the keys of a batch come from: a mnemonic, raw key material for the BLS keys, or both.
///
/// A mnemonic that is made with the batch is kept in it, encrypted, because nobody has it yet.
///
/// ```
/// use aztec_key_derivation::Passphrase;
/// use aztec_keystore_batch::KeyMaterial;
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let material = KeyMaterial::generate(Passphrase::none(), &mut SysRng)?;
/// // Nobody has it yet, so the batch keeps it.
/// assert!(material.new_mnemonic().is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct KeyMaterial {
    source: Source,
    passphrase: Passphrase,
    /// A mnemonic that nobody has yet.
    new_mnemonic: Option<Mnemonic>,
}

#[derive(Debug)]
enum Source {
    /// All keys come from it.
    Seed(Seed),
    /// Raw key material for the BLS keys; the seed is for the ETH keys, where they are made.
    Ikm { ikm: Ikm, seed: Option<Seed> },
}

impl KeyMaterial {
    /// A mnemonic that the operator holds already.
    #[must_use]
    pub fn from_mnemonic(mnemonic: &Mnemonic, passphrase: Passphrase) -> Self {
        Self { source: Source::Seed(mnemonic.to_seed(&passphrase)), passphrase, new_mnemonic: None }
    }

    /// A new mnemonic of 24 words.
    ///
    /// # Errors
    /// [`GenerateError`]: those of the random generator, or that its output cannot be random.
    pub fn generate<R: TryCryptoRng + ?Sized>(
        passphrase: Passphrase,
        rng: &mut R,
    ) -> Result<Self, GenerateError<R::Error>> {
        Self::generate_with(passphrase, None, rng)
    }

    /// The same, with the operator's own entropy mixed in.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn generate_with<R: TryCryptoRng + ?Sized>(
        passphrase: Passphrase,
        operator: Option<&OperatorEntropy>,
        rng: &mut R,
    ) -> Result<Self, GenerateError<R::Error>> {
        let mnemonic = Mnemonic::generate_with(WordCount::Words24, operator, rng)?;
        let new = Self::from_mnemonic(&mnemonic, passphrase);
        Ok(Self { new_mnemonic: Some(mnemonic), ..new })
    }

    /// Raw key material for the BLS keys alone: no ETH keys can be made.
    #[must_use]
    pub fn from_ikm(ikm: Ikm) -> Self {
        Self { source: Source::Ikm { ikm, seed: None }, passphrase: Passphrase::none(), new_mnemonic: None }
    }

    /// The same mnemonic for the ETH keys; the BLS keys come from this raw key material.
    #[must_use]
    pub fn with_ikm(self, ikm: Ikm) -> Self {
        let seed = match self.source {
            Source::Seed(seed) => Some(seed),
            Source::Ikm { seed, .. } => seed,
        };
        Self { source: Source::Ikm { ikm, seed }, ..self }
    }

    /// What the BLS keys come from.
    #[must_use]
    pub fn bls(&self) -> BlsMaterial<'_> {
        match &self.source {
            Source::Seed(seed) => seed.into(),
            Source::Ikm { ikm, .. } => ikm.into(),
        }
    }

    /// What the ETH keys come from, where they can be made.
    #[must_use]
    pub fn seed(&self) -> Option<&Seed> {
        match &self.source {
            Source::Seed(seed) => Some(seed),
            Source::Ikm { seed, .. } => seed.as_ref(),
        }
    }

    /// The raw key material, where the BLS keys come from that.
    #[must_use]
    pub fn ikm(&self) -> Option<&Ikm> {
        if let Source::Ikm { ikm, .. } = &self.source { Some(ikm) } else { None }
    }

    /// The passphrase of the mnemonic.
    #[must_use]
    pub fn passphrase(&self) -> &Passphrase {
        &self.passphrase
    }

    /// A mnemonic that nobody has yet, because it was made here.
    #[must_use]
    pub fn new_mnemonic(&self) -> Option<&Mnemonic> {
        self.new_mnemonic.as_ref()
    }

    /// What the manifest says of the secrets.
    pub(crate) fn fingerprints(&self) -> Result<Fingerprints, EthKeyError> {
        Ok(match &self.source {
            Source::Seed(seed) => Fingerprints::Mnemonic(MasterFingerprint::of_seed(seed)?),
            Source::Ikm { ikm, seed } => Fingerprints::KeyMaterial {
                ikm: MasterFingerprint::of_ikm(ikm),
                mnemonic: seed.as_ref().map(MasterFingerprint::of_seed).transpose()?,
            },
        })
    }
}
