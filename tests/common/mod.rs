//! Driving the binary as users drive it.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::{
    fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const JUNK: &str = "test test test test test test test test test test test junk";
pub(crate) const PASSWORD: &str = "correct horse battery staple";
pub(crate) const OTHER_PASSWORD: &str = "another good password";

/// An empty directory to work in, with a password file and a mnemonic file.
pub(crate) struct Place {
    pub(crate) dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        place.secret_file("password", PASSWORD);
        place.secret_file("mnemonic", JUNK);
        place
    }

    /// With a batch of this many keys in `out`, not encrypted.
    pub(crate) fn with_batch(count: &str) -> Self {
        let place = Self::new();
        place.batch("out", &["--count", count, "--unencrypted"]).succeeds();
        place
    }

    /// With an encrypted batch of one key in `out`, another password in `other`, and the names of the two key files.
    pub(crate) fn with_key_files() -> (Self, String, String) {
        let place = Self::new();
        place.batch("out", &[]).succeeds();
        place.secret_file("other", OTHER_PASSWORD);
        let first = |folder: &str| {
            let file = files_below(&place.path(&format!("out/secret/{folder}"))).remove(0);
            file.strip_prefix(place.dir.path()).unwrap().to_str().unwrap().to_owned()
        };
        let (eth, bls) = (first("eth"), first("bls"));
        (place, eth, bls)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn secret_file(&self, name: &str, content: &str) {
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(self.path(name)).unwrap();
        writeln!(file, "{content}").unwrap();
    }

    /// Runs `keygen` here, without a terminal and without passwords in the environment.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[], "")
    }

    /// The same, with environment variables and a text on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Run {
        // A session of its own has no terminal, wherever the tests run.
        let mut child = Command::new("setsid")
            .arg("--wait")
            .arg(env!("CARGO_BIN_EXE_keygen"))
            .args(arguments)
            .current_dir(self.dir.path())
            .env_clear()
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that stops early does not read its input.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::from(child.wait_with_output().unwrap())
    }

    /// Runs `keygen` here with another standard output, without a terminal or input.
    pub(crate) fn run_into(&self, arguments: &[&str], stdout: impl Into<Stdio>) -> Run {
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(env!("CARGO_BIN_EXE_keygen")).args(arguments);
        command.current_dir(self.dir.path()).env_clear().stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped());
        Run::from(command.output().unwrap())
    }

    /// Runs `keygen` here under a tracer, every thread of it; see "injection" in the manual of strace.
    pub(crate) fn run_under(&self, mut strace: Command, options: &[&str], arguments: &[&str]) -> Run {
        strace.args(["--follow-forks", "--quiet=all"]).args(options).arg(env!("CARGO_BIN_EXE_keygen")).args(arguments);
        strace.current_dir(self.dir.path()).env_clear().stdin(Stdio::null());
        Run::from(strace.output().expect("this test needs strace: apt-get install strace"))
    }

    /// A batch from the known mnemonic, with the fast KDF.
    pub(crate) fn batch(&self, out: &str, more: &[&str]) -> Run {
        let mut arguments = vec!["batch", "--mnemonic-file", "mnemonic", "--out", out];
        if !more.contains(&"--unencrypted") {
            arguments.extend(["--password-file", "password", "--eth-kdf", "pbkdf2"]);
        }
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The names here, without the two files that every place has.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "password" && name != "mnemonic")
            .collect();
        names.sort();
        names
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).unwrap()).unwrap()
    }
}

/// What a run left.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// `strace` that can read what keygen passes to the system, and which files it has open.
///
/// keygen lets nobody look at it (`PR_SET_DUMPABLE`), so whoever is not root becomes root of a user namespace first. None, with a
/// word, where the system lets them not: in a `chroot`, or under a policy of the distribution.
#[allow(clippy::print_stderr, reason = "a test that is not run says so")]
pub(crate) fn tracer() -> Option<Command> {
    if rustix::process::geteuid().is_root() {
        return Some(Command::new("strace"));
    }
    let namespace = ["--user", "--map-root-user"];
    let works = Command::new("unshare").args(namespace).arg("true").output().is_ok_and(|run| run.status.success());
    if !works {
        eprintln!("NOT RUN: only root, also of a user namespace, can look into keygen");
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(namespace).arg("strace");
    Some(command)
}

impl Run {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.status, 0, "stderr: {}\nstdout: {}", self.stderr, self.stdout);
        self
    }

    /// Ends with this status and one line on standard error that has all of these in it.
    #[track_caller]
    pub(crate) fn refuses(self, status: i32, words: &[&str]) -> Self {
        assert_eq!(self.status, status, "stderr: {}\nstdout: {}", self.stderr, self.stdout);
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in: {}", self.stderr);
        }
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        // A line of the source that was continued wrongly.
        assert!(
            !self.stderr.lines().any(|line| line.starts_with("error: ") && line.contains("   ")),
            "{}",
            self.stderr
        );
        assert_eq!(self.stderr.matches("error: ").count(), 1, "{}", self.stderr);
        self
    }
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// All files below a directory, in the order of their paths.
pub(crate) fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}
