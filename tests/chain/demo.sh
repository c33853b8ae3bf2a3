#!/usr/bin/env bash
# A local chain with the staking contracts and a provider, for trying keywatch. Runs until it is stopped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# What an earlier run installed is used as it is.
if [[ ! -d $here/node_modules ]]; then
    npm ci --prefix "$here" --no-audit --no-fund --loglevel=error
fi
exec node "$here/demo.mjs"
