//! `keygen key change-password`.

use std::path::Path;

use aztec_encrypted_keystore::{
    EncryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, EthKdf, Kdf, NewPassword, ScryptCost,
};
use aztec_staking_registry::NonZeroAddress;
use rand::rngs::SysRng;

use super::{
    KeyError,
    open::{Opened, check_address, kind, open, parse, read_edited, read_file},
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
    let text = encrypt(&opened, eth_kdf(file.kdf()), &new)?;

    // What takes the old file's place has been opened before.
    let again = open(&parse(path, text.as_bytes())?, &new, address).map_err(decrypt)?;
    if !same(&opened, &again) {
        return Err(KeyError::Differs { path: path.to_owned() });
    }
    replace(path, edit, text.as_bytes())?;
    let report = format!("{} is encrypted under the new password; the old one opens copies only", Shown(path));
    Ok(output::result(&report, FILE_WRITTEN)?)
}

fn encrypt(opened: &Opened, kdf: EthKdf, password: &NewPassword) -> Result<String, EncryptError> {
    Ok(match opened {
        Opened::Eth(secret) => EncryptedEthKey::encrypt(secret, kdf, password, &mut SysRng)?.to_json(),
        Opened::Bls { secret, path } => EncryptedBlsKey::encrypt(secret, path, password, &mut SysRng)?.to_json(),
        Opened::Mnemonic(phrase) => EncryptedMnemonic::encrypt(phrase, password, &mut SysRng)?.to_json(),
    })
}

/// The same function as before; the same cost, or ours where the file's is not one that new files may have.
fn eth_kdf(kdf: Kdf) -> EthKdf {
    match kdf {
        Kdf::Pbkdf2(_) => EthKdf::Pbkdf2,
        Kdf::Scrypt(scrypt) => {
            let log_n = u8::try_from(scrypt.n().ilog2()).unwrap_or(u8::MAX);
            let usual = scrypt.r() == 8 && scrypt.p() == 1;
            EthKdf::Scrypt(ScryptCost::new(log_n).ok().filter(|_| usual).unwrap_or(ScryptCost::DEFAULT))
        }
    }
}

fn same(one: &Opened, other: &Opened) -> bool {
    match (one, other) {
        (Opened::Eth(one), Opened::Eth(other)) => **one == **other,
        (Opened::Bls { secret: one, path }, Opened::Bls { secret: other, path: other_path }) => {
            *one.to_be_bytes() == *other.to_be_bytes() && path == other_path
        }
        (Opened::Mnemonic(one), Opened::Mnemonic(other)) => **one == **other,
        _ => false,
    }
}
