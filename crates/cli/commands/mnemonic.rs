//! `keygen mnemonic`: make, show and check mnemonics.

mod error;

use std::path::Path;

use aztec_encrypted_keystore::{Address, DecryptError, EncryptedMnemonic, MnemonicFile};
use aztec_key_derivation::{EthAccount, Index, MasterFingerprint, Mnemonic, Passphrase, Seed, WordCount};
use aztec_keystore_batch::{Manifest, self_test};
use durable_files::Access;
use rand::rngs::SysRng;

use crate::cli::{MnemonicAction, MnemonicArgs};
use aztec_operator::{
    arguments::OpeningArgs,
    command_error::CommandError,
    files::{refuse_existing, write_new},
    input::{StdinOnce, confirm, new_password, password_of_file, read_passphrase, read_public, read_secret},
    mnemonic_screen::{Task, give_mnemonic},
    operator_entropy::EntropyArgs,
    output::{self, FILE_WRITTEN, RUN_AGAIN, Shown},
};
pub(crate) use error::MnemonicError;

pub(crate) fn run(args: &MnemonicArgs) -> Result<(), CommandError> {
    match &args.action {
        MnemonicAction::New { words, out, password_file, entropy } => {
            new(*words, out.as_deref(), password_file.as_deref(), entropy)
        }
        MnemonicAction::Show { file, opening, yes } => {
            let stdin = &mut StdinOnce::default();
            let mnemonic = read_mnemonic(file, opening, stdin)?;
            confirm(*yes, "This shows the mnemonic, from which every key can be derived.")?;
            let heading = format!("The {} words of {}.", mnemonic.word_count(), Shown(file));
            give_mnemonic(&mnemonic, &heading, screen("mnemonic show"), RUN_AGAIN)
        }
        MnemonicAction::Check { file, opening, passphrase_file, manifest } => {
            check(file, opening, passphrase_file.as_deref(), manifest.as_deref())
        }
    }
}

/// The words go to a terminal's second screen, where standard output is one.
fn screen(name: &'static str) -> Task {
    Task {
        name,
        without_terminal: "send standard output to a file or another program",
        closed: "the terminal was closed while the words were shown; run the command again",
    }
}

/// Nobody can say how many of the words somebody has seen.
const WORDS_LOST: &str =
    "the words are lost, so make no keys from what you have of them; run the command again for others";

fn new(
    words: WordCount,
    out: Option<&Path>,
    password_file: Option<&Path>,
    entropy: &EntropyArgs,
) -> Result<(), CommandError> {
    self_test().map_err(MnemonicError::SelfTest)?;
    let stdin = &mut StdinOnce::check([entropy.named(), ("--password-file", password_file)])?;
    // Before anybody rolls dice or types a password in vain.
    out.map_or(Ok(()), |out| refuse_existing("--out", out))?;
    let operator = entropy.read::<CommandError>(words, stdin)?;
    let generate = || Mnemonic::generate_with(words, operator.as_ref(), &mut SysRng).map_err(MnemonicError::Randomness);
    let Some(out) = out else {
        let heading = format!("{words} new words. They are kept nowhere: write them on paper, with their numbers.");
        return give_mnemonic(&generate()?, &heading, screen("mnemonic new"), WORDS_LOST);
    };
    let password = new_password("--password-file", password_file, stdin)?;
    let mnemonic = generate()?;
    let file = EncryptedMnemonic::encrypt(&mnemonic, &password, &mut SysRng).map_err(MnemonicError::Encrypt)?.to_json();
    // Opened again before it is written: this is the only copy.
    let read_back = EncryptedMnemonic::from_json(file.as_bytes()).ok().map(|file| file.decrypt(&password));
    if let Some(Err(source @ DecryptError::Memory { .. })) = read_back {
        return Err(MnemonicError::Refused { path: out.to_owned(), source: source.into() }.into());
    }
    if !read_back.is_some_and(|read| read.is_ok_and(|read| read == mnemonic)) {
        return Err(MnemonicError::Differs { path: out.to_owned() }.into());
    }
    write_new("--out", out, Access::Secret, file.as_bytes())?;
    let (fingerprint, _) = marks(&mnemonic.to_seed(&Passphrase::none()))?;
    let report = format!(
        "{words} words, encrypted in {file}; master fingerprint {fingerprint}\n\
         It restores every key, and nothing else does.\n\
         Back it up: keygen mnemonic show {file}",
        file = Shown(out)
    );
    Ok(output::result(&report, FILE_WRITTEN)?)
}

/// The mnemonic in a file, whose password is asked for where it is encrypted.
fn read_mnemonic(path: &Path, opening: &OpeningArgs, stdin: &mut StdinOnce) -> Result<Mnemonic, CommandError> {
    let refused = |source| MnemonicError::Refused { path: path.to_owned(), source };
    let file = MnemonicFile::read(&read_secret("FILE", path, stdin)?).map_err(|error| refused(error.into()))?;
    match file {
        MnemonicFile::Words(mnemonic) => Ok(mnemonic),
        MnemonicFile::Encrypted(file) => {
            let password = password_of_file(opening.password_file.as_deref(), stdin)?;
            Ok(file.decrypt(&password).map_err(|error| refused(error.into()))?)
        }
    }
}

/// What tells mnemonics apart without showing a word.
fn marks(seed: &Seed) -> Result<(MasterFingerprint, Address), MnemonicError> {
    let first = EthAccount::new(seed, Index::ZERO)?.key(Index::ZERO)?;
    Ok((MasterFingerprint::of_seed(seed)?, first.secret.address()))
}

fn check(
    path: &Path,
    opening: &OpeningArgs,
    passphrase_file: Option<&Path>,
    manifest: Option<&Path>,
) -> Result<(), CommandError> {
    let stdin = &mut StdinOnce::check([
        ("FILE", Some(path)),
        ("--password-file", opening.password_file.as_deref()),
        ("--passphrase-file", passphrase_file),
        ("--manifest", manifest),
    ])?;
    let mnemonic = read_mnemonic(path, opening, stdin)?;
    let (fingerprint, attester) = marks(&mnemonic.to_seed(&read_passphrase(passphrase_file, stdin)?))?;
    let mut report = format!(
        "{}: {} words, the checksum is right\n\
         master fingerprint  {fingerprint}\n\
         first attester      {attester}",
        Shown(path),
        mnemonic.word_count(),
    );
    if let Some(manifest) = manifest {
        let text = read_public("--manifest", manifest, stdin)?;
        let contents =
            Manifest::read(&text).map_err(|source| MnemonicError::Manifest { path: manifest.to_owned(), source })?;
        if contents.origin().mnemonic_fingerprint() != Some(fingerprint) {
            let (path, manifest) = (path.to_owned(), manifest.to_owned());
            return Err(MnemonicError::OtherMnemonic { path, manifest }.into());
        }
        report.push_str(&format!("\nIt is the mnemonic of {}", Shown(manifest)));
    }
    Ok(output::result(&report, RUN_AGAIN)?)
}
