//! A process that may open no more files. In a program of its own, as the limit holds for the whole process.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{
    fs::{self, File},
    os::fd::AsRawFd,
};

use durable_files::{Mark, Staging};
use rustix::{
    io::Errno,
    process::{Resource, Rlimit, getrlimit, setrlimit},
};

const MARK: Mark = Mark { name: "made-by-a-test", text: "a test is writing here\n" };

#[test]
fn what_could_not_be_removed_keeps_its_mark_and_goes_with_the_next_run() {
    const DEPTH: usize = 20;
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("out");
    let staging = Staging::create(&target, MARK).unwrap();
    let place = staging.path().parent().unwrap().to_owned();
    fs::create_dir_all(staging.path().join("deeper/".repeat(DEPTH))).unwrap();

    let limit = getrlimit(Resource::Nofile);
    let next = u64::try_from(File::open("/dev/null").unwrap().as_raw_fd()).unwrap();
    setrlimit(Resource::Nofile, Rlimit { current: Some(next + DEPTH as u64 / 2), ..limit }).unwrap();
    let closed = staging.close();
    setrlimit(Resource::Nofile, limit).unwrap();

    let left = closed.unwrap_err();
    assert_eq!(left.source.raw_os_error(), Some(Errno::MFILE.raw_os_error()));
    assert!(left.path == place && !left.committed, "{left}");
    assert!(place.join(MARK.name).is_file());
    assert_eq!(Staging::remove_abandoned(&target, MARK), [place]);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
