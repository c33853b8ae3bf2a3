//! The password of a single file.

use std::path::Path;

use aztec_encrypted_keystore::{NewPassword, Password};

use super::{
    password::{Purpose, from_file, from_variables},
    password_error::PasswordError,
    password_names::{BOTH, ETH, Names},
    password_prompt::{ask_once, ask_twice},
    stdin_once::StdinOnce,
};

/// The password that opens an ETH key or a mnemonic: from `--password-file`, else from the environment, else asked for once.
///
/// # Errors
///
/// Fails where there is no usable password.
pub fn password_of_file(file: Option<&Path>, stdin: &mut StdinOnce) -> Result<Password, PasswordError> {
    let purpose = Purpose { ask: ask_once, parse: Password::existing };
    let names = Names { option: "--password-file", files: "the file", shared: false, ..ETH };
    let given = from_file(&names, file, stdin)?;
    let given = if given.is_some() { given } else { from_variables([&names, &BOTH])? };
    purpose.read_or_ask(given, &names)
}

/// The password of a file to be written: from the file that `option` names, else asked for twice.
///
/// # Errors
///
/// Fails where there is no usable password, or it is too easy to guess.
pub fn new_password(
    option: &'static str,
    file: Option<&Path>,
    stdin: &mut StdinOnce,
) -> Result<NewPassword, PasswordError> {
    let purpose = Purpose { ask: ask_twice, parse: NewPassword::ascii };
    let names = Names { option, variable: None, files: "the file", shared: false };
    purpose.read_or_ask(from_file(&names, file, stdin)?, &names)
}
