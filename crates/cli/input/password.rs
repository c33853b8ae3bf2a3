//! The passwords of the encrypted files: from files, the environment, or the terminal.

use std::{env, io, path::Path};

use encrypted_keystore::{
    NewPassword, Password, PasswordError as Refused, PasswordFileError, password_from_file_content,
};
use zeroize::Zeroizing;

use super::text::{InputError, SecretText, StdinOnce, read_secret};
use crate::{cli::PasswordArgs, interrupt::Interrupted};

/// One password for each kind of file.
pub(crate) struct Passwords<P> {
    /// For ETH keys, publishers and the mnemonic.
    pub(crate) eth: P,
    /// For BLS keys.
    pub(crate) bls: P,
}

/// The passwords for new files: long enough, typed twice on a terminal.
pub(crate) fn passwords_for_writing(
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Passwords<NewPassword>, PasswordError> {
    let purpose = Purpose { ask: ask_twice, parse: NewPassword::ascii };
    let both_given = purpose.given(args, stdin)?;
    purpose.complete(both_given)
}

/// The passwords of files that exist, typed once. `None` when none is given: no option, no variable, and no terminal or
/// nothing but Enter on it.
pub(crate) fn passwords_for_reading(
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Option<Passwords<Password>>, PasswordError> {
    let purpose = Purpose { ask: ask_once, parse: Password::existing };
    match purpose.given(args, stdin)? {
        (None, None) => match prompt("Password of the key files (Enter: check the public part only): ") {
            Ok(text) if text.is_empty() => Ok(None),
            Ok(text) => {
                let read = || purpose.read(&Given { text: text.clone(), from: None });
                Ok(Some(Passwords { eth: read()?, bls: read()? }))
            }
            Err(PasswordError::NoTerminal { .. } | PasswordError::NothingTyped) => Ok(None),
            Err(error) => Err(error),
        },
        given => purpose.complete(given).map(Some),
    }
}

/// The passwords of files that exist, as text: for a node that opens them by itself.
pub(crate) fn passwords_as_text(
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Passwords<SecretText>, PasswordError> {
    let parse = |text: &str| Password::existing(text).map(|_| Zeroizing::new(text.to_owned()));
    let purpose = Purpose { ask: ask_once, parse };
    let both_given = purpose.given(args, stdin)?;
    purpose.complete(both_given)
}

/// What differs between new files and files that exist.
pub(super) struct Purpose<P> {
    pub(super) ask: fn(&str) -> Result<SecretText, PasswordError>,
    pub(super) parse: fn(&str) -> Result<P, Refused>,
}

/// The option, the environment variable and the words on the terminal for one password.
pub(super) struct Names {
    pub(super) option: &'static str,
    pub(super) variable: &'static str,
    pub(super) files: &'static str,
}

pub(super) const BOTH: Names =
    Names { option: "--password-file", variable: "AZTEC_KEYSTORE_PASSWORD", files: "the key files" };
pub(super) const ETH: Names =
    Names { option: "--eth-password-file", variable: "AZTEC_ETH_KEYSTORE_PASSWORD", files: "the ETH key files" };
pub(super) const BLS: Names =
    Names { option: "--bls-password-file", variable: "AZTEC_BLS_KEYSTORE_PASSWORD", files: "the BLS key files" };

impl<P> Purpose<P> {
    /// The passwords that options or variables give, for ETH and for BLS files.
    fn given(
        &self,
        args: &PasswordArgs,
        stdin: &mut StdinOnce,
    ) -> Result<(Option<Given>, Option<Given>), PasswordError> {
        let both = given(&BOTH, args.password_file.as_deref(), stdin)?;
        let eth = given(&ETH, args.eth_password_file.as_deref(), stdin)?;
        let bls = given(&BLS, args.bls_password_file.as_deref(), stdin)?;
        Ok((eth.or_else(|| both.clone()), bls.or(both)))
    }

    /// Asks for what is not given: once for both kinds, or for the one that is missing.
    fn complete(&self, given: (Option<Given>, Option<Given>)) -> Result<Passwords<P>, PasswordError> {
        let (eth, bls) = match given {
            (Some(eth), Some(bls)) => (eth, bls),
            (Some(eth), None) => (eth, self.asked(&BLS)?),
            (None, Some(bls)) => (self.asked(&ETH)?, bls),
            (None, None) => {
                let both = self.asked(&BOTH)?;
                (both.clone(), both)
            }
        };
        Ok(Passwords { eth: self.read(&eth)?, bls: self.read(&bls)? })
    }

    pub(super) fn asked(&self, names: &Names) -> Result<Given, PasswordError> {
        Ok(Given { text: (self.ask)(names.files)?, from: None })
    }

    pub(super) fn read(&self, given: &Given) -> Result<P, PasswordError> {
        (self.parse)(&given.text).map_err(|source| match given.from {
            Some(from) => PasswordError::Refused { from, source },
            None => PasswordError::Typed(source),
        })
    }
}

/// A password, and the option or variable that it came from, for the error text; none when it was typed.
#[derive(Clone)]
pub(super) struct Given {
    text: SecretText,
    from: Option<&'static str>,
}

/// From the file if one is named, else from the environment.
pub(super) fn given(names: &Names, file: Option<&Path>, stdin: &mut StdinOnce) -> Result<Option<Given>, PasswordError> {
    if let Some(path) = file {
        let content = read_secret(names.option, path, stdin)?;
        let text = password_from_file_content(content.as_bytes())
            .map_err(|source| PasswordError::File { option: names.option, source })?;
        return Ok(Some(Given { text, from: Some(names.option) }));
    }
    match env::var(names.variable) {
        Ok(text) => Ok(Some(Given { text: Zeroizing::new(text), from: Some(names.variable) })),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(PasswordError::NotText { variable: names.variable }),
    }
}

pub(super) fn ask_once(files: &str) -> Result<SecretText, PasswordError> {
    prompt(&format!("Password of {files}: "))
}

pub(super) fn ask_twice(files: &str) -> Result<SecretText, PasswordError> {
    let first = prompt(&format!("New password for {files} (at least 12 characters): "))?;
    // Refused passwords are refused before the second entry is asked for.
    NewPassword::ascii(&first).map_err(PasswordError::Typed)?;
    let second = prompt("The same password again: ")?;
    if *first == *second { Ok(first) } else { Err(PasswordError::EntriesDiffer) }
}

/// Asks on the terminal itself, without echo, wherever standard input comes from.
fn prompt(text: &str) -> Result<SecretText, PasswordError> {
    rpassword::prompt_password(text).map(Zeroizing::new).map_err(|source| match source.kind() {
        io::ErrorKind::UnexpectedEof => PasswordError::NothingTyped,
        io::ErrorKind::Interrupted => PasswordError::Interrupted(Interrupted),
        _ => PasswordError::NoTerminal { source },
    })
}

/// Why there is no usable password. No error quotes it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// A password file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The password is too short, or has characters that not all readers treat alike.
    #[error("{from}: {source}")]
    Refused { from: &'static str, source: Refused },
    /// The same of a password that was typed.
    #[error(transparent)]
    Typed(Refused),
    /// The file holds no password.
    #[error("{option}: {source}")]
    File { option: &'static str, source: PasswordFileError },
    /// An environment variable is not UTF-8.
    #[error("{variable}: the password is not plain text (UTF-8); use printable ASCII")]
    NotText { variable: &'static str },
    /// The two entries on the terminal are not the same.
    #[error("the two entries differ; start again and type the same password twice")]
    EntriesDiffer,
    /// The terminal was closed instead of an entry.
    #[error("no password was typed; start again, or give --password-file")]
    NothingTyped,
    /// Ctrl-C at the prompt.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// There is no terminal to ask on.
    #[error(
        "there is no terminal to ask for the password ({source}); give --password-file, or set AZTEC_KEYSTORE_PASSWORD"
    )]
    NoTerminal { source: io::Error },
}
