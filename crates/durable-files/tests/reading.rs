//! Files that somebody may have put there to do harm.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use durable_files::{
    ReadError, open_file_or_pipe, open_regular, open_regular_following_links, read_bounded, read_secret, read_text,
    secret_text,
};
use rustix::io::Errno;

fn fifo(directory: &Path) -> PathBuf {
    let path = directory.join("fifo");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

fn link(directory: &Path, to: &Path) -> PathBuf {
    let path = directory.join(format!("link-{}", fs::read_dir(directory).unwrap().count()));
    symlink(to, &path).unwrap();
    path
}

/// None of these is waited for, and none is read.
#[test]
fn only_regular_files_are_opened() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "text").unwrap();
    let fifo = fifo(dir.path());
    for path in [&fifo, Path::new("/dev/zero"), Path::new("/dev/null")] {
        let linked = link(dir.path(), path);
        assert!(matches!(open_regular(path), Err(ReadError::NotRegular)), "{}", path.display());
        assert!(matches!(open_regular_following_links(path), Err(ReadError::NotRegular)), "{}", path.display());
        assert!(matches!(open_regular(&linked), Err(ReadError::Link)), "{}", path.display());
        assert!(matches!(open_regular_following_links(&linked), Err(ReadError::NotRegular)), "{}", path.display());
    }
    for open in [open_regular, open_regular_following_links, open_file_or_pipe] {
        assert!(matches!(open(dir.path()), Err(ReadError::Directory)));
        assert!(open(&dir.path().join("missing")).unwrap_err().is_missing());
        assert_eq!(read_text(&open(&file).unwrap(), 4).unwrap(), "text");
    }
    let linked = link(dir.path(), &file);
    assert!(matches!(open_regular(&linked), Err(ReadError::Link)));
    assert_eq!(read_text(&open_regular_following_links(&linked).unwrap(), 4).unwrap(), "text");
    // A link on the way to the file is no link to the file.
    let on_the_way = link(dir.path(), dir.path());
    assert!(open_regular(&on_the_way.join("file")).is_ok());
    // Links that lead to each other, or nowhere, lead to nothing.
    let circle = dir.path().join("circle");
    symlink("circle", &circle).unwrap();
    let error = open_regular(&circle.join("file")).unwrap_err();
    assert!(error.names_nothing() && !error.is_refusal() && !error.is_missing(), "{error}");
    let nowhere = link(dir.path(), &dir.path().join("missing"));
    assert!(open_regular_following_links(&nowhere).unwrap_err().is_missing());
}

#[test]
fn a_pipe_is_read_where_that_makes_sense() {
    let dir = tempfile::tempdir().unwrap();
    let fifo = fifo(dir.path());
    let content = vec![7; 200_000];
    thread::scope(|scope| {
        let (path, content) = (&fifo, &content);
        scope.spawn(move || File::options().write(true).open(path).unwrap().write_all(content).unwrap());
        let file = open_file_or_pipe(path).unwrap();
        assert_eq!(*read_secret(&file, 200_000).unwrap(), *content);
    });
}

#[test]
fn nothing_is_read_beyond_the_limit() {
    let zero = open_file_or_pipe(Path::new("/dev/zero")).unwrap();
    assert!(matches!(read_secret(&zero, 1000), Err(ReadError::TooLarge { limit: 1000 })));
    // At every size around a growth, also where the file says less than it gives.
    for size in [0, 1, 999, 1000, 65_535, 65_536, 65_537, 131_073, 200_000] {
        for expected in [0, 1, size, 1 << 40] {
            let whole = read_bounded(io::repeat(1).take(size), size, expected).unwrap();
            assert_eq!(whole.len() as u64, size);
            assert!(whole.iter().all(|byte| *byte == 1));
            if size > 0 {
                let limit = size - 1;
                let more = read_bounded(io::repeat(1).take(size), limit, expected);
                assert!(matches!(more, Err(ReadError::TooLarge { limit: actual }) if actual == limit));
            }
        }
    }
}

#[test]
fn what_is_no_text() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, [b'a', 0xff]).unwrap();
    assert!(matches!(read_text(&open_regular(&file).unwrap(), 10), Err(ReadError::NotText)));
}

/// A limit that no memory could hold is no reason to end the process.
#[test]
fn more_memory_than_there_is() {
    let read = read_bounded(io::empty(), u64::MAX, u64::MAX);
    assert!(matches!(read, Err(ReadError::System(error)) if error.kind() == io::ErrorKind::OutOfMemory));
}

/// A source that is interrupted before every part, and then fails or ends.
struct Interrupted {
    parts: Vec<io::Result<usize>>,
}

impl Read for Interrupted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.parts.pop().unwrap_or(Ok(0))?;
        buffer[..count].fill(7);
        Ok(count)
    }
}

#[test]
fn an_interrupt_is_no_end_and_a_failure_is_one() {
    let interrupt = || Err(io::ErrorKind::Interrupted.into());
    let whole = read_bounded(Interrupted { parts: vec![interrupt(), Ok(2), interrupt(), Ok(1)] }, 10, 0).unwrap();
    assert_eq!(whole.as_slice(), [7, 7, 7]);
    let failing = Interrupted { parts: vec![Ok(2), Err(io::ErrorKind::ConnectionReset.into()), Ok(1)] };
    let failed = read_bounded(failing, 10, 0);
    assert!(matches!(failed, Err(ReadError::System(error)) if error.kind() == io::ErrorKind::ConnectionReset));
}

#[test]
fn what_is_not_there_is_told_from_what_is_refused() {
    let system = |errno: Errno| ReadError::System(io::Error::from_raw_os_error(errno.raw_os_error()));
    for errno in [Errno::NOENT, Errno::NOTDIR, Errno::NAMETOOLONG, Errno::LOOP] {
        let error = system(errno);
        assert!(error.names_nothing() && !error.is_refusal(), "{error}");
        assert_eq!(error.is_missing(), errno == Errno::NOENT);
        assert_eq!(error.with_remedy(), "there is no such file; check the path");
    }
    let refused = system(Errno::ACCESS);
    assert!(refused.is_refusal() && !refused.names_nothing() && !refused.is_missing());
    assert_eq!(
        refused.with_remedy(),
        "cannot be read (Permission denied (os error 13)); check the path and its permissions"
    );
    let link = ReadError::Link;
    assert!(!link.is_refusal() && !link.names_nothing() && !link.is_missing());
    assert_eq!(link.with_remedy(), "cannot be read (this is a symbolic link); check the path and its permissions");
}

#[test]
fn as_an_error_of_the_system_it_keeps_its_kind() {
    let kind = |error: ReadError| io::Error::from(error).kind();
    assert_eq!(kind(ReadError::System(io::ErrorKind::NotFound.into())), io::ErrorKind::NotFound);
    assert_eq!(kind(ReadError::Directory), io::ErrorKind::IsADirectory);
    assert_eq!(kind(ReadError::TooLarge { limit: 1 }), io::ErrorKind::FileTooLarge);
    assert_eq!(kind(secret_text(vec![0xff].into()).unwrap_err()), io::ErrorKind::InvalidData);
    assert_eq!(io::Error::from(ReadError::Link).to_string(), "this is a symbolic link");
}
