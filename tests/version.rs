//! `keygen --version` says which sources and which rules made a key.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use common::Place;

#[test]
fn the_short_form_is_the_number() {
    let run = Place::new().run(&["-V"]).succeeds();
    assert_eq!(run.stdout, concat!("keygen ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_long_form_says_commit_rules_formats_build_and_sandbox() {
    let long = Place::new().run(&["--version"]).succeeds().stdout;
    let lines: Vec<_> = long.lines().collect();
    assert_eq!(lines[0], concat!("keygen ", env!("CARGO_PKG_VERSION")));
    let labels: Vec<_> = lines[1..].iter().filter_map(|line| line.split_once(": ")).map(|(label, _)| label).collect();
    assert_eq!(labels, ["commit", "BLS rules", "manifest", "build", "seccomp", "Landlock"], "{long}");
    assert!(lines[2].ends_with("v6, v5, v2.1.4"), "{long}");
    // So it is written elsewhere, too.
    assert_eq!(Place::new().run(&["--version", "--verbose"]).succeeds().stdout, long);
}

#[test]
fn the_man_page_has_the_number_alone() {
    let page = Place::new().run(&["man"]).succeeds().stdout;
    assert!(page.contains(concat!("\n.SH VERSION\nv", env!("CARGO_PKG_VERSION"), "\n.SH ")), "{page}");
}
