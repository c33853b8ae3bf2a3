//! A program that denies itself the network, programs and files is refused them; one that does not, is not.
//!
//! What is denied cannot be had back, so each case is a process of its own: this test, started again by itself.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and its child reports by printing"
)]

use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    io::{self, ErrorKind},
    net::{TcpListener, TcpStream, UdpSocket},
    os::unix::net::UnixStream,
    path::Path,
    process::{Command, ExitCode},
    thread,
};

use aztec_ceremony_machine::sandbox::{Layer, deny_calls, deny_writing};

fn main() -> ExitCode {
    if let Ok(layers) = env::var("LAYERS") {
        return attempt(&layers);
    }
    nothing_is_refused_without_it();
    calls_are_refused();
    writing_is_refused();
    ExitCode::SUCCESS
}

/// Everything that may be tried, by name. `allowed` and `elsewhere` are directories.
fn attempts(port: u16, allowed: &Path, elsewhere: &Path) -> Vec<(&'static str, io::Result<()>)> {
    vec![
        ("tcp", TcpStream::connect(("127.0.0.1", port)).map(drop)),
        ("tcp in a thread", thread::spawn(move || TcpStream::connect(("127.0.0.1", port)).map(drop)).join().unwrap()),
        ("listen", TcpListener::bind("127.0.0.1:0").map(drop)),
        ("udp", UdpSocket::bind("127.0.0.1:0").map(drop)),
        ("socketpair", UnixStream::pair().map(drop)),
        ("program", Command::new("/bin/true").spawn().and_then(|mut child| child.wait()).map(drop)),
        ("new file", File::create(elsewhere.join("new")).map(drop)),
        ("change", fs::write(elsewhere.join("there"), "changed")),
        ("rename", fs::rename(elsewhere.join("there"), elsewhere.join("renamed"))),
        ("remove", fs::remove_file(elsewhere.join("renamed"))),
        ("link", std::os::unix::fs::symlink("a", elsewhere.join("link"))),
        ("read", fs::read(elsewhere.join("read")).map(drop)),
        ("read a process", fs::read("/proc/self/status").map(drop)),
        ("output", File::create(allowed.join("output")).map(drop)),
        ("output renamed", {
            fs::create_dir(allowed.join("staged")).unwrap();
            fs::write(allowed.join("staged/content"), "").unwrap();
            fs::rename(allowed.join("staged/content"), allowed.join("content"))
        }),
        ("null", File::options().write(true).open("/dev/null").map(drop)),
    ]
}

/// In a process that is denied these layers: one line for each attempt.
fn attempt(layers: &str) -> ExitCode {
    let [allowed, elsewhere] = ["ALLOWED", "ELSEWHERE"].map(|name| env::var(name).unwrap());
    let port = env::var("PORT").unwrap().parse().unwrap();
    let in_force =
        |layer: Layer| assert!(layer.is_in_force(), "this test needs a kernel with seccomp and Landlock: {layer}");
    if layers.contains("calls") {
        in_force(deny_calls());
    }
    if layers.contains("writing") {
        in_force(deny_writing([Path::new(&allowed).join("out").as_path()]));
    }
    for (name, result) in attempts(port, allowed.as_ref(), elsewhere.as_ref()) {
        match result {
            Ok(()) => println!("{name}: done"),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => println!("{name}: refused"),
            Err(error) => println!("{name}: {error}"),
        }
    }
    ExitCode::SUCCESS
}

/// What became of each attempt.
fn outcomes(layers: &str) -> BTreeMap<String, String> {
    let (allowed, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for name in ["there", "read"] {
        fs::write(elsewhere.path().join(name), "as it was").unwrap();
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let run = Command::new(env::current_exe().unwrap())
        .env("LAYERS", layers)
        .env("ALLOWED", allowed.path())
        .env("ELSEWHERE", elsewhere.path())
        .env("PORT", listener.local_addr().unwrap().port().to_string())
        .output()
        .unwrap();
    assert!(run.status.success(), "{layers}: {}", String::from_utf8_lossy(&run.stderr));
    let lines = String::from_utf8(run.stdout).unwrap();
    lines.lines().map(|line| line.split_once(": ").unwrap()).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// As root writes everywhere, only the sandbox can have refused it.
fn refused(layers: &str) -> Vec<String> {
    let outcomes = outcomes(layers);
    assert_eq!(outcomes.len(), 16);
    for (name, outcome) in &outcomes {
        // What is not there because the step before was refused.
        assert!(["done", "refused"].contains(&outcome.as_str()) || name == "remove", "{layers}: {name}: {outcome}");
    }
    outcomes.into_iter().filter(|(_, outcome)| outcome != "done").map(|(name, _)| name).collect()
}

fn nothing_is_refused_without_it() {
    assert_eq!(refused("none"), Vec::<String>::new());
}

fn calls_are_refused() {
    let expected = ["listen", "program", "socketpair", "tcp", "tcp in a thread", "udp"];
    assert_eq!(refused("calls"), expected);
}

fn writing_is_refused() {
    // TCP as well, by a second layer; and programs may not be run.
    let expected = ["change", "link", "listen", "new file", "program", "remove", "rename", "tcp", "tcp in a thread"];
    assert_eq!(refused("writing"), expected);
}
