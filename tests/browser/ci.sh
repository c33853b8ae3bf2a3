#!/usr/bin/env bash
# The ceremony record in a browser, as CI runs it. Expects target/release/keygen, or KEYGEN_BIN; Chromium at
# /usr/bin/chromium, or CHROMIUM; and pdftotext.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# A registry that does not answer once may answer the next time.
npm ci --prefix "$here" --loglevel=error || npm ci --prefix "$here" --loglevel=error

# Named, so that a directory that other tests left behind is not looked into.
cd "$here"
node --test --test-reporter=spec --test-concurrency=1 content.test.mjs screen.test.mjs paper.test.mjs
