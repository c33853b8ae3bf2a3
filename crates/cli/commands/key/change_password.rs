//! `keygen key change-password`.

use std::path::Path;

use aztec_encrypted_keystore::ReencryptError;
use aztec_staking_registry::NonZeroAddress;
use rand::rngs::SysRng;

use super::{
    error::KeyError,
    open::{open, parse_file, read_edited},
};
use crate::{
    command_error::CommandError,
    files::{begin_edit, replace},
    input::{PasswordError, StdinOnce, new_password, password_of_file, read_secret_file},
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(
    path: &Path,
    password_file: Option<&Path>,
    address: Option<NonZeroAddress>,
    new_password_file: Option<&Path>,
) -> Result<(), CommandError> {
    if path == Path::new("-") {
        return Err(KeyError::NoFile.into());
    }
    let stdin =
        &mut StdinOnce::check([("--password-file", password_file), ("--new-password-file", new_password_file)])?;
    let text = read_secret_file("FILE", path)?;
    let file = parse_file(path, text.as_bytes(), address)?;
    let password = password_of_file(password_file, file.kind(), stdin)?;
    // Whoever has the wrong password learns it before a new one is asked for.
    let opened = open(path, &file, &password, address)?;
    let new = new_password("--new-password-file", new_password_file, stdin).map_err(|error| match error {
        PasswordError::NoTerminal { .. } => CommandError::from(KeyError::NoNewPassword),
        error => error.into(),
    })?;
    // From here on no other run can change the file. One that did so before has changed the password.
    let edit = begin_edit(path)?;
    let now = read_edited(path, &edit)?;
    let (file, opened) = if *now == *text.as_bytes() {
        (file, opened)
    } else {
        let file = parse_file(path, &now, address)?;
        let opened = open(path, &file, &password, address)?;
        (file, opened)
    };
    let rewritten = file.reencrypt(&opened, &new, &mut SysRng).map_err(|error| match error {
        ReencryptError::Encrypt(source) => KeyError::Encrypt(source),
        _ => KeyError::Differs { path: path.to_owned() },
    })?;
    replace(path, edit, rewritten.to_json().as_bytes())?;
    let report = format!("{} is encrypted under the new password; the old one opens only copies", Shown(path));
    Ok(output::result(&report, FILE_WRITTEN)?)
}
