#!/usr/bin/env bash
# Building without a network, as the README says it: everything is fetched into the checkout on one machine, and built on another
# that has nothing but Rust and a C compiler. Here both are one machine; the second has an empty CARGO_HOME, and cargo is told that
# there is no network.
#
#     tests/offline_build.sh             builds the two programs, and runs keygen
#     CHECK=1 tests/offline_build.sh     only checks that they compile, which is quicker
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
git clone --quiet . "$place/keygen"

# The README's commands, from there, so that they cannot differ: the first block is for here, the second for there.
recipe() {
    sed -n '/^### Without a network/,/^##* /{/^### Without/d;p}' README.md | awk -v block="$1" '/^```/ { fences++; next } fences == 2 * block - 1'
}
cd "$place/keygen"
here=$(recipe 1) there=$(recipe 2)
[[ $here == *"cargo vendor"* && $there == *"cargo build"* ]]

bash -euxc "$here" || bash -euxc "$here"

# The other machine: nothing is in its CARGO_HOME, nothing of this one's environment is there, and where the system lets us, no
# network at all.
toolchain=$(rustc --print sysroot)
other=(env -i PATH="$toolchain/bin:/usr/bin:/bin" HOME="$place/home" CARGO_HOME="$place/cargo" CARGO_TERM_COLOR=never)
if unshare --net true 2>/dev/null; then other=(unshare --net "${other[@]}"); fi
mkdir "$place/home"
if test -n "${CHECK:-}"; then
    "${other[@]}" cargo check --locked --offline --workspace
else
    "${other[@]}" bash -euxc "$there"
    "${other[@]}" target/release/keygen --version
fi
# Nothing was taken from anywhere else.
test ! -e "$place/cargo/registry/cache"
