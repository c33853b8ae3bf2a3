//! `keygen key export`.

use std::path::Path;

use aztec_encrypted_keystore::{DecryptedSecret, SecretKind};
use aztec_staking_registry::NonZeroAddress;
use zeroize::Zeroizing;

use super::{
    error::KeyError,
    open::{open, parse_file},
};
use crate::{
    command_error::CommandError,
    input::{StdinOnce, confirm, password_of_file, read_secret},
    output::{self, RUN_AGAIN},
};

pub(super) fn run(
    path: &Path,
    password_file: Option<&Path>,
    address: Option<NonZeroAddress>,
    yes: bool,
) -> Result<(), CommandError> {
    let stdin = &mut StdinOnce::default();
    let file = parse_file(path, read_secret("FILE", path, stdin)?.as_bytes(), address)?;
    if file.kind() == SecretKind::Mnemonic {
        return Err(KeyError::Mnemonic { path: path.to_owned() }.into());
    }
    let password = password_of_file(password_file, file.kind(), stdin)?;
    let secret = match open(path, &file, &password, address)? {
        DecryptedSecret::Eth(secret) => secret.to_be_bytes(),
        DecryptedSecret::Bls { secret, .. } => secret.to_be_bytes(),
        _ => return Err(KeyError::Mnemonic { path: path.to_owned() }.into()),
    };
    confirm(yes, "This shows the secret key, and whoever sees it can use it.")?;
    let mut digits = Zeroizing::new([0u8; 64]);
    let text = base16ct::lower::encode_str(&secret[..], &mut digits[..]).expect("64 digits hold 32 bytes");
    Ok(output::secret(&Zeroizing::new(format!("0x{text}")), RUN_AGAIN)?)
}
