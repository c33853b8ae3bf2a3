#!/usr/bin/env bash
# bn254-bls without the standard library, in earnest: a crate that has a panic handler of its own depends on it. Where anything
# underneath linked std, there would be two, and rustc refuses that. With the feature `std` it has to refuse.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
mkdir "$bare/src"
cp Cargo.lock "$bare/"
cat >"$bare/Cargo.toml" <<TOML
[package]
name = "bare"
edition = "2024"
[features]
std = ["bn254-bls/std"]
[dependencies]
bn254-bls = { path = "$root/crates/bn254-bls", default-features = false }
TOML
cat >"$bare/src/lib.rs" <<'RUST'
//! A program for a machine without a system would begin so.
#![no_std]

use bn254_bls::{ProofKind, SecretKey, pop_verify};

/// From a secret to a proof that is verified.
pub fn proves(secret: &SecretKey) -> bool {
    let proven = secret.prove();
    pop_verify(proven.public_key(), proven.registration_proof(), ProofKind::Registration).is_ok()
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
RUST
check() { CARGO_TARGET_DIR=$root/target cargo check --offline --quiet --manifest-path "$bare/Cargo.toml" "$@"; }
check
if check --features std 2>"$bare/said"; then
    echo "this test does not notice the standard library" >&2
    exit 1
fi
grep -q 'panic_impl' "$bare/said"
echo "bn254-bls links no standard library; with the feature std it does, and that is noticed"
