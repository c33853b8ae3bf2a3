//! What `keygen` denies itself: seen from outside, by a tracer, for every verb; and tried from inside.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{collections::BTreeSet, fs, net::TcpListener, path::Path, process::Command};

use common::Place;

const ROLLUP: &str = "0x603bb2c05D474794ea97805e8De69bCcFb3bCA12";
const ADMIN: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

/// One run of every verb, and of every way in which one writes. Those after the first need what it made.
fn runs() -> Vec<Vec<&'static str>> {
    let lines = [
        "doctor",
        "batch --mnemonic-file mnemonic --password-file password --eth-kdf pbkdf2 --out out",
        "batch --unencrypted --count 2 --jobs 2 --out plain",
        "import plain/secret/node_keystore.json --password-file password --eth-kdf pbkdf2 --out imported",
        "verify out --password-file password",
        "recover-check out --mnemonic-file mnemonic",
        "calldata add-keys --provider-id 7 out/public/staker_output.json",
        "calldata register-provider --admin ADMIN --take-rate 500 --rewards-recipient ADMIN --out register.txt",
        "calldata accept-admin --provider-id 7",
        "exit sign out --chain-id 1 --rollup ROLLUP --deadline 30d --yes --password-file password --out exits.json",
        "node-keystore render out --prefix /srv --out node.json",
        "node-keystore set-coinbase plain/secret/node_keystore.json --all ROLLUP",
        "metadata new --provider-id 7 --name Example",
        "metadata check 7-example.json",
        "mnemonic new --out new.json --password-file password",
        "mnemonic show new.json --yes --password-file password",
        "mnemonic check mnemonic",
        "key inspect out --password-file password",
        "key export out --yes --password-file password",
        "key change-password out --password-file password --new-password-file other",
        "key change-password new.json --password-file password --new-password-file other",
        "password",
        "completions bash",
        "man",
        "man --out pages",
    ];
    let word = |word| match word {
        "ADMIN" => ADMIN,
        "ROLLUP" => ROLLUP,
        word => word,
    };
    lines.iter().map(|line| line.split_whitespace().map(word).collect()).collect()
}

#[test]
fn every_verb_is_among_the_runs() {
    let help = Place::new().run(&["--help"]).succeeds().stdout;
    let (_, verbs) = help.split_once("Commands:\n").unwrap();
    let listed = verbs.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let listed: BTreeSet<_> = listed.map(|line| line.split_whitespace().next().unwrap()).collect();
    let run: BTreeSet<_> = runs().iter().map(|run| run[0]).chain(["help"]).collect();
    assert_eq!(run, listed);
}

/// The tracer sees every call that a layer would refuse, before it is refused.
#[test]
fn no_verb_makes_a_call_that_is_denied() {
    let place = Place::new();
    place.secret_file("other", common::OTHER_PASSWORD);
    let trace = place.path("trace");
    for arguments in runs() {
        let run = Command::new("setsid")
            .args(["--wait", "strace", "--follow-forks", "--quiet=all", "--output"])
            .arg(&trace)
            .arg("--trace=%network,execve,execveat,fork,vfork,clone,clone3,ptrace,process_vm_readv,seccomp,landlock_restrict_self")
            .arg(env!("CARGO_BIN_EXE_keygen"))
            .args(&arguments)
            .current_dir(place.dir.path())
            .env_clear()
            .output()
            .expect("this test needs strace");
        // Its status is that of the machine.
        let is_done = run.status.success() || arguments == ["doctor"] && run.status.code() == Some(1);
        assert!(is_done, "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        let trace = fs::read_to_string(&trace).unwrap();
        let mut calls = trace.lines().map(|line| line.split_once(' ').unwrap().1.trim_start());
        // It is started; it denies itself what it does not need; and from then on there are threads at most.
        let mut next = || calls.next().unwrap_or_default();
        assert!(next().starts_with("execve("), "{arguments:?}: {trace}");
        for _ in 0..2 {
            let call = next();
            assert!(
                call.starts_with("seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC,"),
                "{arguments:?}: {trace}"
            );
            assert!(call.ends_with(" = 0"), "{arguments:?}: {trace}");
        }
        let call = next();
        assert!(call.starts_with("landlock_restrict_self(") && call.ends_with(" = 0"), "{arguments:?}: {trace}");
        for call in calls {
            let is_thread = call.starts_with("clone(") && call.contains("CLONE_THREAD");
            // Where another thread comes between, a call is on two lines.
            let is_refused = call.ends_with("(Function not implemented)");
            let is_tried_first = call.starts_with("clone3(") && (is_refused || call.ends_with("<unfinished ...>"))
                || call.starts_with("<... clone3 resumed>") && is_refused;
            let is_rest_of_thread = call.starts_with("<... clone resumed>");
            let is_no_call = call.starts_with("+++") || call.starts_with("---");
            assert!(is_thread || is_tried_first || is_rest_of_thread || is_no_call, "{arguments:?}: {call}");
        }
    }
}

/// What becomes of each attempt in a program that syncs a file.
fn attempts(program: &mut Command, place: &Place) -> Vec<String> {
    let library = place.path("attempts.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/attempts.c");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).status();
    assert!(built.expect("this test needs a C compiler").success());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let run = program
        .current_dir(place.dir.path())
        .env("LD_PRELOAD", library)
        .env("PORT", listener.local_addr().unwrap().port().to_string())
        .env("ELSEWHERE", elsewhere.path().join("file"))
        .output()
        .unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.success(), "{said}");
    said.lines().filter_map(|line| line.strip_prefix("attempt: ")).map(str::to_owned).collect()
}

#[test]
fn what_is_tried_from_inside_is_refused() {
    let place = Place::new();
    let names = ["socket", "connect", "process", "program", "debugger", "typing", "x32", "file"];
    let names: Vec<_> = names.into_iter().filter(|name| *name != "x32" || cfg!(target_arch = "x86_64")).collect();
    let all = |outcome| names.iter().map(|name| format!("{name}: {outcome}")).collect::<Vec<_>>();
    // Another program that syncs a file may do all of it.
    let other = attempts(Command::new("sync").arg("mnemonic"), &place);
    assert_eq!(other, all("done"));
    let ours =
        attempts(Command::new(env!("CARGO_BIN_EXE_keygen")).args(["batch", "--unencrypted", "--out", "out"]), &place);
    assert_eq!(ours, all("refused"));
}
