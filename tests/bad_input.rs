//! Bad input: one clear sentence, the documented status, nothing left behind.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{fs, os::unix::fs::symlink};

use common::{Place, mode};
use serde_json::Value;

const BATCH: [&str; 6] = ["batch", "--mnemonic-file", "mnemonic", "--password-file", "password", "--out=out"];

#[track_caller]
fn refused(place: &Place, more: &[&str], status: i32, words: &[&str]) {
    let before = place.names();
    place.run(&[&BATCH, more].concat()).refuses(status, words);
    assert_eq!(place.names(), before);
}

#[test]
fn more_keys_than_can_be_read_back() {
    let place = Place::new();
    let refused = ["at most 100000 keys", "100001", "make several, each --after the one before"];
    place.batch("out", &["--count", "100001"]).refuses(2, &refused);
    place.batch("out", &["--count", "2147483648"]).refuses(2, &["--count"]);
    let publishers = ["--count", "100000", "--publisher-count", "5"];
    place.batch("out", &publishers).refuses(2, &["5 publishers each", "more than 128 MiB"]);
    let shared: String = (1..=5).map(|number| format!("0x{number:040x}\n")).collect();
    fs::write(place.path("publishers"), shared).unwrap();
    let publishers = ["--count", "100000", "--publisher-file", "publishers"];
    place.batch("out", &publishers).refuses(2, &["5 publishers each", "more than 128 MiB"]);
    assert_eq!(place.names(), ["publishers"]);
}

#[test]
fn no_machine_has_so_many_cores() {
    let place = Place::new();
    place.batch("out", &["--jobs", "65535"]).refuses(2, &["--jobs", "65535 is not in 1..=256"]);
    place.run(&["import", "none.json", "--jobs", "257"]).refuses(2, &["1..=256"]);
    place.run(&["verify", "out", "--jobs", "0"]).refuses(2, &["1..=256"]);
    assert!(place.names().is_empty());
}

#[test]
fn a_count_of_zero_or_of_words() {
    let place = Place::new();
    refused(&place, &["--count", "0"], 2, &["--count"]);
    refused(&place, &["--count", "many"], 2, &["--count", "give a whole number from 1 on"]);
    refused(&place, &["--count", "-1"], 2, &["--count", "give a whole number from 1 on"]);
    refused(&place, &["--count", "4294967296"], 2, &["--count"]);
}

#[test]
fn an_index_out_of_range() {
    let place = Place::new();
    refused(&place, &["--account-index", "2147483648"], 2, &["--account-index", "2147483647"]);
    refused(&place, &["--address-index", "2147483648"], 2, &["--address-index"]);
    refused(&place, &["--address-index", "2147483647", "--count", "2"], 2, &["--count", "2147483647"]);
    let publishers = |index, count, words: &[&str]| {
        refused(&place, &["--address-index", index, "--publisher-count", count], 2, words);
    };
    publishers("2147483646", "2", &["error: --publisher-count", "2147483647"]);
    publishers("0", "4294967295", &["error: --publisher-count", "ask for fewer"]);
    publishers("0", "4294967296", &["--publisher-count", "give a whole number"]);
    publishers("0", "-1", &["--publisher-count", "give a whole number"]);
    for option in ["--address-index", "--account-index"] {
        refused(&place, &[option, "-1"], 2, &[option, "use a number from 0 to 2147483647"]);
        refused(&place, &[option, "one"], 2, &[option, "use a number from 0 to 2147483647"]);
    }
    refused(&place, &["--jobs", "-1"], 2, &["--jobs", "1..=256"]);
}

#[test]
fn an_output_directory_that_exists() {
    let place = Place::new();
    fs::create_dir(place.path("out")).unwrap();
    refused(&place, &[], 2, &["--out out", "a directory exists"]);
    fs::remove_dir(place.path("out")).unwrap();
    fs::write(place.path("out"), "precious").unwrap();
    refused(&place, &[], 2, &["--out out", "a file exists"]);
    assert_eq!(fs::read(place.path("out")).unwrap(), b"precious");
}

#[test]
fn an_output_directory_that_is_a_symlink() {
    let place = Place::new();
    symlink(place.path("nowhere"), place.path("out")).unwrap();
    refused(&place, &[], 2, &["symbolic link"]);
}

#[test]
fn an_output_directory_that_cannot_be_created() {
    let place = Place::new();
    for out in ["missing/out", "password/out"] {
        let run = place.run(&["batch", "--unencrypted", "--out", out]);
        run.refuses(2, &["create it first"]);
    }
    place.run(&["batch", "--unencrypted", "--out", ".."]).refuses(2, &["names no new directory"]);
    // The kernel's own files refuse even root.
    place.run(&["batch", "--unencrypted", "--out", "/proc/keygen"]).refuses(3, &["cannot be created"]);
    assert!(place.names().is_empty());
}

#[test]
fn every_bad_mnemonic() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/mnemonics_invalid.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for vector in vectors["vectors"].as_array().unwrap() {
        let (name, phrase) = (vector["name"].as_str().unwrap(), vector["mnemonic"].as_str().unwrap());
        place.secret_file("mnemonic", phrase);
        let run = place.run(&BATCH);
        assert_eq!(run.status, 2, "{name}: {}", run.stderr);
        let position = vector["position"].as_u64().map(|position| format!("word {position} "));
        let words = match vector["reason"].as_str().unwrap() {
            "word_count" => "must have 12, 15, 18, 21 or 24",
            "checksum" => "checksum",
            _ => position.as_deref().unwrap(),
        };
        assert!(run.stderr.contains(words), "{name}: no {words:?} in {}", run.stderr);
        for word in phrase.split_whitespace().filter(|word| word.len() > 4) {
            assert!(!run.stderr.contains(word), "{name}: {word} is quoted in {}", run.stderr);
        }
    }
    assert!(place.names().is_empty());
}

#[test]
fn an_empty_or_short_password() {
    let place = Place::new();
    for (password, words) in [
        ("", "empty"),
        ("elevenchars", "at least 12 characters"),
        ("aaaaaaaaaaaa", "too easy to guess: it repeats a character"),
        ("password1234", "too easy to guess: it is a common password"),
        ("p\u{e4}ssword-p\u{e4}ssword", "printable ASCII"),
        ("tabs\tin\tthe\tmiddle", "printable ASCII"),
    ] {
        place.secret_file("password", password);
        refused(&place, &[], 2, &["--password-file", words]);
    }
    let batch = ["batch", "--out", "out"];
    let run = place.run_with(&batch, &[("AZTEC_KEYSTORE_PASSWORD", "short")], "");
    run.refuses(2, &["AZTEC_KEYSTORE_PASSWORD", "at least 12"]);
    assert!(place.names().is_empty());
}

#[test]
fn no_terminal_and_no_password() {
    let place = Place::new();
    place.run(&["batch", "--out", "out"]).refuses(2, &["no terminal", "--password-file", "AZTEC_KEYSTORE_PASSWORD"]);
    assert!(place.names().is_empty());
}

#[test]
fn a_password_file_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    fs::set_permissions(place.path("password"), fs::Permissions::from_mode(0o644)).unwrap();
    let run = place.batch("out", &[]).succeeds();
    assert!(run.stderr.contains("warning") && run.stderr.contains("chmod 600"), "{}", run.stderr);
    assert_eq!(mode(&place.path("password")), 0o644);
}

#[test]
fn inputs_that_cannot_be_read() {
    let place = Place::new();
    let run = |option: &str, file: &str| place.run(&["batch", "--unencrypted", "--out", "out", option, file]);
    run("--attesters", "missing").refuses(2, &["--attesters", "missing"]);
    for option in ["--mnemonic-file", "--ikm-file", "--attesters", "--publisher-file", "--passphrase-file"] {
        run(option, "missing").refuses(2, &[option]);
        run(option, ".").refuses(2, &[option, "directory"]);
    }
    fs::write(place.path("binary"), [0xff, 0xfe, 0x00]).unwrap();
    fs::write(place.path("large"), vec![b'a'; 1 << 17]).unwrap();
    run("--mnemonic-file", "binary").refuses(2, &["UTF-8"]);
    run("--mnemonic-file", "large").refuses(2, &["too large"]);
    let both = ["batch", "--mnemonic-file", "-", "--password-file", "-", "--out", "out"];
    place.run(&both).refuses(2, &["standard input"]);
    assert_eq!(place.names(), ["binary", "large"]);
}

#[test]
fn a_secret_in_place_of_a_file_name_is_not_shown() {
    let place = Place::new();
    let (phrase, key) = (format!("{}junk", "test ".repeat(11)), format!("0x{}", "1f".repeat(32)));
    let too_long_for_a_name = "abandon ".repeat(40);
    for (option, secret) in [
        ("--mnemonic-file", phrase.as_str()),
        ("--mnemonic-file", &too_long_for_a_name),
        ("--passphrase-file", "correct/horse"),
        ("--ikm-file", &key),
        ("--publisher-file", &key),
        ("--password-file", "hunter2hunter2"),
        ("--eth-password-file", "mnemonic/hunter2"),
    ] {
        let run = place.run(&["batch", "--out", "out", option, secret]);
        let run = run.refuses(2, &[option, "there is no file of that name", "never the secret itself"]);
        assert!(
            !run.stderr.contains(&secret[..5]) && !run.stderr.contains(&secret[secret.len() - 5..]),
            "{option}: {}",
            run.stderr
        );
    }
    assert!(place.names().is_empty());
}

#[test]
fn bad_key_material() {
    let place = Place::new();
    for (ikm, words) in [("zz".repeat(32), "hex"), ("ab".repeat(31), "32"), ("a".repeat(65), "digit")] {
        place.secret_file("ikm", &ikm);
        let run = place.run(&["batch", "--unencrypted", "--out", "out", "--ikm-file", "ikm"]);
        assert!(!run.stderr.contains(&ikm[..8]), "{}", run.stderr);
        run.refuses(2, &["--ikm-file", words]);
    }
    assert_eq!(place.names(), ["ikm"]);
}

#[test]
fn attesters_that_are_wrong() {
    let place = Place::new();
    let (good, other) = ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    for (content, words) in [
        ("0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266".to_owned(), ["line 1", "checksum"]),
        (format!("{good}\n{}", other.to_lowercase()), ["line 2", "checksum"]),
        (format!("{good}\n# twice\n{good}"), ["line 3", "line 1"]),
        (format!("{good}\n0x1234"), ["line 2", "40"]),
        (format!("{}g", &good[..41]), ["line 1", "character 42 of"]),
        (format!("0x{:040}", 0), ["line 1", "zero address"]),
        ("# nothing".to_owned(), ["--attesters", "no address"]),
    ] {
        fs::write(place.path("attesters"), content).unwrap();
        refused(&place, &["--attesters", "attesters"], 2, &words);
    }
    // Some editors begin a file with a mark that nobody sees.
    fs::write(place.path("attesters"), format!("\u{feff}{good}\r\n{other}\r\n")).unwrap();
    place.batch("marked", &["--unencrypted", "--attesters", "attesters"]).succeeds();
    fs::remove_dir_all(place.path("marked")).unwrap();
    fs::write(place.path("attesters"), format!("{good}\n{other}\n")).unwrap();
    refused(&place, &["--attesters", "attesters", "--count", "3"], 2, &["3", "2", "--count"]);
}

#[test]
fn fields_of_the_node_that_are_wrong() {
    let place = Place::new();
    refused(&place, &["--coinbase", "0x1234"], 2, &["--coinbase", "40"]);
    refused(&place, &["--coinbase", "0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266"], 2, &["--coinbase", "checksum"]);
    let (too_large, cut) = (format!("0x{}", "ff".repeat(32)), format!("0x{}", "12".repeat(31)));
    for (recipient, words) in [
        ("0xzz", "character 3 of"),
        ("0x12", "has 2 hexadecimal digits"),
        (&cut, "has 62 hexadecimal digits"),
        (&too_large, "below the order of the field"),
        (&cut[2..], "0x"),
    ] {
        refused(&place, &["--fee-recipient", recipient], 2, &["--fee-recipient", words]);
    }
}

#[test]
fn publishers_that_are_wrong() {
    let place = Place::new();
    let list = |content: &str| place.secret_file("publishers", content);
    let options = ["--publisher-file", "publishers"];
    list(&format!("0x{}", "00".repeat(32)));
    refused(&place, &options, 2, &["--publisher-file", "line 1"]);
    // The key of this address, which is the first of the known mnemonic.
    let key = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    let (address, other) = ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    for twice in [format!("{address}\n{other}\n{address}"), format!("{address}\n# its key\n{key}")] {
        list(&twice);
        refused(&place, &options, 2, &["--publisher-file, line 3: the account of line 1 again", "remove one"]);
    }
    list(&format!("\u{feff}{address}\n{other}"));
    place.batch("out", &options).succeeds();
}

#[test]
fn an_unknown_option_or_verb() {
    let place = Place::new();
    refused(&place, &["--password", "hunter2hunter2"], 2, &["--password"]);
    place.run(&["make"]).refuses(2, &["make"]);
    assert_eq!(place.run(&[]).status, 2);
}

#[test]
fn an_output_directory_spelled_with_a_slash_or_a_dot() {
    let place = Place::new();
    symlink(place.path("nowhere"), place.path("link")).unwrap();
    place.run(&["batch", "--unencrypted", "--out", "link/"]).refuses(2, &["symbolic link"]);
    place.run(&["batch", "--unencrypted", "--out", "new/."]).succeeds();
    place.run(&["batch", "--unencrypted", "--out", "new/"]).refuses(2, &["a directory exists"]);
    place.run(&["verify", "new"]).succeeds();
}

#[test]
fn options_that_would_have_no_effect() {
    let place = Place::new();
    for option in [
        ["--password-file", "password"],
        ["--eth-password-file", "password"],
        ["--bls-password-file", "password"],
        ["--eth-kdf", "scrypt"],
        ["--scrypt-log-n", "17"],
    ] {
        let run = place.run(&[&["batch", "--unencrypted", "--out=out"], &option[..]].concat());
        run.refuses(2, &["--unencrypted", "cannot be used with", option[0]]);
    }
    refused(
        &place,
        &["--eth-kdf", "pbkdf2", "--scrypt-log-n", "14"],
        2,
        &["--scrypt-log-n", "leave one of the two out"],
    );
    assert!(place.names().is_empty());
}

#[test]
fn options_that_nothing_would_be_derived_for() {
    let place = Place::new();
    fs::write(place.path("attesters"), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n").unwrap();
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("passphrase", "a passphrase");
    let given = ["--attesters", "attesters", "--publisher-count", "2"];
    refused(&place, &given, 2, &["--publisher-count", "no ETH keys are made", "--publisher-file"]);
    let nothing = ["batch", "--unencrypted", "--out=out", "--attesters", "attesters", "--ikm-file", "ikm"];
    for option in [["--mnemonic-file", "mnemonic"], ["--passphrase-file", "passphrase"]] {
        let run = place.run(&[&nothing[..], &option].concat());
        run.refuses(2, &[option[0], "no key comes from a mnemonic; leave the option out"]);
    }
    place.run(&nothing).succeeds();
}

#[test]
fn the_command_that_the_summary_names_works() {
    let place = Place::new();
    place.secret_file("passphrase", "a passphrase of mine");
    let passphrase = ["--passphrase-file", "passphrase"];
    let named = |run: &common::Run| {
        let line =
            run.stdout.lines().find_map(|line| line.strip_prefix("Check at any time: keygen ")).unwrap().to_owned();
        place.run(&line.split(' ').collect::<Vec<_>>()).succeeds();
        line
    };
    let run = place.run(&[&["batch", "--unencrypted", "--out", "new"], &passphrase[..]].concat()).succeeds();
    assert_eq!(named(&run), "verify new --passphrase-file passphrase");
    // A mnemonic that is not in the directory is not read, so nothing needs its passphrase.
    let run = place.batch("given", &[&["--unencrypted"], &passphrase[..]].concat()).succeeds();
    assert_eq!(named(&run), "verify given");
}

#[test]
fn a_password_for_secret_files_that_are_missing() {
    let place = Place::new();
    place.batch("out", &[]).succeeds();
    let run = place.run(&["verify", "out", "--public-only"]).succeeds();
    assert!(run.stdout.contains("were not opened (--public-only)"), "{}", run.stdout);
    fs::remove_dir_all(place.path("out/secret")).unwrap();
    let run = place.run(&["verify", "out", "--password-file", "password"]).refuses(1, &["1 fault found"]);
    assert!(run.stdout.contains("out/secret: is missing, and a password was given"), "{}", run.stdout);
    // Wherever it comes from.
    let run = place.run_with(&["verify", "out"], &[("AZTEC_KEYSTORE_PASSWORD", common::PASSWORD)], "");
    assert!(run.refuses(1, &["1 fault found"]).stdout.contains("a password was given"));
    for more in [&[][..], &["--public-only", "--password-file", "password"]] {
        let run = place.run(&[&["verify", "out"], more].concat()).succeeds();
        assert!(run.stdout.contains("every tuple verifies; there is no secret part here"), "{}", run.stdout);
    }
}

#[test]
fn a_file_name_that_would_draw_a_verdict() {
    let place = Place::new();
    place.batch("out", &[]).succeeds();
    let name = "x\nout: 9 entries, every tuple verifies\u{1b}[2K\r";
    fs::copy(place.path("out/public/staker_output.json"), place.path(name)).unwrap();
    let run = place.run(&["verify", name]).succeeds();
    // The table of one entry, the numbers, the verdict.
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.stdout);
    assert!(lines[3].starts_with(r"x\nout: 9 entries, every tuple verifies\u001b[2K\u000d: 1 entry"), "{}", run.stdout);
    let run = place.run(&["verify", name, "out"]).refuses(1, &["faults"]);
    assert!(run.stdout.starts_with(r"x\nout: 9 entries"), "the heading of a table: {}", run.stdout);
    fs::write(place.path(name), "{").unwrap();
    let run = place.run(&["verify", name]).refuses(1, &["1 fault"]);
    assert!(run.stdout.starts_with(r"fault: x\nout") && !run.stdout.contains('\r'), "{}", run.stdout);
}

#[test]
fn the_summary_says_what_restores_which_keys() {
    let place = Place::new();
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("passphrase", "open sesame");
    place.secret_file("publishers", &format!("0x{}", "1f".repeat(32)));
    fs::write(place.path("attesters"), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n").unwrap();
    let (given, ikm) = (["--mnemonic-file", "mnemonic"], ["--ikm-file", "ikm"]);
    let attesters = ["--attesters", "attesters"];
    /// The options, what is said, and what is not.
    type Case<'a> = (&'a [[&'a str; 2]], &'a [&'a str], &'a [&'a str]);
    let cases: [Case<'_>; 7] = [
        (&[], &["made here", "it restores every key, and nothing else does."], &["passphrase", "--ikm-file"]),
        (&[given], &["The mnemonic you gave", ": it restores every key."], &["made here", "--publisher-file"]),
        (
            &[given, ["--passphrase-file", "passphrase"]],
            &["together with the passphrase it restores every key."],
            &["Keep it: it"],
        ),
        (&[ikm], &["it restores every ETH key, and nothing", "Keep it: it restores every BLS key."], &["every key"]),
        (&[ikm, given], &["it restores every ETH key.", "it restores every BLS key."], &["every key", "made here"]),
        (&[ikm, attesters], &["it restores every BLS key."], &["nemonic", "every ETH key"]),
        (&[given, ["--publisher-file", "publishers"]], &["--publisher-file cannot be derived again"], &[]),
    ];
    for (number, (options, said, unsaid)) in cases.iter().enumerate() {
        let out = format!("out{number}");
        let run = place.run(&[&["batch", "--unencrypted", "--out", &out], &options.concat()[..]].concat()).succeeds();
        for words in *said {
            assert!(run.stdout.contains(words), "{options:?}: no {words:?} in {}", run.stdout);
        }
        for words in *unsaid {
            assert!(!run.stdout.contains(words), "{options:?}: {words:?} in {}", run.stdout);
        }
    }
}

#[test]
fn each_option_stands_under_its_own_heading() {
    let place = Place::new();
    for verb in ["batch", "verify"] {
        let help = place.run(&[verb, "--help"]).succeeds().stdout;
        let (general, groups) = help.split_once("\n  -h, --help").unwrap();
        for option in ["--proof", "--jobs", "--json", "--quiet"] {
            assert!(general.contains(option) && !groups.contains(option), "{verb} {option}: {help}");
        }
    }
}

/// Each thread takes a stack and scrypt's buffer: so many that the machine stops are a slip of the hand.
#[test]
fn the_number_of_threads_has_bounds() {
    let place = Place::new();
    for jobs in ["0", "-1", "257", "65536", "two"] {
        place.batch("out", &["--jobs", jobs]).refuses(2, &["--jobs", jobs]);
        place.run(&["verify", "out", "--jobs", jobs]).refuses(2, &["--jobs", jobs]);
    }
    assert!(place.names().is_empty());
}
