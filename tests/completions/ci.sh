#!/usr/bin/env bash
# docs/completions.md as a new user follows it, in a home of its own: then bash, zsh and fish are opened on a terminal, and Tab is
# pressed. Needs bash-completion, zsh and fish. Expects target/release/keygen, else target/debug/keygen, or what KEYGEN_BIN names.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=()
test -e /usr/share/bash-completion/bash_completion || missing+=(bash-completion)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
command -v python3 >/dev/null || missing+=(python3)
if ((${#missing[@]})); then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

program=${KEYGEN_BIN:-$(ls target/release/keygen target/debug/keygen 2>/dev/null | head -1)}
home=$(mktemp -d)
# fish reads the man pages in the background when it starts first, and may still write while this is removed.
leave() {
    for _ in $(seq 20); do
        rm -rf "$home" 2>/dev/null && return
        sleep 1
    done
    rm -rf "$home"
}
trap leave EXIT
mkdir "$home/bin"
ln -s "$(realpath "$program")" "$home/bin/keygen"
cp /etc/skel/.bashrc "$home"
as_reader=(env -i HOME="$home" PATH="$home/bin:/usr/bin:/bin" TERM=xterm LC_ALL=C.UTF-8)
sed -n '/^```sh/,/^```/{/^```/d;p}' docs/completions.md | "${as_reader[@]}" bash -eu

for shell in bash zsh fish; do
    "${as_reader[@]}" python3 tests/completions/tab.py "$shell" 'keygen reco' 'recover-check'
    "${as_reader[@]}" python3 tests/completions/tab.py "$shell" 'keygen batch --type' '--type-mnemonic'
    "${as_reader[@]}" python3 tests/completions/tab.py "$shell" 'keygen calldata add-k' 'add-keys'
done
