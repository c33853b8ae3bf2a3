//! `keygen key change-password`.

use std::path::Path;

use aztec_encrypted_keystore::ReencryptError;
use aztec_staking_registry::NonZeroAddress;
use rand::rngs::SysRng;

use super::{
    KeyError,
    open::{check_address, kind, open, read},
};
use crate::{
    input::{PasswordError, StdinOnce, new_password, password_of_file},
    output::{self, FILE_WRITTEN, Shown},
    output_file::replace_secret,
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
    let file = read(path, stdin)?;
    check_address(path, &file, address)?;
    let password = password_of_file(password_file, kind(&file), stdin)?;
    let decrypt = |source| KeyError::Decrypt { path: path.to_owned(), source };
    let opened = open(&file, &password, address).map_err(decrypt)?;
    let new = new_password("--new-password-file", new_password_file, stdin).map_err(|error| match error {
        PasswordError::NoTerminal { .. } => KeyError::NoNewPassword,
        error => error.into(),
    })?;
    let rewritten = file.reencrypt(&opened, &new, &mut SysRng).map_err(|error| match error {
        ReencryptError::Encrypt(source) => KeyError::Encrypt(source),
        _ => KeyError::Differs { path: path.to_owned() },
    })?;
    replace_secret(path, rewritten.to_json().as_bytes())?;
    let report = format!("{} is encrypted under the new password; the old one opens copies only", Shown(path));
    Ok(output::result(&report, FILE_WRITTEN)?)
}
