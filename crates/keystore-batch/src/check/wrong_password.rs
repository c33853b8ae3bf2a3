//! A password that opens none of the files under it: then the password is wrong, and nothing is known of the files.

use std::{collections::BTreeSet, fmt, path::Path, path::PathBuf};

use aztec_encrypted_keystore::DecryptError;
use durable_files::what_is_at;

use super::BatchFault;
use crate::Layout;

/// The files that a password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFiles {
    /// All that are encrypted.
    All,
    /// ETH keys of attesters, publishers and the funding account, and the mnemonic.
    Eth,
    /// BLS keys.
    Bls,
}

impl fmt::Display for PasswordFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "the password opens none of the files",
            Self::Eth => "the password of the ETH keys opens none of their files",
            Self::Bls => "the password of the BLS keys opens none of their files",
        })
    }
}

/// Tells once of a password that opens none of its files, in place of every file that it does not open. `known` are the
/// files of the batch.
pub(super) fn tell_wrong_passwords(
    layout: Layout<'_>,
    known: &BTreeSet<PathBuf>,
    faults: Vec<BatchFault>,
) -> Vec<BatchFault> {
    let of = |file: &Path| {
        if file.starts_with(layout.secret_file(Layout::BLS)) { PasswordFiles::Bls } else { PasswordFiles::Eth }
    };
    let refused: BTreeSet<&Path> = faults.iter().filter_map(file_with_wrong_password).collect();
    let is_encrypted =
        |file: &&PathBuf| **file != layout.node_keystore() && what_is_at(file).is_ok_and(|at| at.is_some());
    let opens_none = |files: &PasswordFiles| {
        let mut its = known.iter().filter(is_encrypted).filter(|file| of(file) == *files).peekable();
        its.peek().is_some() && its.all(|file| refused.contains(&**file))
    };
    let wrong: Vec<_> = [PasswordFiles::Eth, PasswordFiles::Bls].into_iter().filter(opens_none).collect();
    let is_told = |fault: &BatchFault| file_with_wrong_password(fault).is_some_and(|file| wrong.contains(&of(file)));
    let mut told: Vec<_> =
        wrong.iter().map(|files| BatchFault::WrongPassword { directory: layout.secret(), files: *files }).collect();
    told.extend(faults.into_iter().filter(|fault| !is_told(fault)));
    told
}

fn file_with_wrong_password(fault: &BatchFault) -> Option<&Path> {
    match fault {
        BatchFault::Decrypt { file, source: DecryptError::WrongPassword } => Some(file),
        _ => None,
    }
}
