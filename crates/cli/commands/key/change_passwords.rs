//! `keygen key change-password` of a whole batch: every file is encrypted anew in a directory beside `secret`, which then
//! takes its place in one step.

use std::path::Path;

use aztec_encrypted_keystore::{OpeningKeys, ScryptCost, SealingKeys};
use aztec_keystore_batch::{EncryptedFiles, FileKeys, Layout, NewFileKeys};
use aztec_node_keystore::{Contents, MAX_BYTES, NodeKeystore};
use aztec_operator::{
    arguments::{NewPasswordArgs, PasswordArgs},
    command_error::CommandError,
    files::{begin_edit, remove_abandoned, replace_directory},
    input::{Kinds, new_passwords_of_kinds, passwords_of_kinds, stdin_for_passwords},
    jobs,
    output::{self, FILE_WRITTEN, Shown},
};
use aztec_staking_registry::NonZeroAddress;

use super::{error::KeyError, open::no_new_password};

pub(super) fn run(
    batch: &Path,
    address: Option<NonZeroAddress>,
    salt_per_file: bool,
    old: &PasswordArgs,
    new: &NewPasswordArgs,
) -> Result<(), CommandError> {
    if address.is_some() {
        return Err(KeyError::AddressOfBatch { path: batch.to_owned() }.into());
    }
    let stdin = &mut stdin_for_passwords(old, new)?;
    let layout = Layout::new(batch);
    // First, because a run that was killed may have been killed when the new files were in place: then the old password that is
    // given opens nothing, and the copies that it does open would stay.
    remove_abandoned(&layout.secret());
    let files = EncryptedFiles::read(batch).map_err(KeyError::Files)?;
    files.refuse_others().map_err(KeyError::Files)?;
    // While this is held, no coinbase is set in the file that is about to be exchanged.
    let edit = begin_edit(&layout.node_keystore())?;
    let node_keystore = edit
        .read(MAX_BYTES as u64)
        .map_err(|source| KeyError::Directory { path: layout.node_keystore(), source: source.into() })?;

    let kinds = Kinds::of(files.iter().map(|(_, file)| file));
    let old = passwords_of_kinds(old, kinds, stdin)?;
    let old = old.as_ref().map(OpeningKeys::of);
    let old = FileKeys { eth: old.eth.as_ref(), bls: old.bls.as_ref() };
    // Whoever has a wrong password learns it before a new one is asked for.
    files.try_keys(old).map_err(KeyError::Files)?;
    let new = new_passwords_of_kinds(new, kinds, stdin).map_err(no_new_password)?;
    let keys = if salt_per_file { SealingKeys::with_salt_per_file } else { SealingKeys::of };
    let new = new.as_ref().map(keys);
    let new = NewFileKeys { eth: new.eth.as_ref(), bls: new.bls.as_ref() };
    let pool = jobs::pool(None, ScryptCost::DEFAULT.memory_bytes()).map_err(KeyError::Threads)?;

    replace_directory(&layout.secret(), |place| {
        let written = pool.install(|| files.write_under(place, &node_keystore, old, new));
        let ready = written.and_then(|()| files.check_unchanged(&node_keystore));
        ready.map_err(|error| CommandError::from(KeyError::Files(error)))
    })?;
    drop(edit);
    if std::str::from_utf8(&node_keystore).is_ok_and(names_passwords) {
        output::warn(&format!("{} has the old passwords in it", Shown(&layout.node_keystore())));
    }
    let report = format!(
        "{} files of {} are encrypted under the new passwords; the old ones open copies only. Render the node's file \
         again where it holds passwords",
        files.len(),
        Shown(batch)
    );
    Ok(output::result(&report, FILE_WRITTEN)?)
}

fn names_passwords(node_keystore: &str) -> bool {
    NodeKeystore::read(node_keystore).is_ok_and(|keystore| Contents::of(&keystore).passwords)
}
