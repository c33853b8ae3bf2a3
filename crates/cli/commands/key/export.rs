//! `keygen key export`.

use std::path::Path;

use aztec_encrypted_keystore::{OpeningKeys, SecretKind};
use aztec_staking_registry::NonZeroAddress;

use super::{error::KeyError, open::parse_file};
use aztec_operator::{
    arguments::PasswordArgs,
    command_error::CommandError,
    input::{StdinOnce, confirm, password_of_kind, read_secret},
    output::{self, RUN_AGAIN},
};

pub(super) fn run(
    path: &Path,
    passwords: &PasswordArgs,
    address: Option<NonZeroAddress>,
    yes: bool,
) -> Result<(), CommandError> {
    let stdin = &mut StdinOnce::default();
    // Read as a secret: it might be a file of plain keys, given by mistake.
    let file = parse_file(path, read_secret("FILE", path, stdin)?.as_bytes(), address)?;
    if file.kind() == SecretKind::Mnemonic {
        return Err(KeyError::Mnemonic { path: path.to_owned() }.into());
    }
    let password = password_of_kind(&file, passwords, stdin)?;
    let decrypt = |source| KeyError::Decrypt { path: path.to_owned(), source };
    let opened = file.open_for(&OpeningKeys::of(&password), address.map(NonZeroAddress::get)).map_err(decrypt)?;
    let key = opened.key_text().ok_or_else(|| KeyError::Mnemonic { path: path.to_owned() })?;
    confirm(yes, "This shows the secret key, and whoever sees it can use it.")?;
    Ok(output::secret(&key, RUN_AGAIN)?)
}
