#!/usr/bin/env bash
# No branch and no address may depend on a secret: builds the program beside this and runs it under valgrind. With the option
# --report, valgrind says where each branch is.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v valgrind >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends valgrind >/dev/null; }

# Optimised as the released programs are. For the reports, the lines of the source are kept as well.
profile=release
test "${1:-}" != --report || profile=constant-time
cargo build --locked --quiet --profile "$profile" -p constant-time

log=target/constant-time.log
status=0
valgrind --quiet --error-limit=no --track-origins=no --read-inline-info=no --suppressions=tests/constant_time/suppressions \
    --log-file="$log" "target/$profile/constant-time" || status=$?
test "${1:-}" != --report || cat "$log"
exit "$status"
