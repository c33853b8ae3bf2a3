//! `keygen key export`.

use std::path::Path;

use aztec_encrypted_keystore::{EncryptedKeystore, OpeningKeys};
use aztec_staking_registry::NonZeroAddress;
use zeroize::Zeroizing;

use super::{
    KeyError,
    open::{check_address, open, password_of, read, secret_bytes},
};
use crate::{
    cli::PasswordArgs,
    input::{StdinOnce, confirm},
    output::{self, RUN_AGAIN},
};

pub(super) fn run(
    path: &Path,
    passwords: &PasswordArgs,
    address: Option<NonZeroAddress>,
    yes: bool,
) -> Result<(), KeyError> {
    let stdin = &mut StdinOnce::default();
    let file = read(path, stdin)?;
    if matches!(file, EncryptedKeystore::Mnemonic(_)) {
        return Err(KeyError::Mnemonic { path: path.to_owned() });
    }
    check_address(path, &file, address)?;
    let password = password_of(&file, passwords, stdin)?;
    let decrypt = |source| KeyError::Decrypt { path: path.to_owned(), source };
    let opened = open(&file, &OpeningKeys::of(&password), address).map_err(decrypt)?;
    let secret = secret_bytes(&opened).ok_or_else(|| KeyError::Mnemonic { path: path.to_owned() })?;
    confirm(yes, "This shows the secret key, and whoever sees it can use it.")?;
    let mut digits = Zeroizing::new([0u8; 64]);
    let text = base16ct::lower::encode_str(&secret[..], &mut digits[..]).expect("64 digits hold 32 bytes");
    Ok(output::secret(&Zeroizing::new(format!("0x{text}")), RUN_AGAIN)?)
}
