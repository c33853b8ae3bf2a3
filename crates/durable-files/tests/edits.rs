//! Files that are edited in place, by many at once.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink},
    path::Path,
    thread,
    time::Duration,
};

use durable_files::{Edit, EditError, ReadError};

const PATIENCE: Duration = Duration::from_secs(60);
const LIMIT: u64 = 1 << 20;

fn append(path: &Path, line: &str) {
    let edit = Edit::begin(path, PATIENCE).unwrap();
    let mut content = edit.read(LIMIT).unwrap().to_vec();
    content.extend_from_slice(line.as_bytes());
    edit.replace(&content).unwrap();
}

/// Each edit puts another file in the place of the one that the others wait for.
#[test]
fn no_change_is_lost() {
    const THREADS: usize = 8;
    const EDITS: usize = 25;
    let dir = tempfile::tempdir().unwrap();
    let (file, link) = (dir.path().join("file"), dir.path().join("link"));
    fs::write(&file, "").unwrap();
    symlink("file", &link).unwrap();
    thread::scope(|scope| {
        for thread in 0..THREADS {
            // By two names, which lead to one file.
            let path = if thread % 2 == 0 { &file } else { &link };
            scope.spawn(move || (0..EDITS).for_each(|edit| append(path, &format!("{thread} {edit}\n"))));
        }
    });
    let mut actual: Vec<_> = fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    actual.sort();
    let lines = |thread| (0..EDITS).map(move |edit| format!("{thread} {edit}"));
    let mut expected: Vec<_> = (0..THREADS).flat_map(lines).collect();
    expected.sort();
    assert_eq!(actual, expected);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[test]
fn a_replaced_file_is_for_the_owner_alone_and_a_link_stays_one() {
    let dir = tempfile::tempdir().unwrap();
    let (file, link) = (dir.path().join("file"), dir.path().join("link"));
    fs::write(&file, "one").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    symlink("file", &link).unwrap();
    let edit = Edit::begin(&link, PATIENCE).unwrap();
    assert_eq!(edit.read(LIMIT).unwrap().as_slice(), b"one");
    edit.replace(b"two").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"two");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn whoever_does_not_end_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "one").unwrap();
    let first = Edit::begin(&file, PATIENCE).unwrap();
    let second = Edit::begin(&file, Duration::from_millis(50));
    assert!(matches!(second, Err(EditError::Busy { .. })), "{second:?}");
    drop(first);
    Edit::begin(&file, Duration::ZERO).unwrap();
}

/// A text editor knows nothing of the lock.
#[test]
fn what_another_program_writes_meanwhile_stays() {
    let dir = tempfile::tempdir().unwrap();
    let (file, other) = (dir.path().join("file"), dir.path().join("other"));
    fs::write(&file, "one").unwrap();
    let edit = Edit::begin(&file, PATIENCE).unwrap();
    fs::write(&file, "longer than before").unwrap();
    assert!(matches!(edit.replace(b"two"), Err(EditError::Changed { .. })));
    let edit = Edit::begin(&file, PATIENCE).unwrap();
    fs::write(&other, "longer than before").unwrap();
    fs::rename(&other, &file).unwrap();
    assert!(matches!(edit.replace(b"two"), Err(EditError::Changed { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"longer than before");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_link_that_leads_elsewhere_meanwhile_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("one"), "one").unwrap();
    fs::write(path("two"), "two").unwrap();
    symlink("one", path("link")).unwrap();
    let edit = Edit::begin(&path("link"), PATIENCE).unwrap();
    symlink("two", path("new")).unwrap();
    fs::rename(path("new"), path("link")).unwrap();
    assert!(matches!(edit.replace(b"three"), Err(EditError::Changed { .. })));
    assert_eq!((fs::read(path("one")).unwrap(), fs::read(path("two")).unwrap()), (b"one".to_vec(), b"two".to_vec()));
}

/// Root may give files away, as it does in CI; everybody else keeps what is its own.
#[test]
fn a_replaced_file_keeps_its_owner() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "one").unwrap();
    let ours = fs::metadata(&file).unwrap();
    let (uid, gid) = if ours.uid() == 0 { (4321, 1234) } else { (ours.uid(), ours.gid()) };
    chown(&file, Some(uid), Some(gid)).unwrap();
    append(&file, " two");
    let actual = fs::metadata(&file).unwrap();
    assert_eq!((actual.uid(), actual.gid()), (uid, gid));
    assert_eq!(fs::read(&file).unwrap(), b"one two");
}

#[test]
fn only_a_file_can_be_edited() {
    let dir = tempfile::tempdir().unwrap();
    symlink("/dev/zero", dir.path().join("endless")).unwrap();
    let begin = |name: &str| Edit::begin(&dir.path().join(name), Duration::ZERO).unwrap_err();
    assert!(matches!(begin("endless"), EditError::Open { source: ReadError::NotRegular, .. }));
    assert!(matches!(begin("."), EditError::Open { source: ReadError::Directory, .. }));
    assert!(matches!(begin("missing"), EditError::Open { source, .. } if source.is_missing()));
}

/// What leads to the file is gone, and then it is something through which no path leads, which is another thing to say.
#[test]
fn the_way_to_the_file_changes_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let (file, links) = (dir.path().join("file"), dir.path().join("links"));
    fs::write(&file, "one").unwrap();
    fs::create_dir(&links).unwrap();
    let link = links.join("link");
    let begin = || {
        std::os::unix::fs::symlink(&file, &link).unwrap();
        Edit::begin(&link, Duration::from_secs(5)).unwrap()
    };
    let edit = begin();
    fs::remove_file(&link).unwrap();
    assert!(matches!(edit.replace(b"two"), Err(EditError::Changed { .. })));
    let edit = begin();
    fs::remove_dir_all(&links).unwrap();
    fs::write(&links, "").unwrap();
    assert!(matches!(edit.replace(b"two"), Err(EditError::Write { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"one");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}
