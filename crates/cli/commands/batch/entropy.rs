//! The secrets that the keys of a batch come from.

use aztec_key_derivation::{BlsMaterial, BlsRule, Ikm, MasterFingerprint, Mnemonic, Passphrase, Seed, WordCount};
use aztec_staking_registry::manifest::Source;
use rand::rngs::SysRng;

use super::BatchError;
use crate::{
    cli::SourceArgs,
    input::{StdinOnce, read_secret},
};

/// Where the secrets come from.
pub(super) enum Entropy {
    /// A mnemonic that the operator holds already.
    Given(Seed),
    /// A mnemonic that was made now, and must be kept.
    New { seed: Seed, mnemonic: Mnemonic },
    /// Raw key material for the BLS keys; the seed is for the ETH keys, where they are made.
    Ikm { ikm: Ikm, seed: Option<Seed>, new_mnemonic: Option<Mnemonic> },
}

impl Entropy {
    /// From what the operator gives; what is missing is made.
    pub(super) fn resolve(
        args: &SourceArgs,
        given: Option<Mnemonic>,
        given_attesters: bool,
        passphrase: &Passphrase,
        stdin: &mut StdinOnce,
    ) -> Result<Self, BatchError> {
        let ikm = match &args.ikm_file {
            Some(path) => Some(Ikm::from_hex(&read_secret("--ikm-file", path, stdin)?).map_err(BatchError::Ikm)?),
            None => None,
        };
        let new = || Mnemonic::generate(WordCount::Words24, &mut SysRng);
        Ok(match (ikm, given) {
            (None, Some(mnemonic)) => Self::Given(mnemonic.to_seed(passphrase)),
            (None, None) => {
                let mnemonic = new()?;
                Self::New { seed: mnemonic.to_seed(passphrase), mnemonic }
            }
            (Some(ikm), Some(mnemonic)) => {
                Self::Ikm { ikm, seed: Some(mnemonic.to_seed(passphrase)), new_mnemonic: None }
            }
            // With attesters given, nothing is left that a mnemonic would be for.
            (Some(ikm), None) if given_attesters => Self::Ikm { ikm, seed: None, new_mnemonic: None },
            (Some(ikm), None) => {
                let mnemonic = new()?;
                Self::Ikm { ikm, seed: Some(mnemonic.to_seed(passphrase)), new_mnemonic: Some(mnemonic) }
            }
        })
    }

    pub(super) fn bls_material(&self) -> BlsMaterial<'_> {
        match self {
            Self::Given(seed) | Self::New { seed, .. } => seed.into(),
            Self::Ikm { ikm, .. } => ikm.into(),
        }
    }

    pub(super) fn seed(&self) -> Option<&Seed> {
        match self {
            Self::Given(seed) | Self::New { seed, .. } => Some(seed),
            Self::Ikm { seed, .. } => seed.as_ref(),
        }
    }

    /// What the manifest says of it.
    pub(super) fn source(&self, rule: BlsRule, given_attesters: bool) -> Result<Source, BatchError> {
        let master_fingerprint = self.seed().map(MasterFingerprint::of_seed).transpose()?;
        let ikm_fingerprint = match self {
            Self::Ikm { ikm, .. } => Some(MasterFingerprint::of_ikm(ikm)),
            _ => None,
        };
        Ok(Source {
            bls_derivation: rule.to_string(),
            master_fingerprint: master_fingerprint.map(|fingerprint| fingerprint.to_string()),
            ikm_fingerprint: ikm_fingerprint.map(|fingerprint| fingerprint.to_string()),
            given_attesters,
        })
    }

    /// A mnemonic that nobody has yet.
    pub(super) fn new_mnemonic(&self) -> Option<&Mnemonic> {
        match self {
            Self::New { mnemonic, .. } => Some(mnemonic),
            Self::Ikm { new_mnemonic, .. } => new_mnemonic.as_ref(),
            Self::Given(_) => None,
        }
    }
}
