//! Whatever the system refuses while a verb reads a batch, at every single call: status 3, and no check passes unmade.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::{PASSWORD, Place, Run, tracer};

/// What is asked of a file or a directory: to open it, to read or list it, to say what it is.
const CALLS: [&str; 4] = ["openat", "read", "getdents64", "statx"];

/// Lets the n-th such call for this path fail, in each thread. None where there are not so many.
fn run_without(place: &Place, path: &Path, call: &str, n: usize, error: &str, arguments: &[&str]) -> Option<Run> {
    let log = place.path("trace");
    let (trace, inject) = (format!("--trace={call}"), format!("--inject={call}:error={error}:when={n}"));
    // One thread beside the first, so that each run makes its calls in the same order.
    let options =
        ["--trace-path", path.to_str().unwrap(), &trace, &inject, "--output=trace", "--env=RAYON_NUM_THREADS=1"];
    let run = place.run_under(tracer().unwrap(), &options, arguments);
    let injected = fs::read_to_string(&log).unwrap().contains("(INJECTED)");
    fs::remove_file(&log).unwrap();
    injected.then_some(run)
}

/// The path that the system refuses has no verdict; the one beside it has.
#[test]
fn one_path_of_two() {
    if tracer().is_none() {
        return;
    }
    let place = Place::with_batch("1");
    fs::copy(place.path("out/public/staker_output.json"), place.path("tuples")).unwrap();
    place.batch("other", &["--count", "1", "--address-index", "1", "--unencrypted"]).succeeds();
    for refused in ["tuples", "out"] {
        let named = place.path(refused);
        let arguments = ["verify", named.to_str().unwrap(), "other", "--jobs", "1"];
        for call in ["openat", "statx"] {
            let run = run_without(&place, &named, call, 1, "EIO", &arguments).expect("such a call is made");
            assert_eq!(run.status, 3, "{call}: {}{}", run.stdout, run.stderr);
            assert!(run.stderr.contains("could not be read, so not everything was verified"), "{}", run.stderr);
            assert!(run.stdout.contains("NOT VERIFIED, since"), "{call}: {}", run.stdout);
            assert!(run.stdout.contains("other: 1 entry, every tuple verifies"), "{call}: {}", run.stdout);
        }
    }
}

/// The directory and everything below it.
fn tree(root: &Path) -> Vec<PathBuf> {
    let mut paths = vec![root.to_owned()];
    if root.is_dir() {
        let mut below: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
        below.sort();
        paths.extend(below.iter().flat_map(|path| tree(path)));
    }
    paths
}

/// Refuses each call once, one a run, and gives back how many there were. What is `tried` first is looked at once more, so that a
/// refusal of the first look hides nothing.
fn refuse_each(root: &str, arguments: &[&str], tried: impl Fn(&Path) -> bool) -> usize {
    let place = Place::new();
    place.batch("enc", &["--count", "1"]).succeeds();
    place.batch("plain", &["--count", "1", "--unencrypted"]).succeeds();
    place.secret_file("new", "another password entirely");
    let root = place.path(root);
    let named = root.to_str().unwrap();
    let arguments: Vec<_> =
        arguments.iter().map(|argument| if *argument == "PATH" { named } else { argument }).collect();
    let paths = tree(&root);
    let mut runs = 0;
    for (path, call) in paths.iter().flat_map(|path| CALLS.map(|call| (path, call))) {
        for n in 1.. {
            let error = ["EIO", "EMFILE", "EACCES"][if call == "openat" { n % 3 } else { 0 }];
            let run = run_without(&place, path, call, n, error, &arguments);
            // Where nothing was refused, the verb has made something.
            fs::remove_dir_all(place.path("next")).ok();
            let Some(run) = run else { break };
            runs += 1;
            let what = format!("{error} at {call} {n} of {}: {arguments:?}", path.display());
            if run.status == 0 && tried(path) {
                continue;
            }
            assert_eq!(run.status, 3, "{what}: {}{}", run.stdout, run.stderr);
            assert!(!run.stderr.contains("panicked") && !run.stderr.contains(PASSWORD), "{what}: {}", run.stderr);
            assert!(!run.stdout.contains("NOT SOUND"), "{what}: {}", run.stdout);
        }
    }
    assert_eq!(tree(&root), paths, "nothing was left behind");
    runs
}

fn nothing(_: &Path) -> bool {
    false
}

#[test]
fn verify() {
    if tracer().is_none() {
        return;
    }
    // The passwords are tried on the first file of each kind before all are opened.
    let key_files = |path: &Path| {
        let directory = path.parent().and_then(Path::file_name);
        directory.is_some_and(|name| name == "eth" || name == "bls")
    };
    let whole = refuse_each("enc", &["verify", "PATH", "--password-file", "password", "--jobs", "1"], key_files);
    let plain = refuse_each("plain", &["verify", "PATH", "--jobs", "1"], nothing);
    let public = refuse_each("enc", &["verify", "PATH", "--public-only"], nothing);
    let part = refuse_each("enc/public", &["verify", "PATH"], nothing);
    let list = refuse_each("enc/public/staker_output.json", &["verify", "PATH"], nothing);
    let runs = (whole, plain, public, part, list);
    assert!(whole > 80 && plain > 40 && public > 30 && part > 20 && list > 5, "{runs:?}");
}

#[test]
fn recover_check_and_earlier_batches() {
    if tracer().is_none() {
        return;
    }
    let mnemonic = ["--mnemonic-file", "mnemonic"];
    let whole = refuse_each("enc", &[&["recover-check", "PATH"][..], &mnemonic].concat(), nothing);
    let list =
        refuse_each("enc/public/staker_output.json", &[&["recover-check", "PATH"][..], &mnemonic].concat(), nothing);
    // A batch is named by its manifest, as a file or as a directory.
    let after = ["batch", "--unencrypted", "--out", "next", "--jobs", "1", "--after", "PATH"];
    let directory = refuse_each("plain", &[&after[..], &mnemonic].concat(), nothing);
    let manifest = refuse_each("enc/public/manifest.json", &[&after[..], &mnemonic].concat(), nothing);
    assert!(whole > 30 && list > 5 && directory > 5 && manifest > 5, "{:?}", (whole, list, directory, manifest));
}

#[test]
fn keys_and_the_node() {
    if tracer().is_none() {
        return;
    }
    let password = ["--password-file", "password"];
    let inspect = refuse_each("enc", &[&["key", "inspect", "PATH"][..], &password].concat(), nothing);
    let export = refuse_each("enc", &[&["key", "export", "PATH", "--yes"][..], &password].concat(), nothing);
    let rollup =
        ["--rollup", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--chain-id", "1", "--deadline", "2h", "--yes"];
    let sign =
        refuse_each("plain", &[&["exit", "sign", "PATH", "--out", "/dev/null/x"][..], &rollup].concat(), nothing);
    let render =
        refuse_each("enc", &["node-keystore", "render", "PATH", "--prefix", "/srv", "--out", "/dev/null/x"], nothing);
    let runs = (inspect, export, sign, render);
    assert!(inspect > 20 && export > 20 && sign > 10 && render > 5, "{runs:?}");
}
