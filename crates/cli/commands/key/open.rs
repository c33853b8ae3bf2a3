//! Reading and opening an encrypted file of any kind.

use std::path::Path;

use aztec_encrypted_keystore::{
    DecryptError, DecryptedSecret, EncryptedKeystore, MAX_FILE_BYTES, OpeningKeys, Password, SecretKind,
};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Edit, EditError};
use zeroize::Zeroizing;

use super::error::KeyError;
use aztec_operator::{
    arguments::{NewPasswordArgs, PasswordArgs},
    command_error::CommandError,
    files::OutputError,
    input::{InputError, KindPasswords, Kinds, PasswordError, SecretText, StdinOnce, passwords_of_kinds},
};

/// The content of a file that is being edited.
pub(super) fn read_edited(path: &Path, edit: &Edit) -> Result<Zeroizing<Vec<u8>>, OutputError> {
    let failed = |source| OutputError::Edit(EditError::Open { path: path.to_owned(), source });
    edit.read(MAX_FILE_BYTES as u64).map_err(failed)
}

/// The file with this content. An address that would have no effect is refused.
pub(super) fn parse_file(
    path: &Path,
    content: &[u8],
    address: Option<NonZeroAddress>,
) -> Result<EncryptedKeystore, KeyError> {
    let path = path.to_owned();
    match EncryptedKeystore::from_json(content) {
        Ok(file) if address.is_some() && file.kind() != SecretKind::EthKey => Err(KeyError::NoAddress { path }),
        Ok(file) => Ok(file),
        Err(source) => Err(KeyError::Parse { path, source }),
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
) -> Result<Password, PasswordError> {
    let passwords = passwords_of_kinds(args, kinds([file]), stdin)?;
    Ok(passwords.eth.or(passwords.bls).expect("one kind of file was asked for"))
}

/// Refuses two options that name standard input, before any of them is read.
pub(super) fn stdin_of_both(old: &PasswordArgs, new: &NewPasswordArgs) -> Result<StdinOnce, InputError> {
    StdinOnce::check([
        ("--password-file", old.password_file.as_deref()),
        ("--eth-password-file", old.eth_password_file.as_deref()),
        ("--bls-password-file", old.bls_password_file.as_deref()),
        ("--new-password-file", new.new_password_file.as_deref()),
        ("--new-eth-password-file", new.new_eth_password_file.as_deref()),
        ("--new-bls-password-file", new.new_bls_password_file.as_deref()),
    ])
}

/// What is missing where nobody can be asked.
pub(super) fn no_new_password(error: PasswordError) -> CommandError {
    match error {
        PasswordError::NoTerminal { .. } => KeyError::NoNewPassword.into(),
        error => error.into(),
    }
}

/// A key as `0x` and 64 digits; none of a mnemonic.
pub(super) fn key_text(opened: &DecryptedSecret) -> Option<SecretText> {
    // The bytes stay where they are made and wiped: handed on, they would leave a copy on the stack.
    match opened {
        DecryptedSecret::Eth(secret) => Some(hex(&secret.to_be_bytes())),
        DecryptedSecret::Bls { secret, .. } => Some(hex(&secret.to_be_bytes())),
        _ => None,
    }
}

fn hex(bytes: &[u8; 32]) -> SecretText {
    let mut digits = Zeroizing::new([0u8; 64]);
    let digits = base16ct::lower::encode_str(bytes, &mut digits[..]).expect("64 digits hold 32 bytes");
    let mut text = Zeroizing::new(String::with_capacity(66));
    text.push_str("0x");
    text.push_str(digits);
    text
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
