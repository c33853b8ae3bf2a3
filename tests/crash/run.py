#!/usr/bin/env python3
"""Kills keygen, fails its system calls, fills its disks and limits it, and looks at what is left. The README has the figures.

    tests/crash/run.py                  everything: the best part of an hour
    tests/crash/run.py --seconds 60     a random part of it
"""

import argparse
import random
import shutil
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from crash.disks import Disks, can_mount
from crash.phases import Calls, Limits, Signals
from crash.place import KEYGEN, Templates
from crash.together import Together
from crash.verbs import verbs


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, help="stop after so long; cases are taken at random")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32), help="to take the same cases again")
    parser.add_argument("--phase", action="append", help="only this one; may be given several times")
    parser.add_argument("--kills", type=int, default=1000, help="kills at random moments")
    parser.add_argument("--jobs", type=int, default=2, help="runs at once")
    parser.add_argument("--only", default="", help="only cases with this in their name")
    return parser.parse_args()


def phases(templates, rng, kills):
    every = verbs(templates)
    disks = Disks(templates, every)
    if not can_mount():
        print("NOT RUN: full and tiny file systems, because this user may not mount any")
        disks = None
    soft = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]
    named = {
        "kill -9 at a random moment": Signals(templates, every, rng, kills, [signal.SIGKILL]),
        "kill -9 at each call": Calls(templates, every, "kill"),
        "each call fails once": Calls(templates, every, "fail"),
        "a call is interrupted for ever": Calls(templates, every, "interrupted"),
        "other signals at a random moment": Signals(templates, every, rng, kills * 2 // 5, soft),
        "full and tiny file systems": disks,
        "limits": Limits(templates, every),
        "several runs at once": Together(templates, rng, max(1, kills // 50)),
    }
    return {name: phase for name, phase in named.items() if phase is not None}


class Table:
    def __init__(self):
        self.lines, self.failures = [], []

    def run(self, name, phase, arguments, rng, seconds):
        cases = [(label, case) for label, case in phase.cases() if arguments.only in label]
        if seconds is not None:
            rng.shuffle(cases)
        began, ends, left, faults = time.monotonic(), Counter(), Counter(), 0

        def one(case):
            if seconds is None or time.monotonic() - began < seconds:
                return case[0], *case[1]()
            return None

        with ThreadPoolExecutor(arguments.jobs) as pool:
            for result in filter(None, pool.map(one, cases)):
                label, verdict, end = result
                ends[end] += 1
                left[verdict.left] += 1
                for fault in verdict.faults:
                    faults += 1
                    self.failures.append(f"{name}: {label}: {fault}")
                    print(f"FAULT {self.failures[-1]}", flush=True)
        self.lines.append((name, sum(ends.values()), len(cases), ends, left, faults, time.monotonic() - began))
        print(self.text(self.lines[-1]), flush=True)

    @staticmethod
    def text(line):
        name, runs, cases, ends, left, faults, seconds = line
        counted = lambda counter: ", ".join(f"{end} {count}" for end, count in counter.most_common() if end)
        return f"{name}: {runs} of {cases} cases, {faults} faults, {seconds:.0f} s\n    {counted(ends)}\n    left: {counted(left)}"


def main():
    arguments = options()
    if shutil.which("strace") is None:
        sys.exit("this needs strace: apt-get install strace")
    print(f"{KEYGEN}, seed {arguments.seed}", flush=True)
    rng = random.Random(arguments.seed)
    began, templates, table = time.monotonic(), Templates(), Table()
    try:
        todo = phases(templates, rng, arguments.kills)
        todo = {name: phase for name, phase in todo.items() if not arguments.phase or name in arguments.phase}
        for place, (name, phase) in enumerate(todo.items()):
            # What is left of the time is shared by the phases that are left.
            seconds = None
            if arguments.seconds is not None:
                seconds = max(1.0, (arguments.seconds - (time.monotonic() - began)) / (len(todo) - place))
            table.run(name, phase, arguments, rng, seconds)
    finally:
        templates.remove()
    runs = sum(line[1] for line in table.lines)
    print(f"\n{runs} runs, {len(table.failures)} faults, {time.monotonic() - began:.0f} s")
    sys.exit(1 if table.failures or not runs else 0)


if __name__ == "__main__":
    main()
