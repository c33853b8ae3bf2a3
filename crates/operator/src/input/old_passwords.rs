//! The passwords of key files that another tool has written, where they do not stand beside the paths.

use aztec_encrypted_keystore::Password;
use aztec_node_keystore::{BlsKeySource, EthKeySource, NodeKeystore};

use super::{
    password::{Given, Purpose, from_file},
    password_error::PasswordError,
    password_names::Names,
    password_prompt::ask_once,
    stdin_once::StdinOnce,
};
use crate::{
    arguments::OldPasswordArgs,
    exit_status::{BAD_INPUT, ExitStatus},
};

/// What opens the files; none where no file needs it.
pub struct OldPasswords {
    /// Of ETH keys, publishers and the mnemonic.
    pub eth: Option<Password>,
    /// Of BLS keys.
    pub bls: Option<Password>,
}

const BOTH: Names =
    Names { option: "--old-password-file", variable: None, files: "the key files to import", shared: false };
const ETH: Names =
    Names { option: "--old-eth-password-file", variable: None, files: "the ETH key files to import", shared: false };
const BLS: Names =
    Names { option: "--old-bls-password-file", variable: None, files: "the BLS key files to import", shared: false };

/// The passwords that open the files to import: from the files that options name, else asked for.
///
/// # Errors
///
/// Fails where there is no usable password.
pub fn old_passwords(
    args: &OldPasswordArgs,
    keystore: &NodeKeystore,
    stdin: &mut StdinOnce,
) -> Result<OldPasswords, OldPasswordsError> {
    let needs_eth = keystore.eth_keys().any(|(_, key)| matches!(key, EthKeySource::File(_)));
    let needs_bls = keystore.validators.iter().any(|validator| matches!(validator.bls, Some(BlsKeySource::File(_))));
    let OldPasswordArgs { old_password_file, old_eth_password_file, old_bls_password_file } = args;
    for (option, named, needed) in [
        (BOTH.option, old_password_file, needs_eth || needs_bls),
        (ETH.option, old_eth_password_file, needs_eth),
        (BLS.option, old_bls_password_file, needs_bls),
    ] {
        if named.is_some() && !needed {
            return Err(OldPasswordsError::Unused { option });
        }
    }
    let both = from_file(&BOTH, old_password_file.as_deref(), stdin)?;
    let eth = from_file(&ETH, old_eth_password_file.as_deref(), stdin)?.or_else(|| both.clone());
    let bls = from_file(&BLS, old_bls_password_file.as_deref(), stdin)?.or(both);
    let purpose = Purpose { ask: ask_once, parse: Password::existing };
    let (eth, bls) = match (eth, bls) {
        (None, None) if needs_eth && needs_bls => {
            let both = purpose.asked(&BOTH)?;
            (Some(both.clone()), Some(both))
        }
        (eth, bls) => (asked(&purpose, &ETH, eth, needs_eth)?, asked(&purpose, &BLS, bls, needs_bls)?),
    };
    let read = |given: Option<Given>| given.map(|given| purpose.read(&given)).transpose();
    Ok(OldPasswords { eth: read(eth)?, bls: read(bls)? })
}

fn asked(
    purpose: &Purpose<Password>,
    names: &Names,
    given: Option<Given>,
    needed: bool,
) -> Result<Option<Given>, PasswordError> {
    if given.is_none() && needed { purpose.asked(names).map(Some) } else { Ok(given) }
}

/// Why the files cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OldPasswordsError {
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// An option that would have no effect.
    #[error("{option}: no key that it would open is in an encrypted file without a password; leave the option out")]
    Unused {
        /// The option that named it.
        option: &'static str,
    },
}

impl ExitStatus for OldPasswordsError {
    fn status(&self) -> u8 {
        match self {
            Self::Password(error) => error.status(),
            Self::Unused { .. } => BAD_INPUT,
        }
    }
}
