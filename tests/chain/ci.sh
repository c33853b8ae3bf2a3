#!/usr/bin/env bash
# keywatch against a local chain, as CI runs it. Expects target/release/keywatch, or KEYWATCH_BIN.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# A registry that does not answer once may answer the next time.
npm ci --prefix "$here" --no-audit --no-fund --loglevel=error || npm ci --prefix "$here" --no-audit --no-fund --loglevel=error

cd "$here"
node --test --test-reporter=spec --test-concurrency=1 ./*.test.mjs
