//! Reading and opening an encrypted file of any kind.

use std::path::Path;

use aztec_encrypted_keystore::{
    DecryptError, DecryptedSecret, EncryptedKeystore, MAX_FILE_BYTES, OpeningKeys, Password,
};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Edit, EditError};
use zeroize::Zeroizing;

use super::KeyError;
use crate::{
    cli::{NewPasswordArgs, PasswordArgs},
    files::OutputError,
    input::{
        KindPasswords, Kinds, PasswordError, SecretText, StdinOnce, passwords_of_kinds, read_secret, read_secret_file,
    },
};

pub(super) fn read(path: &Path, stdin: &mut StdinOnce) -> Result<EncryptedKeystore, KeyError> {
    // Read as a secret: it might be a file of plain keys, given by mistake.
    let text = read_secret("FILE", path, stdin)?;
    parse(path, text.as_bytes())
}

/// The same of a file that is to be replaced, with its text.
pub(super) fn read_file(path: &Path) -> Result<(SecretText, EncryptedKeystore), KeyError> {
    let text = read_secret_file("FILE", path)?;
    let file = parse(path, text.as_bytes())?;
    Ok((text, file))
}

/// The content of a file that is being edited.
pub(super) fn read_edited(path: &Path, edit: &Edit) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let failed = |source| OutputError::Edit(EditError::Open { path: path.to_owned(), source });
    Ok(edit.read(MAX_FILE_BYTES as u64).map_err(failed)?)
}

pub(super) fn parse(path: &Path, content: &[u8]) -> Result<EncryptedKeystore, KeyError> {
    EncryptedKeystore::from_json(content).map_err(|source| KeyError::Parse { path: path.to_owned(), source })
}

/// Refuses an address that would have no effect.
pub(super) fn check_address(
    path: &Path,
    file: &EncryptedKeystore,
    address: Option<NonZeroAddress>,
) -> Result<(), KeyError> {
    match (file, address) {
        (EncryptedKeystore::Eth(_), _) | (_, None) => Ok(()),
        _ => Err(KeyError::NoAddress { path: path.to_owned() }),
    }
}

/// Which kinds of files these are.
pub(super) fn kinds<'a>(files: impl IntoIterator<Item = &'a EncryptedKeystore>) -> Kinds {
    files.into_iter().fold(Kinds::default(), |kinds, file| match file {
        EncryptedKeystore::Bls(_) => Kinds { bls: true, ..kinds },
        _ => Kinds { eth: true, ..kinds },
    })
}

/// The password of the kind that a file is of.
pub(super) fn of_kind<'a, P>(passwords: &'a KindPasswords<P>, file: &EncryptedKeystore) -> Option<&'a P> {
    match file {
        EncryptedKeystore::Bls(_) => passwords.bls.as_ref(),
        _ => passwords.eth.as_ref(),
    }
}

/// The password of a single file.
pub(super) fn password_of(
    file: &EncryptedKeystore,
    args: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Password, KeyError> {
    let passwords = passwords_of_kinds(args, kinds([file]), stdin)?;
    Ok(passwords.eth.or(passwords.bls).expect("one kind of file was asked for"))
}

/// Refuses two options that name standard input, before any of them is read.
pub(super) fn stdin_of_both(old: &PasswordArgs, new: &NewPasswordArgs) -> Result<StdinOnce, KeyError> {
    Ok(StdinOnce::check([
        ("--password-file", old.password_file.as_ref()),
        ("--eth-password-file", old.eth_password_file.as_ref()),
        ("--bls-password-file", old.bls_password_file.as_ref()),
        ("--new-password-file", new.new_password_file.as_ref()),
        ("--new-eth-password-file", new.new_eth_password_file.as_ref()),
        ("--new-bls-password-file", new.new_bls_password_file.as_ref()),
    ])?)
}

/// What is missing where nobody can be asked.
pub(super) fn no_new_password(error: PasswordError) -> KeyError {
    match error {
        PasswordError::NoTerminal { .. } => KeyError::NoNewPassword,
        error => error.into(),
    }
}

/// The 32 bytes of a key; none of a mnemonic.
pub(super) fn secret_bytes(opened: &DecryptedSecret) -> Option<Zeroizing<[u8; 32]>> {
    match opened {
        DecryptedSecret::Eth(secret) => Some(secret.to_be_bytes()),
        DecryptedSecret::Bls { secret, .. } => Some(secret.to_be_bytes()),
        _ => None,
    }
}

/// Opens a file. `address` is for ETH keys whose file names none; where it does, both must agree.
pub(super) fn open(
    file: &EncryptedKeystore,
    keys: &OpeningKeys<'_>,
    address: Option<NonZeroAddress>,
) -> Result<DecryptedSecret, DecryptError> {
    match (file, address) {
        (EncryptedKeystore::Eth(file), Some(address)) => file.open_for(keys, address.get()).map(DecryptedSecret::Eth),
        _ => file.open(keys),
    }
}
