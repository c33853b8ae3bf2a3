//! The passwords of the encrypted files: from files, the environment, or the terminal.

use std::{env, path::Path};

use aztec_encrypted_keystore::{NewPassword, Password, PasswordError as Refused, password_from_file_content};
use zeroize::Zeroizing;

use super::{
    password_error::PasswordError,
    password_names::{BLS, BOTH, ETH, Names},
    password_prompt::{Remark, ask_once, ask_twice, prompt, until_answered},
    stdin_once::StdinOnce,
    text::{SecretText, read_secret},
};
use crate::arguments::PasswordArgs;

/// One password for each kind of file.
pub struct Passwords<P> {
    /// For ETH keys, publishers and the mnemonic.
    pub eth: P,
    /// For BLS keys.
    pub bls: P,
}

impl<P> Passwords<P> {
    /// Both, each put through a function.
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
        (None, None) => match until_answered(|remark| ask_or_none(&purpose, remark)) {
            Err(PasswordError::NoTerminal { .. } | PasswordError::NothingTyped { .. }) => Ok(None),
            answer => answer,
        },
        given => purpose.complete(given).map(Some),
    }
}

/// Asks once; nothing but Enter is an answer, too.
fn ask_or_none(purpose: &Purpose<Password>, remark: Remark<'_>) -> Result<Option<Passwords<Password>>, PasswordError> {
    let text = prompt("Password of the key files (Enter: check the public part only): ", &BOTH, remark)?;
    if text.is_empty() {
        return Ok(None);
    }
    let given = Given { text, from: None };
    Ok(Some(Passwords { eth: purpose.read(&given)?, bls: purpose.read(&given)? }))
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
    pub(super) ask: fn(&Names, Remark<'_>) -> Result<SecretText, PasswordError>,
    pub(super) parse: fn(&str) -> Result<P, Refused>,
}

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
        until_answered(|remark| {
            let given = Given { text: (self.ask)(names, remark)?, from: None };
            self.read(&given)?;
            Ok(given)
        })
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
