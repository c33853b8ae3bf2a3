#!/usr/bin/env bash
# The independent judges, as CI runs them: the known answers are made anew and must not differ, then every stage of run.mjs.
# Expects target/release/keygen, or KEYGEN_BIN.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

install() {
    # A registry that does not answer once may answer the next time.
    npm ci --prefix "$1" --no-audit --no-fund --loglevel=error || npm ci --prefix "$1" --no-audit --no-fund --loglevel=error
}

install "$root/vectors/generate"
node "$root/vectors/generate/index.mjs" --check

install "$here"

# Only to be told of: whatever it says, and if it fails altogether, the judgement stands.
node "$here/newer-release.mjs" || true

KEYGEN_BIN=${KEYGEN_BIN:-$root/target/release/keygen} node "$here/run.mjs"
