//! Directories that appear whole or not at all.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{fs, io, os::unix::fs::symlink, path::Path};

use durable_files::{Existing, Mark, Staging, StagingError};

const MARK: Mark = Mark { name: "made-by-a-test", text: "a test is writing here\n" };

#[test]
fn a_target_is_checked_before_any_work() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("file"), "text").unwrap();
    symlink("nowhere", path("link")).unwrap();
    let refused = |name: &str| {
        let refused = Staging::check(&path(name)).unwrap_err();
        // Whoever does the work nevertheless hears the same.
        assert_eq!(Staging::create(&path(name), MARK).unwrap_err().to_string(), refused.to_string());
        refused
    };
    for (name, expected) in [("", Existing::Directory), ("file", Existing::File), ("link/", Existing::Link)] {
        assert!(matches!(refused(name), StagingError::Exists { existing, .. } if existing == expected), "{name}");
    }
    for (name, expected) in [("missing/out", "missing"), ("file/out", "file"), ("link/out", "link")] {
        assert!(matches!(refused(name), StagingError::NoParent { parent } if parent == path(expected)), "{name}");
    }
    assert!(matches!(refused(".."), StagingError::NoName { .. }));
    let too_long = |source: &io::Error| source.kind() == io::ErrorKind::InvalidFilename;
    assert!(matches!(refused(&"x".repeat(300)), StagingError::Create { source, .. } if too_long(&source)));
    Staging::check(&path("new")).unwrap();
    Staging::check(Path::new("new-beside-the-manifest-of-this-crate")).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

/// A process that is killed runs no destructor, and loses its locks.
#[test]
fn what_a_killed_run_left_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("out");
    let staging = Staging::create(&target, MARK).unwrap();
    fs::write(staging.path().join("file"), "half").unwrap();
    assert!(Staging::remove_abandoned(&target, MARK).is_empty(), "it is in use");
    let place = staging.path().parent().unwrap();
    let left = dir.path().join(".out.partial-1");
    fs::create_dir(&left).unwrap();
    fs::set_permissions(&left, fs::metadata(place).unwrap().permissions()).unwrap();
    for name in [MARK.name, "content"] {
        let copied = if name == "content" { fs::create_dir(left.join(name)) } else { fs::write(left.join(name), "") };
        copied.unwrap();
    }
    assert_eq!(Staging::remove_abandoned(&target, MARK), [left.as_path()]);
    assert!(!left.exists() && staging.path().join("file").exists());
    assert_eq!(fs::read_to_string(place.join(MARK.name)).unwrap(), MARK.text);
    assert!(Staging::remove_abandoned(Path::new("/"), MARK).is_empty());
}

#[test]
fn debug_names_the_target_and_the_temporary_place() {
    let dir = tempfile::tempdir().unwrap();
    let staging = Staging::create(&dir.path().join("out"), MARK).unwrap();
    let text = format!("{staging:?}");
    assert!(
        text.contains(&format!("{:?}", staging.target())) && text.contains(&format!("{:?}", staging.path())),
        "{text}"
    );
}
