//! `keygen key change-password`.

use std::path::Path;

use aztec_encrypted_keystore::ReencryptError;
use aztec_staking_registry::NonZeroAddress;
use rand::rngs::SysRng;

use super::{
    KeyError,
    open::{check_address, kind, open, parse, read_edited, read_file},
};
use crate::{
    files::{begin_edit, replace},
    input::{PasswordError, StdinOnce, new_password, password_of_file},
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(
    path: &Path,
    password_file: Option<&Path>,
    address: Option<NonZeroAddress>,
    new_password_file: Option<&Path>,
) -> Result<(), KeyError> {
    if path == Path::new("-") {
        return Err(KeyError::NoFile);
    }
    let (old, new) = (password_file.map(Path::to_owned), new_password_file.map(Path::to_owned));
    let stdin = &mut StdinOnce::check([("--password-file", old.as_ref()), ("--new-password-file", new.as_ref())])?;
    let (text, file) = read_file(path)?;
    check_address(path, &file, address)?;
    let password = password_of_file(password_file, kind(&file), stdin)?;
    let decrypt = |source| KeyError::Decrypt { path: path.to_owned(), source };
    // Whoever has the wrong password learns it before a new one is asked for.
    let opened = open(&file, &password, address).map_err(decrypt)?;
    let new = new_password("--new-password-file", new_password_file, stdin).map_err(|error| match error {
        PasswordError::NoTerminal { .. } => KeyError::NoNewPassword,
        error => error.into(),
    })?;
    // From here on no other run can change the file. One that did so before has changed the password.
    let edit = begin_edit(path)?;
    let now = read_edited(path, &edit)?;
    let (file, opened) = if *now == *text.as_bytes() {
        (file, opened)
    } else {
        let file = parse(path, &now)?;
        check_address(path, &file, address)?;
        let opened = open(&file, &password, address).map_err(decrypt)?;
        (file, opened)
    };
    let rewritten = file.reencrypt(&opened, &new, &mut SysRng).map_err(|error| match error {
        ReencryptError::Encrypt(source) => KeyError::Encrypt(source),
        _ => KeyError::Differs { path: path.to_owned() },
    })?;
    replace(path, edit, rewritten.to_json().as_bytes())?;
    let report = format!("{} is encrypted under the new password; the old one opens copies only", Shown(path));
    Ok(output::result(&report, FILE_WRITTEN)?)
}
