#!/usr/bin/env bash
# A newcomer's hour: a fresh Debian, a new user, and the README to the letter, from nothing to a verified batch. Says how long each
# step took.
#
#     tests/newcomer.sh source               as root; needs debootstrap
#     tests/newcomer.sh package DEB
#
# ROOT=DIR keeps the root directory, and uses it again.
set -euo pipefail
cd "$(dirname "$0")/.."
way=$1 deb=${2:-}
root=${ROOT:-$(mktemp -d)}
# A root directory that its users may enter.
mkdir -p "$root" && chmod 755 "$root"
leave() {
    for mount in proc dev/pts dev; do umount "$root/$mount" 2>/dev/null || true; done
    test -n "${ROOT:-}" || rm -rf --one-file-system "$root"
}
trap leave EXIT

step() {
    local began=$SECONDS what=$1
    shift
    "$@" || { echo "FAILED: $what" >&2; exit 1; }
    printf '%5ds  %s\n' "$((SECONDS - began))" "$what"
}
twice() { "$@" || "$@"; }
as_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
# With a terminal: the README's first command asks for a password. It is typed by python, twice, as it would be by hand.
as_user() {
    cat >"$root/tmp/type.py" <<'PYTHON'
import os, pty, sys
typed = {b"New password": b"four words nobody joins\n", b"same password again": b"four words nobody joins\n", b"Password": b"four words nobody joins\n"}
def read(terminal):
    data = os.read(terminal, 4096)
    for prompt, answer in list(typed.items()):
        if prompt in data:
            os.write(terminal, answer)
    return data
status = pty.spawn(["/bin/sh", "-ec", sys.argv[1]], read)
sys.exit(os.waitstatus_to_exitcode(status))
PYTHON
    as_root su --login --command "python3 /tmp/type.py '$1'" newcomer </dev/null >"$root/tmp/said" 2>&1 || { cat "$root/tmp/said" >&2; return 1; }
    grep -qF "$2" "$root/tmp/said" || { cat "$root/tmp/said" >&2; echo "it did not say: $2" >&2; return 1; }
}

debian() {
    test -x "$root/usr/bin/apt-get" || twice debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >"$root.log" 2>&1 || { tail "$root.log"; return 1; }
    echo 'deb http://deb.debian.org/debian-security bookworm-security main' >"$root/etc/apt/sources.list.d/security.list"
    mount --bind /dev "$root/dev" && mount -t devpts devpts "$root/dev/pts" && mount -t proc proc "$root/proc"
    cp /etc/resolv.conf "$root/etc/"
    # Whom this machine trusts beyond Debian's list, a company's proxy for one.
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null && as_root update-ca-certificates >/dev/null
    twice as_root apt-get update -qq
    as_root id newcomer >/dev/null 2>&1 || as_root useradd --create-home --shell /bin/bash newcomer
}
packages() { twice as_root apt-get install -y -qq --no-install-recommends "$@" >"$root/tmp/apt.log" 2>&1 || { tail -5 "$root/tmp/apt.log"; return 1; }; }

echo "A newcomer, from the $way:"
step "a fresh Debian" debian
case $way in
    source)
        # "On a machine with Rust 1.95 or later and a C compiler": Debian's own, from its security archive.
        step "Rust and a C compiler, by apt-get" packages cargo-web rustc-web gcc libc6-dev git python3 strace
        checkout() {
            rm -rf "$root/home/newcomer/keygen"
            git clone --quiet . "$root/home/newcomer/keygen"
            as_root chown -R newcomer: /home/newcomer/keygen
        }
        step "a checkout" checkout
        # The two commands as the README has them.
        mapfile -t commands < <(sed -n '/^## Two commands/,/^## /p' README.md | sed -n '/^```sh/,/^```/p' | grep '^cargo' | sed 's/ *#.*//')
        step "${commands[0]}" as_user "cd keygen && rm -rf keystores && ${commands[0]}" "100 keys in keystores, each read back and verified"
        step "keygen verify keystores" as_user "cd keygen && target/release/keygen verify keystores" "every tuple verifies"
        test -z "${TESTS:-}" || step "${commands[1]}" as_user "cd keygen && ${commands[1]}" "test result: ok"
        ;;
    package)
        step "what the test itself needs to type: python3; man" packages python3 man-db
        cp "$deb" "$root/tmp/keygen.deb"
        step "dpkg --install" as_root dpkg --install /tmp/keygen.deb
        step "keygen batch --count 100" as_user "rm -rf keystores && keygen batch --count 100" "100 keys in keystores, each read back and verified"
        step "keygen verify keystores" as_user "keygen verify keystores" "every tuple verifies"
        step "man keygen-batch" as_user "man keygen-batch | cat" "keygen-batch"
        ;;
    *) echo "source or package DEB" >&2; exit 2 ;;
esac
printf '%5ds  in all\n' "$SECONDS"
