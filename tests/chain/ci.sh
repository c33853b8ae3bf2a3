#!/usr/bin/env bash
# keywatch against a local chain, as CI runs it. Expects target/release/keywatch, or KEYWATCH_BIN; and Chromium,
# promtool and prometheus.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# A registry that does not answer once may answer the next time.
install() { npm ci --prefix "$1" --no-audit --no-fund --loglevel=error; }
install "$here" || install "$here"
# The browser that looks at the page is driven as the one that looks at the ceremony record.
[[ -d $here/../browser/node_modules ]] || install "$here/../browser" || install "$here/../browser"
# And cast is that of the independent judges.
[[ -d $here/../interop/node_modules ]] || install "$here/../interop" || install "$here/../interop"

cd "$here"
# Each fault at a third of the requests; without FAULTS, at all of them.
FAULTS=some node --test --test-reporter=spec --test-concurrency=2 ./*.test.mjs
