//! Every set of closed streams, as a shell closes them. The test starts itself: the child tells what it saw by its exit status.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{env, process::Command, process::ExitCode};

use standard_streams::Stream;

const CHILD: &str = "--report-what-was-closed";

fn main() -> ExitCode {
    if env::args().nth(1).is_some_and(|argument| argument == CHILD) {
        return ExitCode::from(closed());
    }
    for expected in 0..8 {
        let closing: String = (0..3).filter(|bit| expected & (1 << bit) != 0).map(|bit| format!(" {bit}>&-")).collect();
        assert_eq!(status(&closing), expected, "{closing}");
    }
    // Where a result is thrown away on purpose, nothing is closed.
    assert_eq!(status(" </dev/null >/dev/null 2>/dev/null"), 0);
    ExitCode::SUCCESS
}

/// The streams that were closed, a bit for each. A closed one says its name.
fn closed() -> u8 {
    let bit = |(at, stream): (usize, Stream)| match stream.require() {
        Ok(()) => 0,
        Err(error) if error.to_string() == format!("{stream} is closed") => 1 << at,
        Err(_) => u8::MAX,
    };
    Stream::ALL.into_iter().enumerate().fold(0, |closed, stream| closed | bit(stream))
}

fn status(redirections: &str) -> i32 {
    let script = format!("exec \"$0\" {CHILD}{redirections}");
    let child = Command::new("sh").arg("-c").arg(script).arg(env::current_exe().unwrap()).status().unwrap();
    child.code().unwrap()
}
