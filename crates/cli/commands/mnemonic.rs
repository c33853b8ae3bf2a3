//! `keygen mnemonic`: make, show and check mnemonics.

use std::path::Path;

use aztec_encrypted_keystore::{DecryptError, EncryptError, EncryptedMnemonic};
use aztec_key_derivation::{
    EthAccount, EthKeyError, Index, MasterFingerprint, Mnemonic, Passphrase, PassphraseError, WordCount,
};
use aztec_keystore_batch::{Manifest, ManifestError};
use durable_files::Access;
use rand::rngs::{SysError, SysRng};

use crate::{
    cli::{MnemonicAction, MnemonicArgs, OpeningArgs},
    exit_status::{BAD_INPUT, CHECK_FAILED, INTERRUPTED, SYSTEM_FAILED},
    files::{OutputError, refuse_existing, write_new},
    input::{
        InputError, MnemonicFile, MnemonicFileError, NotConfirmed, PasswordError, StdinOnce, confirm, new_password,
        open_mnemonic, password_of_file, read_passphrase, read_public,
    },
    output::{self, FILE_WRITTEN, RUN_AGAIN, ResultLost, Shown},
};

pub(crate) fn run(args: &MnemonicArgs) -> Result<(), MnemonicError> {
    match &args.action {
        MnemonicAction::New { words, out, password_file } => new(*words, out.as_deref(), password_file.as_deref()),
        MnemonicAction::Show { file, opening, yes } => {
            let stdin = &mut StdinOnce::default();
            let mnemonic = open(file, opening, stdin)?;
            confirm(*yes, "This shows the mnemonic, from which every key can be derived.")?;
            Ok(output::secret(&mnemonic.to_phrase(), RUN_AGAIN)?)
        }
        MnemonicAction::Check { file, opening, passphrase_file, manifest } => {
            check(file, opening, passphrase_file.as_deref(), manifest.as_deref())
        }
    }
}

/// Nobody can say how many of the words somebody has seen.
const WORDS_LOST: &str =
    "the words are lost, so make no keys from what you have of them; run the command again for others";

fn new(words: WordCount, out: Option<&Path>, password_file: Option<&Path>) -> Result<(), MnemonicError> {
    let Some(out) = out else {
        return Ok(output::secret(&Mnemonic::generate(words, &mut SysRng)?.to_phrase(), WORDS_LOST)?);
    };
    // Before anybody types a password in vain.
    refuse_existing("--out", out)?;
    let password = new_password("--password-file", password_file, &mut StdinOnce::default())?;
    let mnemonic = Mnemonic::generate(words, &mut SysRng)?;
    let file = EncryptedMnemonic::encrypt(&mnemonic, &password, &mut SysRng)?.to_json();
    // Opened again before it is written: this is the only copy.
    let read_back = EncryptedMnemonic::from_json(file.as_bytes())
        .map_err(MnemonicFileError::from)
        .and_then(|read| open_mnemonic(&read, &password))
        .and_then(|read| if read == mnemonic { Ok(()) } else { Err(DecryptError::NotText.into()) });
    read_back.map_err(|source| MnemonicError::File { path: Shown(out).to_string(), source })?;
    write_new("--out", out, Access::Secret, file.as_bytes())?;
    let fingerprint = MasterFingerprint::of_seed(&mnemonic.to_seed(&Passphrase::none()))?;
    let report = format!(
        "{words} words, encrypted in {}; master fingerprint {fingerprint}\n\
         Back it up: it restores every key, and nothing else does.",
        Shown(out)
    );
    Ok(output::result(&report, FILE_WRITTEN)?)
}

fn open(file: &Path, opening: &OpeningArgs, stdin: &mut StdinOnce) -> Result<Mnemonic, MnemonicError> {
    let named = |source| match source {
        MnemonicFileError::Input(source) => source.into(),
        source => MnemonicError::File { path: Shown(file).to_string(), source },
    };
    match MnemonicFile::read("FILE", file, stdin).map_err(named)? {
        MnemonicFile::Words(mnemonic) => Ok(mnemonic),
        MnemonicFile::Encrypted(encrypted) => {
            let password = password_of_file(opening.password_file.as_deref(), stdin)?;
            open_mnemonic(&encrypted, &password).map_err(named)
        }
    }
}

fn check(
    file: &Path,
    opening: &OpeningArgs,
    passphrase_file: Option<&Path>,
    manifest: Option<&Path>,
) -> Result<(), MnemonicError> {
    let path = Shown(file).to_string();
    let file_option = file.to_owned();
    let stdin = &mut StdinOnce::check([
        ("FILE", Some(&file_option)),
        ("--password-file", opening.password_file.as_ref()),
        ("--passphrase-file", passphrase_file.map(Path::to_owned).as_ref()),
        ("--manifest", manifest.map(Path::to_owned).as_ref()),
    ])?;
    let mnemonic = open(file, opening, stdin)?;
    let passphrase = match passphrase_file {
        Some(path) => read_passphrase(path, stdin)?.map_err(MnemonicError::Passphrase)?,
        None => Passphrase::none(),
    };
    let seed = mnemonic.to_seed(&passphrase);
    let fingerprint = MasterFingerprint::of_seed(&seed)?;
    let mut report = format!(
        "{path}: {} words, the checksum is right\n\
         master fingerprint  {fingerprint}\n\
         first attester      {}",
        mnemonic.word_count(),
        EthAccount::new(&seed, Index::ZERO)?.key(Index::ZERO)?.secret.address()
    );
    if let Some(manifest) = manifest {
        let name = Shown(manifest).to_string();
        let text = read_public("--manifest", manifest, stdin)?;
        let manifest =
            Manifest::read(&text).map_err(|source| MnemonicError::Manifest { path: name.clone(), source })?;
        if manifest.origin().mnemonic_fingerprint() != Some(fingerprint) {
            return Err(MnemonicError::OtherMnemonic { path, manifest: name });
        }
        report.push_str(&format!("\nIt is the mnemonic of {name}"));
    }
    Ok(output::result(&report, RUN_AGAIN)?)
}

/// Why there is no mnemonic. No error holds a word.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MnemonicError {
    /// The file gives none.
    #[error("{path}: {source}")]
    File { path: String, source: MnemonicFileError },
    /// It cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// The batch has another mnemonic.
    #[error(
        "{path} is not the mnemonic of {manifest}, or a passphrase belongs to it; give --passphrase-file, or the other mnemonic"
    )]
    OtherMnemonic { path: String, manifest: String },
    /// Not a manifest.
    #[error("--manifest {path}: {source}")]
    Manifest { path: String, source: ManifestError },
    /// Nobody said yes.
    #[error(transparent)]
    NotConfirmed(#[from] NotConfirmed),
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The passphrase is refused.
    #[error("--passphrase-file: {0}")]
    Passphrase(PassphraseError),
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// The file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}); make no keys on this machine until it does")]
    Randomness(#[from] SysError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
}

impl MnemonicError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::File { source, .. } if source.lacks_memory() => SYSTEM_FAILED,
            Self::File { .. } | Self::OtherMnemonic { .. } => CHECK_FAILED,
            Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            Self::Lost(_) | Self::Encrypt(_) | Self::Randomness(_) => SYSTEM_FAILED,
            Self::Output(error) => error.status(),
            _ => BAD_INPUT,
        }
    }
}
