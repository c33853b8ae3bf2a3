//! The official file of exits: what is read, and everything that can be wrong with it.

use crate::signed_exits::{DEADLINE, domain, exits};
use aztec_staking_registry::exits::{
    ExitEntryFault, ExitFileError, ExitProblem, MAX_BYTES, SignedExits, audit, is_exit_file, read, read_entries,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn file(count: u32) -> Value {
    serde_json::from_str(&SignedExits::verify(domain(), &exits(count)).unwrap().to_json()).unwrap()
}

#[test]
fn the_official_form() {
    let text = SignedExits::verify(domain(), &exits(2)).unwrap().to_json();
    assert!(text.starts_with("[\n  {\n    \"attester\": \"0x") && text.ends_with("\n  }\n]\n"), "{text}");
    let entry = &file(2)[0];
    assert_eq!(entry["attester"], exits(1)[0].attester.to_string());
    assert_eq!(entry["deadline"], DEADLINE.to_string());
    assert_eq!(entry["signature"].as_str().unwrap().len(), 132);
    assert_eq!(read(&text).unwrap(), exits(2));
    assert!(is_exit_file(&text) && is_exit_file(&format!("\u{feff}{text}")));
    for other in [
        "",
        "[]",
        "{}",
        r#"[{"attester": "0x"}]"#,
        r#"[{"signature": 1}]"#,
        r#"[{"deadline": 1}]"#,
        r#"{"signature": 1, "deadline": 1}"#,
    ] {
        assert!(!is_exit_file(other), "{other}");
    }
}

#[test]
fn entries_that_cannot_be_read() {
    let fault_of = |name: &str, value: Value| {
        let mut list = file(3);
        list[1][name] = value;
        let Err(ExitFileError::Entry { entry: 1, fault }) = read(&list.to_string()) else { panic!("{list}") };
        fault
    };
    for deadline in ["", "-1", "+1", " 1", "1.0", "0x10", "18446744073709551616", "1e3", "٣"] {
        assert_eq!(fault_of("deadline", json!(deadline)), ExitEntryFault::Deadline, "{deadline}");
    }
    assert_eq!(fault_of("deadline", json!(1)), ExitEntryFault::NotText { name: "deadline" });
    let good = file(2)[1]["signature"].as_str().unwrap().to_owned();
    for signature in
        ["", "0x", &good[2..], &good[..130], &format!("{good}00"), &good.replace("0x", "0x0x"), &good.replace('1', "g")]
    {
        assert_eq!(fault_of("signature", json!(signature)), ExitEntryFault::Signature, "{signature}");
    }
    assert!(matches!(fault_of("attester", json!("0x12")), ExitEntryFault::Attester(_)));
    assert!(matches!(fault_of("chainId", json!("1")), ExitEntryFault::Members(_)));
}

#[test]
fn files_that_are_none() {
    assert!(matches!(read("no"), Err(ExitFileError::NotJson(_))));
    assert_eq!(read("{}"), Err(ExitFileError::NotAList));
    assert_eq!(read("[]"), Err(ExitFileError::Empty));
    assert!(matches!(read("[1]"), Err(ExitFileError::Entry { entry: 0, fault: ExitEntryFault::Members(_) })));
    assert!(matches!(read(&" ".repeat(MAX_BYTES + 1)), Err(ExitFileError::TooLarge { .. })));
}

#[test]
fn a_sound_file() {
    let entries = read_entries(&file(3).to_string()).unwrap();
    let judged = audit(&entries, Some(&domain()), DEADLINE);
    assert_eq!((judged.entries, judged.signed), (3, Some(3)));
    assert_eq!(judged.findings, []);
    let (first, last) = judged.deadlines.unwrap();
    assert_eq!((first.unix(), last.unix()), (DEADLINE, DEADLINE));
}

#[test]
fn everything_that_is_wrong_is_found() {
    let mut list = file(4);
    list[1]["attester"] = list[0]["attester"].clone();
    list[2]["deadline"] = json!((DEADLINE - 10).to_string());
    list[3]["signature"] = json!("0x");
    let entries = read_entries(&list.to_string()).unwrap();
    let judged = audit(&entries, Some(&domain()), DEADLINE - 5);
    let found: Vec<_> = judged.findings.iter().map(|finding| (finding.entry, &finding.problem)).collect();
    let [duplicate, stranger, passed, changed, unread] = &found[..] else { panic!("{found:?}") };
    assert_eq!(*duplicate, (1, &ExitProblem::Duplicate { first: 0 }));
    assert!(matches!(stranger, (1, ExitProblem::Signature(_))));
    assert_eq!(*passed, (2, &ExitProblem::Passed));
    assert!(matches!(changed, (2, ExitProblem::Signature(_))));
    assert_eq!(*unread, (3, &ExitProblem::Entry(ExitEntryFault::Signature)));
    assert_eq!(judged.signed, Some(1));
    let (first, last) = judged.deadlines.unwrap();
    assert_eq!((first.unix(), last.unix()), (DEADLINE - 10, DEADLINE));

    // Without rollup and chain no signature is judged, and nothing is said of one.
    let judged = audit(&entries, None, DEADLINE - 5);
    assert_eq!((judged.signed, judged.findings.len()), (None, 3));
}

#[test]
fn a_second_after_the_deadline() {
    let entries = read_entries(&file(1).to_string()).unwrap();
    let judged = audit(&entries, Some(&domain()), DEADLINE + 1);
    assert_eq!(judged.findings[0].problem, ExitProblem::Passed);
    assert_eq!(judged.signed, Some(1));
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in ".{0,200}") {
        let _ = read(&text);
        let _ = is_exit_file(&text);
    }
}
