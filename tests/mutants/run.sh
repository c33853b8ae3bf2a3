#!/usr/bin/env bash
# Changes the code in one place at a time, and fails where no test of the crate notices: see README.md.
#
#   tests/mutants/run.sh                      every crate that is done
#   tests/mutants/run.sh CRATE...             these
#   tests/mutants/run.sh --shard 3/40 CRATE   a part of one
#   tests/mutants/run.sh --commit             a small part, chosen by the commit; its name is printed
set -euo pipefail
cd "$(dirname "$0")/../.."

# The crates of which every survivor is explained. Files that are not tried yet stand in .cargo/mutants.toml.
done=(strict-json bn254-bls durable-files aztec-key-derivation aztec-encrypted-keystore aztec-staking-registry aztec-node-keystore aztec-batch-manifest aztec-provider)
# Those with few dependencies, of which --commit takes a part: compiling what the others need would be most of the work.
cheap=(strict-json durable-files)
# How many mutants --commit tries.
PER_COMMIT=6

mutants=$(scripts/tool cargo-mutants)
export PATH="${mutants%/*}:$PATH" CARGO_TERM_COLOR=never
# Away from what other commands compile: a mutant must never be taken for the crate. Incremental, as most mutants are one line.
export CARGO_TARGET_DIR=$PWD/target/mutants CARGO_INCREMENTAL=1
# A mutant that only one input in hundreds shows is not what is looked for here.
export PROPTEST_CASES=32
names() { cargo mutants --list --line-col=false --all-features --package "$1"; }

shard=() crates=()
while (($#)); do
    case $1 in
        --shard) shard=(--shard "$2" --sharding slice) && shift 2 ;;
        --commit)
            # One part has mutants of one crate, so that only this crate and what it needs is compiled.
            parts=()
            for crate in "${cheap[@]}"; do
                count=$(names "$crate" | wc -l)
                of=$(((count + PER_COMMIT - 1) / PER_COMMIT))
                for ((part = 0; part < of; part++)); do parts+=("$part/$of $crate"); done
            done
            read -r part crate <<<"${parts[$((16#$(git rev-parse HEAD | cut -c1-12) % ${#parts[@]}))]}"
            echo "One of ${#parts[@]} parts, by the commit: tests/mutants/run.sh --shard $part $crate"
            shard=(--shard "$part" --sharding slice) crates+=("$crate") && shift
            ;;
        -*) echo "run.sh: $1 is not known" >&2 && exit 2 ;;
        *) crates+=("$1") && shift ;;
    esac
done
((${#crates[@]})) || crates=("${done[@]}")

# The last mutant of a run before this one is newer than the code, and would be taken for it.
forget() {
    local name
    for name in $(cargo metadata --no-deps --format-version 1 --locked | python3 -c 'import json, sys; print(*(package["name"] for package in json.load(sys.stdin)["packages"]))'); do
        rm -rf "$CARGO_TARGET_DIR"/debug/.fingerprint/"$name"-????????????????
    done
}

status=0
for crate in "${crates[@]}"; do
    output=target/mutants/$crate
    mkdir -p "$output" && forget
    # Nearly all the time of bn254-bls would be the compiler's, making it quick; and its arithmetic needs few inputs.
    options=() cases=$PROPTEST_CASES
    [[ $crate == bn254-bls ]] && options=(--cargo-arg=--config=profile.dev.package.bn254-bls.opt-level=0) cases=8
    # 2: some survive; 3: some did not end. Whether that is so for a reason is judged below.
    PROPTEST_CASES=$cases cargo mutants --package "$crate" --all-features --no-shuffle --colors never --output "$output" "${options[@]}" "${shard[@]}" || (($? == 2 || $? == 3)) || exit 1
    names "$crate" >"$output/names.txt"
    python3 tests/mutants/judge.py tests/mutants/explained.txt "$output" || status=1
done
exit "$status"
