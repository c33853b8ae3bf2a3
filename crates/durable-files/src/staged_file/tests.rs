//! Single files that appear whole or not at all.

use std::{ffi::OsString, os::unix::fs::symlink};

use super::*;

fn names(directory: &Path) -> Vec<OsString> {
    let mut names: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[test]
fn a_new_file_replaces_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    write_new(&file, Access::Public, b"one").unwrap();
    assert!(matches!(write_new(&file, Access::Public, b"two"), Err(StagingError::Exists { .. })));
    symlink(dir.path().join("nowhere"), dir.path().join("link")).unwrap();
    let link = write_new(&dir.path().join("link"), Access::Public, b"two");
    assert!(matches!(link, Err(StagingError::Exists { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"one");
    assert_eq!(names(dir.path()), ["file", "link"]);
}

#[test]
fn a_name_that_appears_meanwhile_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    let staged = StagedFile::create(&file, Access::Public, b"two").unwrap();
    fs::write(&file, "one").unwrap();
    assert!(matches!(staged.commit(), Err(StagingError::Exists { existing: Existing::New, .. })));
    assert_eq!(fs::read(&file).unwrap(), b"one");
    assert_eq!(names(dir.path()), ["file"]);
}

#[test]
fn a_name_that_is_taken_is_refused_before_any_work() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("file"), "one").unwrap();
    symlink("nowhere", path("link")).unwrap();
    fs::create_dir(path("dir")).unwrap();
    for (name, expected) in [("file", Existing::File), ("link", Existing::Link), ("dir", Existing::Directory)] {
        let refused = StagedFile::create(&path(name), Access::Public, b"two").unwrap_err();
        assert!(matches!(refused, StagingError::Exists { existing, .. } if existing == expected), "{refused}");
    }
    // The name itself has room, the temporary one does not.
    let refused = StagedFile::create(&path(&"x".repeat(250)), Access::Public, b"two").unwrap_err();
    let too_long = io::ErrorKind::InvalidFilename;
    assert!(matches!(&refused, StagingError::Create { source, .. } if source.kind() == too_long), "{refused}");
}

#[test]
fn a_file_that_the_disk_does_not_confirm_is_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    let mut staged = StagedFile::create(&file, Access::Public, b"one").unwrap();
    staged.cannot_be_synced();
    assert!(staged.commit().unwrap_err().is_in_place());
    assert_eq!(fs::read(&file).unwrap(), b"one");
}

#[test]
fn a_directory_is_no_name_for_a_file() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["new/", "..", "/"] {
        let written = write_new(&dir.path().join(name), Access::Public, b"one");
        assert!(matches!(written, Err(StagingError::NoName { .. } | StagingError::Exists { .. })), "{name}");
    }
    assert!(names(dir.path()).is_empty());
}

#[test]
fn what_a_killed_run_left_is_named_and_stays() {
    let dir = tempfile::tempdir().unwrap();
    let name = OsStr::new("file");
    let (left, _unlocked) = create_temporary(dir.path(), name, Access::Secret).unwrap();
    let (_in_use, locked) = create_temporary(dir.path(), name, Access::Secret).unwrap();
    locked.lock().unwrap();
    fs::write(dir.path().join(".file.partial-backup"), "mine").unwrap();
    assert_eq!(left_behind(&dir.path().join("file")), [left.as_path()]);
    // The next run may have the same process number.
    write_new(&dir.path().join("file"), Access::Public, b"one").unwrap();
    assert!(left.exists());
    assert_eq!(names(dir.path()).len(), 4);
}

#[test]
fn what_is_discarded_is_removed_or_named() {
    let dir = tempfile::tempdir().unwrap();
    let staged = || StagedFile::create(&dir.path().join("file"), Access::Secret, b"7").unwrap();
    let file = staged();
    let temporary = file.temporary.clone();
    file.discard().unwrap();
    assert!(!temporary.exists());
    // Somebody else has removed it.
    let file = staged();
    fs::remove_file(&file.temporary).unwrap();
    file.discard().unwrap();
    // Somebody else has put a directory there, which is not removed as a file.
    let file = staged();
    let temporary = file.temporary.clone();
    fs::remove_file(&temporary).unwrap();
    fs::create_dir(&temporary).unwrap();
    let Leftover { path, committed, .. } = file.discard().unwrap_err();
    assert_eq!((path, committed), (temporary.clone(), false));
    assert!(temporary.is_dir());
}
