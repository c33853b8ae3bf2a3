//! The encrypted files of a batch, read together, and written anew under other passwords.

use std::{fs, path::Path};

use aztec_encrypted_keystore::{EncryptedKeystore, NewPassword, OpeningKeys, SealingKeys};
use aztec_keystore_batch::{EncryptedFiles, EncryptedFilesError, FileKeys, NewFileKeys};

use crate::copied::{Copied, NODE};
use crate::made::{bls_keys, eth_keys};

const NONE: FileKeys<'static> = FileKeys { eth: None, bls: None };

fn both() -> FileKeys<'static> {
    FileKeys { eth: Some(eth_keys()), bls: Some(bls_keys()) }
}

#[test]
fn the_files_of_a_batch_in_their_order() {
    let copied = Copied::encrypted();
    let files = EncryptedFiles::read(&copied.root()).unwrap();
    let mut names: Vec<_> = ["eth", "bls", "publisher", "funding"]
        .iter()
        .flat_map(|directory| {
            copied
                .names(&format!("secret/{directory}"))
                .into_iter()
                .map(move |name| format!("secret/{directory}/{name}"))
        })
        .collect();
    names.push("secret/mnemonic.json".to_owned());
    let paths: Vec<_> = files.iter().map(|(path, _)| path.strip_prefix(copied.root()).unwrap().to_owned()).collect();
    assert_eq!(paths, names.iter().map(|name| Path::new(name).to_owned()).collect::<Vec<_>>());
    assert_eq!(files.len(), 10);
    let bls = files.iter().filter(|(_, content)| matches!(content, EncryptedKeystore::Bls(_))).count();
    assert_eq!(bls, 2);
    assert_eq!(EncryptedFiles::paths(&copied.root()).unwrap().len(), 10);
    let shown = format!("{files:?}");
    assert!(shown.contains("EncryptedFiles") && shown.contains("root") && !shown.contains("cipher"), "{shown}");
}

#[test]
fn directories_without_any() {
    let copied = Copied::plain();
    for root in [copied.root(), copied.path("public"), copied.path("missing")] {
        let none = EncryptedFiles::read(&root).unwrap_err();
        assert!(matches!(&none, EncryptedFilesError::None { directory } if *directory == root), "{none}");
    }
    let copied = Copied::encrypted();
    copied.write(&copied.key_file("bls", 3), "{}");
    let parse = EncryptedFiles::read(&copied.root()).unwrap_err();
    assert!(
        matches!(&parse, EncryptedFilesError::Parse { path, .. } if *path == copied.path(&copied.key_file("bls", 3)))
    );
}

#[test]
fn files_that_would_be_left_behind() {
    let copied = Copied::encrypted();
    let files = EncryptedFiles::read(&copied.root()).unwrap();
    files.refuse_others().unwrap();
    copied.write("secret/more.json", "{}");
    let foreign = files.refuse_others().unwrap_err();
    assert!(matches!(&foreign, EncryptedFilesError::Foreign { path } if *path == copied.path("secret/more.json")));
}

/// One file of each kind stands for all, and the others are not opened.
#[test]
fn passwords_are_tried() {
    let copied = Copied::encrypted();
    let files = EncryptedFiles::read(&copied.root()).unwrap();
    files.try_keys(both()).unwrap();
    let of = |name: &str, number| copied.path(&copied.key_file(name, number));
    let refused = |keys: FileKeys<'_>| files.try_keys(keys).unwrap_err();
    let first = refused(FileKeys { eth: Some(bls_keys()), ..both() });
    assert!(matches!(&first, EncryptedFilesError::Decrypt { path, .. } if *path == of("eth", 3)), "{first}");
    let first = refused(FileKeys { bls: Some(eth_keys()), ..both() });
    assert!(matches!(&first, EncryptedFilesError::Decrypt { path, .. } if *path == of("bls", 3)), "{first}");
    let none = refused(FileKeys { bls: None, ..both() });
    assert!(matches!(&none, EncryptedFilesError::NoPassword { path } if *path == of("bls", 3)), "{none}");
    assert!(matches!(refused(NONE), EncryptedFilesError::NoPassword { path } if path == of("eth", 3)));
}

#[test]
fn all_files_under_a_new_password() {
    let copied = Copied::encrypted_with_shared_publishers();
    let files = EncryptedFiles::read(&copied.root()).unwrap();
    let node = copied.text(NODE);
    let password = NewPassword::ascii("a new horse battery staple").unwrap();
    let sealing = SealingKeys::of(&password);
    let new = NewFileKeys { eth: Some(&sealing), bls: Some(&sealing) };
    let write = |name: &str, old, new| {
        let directory = copied.path(name);
        fs::create_dir(&directory).unwrap();
        files.write_under(&directory, node.as_bytes(), old, new).map(|()| directory)
    };
    let written = write("../new", both(), new).unwrap();
    let names = |directory: &Path| -> Vec<_> {
        let mut names: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&written), names(&copied.path("secret")));
    assert_eq!(fs::read_to_string(written.join("node_keystore.json")).unwrap(), node);
    // In the place of the old directory it makes a sound batch, which the new password opens.
    fs::remove_dir_all(copied.path("secret")).unwrap();
    fs::rename(&written, copied.path("secret")).unwrap();
    fs::set_permissions(copied.path("secret"), fs::metadata(copied.root()).unwrap().permissions()).unwrap();
    let keys = OpeningKeys::of(&password);
    let opened =
        aztec_keystore_batch::Secrets { eth_keys: Some(&keys), bls_keys: Some(&keys), ..crate::made::secrets() };
    assert_eq!(copied.faults_with(&opened), [""; 0]);

    // A password is missing, or is another one.
    let without = write("../more", both(), NewFileKeys { bls: None, ..new });
    assert!(matches!(without, Err(EncryptedFilesError::NoPassword { .. })), "{without:?}");
    let wrong = write("../again", FileKeys { bls: Some(eth_keys()), ..both() }, new);
    assert!(matches!(wrong, Err(EncryptedFilesError::Decrypt { .. })), "{wrong:?}");
    let there = files.write_under(&copied.path("../again"), node.as_bytes(), both(), new);
    assert!(matches!(there, Err(EncryptedFilesError::Write { .. })), "{there:?}");
}

#[test]
fn changes_that_others_make_meanwhile() {
    let copied = Copied::encrypted();
    let files = EncryptedFiles::read(&copied.root()).unwrap();
    let node = copied.text(NODE);
    let check = || files.check_unchanged(node.as_bytes());
    check().unwrap();
    copied.write(NODE, &(node.clone() + "\n"));
    assert!(matches!(check(), Err(EncryptedFilesError::Changed { path }) if path == copied.path(NODE)));
    copied.write(NODE, &node);
    let (one, other) = (copied.key_file("eth", 3), copied.key_file("eth", 4));
    let content = copied.text(&one);
    let changed = |error: Result<(), EncryptedFilesError>| {
        let error = error.unwrap_err();
        assert!(matches!(&error, EncryptedFilesError::Changed { path } if *path == copied.path(&one)), "{error}");
    };
    for now in [copied.text(&other), content.clone() + "\n", "{}".to_owned()] {
        copied.write(&one, &now);
        changed(check());
    }
    fs::remove_file(copied.path(&one)).unwrap();
    changed(check());
    copied.write(&one, &content);
    check().unwrap();
}
