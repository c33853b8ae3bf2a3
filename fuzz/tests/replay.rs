//! Every seed through its target, as an ordinary test: without the fuzzer, on any compiler. What it has found on this machine, in
//! `corpus`, is looked at as well.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

use keygen_fuzz::TARGETS;

/// The inputs in a directory; none where there is no such directory.
fn inputs(directory: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

#[test]
fn every_seed_through_its_target() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in TARGETS {
        let seeds = inputs(&here.join("seeds").join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for input in seeds.iter().chain(&inputs(&here.join("corpus").join(name))) {
            target(input);
        }
    }
}

/// Each seed shortened, and with one bit changed in each of its bytes: some thousands of inputs that are nearly right.
#[test]
fn every_seed_damaged() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in TARGETS {
        for seed in inputs(&here.join("seeds").join(name)) {
            let step = seed.len() / 200 + 1;
            for place in (0..seed.len()).step_by(step) {
                let mut changed = seed.clone();
                changed[place] ^= 1 << (place % 8);
                target(&changed);
                target(&seed[..place]);
            }
        }
    }
}

#[test]
fn targets_seeds_and_programs_have_the_same_names() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names: BTreeSet<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names.len(), TARGETS.len());
    let stems = |directory: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(here.join(directory)).unwrap();
        entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(stems("fuzz_targets"), names);
    assert_eq!(stems("seeds"), names);
    let lengths = fs::read_to_string(here.join("max_len")).unwrap();
    assert_eq!(lengths.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect::<BTreeSet<_>>(), names);
}
