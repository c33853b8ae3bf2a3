//! `keygen key change-password`.

use std::path::Path;

use aztec_encrypted_keystore::{OpeningKeys, ReencryptError};
use aztec_staking_registry::NonZeroAddress;
use rand::rngs::SysRng;

use super::{
    error::KeyError,
    open::{no_new_password, parse_file, read_edited},
};
use aztec_operator::{
    arguments::{NewPasswordArgs, PasswordArgs},
    command_error::CommandError,
    files::{begin_edit, replace},
    input::{Kinds, new_passwords_of_kinds, password_of_kind, read_secret_file, stdin_for_passwords},
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(
    path: &Path,
    passwords: &PasswordArgs,
    address: Option<NonZeroAddress>,
    new_passwords: &NewPasswordArgs,
) -> Result<(), CommandError> {
    if path == Path::new("-") {
        return Err(KeyError::NoFile.into());
    }
    let stdin = &mut stdin_for_passwords(passwords, new_passwords)?;
    let text = read_secret_file("FILE", path)?;
    let file = parse_file(path, text.as_bytes(), address)?;
    let password = password_of_kind(&file, passwords, stdin)?;
    let keys = OpeningKeys::of(&password);
    let named = address.map(NonZeroAddress::get);
    let decrypt = |source| KeyError::Decrypt { path: path.to_owned(), source };
    // Whoever has the wrong password learns it before a new one is asked for.
    let opened = file.open_for(&keys, named).map_err(decrypt)?;
    let new = new_passwords_of_kinds(new_passwords, Kinds::of([&file]), stdin).map_err(no_new_password)?;
    let new = new.eth.or(new.bls).expect("one kind of file was asked for");
    // From here on no other run can change the file. One that did so before has changed the password.
    let edit = begin_edit(path)?;
    let now = read_edited(path, &edit)?;
    let (file, opened) = if *now == *text.as_bytes() {
        (file, opened)
    } else {
        let file = parse_file(path, &now, address)?;
        let opened = file.open_for(&keys, named).map_err(decrypt)?;
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
