//! Several outputs: all of them or none.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use durable_files::{Access, Mark, Outputs, StagedFile, Staging, StagingError, create_file};

const MARK: Mark = Mark { name: "made-by-a-test", text: "a test is writing here\n" };

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn directory(path: &Path) -> Staging {
    let staging = Staging::create(path, MARK).unwrap();
    let mut file: File = create_file(&staging.path().join("inside"), Access::Secret).unwrap();
    file.write_all(b"text").unwrap();
    file.sync_all().unwrap();
    staging
}

fn file(path: &Path) -> StagedFile {
    StagedFile::create(path, Access::Public, b"text").unwrap()
}

fn three(place: &Path) -> ([PathBuf; 3], Outputs) {
    let paths = ["a", "b", "c"].map(|name| place.join(name));
    let mut outputs = Outputs::new();
    outputs.add_directory(directory(&paths[0]));
    outputs.add_file(file(&paths[1]));
    outputs.add_file(file(&paths[2]));
    (paths, outputs)
}

#[test]
fn all_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let (paths, mut outputs) = three(dir.path());
    assert!(paths.iter().all(|path| !path.exists()));
    outputs.commit().unwrap();
    assert!(outputs.close().is_empty());
    assert_eq!(names(dir.path()), ["a", "b", "c"]);
    assert_eq!(fs::read(paths[0].join("inside")).unwrap(), b"text");
    assert_eq!(fs::read(&paths[2]).unwrap(), b"text");
}

#[test]
fn none_of_them_where_one_name_is_taken() {
    for taken in ["a", "b", "c"] {
        let dir = tempfile::tempdir().unwrap();
        let (_, mut outputs) = three(dir.path());
        fs::write(dir.path().join(taken), "theirs").unwrap();
        let failed = outputs.commit().unwrap_err();
        assert!(matches!(&failed, StagingError::Exists { path, .. } if path.ends_with(taken)), "{failed}");
        assert!(outputs.close().is_empty());
        assert_eq!(names(dir.path()), [taken]);
        assert_eq!(fs::read(dir.path().join(taken)).unwrap(), b"theirs");
    }
}

#[test]
fn without_a_commit_nothing_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let (_, outputs) = three(dir.path());
    drop(outputs);
    assert!(names(dir.path()).is_empty());
}

/// Taken back by whoever staged it, tried again, and put in place.
#[test]
fn a_second_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let (paths, mut outputs) = three(dir.path());
    fs::write(&paths[2], "theirs").unwrap();
    outputs.commit().unwrap_err();
    fs::remove_file(&paths[2]).unwrap();
    outputs.commit().unwrap();
    assert!(outputs.close().is_empty());
    assert_eq!(names(dir.path()), ["a", "b", "c"]);
}
