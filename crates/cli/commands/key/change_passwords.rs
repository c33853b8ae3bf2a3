//! `keygen key change-password` of a whole batch: every file is encrypted anew in a directory beside `secret`, which then
//! takes its place in one step.

use std::{
    collections::BTreeSet,
    io::Write,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{
    DecryptedSecret, EncryptedKeystore, NewPassword, OpeningKeys, ReencryptError, ScryptCost,
};
use aztec_keystore_batch::{Layout, MARK};
use aztec_node_keystore::{Contents, MAX_BYTES, NodeKeystore};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Access, Staging, StagingError, create_dir, create_file, open_regular, paths_in, read_secret};
use rand::rngs::SysRng;
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::{
    batch_files::{DIRECTORIES, paths},
    error::KeyError,
    open::{kinds, no_new_password, of_kind, open, read_file, stdin_of_both},
};
use aztec_operator::{
    arguments::{NewPasswordArgs, PasswordArgs},
    command_error::CommandError,
    files::{self, OutputError, begin_edit},
    input::{KindPasswords, SecretText, new_passwords_of_kinds, passwords_of_kinds},
    interrupt, jobs,
    output::{self, FILE_WRITTEN, Shown},
};

/// A file as it was read.
type Read = (PathBuf, SecretText, EncryptedKeystore);

pub(super) fn run(
    batch: &Path,
    address: Option<NonZeroAddress>,
    old: &PasswordArgs,
    new: &NewPasswordArgs,
) -> Result<(), CommandError> {
    if address.is_some() {
        return Err(KeyError::AddressOfBatch { path: batch.to_owned() }.into());
    }
    let stdin = &mut stdin_of_both(old, new)?;
    let layout = Layout::new(batch);
    let read = |path: PathBuf| read_file(&path).map(|(text, file)| (path, text, file));
    let files = paths(batch)?.into_iter().map(read).collect::<Result<Vec<Read>, _>>()?;
    refuse_others(layout, &files)?;
    // While this is held, no coinbase is set in the file that is about to be exchanged.
    let edit = begin_edit(&layout.node_keystore())?;
    let node_keystore = edit
        .read(MAX_BYTES as u64)
        .map_err(|source| KeyError::Directory { path: layout.node_keystore(), source: source.into() })?;

    let kinds = kinds(files.iter().map(|(.., file)| file));
    let old = passwords_of_kinds(old, kinds, stdin)?;
    let old = old.as_ref().map(OpeningKeys::of);
    // Whoever has a wrong password learns it before a new one is asked for.
    for wanted in [false, true] {
        let first = files.iter().find(|(.., file)| matches!(file, EncryptedKeystore::Bls(_)) == wanted);
        if let Some((path, _, file)) = first {
            open_with(path, file, &old)?;
        }
    }
    let new = new_passwords_of_kinds(new, kinds, stdin).map_err(no_new_password)?;
    let pool = jobs::pool(None, ScryptCost::DEFAULT.memory_bytes()).map_err(KeyError::Threads)?;

    // An interrupt waits until the directory has its name, or is removed.
    let writing = interrupt::writing();
    files::remove_abandoned(&layout.secret());
    let staged = |source| OutputError::Staging { option: "", source };
    let mut staging = Staging::replacing(&layout.secret(), MARK).map_err(staged)?;
    let written = pool.install(|| write(layout, staging.path(), &files, &node_keystore, &old, &new));
    let ready = written.map_err(CommandError::from).and_then(|()| {
        unchanged(&files, &layout.node_keystore(), &node_keystore)?;
        Ok(interrupt::check()?)
    });
    let exchanged = ready.map(|()| staging.exchange());
    files::close(staging);
    drop(edit);
    let in_place = match &exchanged {
        Ok(Ok(())) => true,
        Ok(Err(error)) => StagingError::is_in_place(error),
        Err(_) => false,
    };
    let done = if in_place { writing.done([layout.secret().as_path()]) } else { Ok(()) };
    exchanged?.map_err(staged)?;
    done?;
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

/// The whole directory is exchanged, so that nothing may be in it which is not known here.
fn refuse_others(layout: Layout<'_>, files: &[Read]) -> Result<(), KeyError> {
    let mut known: BTreeSet<_> = files.iter().map(|(path, ..)| path.clone()).collect();
    known.insert(layout.node_keystore());
    known.extend(DIRECTORIES.map(|directory| layout.secret_file(directory)));
    let secret = layout.secret();
    let there = paths_in(&secret).map_err(|source| KeyError::Directory { path: secret.clone(), source })?;
    match there.into_iter().find(|path| !known.contains(path)) {
        Some(path) => Err(KeyError::Foreign { path }),
        None => Ok(()),
    }
}

fn open_with(
    path: &Path,
    file: &EncryptedKeystore,
    keys: &KindPasswords<OpeningKeys<'_>>,
) -> Result<DecryptedSecret, KeyError> {
    let keys = of_kind(keys, file).expect("every kind of file was asked for");
    open(file, keys, None).map_err(|source| KeyError::Decrypt { path: path.to_owned(), source })
}

/// Writes every file below `secret`, on all cores.
fn write(
    layout: Layout<'_>,
    secret: &Path,
    files: &[Read],
    node_keystore: &Zeroizing<Vec<u8>>,
    old: &KindPasswords<OpeningKeys<'_>>,
    new: &KindPasswords<NewPassword>,
) -> Result<(), KeyError> {
    let place = |path: &Path| secret.join(path.strip_prefix(layout.secret()).expect("all files are below secret"));
    for directory in DIRECTORIES.map(|directory| layout.secret_file(directory)) {
        if directory.is_dir() {
            let failed = |source| KeyError::Write { path: directory.clone(), source };
            create_dir(&place(&directory), Access::Secret).map_err(failed)?;
        }
    }
    put(&place(&layout.node_keystore()), &layout.node_keystore(), node_keystore)?;
    files.par_iter().try_for_each(|(path, _, file)| {
        let opened = open_with(path, file, old)?;
        let password = of_kind(new, file).expect("every kind of file was asked for");
        let rewritten = file.reencrypt(&opened, password, &mut SysRng).map_err(|error| match error {
            ReencryptError::Encrypt(source) => KeyError::Encrypt(source),
            _ => KeyError::Differs { path: path.clone() },
        })?;
        put(&place(path), path, rewritten.to_json().as_bytes())
    })
}

fn put(place: &Path, path: &Path, content: &[u8]) -> Result<(), KeyError> {
    let write = || {
        let mut file = create_file(place, Access::Secret)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(|source| KeyError::Write { path: path.to_owned(), source })
}

/// Nobody has changed a file meanwhile: the change would be lost.
fn unchanged(files: &[Read], node_keystore: &Path, before: &Zeroizing<Vec<u8>>) -> Result<(), CommandError> {
    let now = open_regular(node_keystore).and_then(|file| read_secret(&file, MAX_BYTES as u64));
    let now = now.map_err(|source| KeyError::Directory { path: node_keystore.to_owned(), source: source.into() })?;
    if now != *before {
        return Err(KeyError::Changed { path: node_keystore.to_owned() }.into());
    }
    for (path, text, _) in files {
        let (now, _) = read_file(path)?;
        if *now != **text {
            return Err(KeyError::Changed { path: path.clone() }.into());
        }
    }
    Ok(())
}
