//! One ceremony in several processes, or on several machines: ranges of indices share nothing.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::thread;

use common::Place;
use serde_json::Value;

const RANGE: u32 = 3;

#[test]
fn four_ranges_in_four_processes_are_one_run() {
    let place = Place::new();
    let outs = ["part-0", "part-1", "part-2", "part-3"];
    // All at the same time.
    thread::scope(|scope| {
        for (number, out) in (0..).zip(outs) {
            let place = &place;
            scope.spawn(move || {
                let (first, count) = ((number * RANGE).to_string(), RANGE.to_string());
                place.batch(out, &["--address-index", &first, "--count", &count]).succeeds();
            });
        }
    });
    place.batch("whole", &["--count", &(4 * RANGE).to_string()]).succeeds();

    let tuples = |out: &str| place.json(&format!("{out}/public/staker_output.json")).as_array().unwrap().clone();
    let keys = |out: &str| place.json(&format!("{out}/public/manifest.json"))["keys"].as_array().unwrap().clone();
    let union = |list: &dyn Fn(&str) -> Vec<Value>| outs.into_iter().flat_map(list).collect::<Vec<_>>();
    assert_eq!(union(&tuples), tuples("whole"));
    assert_eq!(union(&keys), keys("whole"));

    // All four are verified as one: every file opens, and no key is in two of them.
    let verify = [&["verify"], &outs[..], &["--password-file", "password"]].concat();
    let run = place.run(&verify).succeeds();
    assert_eq!(run.stdout.matches("every secret file opens").count(), 4, "{}", run.stdout);
    // An index in two ranges is noticed.
    place.batch("overlap", &["--address-index", "11"]).succeeds();
    place.run(&[&verify[..], &["overlap"]].concat()).refuses(1, &["fault"]);
}

/// The mnemonic alone restores each range.
#[test]
fn a_range_is_recovered_by_itself() {
    let place = Place::new();
    place.batch("part-1", &["--address-index", "3", "--count", "3"]).succeeds();
    place.run(&["recover-check", "part-1", "--mnemonic-file", "mnemonic"]).succeeds();
}
