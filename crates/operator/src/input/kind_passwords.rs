//! One password for ETH files and one for BLS files, asked for only where there are files of the kind.

use std::path::Path;

use aztec_encrypted_keystore::{EncryptedKeystore, NewPassword, Password};

use super::{
    error::InputError,
    password::{Given, Purpose, from_file, from_variables},
    password_error::PasswordError,
    password_names::{BLS, BOTH, ETH, Names},
    password_prompt::{ask_once, ask_twice},
    stdin_once::StdinOnce,
};
use crate::arguments::{NewPasswordArgs, PasswordArgs};

/// Which kinds of files there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kinds {
    /// ETH keys or a mnemonic.
    pub eth: bool,
    /// Of BLS keys.
    pub bls: bool,
}

impl Kinds {
    /// The kinds of these files.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a EncryptedKeystore>) -> Self {
        files.into_iter().fold(Self::default(), |kinds, file| match file {
            EncryptedKeystore::Bls(_) => Self { bls: true, ..kinds },
            _ => Self { eth: true, ..kinds },
        })
    }
}

/// The password of each kind; none where there are no such files.
pub struct KindPasswords<P> {
    /// Of ETH keys, publishers and the mnemonic.
    pub eth: Option<P>,
    /// Of BLS keys.
    pub bls: Option<P>,
}

impl<P> KindPasswords<P> {
    /// The same, borrowed.
    pub fn as_ref(&self) -> KindPasswords<&P> {
        KindPasswords { eth: self.eth.as_ref(), bls: self.bls.as_ref() }
    }

    /// The password for this file.
    pub fn of(&self, file: &EncryptedKeystore) -> Option<&P> {
        match file {
            EncryptedKeystore::Bls(_) => self.bls.as_ref(),
            _ => self.eth.as_ref(),
        }
    }

    /// Both, each put through a function.
    pub fn map<Q>(self, of: impl Fn(P) -> Q) -> KindPasswords<Q> {
        KindPasswords { eth: self.eth.map(&of), bls: self.bls.map(&of) }
    }
}

const NEW_BOTH: Names = Names { option: "--new-password-file", variable: None, files: "the files", shared: true };
const NEW_ETH: Names =
    Names { option: "--new-eth-password-file", variable: None, files: "the ETH key files", shared: false };
const NEW_BLS: Names =
    Names { option: "--new-bls-password-file", variable: None, files: "the BLS key files", shared: false };

/// Refuses two options for old and new passwords that name standard input, before any of them is read.
///
/// # Errors
///
/// Fails where two options name it.
pub fn stdin_for_passwords(old: &PasswordArgs, new: &NewPasswordArgs) -> Result<StdinOnce, InputError> {
    StdinOnce::check([
        ("--password-file", old.password_file.as_deref()),
        ("--eth-password-file", old.eth_password_file.as_deref()),
        ("--bls-password-file", old.bls_password_file.as_deref()),
        ("--new-password-file", new.new_password_file.as_deref()),
        ("--new-eth-password-file", new.new_eth_password_file.as_deref()),
        ("--new-bls-password-file", new.new_bls_password_file.as_deref()),
    ])
}

/// The password of a single encrypted file of any kind.
///
/// # Errors
///
/// Fails where there is no usable password.
///
/// # Panics
///
/// Never: the password of the file's kind is asked for.
pub fn password_of_kind(
    file: &EncryptedKeystore,
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Password, PasswordError> {
    let passwords = passwords_of_kinds(args, Kinds::of([file]), stdin)?;
    Ok(passwords.eth.or(passwords.bls).expect("one kind of file was asked for"))
}

/// The passwords of files that exist: from options, the environment, or typed once.
///
/// # Errors
///
/// Fails where there is no usable password.
pub fn passwords_of_kinds(
    args: &PasswordArgs,
    kinds: Kinds,
    stdin: &mut StdinOnce,
) -> Result<KindPasswords<Password>, PasswordError> {
    let purpose = Purpose { ask: ask_once, parse: Password::existing };
    let files = [&args.password_file, &args.eth_password_file, &args.bls_password_file];
    read(&purpose, [&BOTH, &ETH, &BLS], files.map(|file| file.as_deref()), kinds, stdin)
}

/// The passwords of files to be written: from options, or typed twice.
///
/// # Errors
///
/// Fails where there is no usable password, or it is too easy to guess.
pub fn new_passwords_of_kinds(
    args: &NewPasswordArgs,
    kinds: Kinds,
    stdin: &mut StdinOnce,
) -> Result<KindPasswords<NewPassword>, PasswordError> {
    let purpose = Purpose { ask: ask_twice, parse: NewPassword::ascii };
    let files = [&args.new_password_file, &args.new_eth_password_file, &args.new_bls_password_file];
    read(&purpose, [&NEW_BOTH, &NEW_ETH, &NEW_BLS], files.map(|file| file.as_deref()), kinds, stdin)
}

fn read<P>(
    purpose: &Purpose<P>,
    [of_both, of_eth, of_bls]: [&Names; 3],
    [both, eth, bls]: [Option<&Path>; 3],
    kinds: Kinds,
    stdin: &mut StdinOnce,
) -> Result<KindPasswords<P>, PasswordError> {
    let both = from_file(of_both, both, stdin)?;
    let mut given = |names, file, needed| match from_file(names, file, stdin)?.or_else(|| both.clone()) {
        None if needed => from_variables([names, of_both]),
        found => Ok(found),
    };
    let mut eth = given(of_eth, eth, kinds.eth)?;
    let mut bls = given(of_bls, bls, kinds.bls)?;
    match (kinds.eth && eth.is_none(), kinds.bls && bls.is_none()) {
        (true, true) => {
            let both = purpose.asked(of_both)?;
            (eth, bls) = (Some(both.clone()), Some(both));
        }
        (true, false) => eth = Some(purpose.asked(&one_of(of_eth, of_both, kinds))?),
        (false, true) => bls = Some(purpose.asked(&one_of(of_bls, of_both, kinds))?),
        (false, false) => {}
    }
    let read =
        |given: Option<Given>, needed: bool| given.filter(|_| needed).map(|given| purpose.read(&given)).transpose();
    Ok(KindPasswords { eth: read(eth, kinds.eth)?, bls: read(bls, kinds.bls)? })
}

/// Where all files are of one kind, nothing needs to be said of the other.
fn one_of(own: &Names, of_both: &Names, kinds: Kinds) -> Names {
    if kinds.eth && kinds.bls {
        return Names { ..*own };
    }
    Names { option: of_both.option, variable: own.variable, files: "the file", shared: false }
}
