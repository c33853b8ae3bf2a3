//! What a batch is to be restored from, and whether it is the right one.

use aztec_key_derivation::{BlsMaterial, Ikm, MasterFingerprint, Passphrase, Seed};
use aztec_staking_registry::manifest::Source;

use super::RecoverCheckError;
use crate::{
    cli::RecoverCheckArgs,
    input::{
        FileKind, MnemonicFile, MnemonicFileError, StdinOnce, open_mnemonic, password_of_file, read_passphrase,
        read_secret,
    },
};

/// The secrets that the manifest asks for. Each has the fingerprint that the manifest names.
pub(super) struct RecoverySecrets {
    pub(super) seed: Option<Seed>,
    pub(super) ikm: Option<Ikm>,
}

impl RecoverySecrets {
    pub(super) fn read(args: &RecoverCheckArgs, source: &Source) -> Result<Self, RecoverCheckError> {
        let stdin = &mut StdinOnce::check([
            ("--mnemonic-file", args.mnemonic_file.as_ref()),
            ("--passphrase-file", args.passphrase_file.as_ref()),
            ("--ikm-file", args.ikm_file.as_ref()),
            ("--password-file", args.password_file.as_ref()),
        ])?;
        match (&source.master_fingerprint, &args.mnemonic_file) {
            (Some(_), None) => return Err(RecoverCheckError::MissingMnemonic),
            (None, Some(_)) => return Err(RecoverCheckError::UnusedMnemonic),
            _ => {}
        }
        match (&source.ikm_fingerprint, &args.ikm_file) {
            (Some(_), None) => return Err(RecoverCheckError::MissingIkm),
            (None, Some(_)) => return Err(RecoverCheckError::UnusedIkm),
            _ => {}
        }
        let seed = read_seed(args, stdin)?;
        let ikm = match &args.ikm_file {
            Some(path) => {
                Some(Ikm::from_hex(&read_secret("--ikm-file", path, stdin)?).map_err(RecoverCheckError::Ikm)?)
            }
            None => None,
        };
        let seed_fingerprint = seed.as_ref().map(MasterFingerprint::of_seed).transpose()?;
        if seed_fingerprint.map(|found| found.to_string()) != source.master_fingerprint {
            return Err(RecoverCheckError::OtherMnemonic { directory: args.directory.clone() });
        }
        if ikm.as_ref().map(|ikm| MasterFingerprint::of_ikm(ikm).to_string()) != source.ikm_fingerprint {
            return Err(RecoverCheckError::OtherIkm { directory: args.directory.clone() });
        }
        Ok(Self { seed, ikm })
    }

    /// What the BLS keys come from: the key material where there is some, else the seed.
    pub(super) fn bls_material(&self) -> Option<BlsMaterial<'_>> {
        let from_ikm = self.ikm.as_ref().map(BlsMaterial::Ikm);
        from_ikm.or_else(|| self.seed.as_ref().map(BlsMaterial::Seed))
    }
}

fn read_seed(args: &RecoverCheckArgs, stdin: &mut StdinOnce) -> Result<Option<Seed>, RecoverCheckError> {
    let Some(path) = &args.mnemonic_file else { return Ok(None) };
    let failed = |source| match source {
        MnemonicFileError::Input(source) => source.into(),
        source => RecoverCheckError::Mnemonic(source),
    };
    let mnemonic = match MnemonicFile::read("--mnemonic-file", path, stdin).map_err(failed)? {
        MnemonicFile::Words(mnemonic) => mnemonic,
        MnemonicFile::Encrypted(file) => {
            let password = password_of_file(args.password_file.as_deref(), FileKind::Eth, stdin)?;
            open_mnemonic(&file, &password).map_err(failed)?
        }
    };
    let passphrase = match &args.passphrase_file {
        Some(path) => read_passphrase(path, stdin)?.map_err(RecoverCheckError::Passphrase)?,
        None => Passphrase::none(),
    };
    Ok(Some(mnemonic.to_seed(&passphrase)))
}
