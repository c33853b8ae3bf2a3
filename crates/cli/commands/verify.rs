//! `keygen verify`: is everything as it must be?

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use bn254_bls::ProofKind;
use encrypted_keystore::Password;
use key_derivation::{Passphrase, PassphraseError};
use rand::rngs::{SysError, SysRng};
use serde::Serialize;
use staking_registry::{
    Claim,
    audit::{Fault, Finding, List, Report, Severity, audit},
    calldata::AddedKeys,
    public_file::{PublicFile, PublicFileError},
};

use crate::{
    batch_dir::Layout,
    check::{DirFault, PublicPart, Secrets, check_secrets, compare_public_part, read_public_part},
    cli::{PasswordArgs, VerifyArgs},
    failure::{BAD_INPUT, CHECK_FAILED, SYSTEM_FAILED},
    input::{InputError, PasswordError, Passwords, StdinOnce, passwords_for_reading, read_passphrase, read_public},
    interrupt::{self, Interrupted},
    jobs,
    output::{self, one_line},
    progress,
};

pub(crate) fn run(args: &VerifyArgs) -> Result<(), VerifyFailure> {
    let mut stdin = StdinOnce::default();
    let passphrase = match &args.passphrase_file {
        Some(path) => read_passphrase(path, &mut stdin)?.map_err(VerifyFailure::Passphrase)?,
        None => Passphrase::none(),
    };
    let mut subjects = args.paths.iter().map(|path| read(path, &mut stdin)).collect::<Result<Vec<_>, _>>()?;
    let passwords = passwords(args, &subjects, &mut stdin)?;

    // All tuples are audited together, so that an attester or a key that is in two of the paths is found.
    let report = audit_all(&subjects, args)?;
    let pool = jobs::pool(args.jobs, SCRYPT_BYTES)?;
    for (list, subject) in subjects.iter_mut().enumerate() {
        subject.note_findings(list, &report, args.proof.into());
        pool.install(|| subject.check_directory(list, &report, args, passwords.as_ref(), &passphrase))?;
    }

    let subjects: Vec<_> = subjects.into_iter().map(|subject| subject.found).collect();
    output::result(&if args.json { json(&subjects) } else { text(&subjects, args.public_only) });
    match subjects.iter().map(|found| found.faults.len()).sum() {
        0 => Ok(()),
        faults => Err(VerifyFailure::Faults { faults }),
    }
}

/// What scrypt holds at the default cost: it limits the threads where memory is short.
const SCRYPT_BYTES: u64 = 128 * 1024 * 1024;

/// One of the paths, with what was read from it and what was found.
struct Subject {
    claims: Vec<Claim>,
    /// Only a batch directory has one.
    public: Option<PublicPart>,
    found: Found,
}

/// What there is to report of a path.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    path: String,
    entries: usize,
    /// Of files that carry calls; none for the others.
    calls: Vec<CallFound>,
    secrets: SecretFiles,
    warnings: Vec<String>,
    faults: Vec<String>,
}

/// A call that adds keys.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallFound {
    provider_id: u64,
    keys: usize,
}

fn calls_in(file: &PublicFile) -> Vec<CallFound> {
    let call = |added: &AddedKeys| CallFound { provider_id: added.provider.get(), keys: added.claims.len() };
    match file {
        PublicFile::StakerOutput(_) => Vec::new(),
        PublicFile::Calldata(added) => vec![call(added)],
        PublicFile::Calls(added) | PublicFile::SafeBatch { added, .. } => added.iter().map(call).collect(),
    }
}

/// What became of the secret files.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum SecretFiles {
    /// There never are: a file with tuples.
    None,
    /// A directory without its secret part.
    Absent,
    /// There was no password, or nobody wanted them opened.
    NotOpened,
    /// Every one was opened and compared.
    Opened,
}

fn read(path: &Path, stdin: &mut StdinOnce) -> Result<Subject, VerifyFailure> {
    let mut found = Found {
        path: path.display().to_string(),
        entries: 0,
        calls: Vec::new(),
        secrets: SecretFiles::None,
        warnings: Vec::new(),
        faults: Vec::new(),
    };
    let (claims, public) = if path.is_dir() {
        if !Layout::new(path).manifest().exists() {
            return Err(VerifyFailure::NotABatch { path: path.to_owned() });
        }
        let mut faults = Vec::new();
        let public = read_public_part(path, &mut faults);
        found.add(&faults);
        found.warnings.extend(public.as_ref().and_then(|public| public.record.warning(path)));
        (public.as_ref().map(|public| public.claims.clone()).unwrap_or_default(), public)
    } else {
        let text = read_public("PATH", path, stdin)?;
        let file =
            PublicFile::read(&text).map_err(|source| VerifyFailure::PublicFile { path: found.path.clone(), source })?;
        found.calls = calls_in(&file);
        (file.claims(), None)
    };
    found.entries = claims.len();
    Ok(Subject { claims, public, found })
}

/// The passwords, where a directory has encrypted files to open.
fn passwords(
    args: &VerifyArgs,
    subjects: &[Subject],
    stdin: &mut StdinOnce,
) -> Result<Option<Passwords<Password>>, VerifyFailure> {
    let needed =
        subjects.iter().any(|subject| subject.public.as_ref().is_some_and(|public| public.manifest.is_encrypted()));
    if args.public_only || !needed { Ok(None) } else { Ok(passwords_for_reading(&args.passwords, stdin)?) }
}

fn audit_all(subjects: &[Subject], args: &VerifyArgs) -> Result<Report, SysError> {
    let lists: Vec<_> =
        subjects.iter().map(|subject| List { label: &subject.found.path, claims: &subject.claims }).collect();
    let total: usize = lists.iter().map(|list| list.claims.len()).sum();
    let bar = progress::bar("verifying", total as u64, args.quiet);
    let report = audit(&lists, args.proof.into(), &mut SysRng, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    report
}

impl Subject {
    fn note_findings(&mut self, list: usize, report: &Report, expected: ProofKind) {
        // A batch that was made with "feedback" proofs says so itself.
        let expected = self.public.as_ref().map_or(expected, |public| public.manifest.proof());
        let severity = |finding: &Finding| match finding.fault {
            Fault::FeedbackOnly if expected == ProofKind::Feedback => Severity::Warning,
            _ => finding.severity,
        };
        for finding in report.findings().iter().filter(|finding| finding.location.list == list) {
            match severity(finding) {
                Severity::Error => self.found.faults.push(report.describe(finding)),
                Severity::Warning => self.found.warnings.push(report.describe(finding)),
            }
        }
    }

    fn check_directory(
        &mut self,
        list: usize,
        report: &Report,
        args: &VerifyArgs,
        passwords: Option<&Passwords<Password>>,
        passphrase: &Passphrase,
    ) -> Result<(), VerifyFailure> {
        let Some(public) = &self.public else { return Ok(()) };
        let root = PathBuf::from(&args.paths[list]);
        let entries: Vec<_> = report.entries().iter().filter(|entry| entry.location.list == list).copied().collect();
        let mut faults: Vec<DirFault> = Vec::new();
        compare_public_part(&root, public, &entries, &mut faults)?;

        if Layout::new(&root).secret().exists() {
            let openable = !args.public_only && (passwords.is_some() || !public.manifest.is_encrypted());
            self.found.secrets = if openable { SecretFiles::Opened } else { SecretFiles::NotOpened };
            if openable {
                let (eth, bls) = (passwords.map(|both| &both.eth), passwords.map(|both| &both.bls));
                let bar = progress::bar("opening", public.claims.len() as u64, args.quiet);
                check_secrets(
                    &root,
                    public,
                    Secrets { eth, bls, passphrase, seed: None, ikm: None },
                    &mut faults,
                    || bar.inc(1),
                )?;
                bar.finish_and_clear();
            }
        } else {
            self.found.secrets = SecretFiles::Absent;
            // Whoever gives a password means the secret files, and must not take silence for a yes.
            let PasswordArgs { password_file, eth_password_file, bls_password_file } = &args.passwords;
            if !args.public_only
                && [password_file, eth_password_file, bls_password_file].iter().any(|file| file.is_some())
            {
                self.found.faults.push(format!(
                    "{}: is missing, and a password was given for it; restore it from a copy, or give --public-only",
                    Layout::new(&root).secret().display()
                ));
            }
        }
        self.found.add(&faults);
        Ok(())
    }
}

impl Found {
    fn add(&mut self, faults: &[DirFault]) {
        self.faults.extend(faults.iter().map(ToString::to_string));
    }
}

fn json(subjects: &[Found]) -> String {
    serde_json::to_string_pretty(subjects).expect("strings and numbers always are JSON")
}

fn text(subjects: &[Found], public_only: bool) -> String {
    let mut text = String::new();
    for found in subjects {
        for (kind, lines) in [("fault", &found.faults), ("warning", &found.warnings)] {
            for line in lines {
                let _ = writeln!(text, "{kind}: {}", one_line(line));
            }
        }
        let verdict = if found.faults.is_empty() { "every tuple verifies" } else { "NOT SOUND" };
        let secrets = match found.secrets {
            SecretFiles::None => "",
            SecretFiles::Absent => "; there is no secret part here",
            SecretFiles::NotOpened if public_only => "; the secret files were not opened (--public-only)",
            SecretFiles::NotOpened => "; the secret files were not opened (no password)",
            SecretFiles::Opened if found.faults.is_empty() => "; every secret file opens and fits its tuple",
            SecretFiles::Opened => "; the secret files were opened",
        };
        let entries = if found.entries == 1 { "1 entry".to_owned() } else { format!("{} entries", found.entries) };
        for (number, CallFound { provider_id, keys }) in (1..).zip(&found.calls) {
            let _ = writeln!(text, "call {number} adds {keys} to provider {provider_id}");
        }
        let _ = writeln!(text, "{}: {entries}, {verdict}{secrets}", one_line(&found.path));
    }
    text.truncate(text.trim_end().len());
    text
}

/// Why verification fails, or cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyFailure {
    /// Something is wrong.
    #[error("{faults} {} found; do not register these keys", if *faults == 1 { "fault" } else { "faults" })]
    Faults { faults: usize },
    /// A directory that is no batch.
    #[error("{}: there is no public/manifest.json in this directory; name a batch directory or a file", one_line(&path.display().to_string()))]
    NotABatch { path: PathBuf },
    /// A file that carries no tuples.
    #[error("{}: {source}", one_line(path))]
    PublicFile { path: String, source: PublicFileError },
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The password cannot be had.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The passphrase is refused.
    #[error("--passphrase-file: {0}")]
    Passphrase(PassphraseError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}), so nothing was verified; try again")]
    Randomness(#[from] SysError),
    /// The threads cannot be started.
    #[error("the threads cannot be started ({0}); try again with --jobs 1")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl VerifyFailure {
    pub(crate) fn status(&self) -> u8 {
        match self {
            // A damaged or foreign file is a failed check, not wrong use.
            Self::Faults { .. } | Self::PublicFile { .. } => CHECK_FAILED,
            Self::Randomness(_) | Self::Threads(_) => SYSTEM_FAILED,
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => interrupt::STATUS,
            _ => BAD_INPUT,
        }
    }
}
