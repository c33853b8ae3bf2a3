#!/usr/bin/env bash
# A released keygen needs a kernel and nothing else: it makes and verifies a batch in a root directory that holds the program,
# a password and no other file. Says which commit it is, and which crates are in it.
#
#     tests/release/static.sh PROGRAM        as root, for chroot
set -euo pipefail
program=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cp "$program" "$root/keygen"
(umask 077 && printf 'a password for a machine with nothing on it' >"$root/password.txt")
# A device for randomness is not needed: there is a system call.
inside() { chroot "$root" /keygen "$@"; }

inside batch --count 2 --password-file /password.txt --out /keystores | grep -F '2 keys in /keystores, each read back and verified'
inside verify /keystores --password-file /password.txt | grep -F 'every secret file opens and fits its tuple'

# What the program sees before its runtime has begun: a part that nothing refers to must not be left out when it is linked. Here
# and not there: where there is no /dev/null, the runtime of Rust gives up when a stream is closed.
status=0
"$program" completions bash >&- 2>"$root/closed" || status=$?
test "$status" = 3
grep -F 'standard output is closed' "$root/closed"

inside --version | tee "$root/version"
grep -qE '^commit: [0-9a-f]{40}(-modified)?$' "$root/version"
grep -qE '^build: .*, static$' "$root/version"

objcopy --dump-section .dep-v0="$root/dep-v0" "$program" /dev/null
python3 - "$root/dep-v0" <<'PYTHON'
import json, sys, zlib
with open(sys.argv[1], "rb") as file:
    crates = json.loads(zlib.decompress(file.read()))["packages"]
assert [crate["name"] for crate in crates if crate.get("root")] == ["aztec-keygen"]
assert "bn254-bls" in {crate["name"] for crate in crates}
print(f"{len(crates)} crates are named in the program")
PYTHON
