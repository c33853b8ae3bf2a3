#!/usr/bin/env bash
# Our pages in a browser, as CI runs it: `ci.sh record` the ceremony record, `ci.sh verify` the page that verifies tuples, which
# scripts/verify-page makes. Expects target/release/keygen, or KEYGEN_BIN; Chromium at /usr/bin/chromium, or CHROMIUM; and pdftotext.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# A registry that does not answer once may answer the next time.
npm ci --prefix "$here" --loglevel=error || npm ci --prefix "$here" --loglevel=error

# Named, so that a directory that other tests left behind is not looked into.
cd "$here"
case $1 in
    record) tests=(content.test.mjs screen.test.mjs paper.test.mjs) ;;
    verify) tests=(verify.test.mjs verify_use.test.mjs verify_look.test.mjs) ;;
    *) echo "tests/browser/ci.sh: record or verify" >&2; exit 2 ;;
esac
node --test --test-reporter=spec --test-concurrency=1 "${tests[@]}"
