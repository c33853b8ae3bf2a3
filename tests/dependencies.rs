//! docs/dependencies.md against the manifest, Cargo.lock, and the trees of crates.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, process::Command};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn page() -> String {
    fs::read_to_string(format!("{ROOT}/docs/dependencies.md")).unwrap()
}

/// The cells of each row of a table whose first cell is a name in backticks.
fn rows(page: &str) -> Vec<Vec<&str>> {
    page.lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect()
}

#[test]
fn each_direct_dependency_has_its_row_and_the_version_that_is_locked() {
    let page = page();
    let described: BTreeSet<_> = rows(&page)
        .into_iter()
        .filter(|row| row.len() == 6)
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    assert!(rows(&page).iter().filter(|row| row.len() == 6).all(|row| row.iter().all(|cell| !cell.is_empty())));

    let lock = fs::read_to_string(format!("{ROOT}/Cargo.lock")).unwrap();
    let names = direct_dependencies();
    assert_eq!(names, described.iter().map(|(name, _)| name.clone()).collect());
    for (name, version) in &described {
        let locked = |end: &str| lock.contains(&format!("name = \"{name}\"\nversion = \"{version}{end}"));
        assert!(locked("\"") || locked("+"), "Cargo.lock does not have {name} {version}");
    }
}

/// Those that `[workspace.dependencies]` takes from a registry, by the name that they have there.
fn direct_dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(format!("{ROOT}/Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[workspace.dependencies]\n").unwrap();
    let (dependencies, _) = dependencies.split_once("\n[").unwrap();
    let lines = dependencies.lines().filter(|line| line.contains(" = ") && !line.starts_with('#'));
    let from_registry = lines.filter(|line| !line.contains("path = \""));
    let name = |line: &str| match line.split_once("package = \"") {
        Some((_, renamed)) => renamed.split('"').next().unwrap().to_owned(),
        None => line.split(" = ").next().unwrap().to_owned(),
    };
    from_registry.map(name).collect()
}

#[test]
fn the_trees_have_the_size_that_is_written_down() {
    let page = page();
    let counts: Vec<_> = rows(&page).into_iter().filter(|row| row.len() == 2).collect();
    assert_eq!(counts.len(), 8);
    for row in counts {
        let crates = crates(row[0]);
        assert_eq!(crates.len().to_string(), row[1], "{} is built from:\n{crates:#?}", row[0]);
    }
}

/// What is linked into the package, or runs while it is built.
fn crates(package: &str) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", package, "--target", "x86_64-unknown-linux-gnu"])
        .args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let name_and_version = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    str::from_utf8(&tree.stdout).unwrap().lines().map(name_and_version).collect()
}

/// With an older compiler than `rust-version` says it cannot be built, and with that one nothing asks for more. What we use of
/// the standard library is held against it by clippy (`incompatible_msrv`).
#[test]
fn no_crate_asks_for_a_newer_rust_than_we_say() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    for package in metadata["packages"].as_array().unwrap() {
        let needed = package["rust_version"].as_str().map_or(vec![0], version);
        assert!(needed <= ours, "{} needs Rust {needed:?}", package["id"]);
    }
}

fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<_> = text.split('.').map(|number| number.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}
