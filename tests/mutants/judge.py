"""Compares the mutants that no test noticed with those of which it is explained why."""

import json
import re
import sys
from collections import Counter
from pathlib import Path


def without_place(name: str) -> str:
    """`FILE:LINE:COLUMN: CHANGE` as `FILE: CHANGE`: lines move."""
    return re.sub(r"^([^:]+):\d+:\d+: ", r"\1: ", name)


def explained(path: Path) -> Counter:
    """Names at the beginning of a line, one or several, and below them the reason, further in."""
    names, waiting = Counter(), []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith(" "):
            waiting = []
        elif re.fullmatch(r"crates/[^ :]+\.rs: \S.*", line):
            names[line] += 1
            waiting.append(number)
        else:
            sys.exit(f"{path}:{number}: neither a mutant nor a reason")
    if waiting:
        sys.exit(f"{path}:{waiting[0]}: no reason below it")
    return names


def main() -> int:
    expected = explained(Path(sys.argv[1]))
    output = Path(sys.argv[2])
    there = Counter(without_place(name) for name in (output / "names.txt").read_text().splitlines())
    results = json.loads((output / "mutants.out/outcomes.json").read_text())["outcomes"]
    results = [(result["scenario"]["Mutant"]["name"], result) for result in results if result["scenario"] != "Baseline"]
    counts = Counter(result["summary"] for _, result in results)
    survivors = [(name, result["diff_path"]) for name, result in results if result["summary"] == "MissedMutant"]

    left = Counter(expected)
    failed = False
    for name, diff in survivors:
        left[without_place(name)] -= 1
        if left[without_place(name)] < 0:
            failed = True
            print(f"SURVIVES, and nothing says why: {name} ({output}/mutants.out/{diff})")
    crates = {"/".join(name.split("/")[:2]) + "/" for name in there}
    for name, count in expected.items():
        if name.startswith(tuple(crates)) and there[name] < count:
            failed = True
            print(f"EXPLAINED {count} times, and there {there[name]} times: {name}")

    print(
        f"{output.name}: {len(results)} of {there.total()} mutants: {counts['CaughtMutant']} noticed, {counts['Timeout']} without an end, "
        f"{counts['Unviable']} not compiled, {len(survivors)} not noticed"
    )
    seconds = sorted(sum(phase["duration"] for phase in result["phase_results"]) for _, result in results)
    if seconds:
        print(f"{output.name}: {sum(seconds):.0f} s; half of the mutants took less than {seconds[len(seconds) // 2]:.1f} s")
    return failed


sys.exit(main())
