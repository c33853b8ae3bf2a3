//! `keygen key inspect`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{DecryptError, EncryptedKeystore, Inspection, OpeningKeys, ParseError, SecretKind};
use aztec_keystore_batch::EncryptedFiles;
use serde::Serialize;

use super::error::KeyError;
use aztec_operator::{
    arguments::PasswordArgs,
    command_error::CommandError,
    input::{InputError, KindPasswords, Kinds, StdinOnce, is_directory, passwords_of_kinds, read_secret},
    output::{self, RUN_AGAIN, one_line},
};

type ReadFile = Result<EncryptedKeystore, ParseError>;

pub(super) fn run(named: &[PathBuf], passwords: &PasswordArgs, json: bool) -> Result<(), CommandError> {
    let stdin = &mut StdinOnce::default();
    let mut files = Vec::new();
    for path in named {
        if is_directory("FILE", path)? {
            files.extend(EncryptedFiles::paths(path).map_err(KeyError::Files)?);
        } else {
            files.push(path.clone());
        }
    }
    let read = |path: PathBuf| {
        // Read as a secret: it might be a file of plain keys, given by mistake.
        let text = read_secret("FILE", &path, stdin)?;
        Ok((path, EncryptedKeystore::from_json(text.as_bytes())))
    };
    let files = files.into_iter().map(read).collect::<Result<Vec<(PathBuf, ReadFile)>, InputError>>()?;
    let PasswordArgs { password_file: both, eth_password_file: eth, bls_password_file: bls } = passwords;
    // Nobody is asked for a password, and the environment does not count: without an option no file is opened.
    let there = Kinds::of(files.iter().filter_map(|(_, file)| file.as_ref().ok()));
    let opened = Kinds {
        eth: there.eth && (eth.is_some() || both.is_some()),
        bls: there.bls && (bls.is_some() || both.is_some()),
    };
    let passwords = passwords_of_kinds(passwords, opened, stdin)?;
    // Files of one batch share a salt: one derivation serves all of a kind.
    let keys = passwords.as_ref().map(OpeningKeys::of);
    let inspect = |(path, file): &(PathBuf, _)| Inspected::new(path, file, &keys);
    let inspected = files.iter().map(inspect).collect::<Result<Vec<_>, _>>()?;
    let report = if json {
        output::json(&inspected)
    } else {
        inspected.iter().map(Inspected::text).collect::<String>().trim_end().to_owned()
    };
    let error = |file: &Inspected| file.error.as_ref().map(|error| format!("{}: {error}", one_line(&file.file)));
    let errors: Vec<_> = inspected.iter().filter_map(error).collect();
    if errors.is_empty() {
        return Ok(output::result(&report, RUN_AGAIN)?);
    }
    output::findings(&report);
    Err(KeyError::Closed(errors).into())
}

/// What there is to report of a file.
#[derive(Serialize)]
struct Inspected {
    file: String,
    #[serde(flatten)]
    contents: Contents,
    /// Why the file cannot be read, or does not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Contents {
    Encrypted(Inspection),
    /// Another file, which is reported beside the others.
    Other {
        kind: &'static str,
    },
}

impl Inspected {
    /// Fails only where the system does, which says nothing of the file.
    fn new(path: &Path, file: &ReadFile, keys: &KindPasswords<OpeningKeys<'_>>) -> Result<Self, KeyError> {
        let (contents, error) = match file {
            Err(error) => (Contents::Other { kind: "not an encrypted key file" }, Some(error.to_string())),
            Ok(file) => {
                let mut inspection = file.inspect();
                let error = keys.of(file).and_then(|keys| inspection.try_keys(file, keys).err());
                if let Some(source @ DecryptError::Memory { .. }) = error {
                    return Err(KeyError::Decrypt { path: path.to_owned(), source });
                }
                (Contents::Encrypted(inspection), error.map(|error| error.to_string()))
            }
        };
        Ok(Self { file: path.display().to_string(), contents, error })
    }

    fn text(&self) -> String {
        let file = one_line(&self.file);
        let inspection = match &self.contents {
            Contents::Encrypted(inspection) => inspection,
            Contents::Other { kind } => return format!("{file}: {kind}\n"),
        };
        let mut text = format!("{file}: {}\n", inspection.kind);
        let mut line = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(text, "  {name:<11} {value}");
            }
        };
        let is_confirmed = inspection.kind != SecretKind::Mnemonic && inspection.key_address.is_none();
        let opens = inspection.opens.map(|opens| match (opens, is_confirmed) {
            (false, _) => "no",
            (true, false) => "yes",
            (true, true) => "yes, and the key is the one it names",
        });
        line("address", inspection.address.map(|address| address.to_string()));
        line("public key", inspection.public_key.clone());
        line("path", inspection.path.clone());
        line("id", Some(inspection.id.to_string()));
        line("kdf", Some(inspection.kdf.to_string()));
        line("opens", opens.map(str::to_owned));
        line("key of", inspection.key_address.map(|key| format!("{key}; the file names none, so compare it")));
        text
    }
}
