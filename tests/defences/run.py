#!/usr/bin/env python3
"""Takes each defence of SECURITY.md out of the code, and demands that its test fails: a test that passes without what it is for is none.

    tests/defences/run.py             # all of them
    tests/defences/run.py rogue swap  # those of which the fault or the defence says so

Works in a copy, target/defences, with a target directory of its own. Fails where a test passes, where the code without the defence
does not compile, where a row of the table in SECURITY.md has no defence here, and where a defence is of no row."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COPY = ROOT / "target/defences"


def rows():
    """What the rows of the table say that is defended against."""
    text = (ROOT / "SECURITY.md").read_text().split("## What is defended")[1].split("\n## ")[0]
    return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")][1:]


def copied():
    """A copy of what git knows, as it is now. Files that are the same keep their times, so that nothing is compiled twice."""
    tree = COPY / "tree"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")[:-1]
    files = {name for name in listed if (ROOT / name).is_file() or (ROOT / name).is_symlink()}
    for name in files:
        target = tree / name
        if (ROOT / name).is_symlink():
            target.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to((ROOT / name).readlink())
            continue
        if not target.is_file() or target.read_bytes() != (ROOT / name).read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    for path in list(tree.rglob("*")):
        if (path.is_file() or path.is_symlink()) and str(path.relative_to(tree)) not in files:
            path.unlink()
    return tree


def run(tree, defence):
    """What became of the test without the defence: None where it failed, as it has to."""
    path = tree / defence["file"]
    text = path.read_text()
    if text.count(defence["old"]) != 1:
        return f"{defence['file']} has the code {text.count(defence['old'])} times"
    environment = os.environ | {"CARGO_TARGET_DIR": str(COPY / "target"), "CARGO_INCREMENTAL": "1"}
    command = defence.get("command") or ["cargo", "test", "--locked", "--quiet", *defence["test"], "--", defence["fails"]]
    path.write_text(text.replace(defence["old"], defence["new"]))
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    finally:
        path.write_text(text)
    said = done.stdout + done.stderr
    if done.returncode == 0:
        return "nothing fails without it" if "command" in defence or re.search(r"test result: ok\. [1-9]", said) else "there is no such test"
    if "could not compile" in said or ("test" in defence and not re.search(r"test result: FAILED", said)):
        return "not compiled, or not run:\n" + said[-3000:]
    return None


def main():
    defences = tomllib.loads((HERE / "defences.toml").read_text())["defence"]
    table, wrong = rows(), []
    wrong += [f"SECURITY.md, no defence is tried: {row}" for row in table if not any(row.startswith(one["fault"]) for one in defences)]
    wrong += [f"no row of SECURITY.md begins with: {one['fault']}" for one in defences if not any(row.startswith(one["fault"]) for row in table)]
    chosen = [one for one in defences if not sys.argv[1:] or any(word in one["fault"] + one["what"] for word in sys.argv[1:])]
    tree = copied()
    for one in chosen:
        began = time.monotonic()
        problem = run(tree, one)
        print(f"{time.monotonic() - began:4.0f}s  {'FAILED' if problem else 'noticed'}  {one['what']} ({one['fault']})", flush=True)
        if problem:
            wrong.append(f"{one['what']} ({one['file']}): {problem}")
    print(f"{len(chosen)} of {len(defences)} defences taken out, for {len(table)} rows of SECURITY.md")
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))


main()
