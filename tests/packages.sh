#!/usr/bin/env bash
# Packages every crate as it would be published, unpacks the packages, and runs the tests of the libraries from there: what
# a test needs is in its package. (The program's own tests drive its binary and are run from the checkout.)
#
#   tests/packages.sh             the tests of all
#   tests/packages.sh --commit    of an eighth of them, chosen by the commit; its number is printed
#   tests/packages.sh 2           of the eighth 2: 0 to 7
set -euo pipefail
cd "$(dirname "$0")/.."
part=${1:-}
test "$part" != --commit || part=$((16#$(git rev-parse HEAD | cut -c1-12) % 8))

cargo package --locked --quiet --workspace --exclude benches --exclude constant-time --exclude aztec-verify-page --allow-dirty --no-verify

unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
members=() patches=()
for package in target/package/*.crate; do
    name=$(basename "$package" .crate)
    tar -xzf "$package" -C "$unpacked"
    # Lints of the workspace and profiles are resolved when a crate is packaged; versions of dependencies, too.
    patches+=("${name%-*} = { path = \"$name\" }")
    case $name in aztec-keygen-*) ;; *) members+=("\"$name\"") ;; esac
done
{
    printf '[workspace]\nresolver = "3"\nmembers = [%s]\n' "$(IFS=,; echo "${members[*]}")"
    printf 'exclude = ["aztec-keygen-*"]\n[patch.crates-io]\n'
    printf '%s\n' "${patches[@]}" | grep -v '^aztec-keygen '
    # The same optimisation as in the checkout, or pairings would take minutes.
    sed -n '/^\[profile\.dev/,$p' Cargo.toml
} >"$unpacked/Cargo.toml"
cp Cargo.lock "$unpacked/Cargo.lock"
# The dependencies are compiled as they are in the checkout, so they are taken from there.
chosen=(--workspace)
if test -n "$part"; then
    chosen=() place=0
    for member in "${members[@]}"; do
        name=${member//\"/}
        ((place++ % 8 != part)) || chosen+=(--package "${name%-*}")
    done
    echo "eighth $part: ${chosen[*]}"
fi
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target} cargo test --quiet --manifest-path "$unpacked/Cargo.toml" "${chosen[@]}"
