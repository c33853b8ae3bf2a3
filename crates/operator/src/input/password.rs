//! The passwords of the encrypted files: from files, the environment, or the terminal.

use std::{env, io, path::Path};

use aztec_encrypted_keystore::{
    NewPassword, Password, PasswordError as Refused, PasswordFileError, password_from_file_content,
};
use zeroize::Zeroizing;

use super::{
    error::InputError,
    stdin_once::StdinOnce,
    text::{SecretText, read_secret},
};
use crate::{
    arguments::PasswordArgs,
    exit_status::{BAD_INPUT, ExitStatus},
    interrupt::Interrupted,
};

/// One password for each kind of file.
pub struct Passwords<P> {
    /// For ETH keys, publishers and the mnemonic.
    pub eth: P,
    /// For BLS keys.
    pub bls: P,
}

impl<P> Passwords<P> {
    /// What each of the two gives.
    pub fn map<'a, T>(&'a self, give: impl Fn(&'a P) -> T) -> Passwords<T> {
        Passwords { eth: give(&self.eth), bls: give(&self.bls) }
    }
}

/// The passwords for new files: long enough, typed twice on a terminal.
pub(super) fn passwords_for_writing(
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Passwords<NewPassword>, PasswordError> {
    let purpose = Purpose { ask: ask_twice, parse: NewPassword::ascii };
    let both_given = purpose.given(args, stdin)?;
    purpose.complete(both_given)
}

/// The passwords of files that exist, typed once. `None` when none is given: no option, no variable, and no terminal or
/// nothing but Enter on it.
///
/// # Errors
///
/// Fails where a password that is given cannot be used.
pub fn passwords_for_reading(
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Option<Passwords<Password>>, PasswordError> {
    let purpose = Purpose { ask: ask_once, parse: Password::existing };
    match purpose.given(args, stdin)? {
        (None, None) => match prompt("Password of the key files (Enter: check the public part only): ", &BOTH) {
            Ok(text) if text.is_empty() => Ok(None),
            Ok(text) => {
                let read = || purpose.read(&Given { text: text.clone(), from: None });
                Ok(Some(Passwords { eth: read()?, bls: read()? }))
            }
            Err(PasswordError::NoTerminal { .. } | PasswordError::NothingTyped { .. }) => Ok(None),
            Err(error) => Err(error),
        },
        given => purpose.complete(given).map(Some),
    }
}

/// The passwords of files that exist, as text: for a node that opens them by itself.
///
/// # Errors
///
/// Fails where there is no usable password.
pub fn passwords_as_text(args: &PasswordArgs, stdin: &mut StdinOnce) -> Result<Passwords<SecretText>, PasswordError> {
    // The node takes an empty password for none.
    let parse = |text: &str| match text {
        "" => Err(Refused::Empty),
        text => Password::existing(text).map(|_| Zeroizing::new(text.to_owned())),
    };
    let purpose = Purpose { ask: ask_once, parse };
    let both_given = purpose.given(args, stdin)?;
    purpose.complete(both_given)
}

/// What differs between new files and files that exist.
pub(super) struct Purpose<P> {
    pub(super) ask: fn(&Names) -> Result<SecretText, PasswordError>,
    pub(super) parse: fn(&str) -> Result<P, Refused>,
}

/// The option, the environment variable and the words on the terminal for one password.
pub(super) struct Names {
    pub(super) option: &'static str,
    /// None where the environment is not expected.
    pub(super) variable: Option<&'static str>,
    pub(super) files: &'static str,
    /// Whether the password is for both kinds of file.
    pub(super) shared: bool,
}

pub(super) const BOTH: Names = Names {
    option: "--password-file",
    variable: Some("AZTEC_KEYSTORE_PASSWORD"),
    files: "the key files",
    shared: true,
};
pub(super) const ETH: Names = Names {
    option: "--eth-password-file",
    variable: Some("AZTEC_ETH_KEYSTORE_PASSWORD"),
    files: "the ETH key files",
    shared: false,
};
pub(super) const BLS: Names = Names {
    option: "--bls-password-file",
    variable: Some("AZTEC_BLS_KEYSTORE_PASSWORD"),
    files: "the BLS key files",
    shared: false,
};

impl<P> Purpose<P> {
    /// The passwords that options or variables give, for ETH and for BLS files.
    ///
    /// What the operator wrote on the command line counts before what a shell has kept: a variable is looked at only for
    /// a kind of file that no option covers.
    fn given(
        &self,
        args: &PasswordArgs,
        stdin: &mut StdinOnce,
    ) -> Result<(Option<Given>, Option<Given>), PasswordError> {
        let both = from_file(&BOTH, args.password_file.as_deref(), stdin)?;
        let eth = from_file(&ETH, args.eth_password_file.as_deref(), stdin)?.or_else(|| both.clone());
        let bls = from_file(&BLS, args.bls_password_file.as_deref(), stdin)?.or(both);
        let eth = if eth.is_some() { eth } else { from_variables([&ETH, &BOTH])? };
        let bls = if bls.is_some() { bls } else { from_variables([&BLS, &BOTH])? };
        Ok((eth, bls))
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

    pub(super) fn read_or_ask(&self, given: Option<Given>, names: &Names) -> Result<P, PasswordError> {
        given.map_or_else(|| self.asked(names), Ok).and_then(|given| self.read(&given))
    }

    pub(super) fn asked(&self, names: &Names) -> Result<Given, PasswordError> {
        Ok(Given { text: (self.ask)(names)?, from: None })
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

/// From the file that an option names, where it does.
pub(super) fn from_file(
    names: &Names,
    file: Option<&Path>,
    stdin: &mut StdinOnce,
) -> Result<Option<Given>, PasswordError> {
    let Some(path) = file else { return Ok(None) };
    let option = names.option;
    let content = read_secret(option, path, stdin)?;
    if content.is_empty() && path == Path::new("-") {
        return Err(PasswordError::NoInput { option });
    }
    let text =
        password_from_file_content(content.as_bytes()).map_err(|source| PasswordError::File { option, source })?;
    Ok(Some(Given { text, from: Some(option) }))
}

/// From the first of these variables that is set. An empty one is not: scripts clear a variable so.
pub(super) fn from_variables<const N: usize>(names: [&Names; N]) -> Result<Option<Given>, PasswordError> {
    for variable in names.into_iter().filter_map(|names| names.variable) {
        match env::var(variable).map(Zeroizing::new) {
            Ok(text) if !text.is_empty() => return Ok(Some(Given { text, from: Some(variable) })),
            Ok(_) | Err(env::VarError::NotPresent) => {}
            Err(env::VarError::NotUnicode(_)) => return Err(PasswordError::NotText { variable }),
        }
    }
    Ok(None)
}

pub(super) fn ask_once(names: &Names) -> Result<SecretText, PasswordError> {
    prompt(&format!("Password of {}: ", names.files), names)
}

pub(super) fn ask_twice(names: &Names) -> Result<SecretText, PasswordError> {
    let advice = if names.shared { SHARED } else { "" };
    let first = prompt(&format!("{advice}New password for {} (at least 12 characters): ", names.files), names)?;
    // Refused passwords are refused before the second entry is asked for.
    NewPassword::ascii(&first).map_err(PasswordError::Typed)?;
    let second = prompt("The same password again: ", names)?;
    if *first == *second { Ok(first) } else { Err(PasswordError::EntriesDiffer) }
}

/// What whoever chooses one password for everything should know.
const SHARED: &str = "One password for all files is worth what the BLS files' PBKDF2 makes of it: guessing is cheaper there than at
the ETH files' scrypt, and the mnemonic is under it as well. Two passwords are better: --eth-password-file, --bls-password-file.
";

/// Asks on the terminal itself, without echo, wherever standard input comes from.
fn prompt(text: &str, names: &Names) -> Result<SecretText, PasswordError> {
    let Names { option, variable, .. } = *names;
    rpassword::prompt_password(text).map(Zeroizing::new).map_err(|source| match source.kind() {
        io::ErrorKind::UnexpectedEof => PasswordError::NothingTyped { option },
        io::ErrorKind::Interrupted => PasswordError::Interrupted(Interrupted::now()),
        _ => {
            let or_set = variable.map(|variable| format!(", or set {variable}")).unwrap_or_default();
            PasswordError::NoTerminal { source, option, or_set }
        }
    })
}

/// Why there is no usable password. No error quotes it.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// A password file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The password is too short, or has characters that not all readers treat alike.
    #[error("{from}: {source}")]
    Refused {
        /// The option or variable that it came from.
        from: &'static str,
        /// What was wrong.
        source: Refused,
    },
    /// The same of a password that was typed.
    #[error(transparent)]
    Typed(Refused),
    /// The file holds no password.
    #[error("{option}: {source}")]
    File {
        /// The option that named it.
        option: &'static str,
        /// What was wrong.
        source: PasswordFileError,
    },
    /// Nothing came from standard input.
    #[error("{option} -: standard input gave no password; pipe the password in, or name a file")]
    NoInput {
        /// The option that named it.
        option: &'static str,
    },
    /// An environment variable is not UTF-8.
    #[error("{variable}: the password is not plain text (UTF-8); use printable ASCII")]
    NotText {
        /// The environment variable.
        variable: &'static str,
    },
    /// The two entries on the terminal are not the same.
    #[error("the two entries differ; start again and type the same password twice")]
    EntriesDiffer,
    /// The terminal was closed instead of an entry.
    #[error("no password was typed; start again, or give {option}")]
    NothingTyped {
        /// The option that named it.
        option: &'static str,
    },
    /// Ctrl-C at the prompt.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// There is no terminal to ask on.
    #[error("there is no terminal to ask for the password ({source}); give {option}{or_set}")]
    NoTerminal {
        /// What was wrong.
        source: io::Error,
        /// The option that named it.
        option: &'static str,
        /// The variable that would do, with the words before it.
        or_set: String,
    },
}

impl ExitStatus for PasswordError {
    fn status(&self) -> u8 {
        match self {
            Self::Interrupted(interrupted) => interrupted.status(),
            _ => BAD_INPUT,
        }
    }
}
