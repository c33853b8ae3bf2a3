"""What is done to the verbs: each phase gives cases, each case is one run and its verdict."""

import random
import resource
import shutil
import signal
import subprocess
import time
from types import SimpleNamespace

from .judge import judge
from .place import ENVIRONMENT, KEYGEN, snapshot
from .tracer import READING, WRITING, calls, injected, strace

PERIOD_S = 2.5


def run_in(templates, verb, act, **judged):
    """Runs a verb in a fresh place, and judges what it left. `act` gives the run, and more to judge it by."""
    place = templates.copy(verb.needs)
    try:
        before = snapshot(place)
        run, more = act(place)
        verdict = judge(verb, place, before, run, **{**judged, **more})
        return verdict, ending(run)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def ending(run):
    if getattr(run, "hung", False):
        return "waits for ever"
    status = run.returncode
    return f"status {status}" if status >= 0 else signal.Signals(-status).name


def stopped(place, verb, number, moment):
    """Sends a signal after so many seconds."""
    process = subprocess.Popen(
        [KEYGEN, *verb.arguments],
        cwd=place,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(moment)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=600)
    return SimpleNamespace(returncode=process.returncode, stdout=stdout, stderr=stderr)


class Signals:
    """At a random moment, which may be before the program begins or after it has ended."""

    def __init__(self, templates, verbs, rng, count, numbers):
        self.templates, self.rng, self.numbers = templates, rng, numbers
        weights = [verb.share for verb in verbs]
        self.chosen = rng.choices(verbs, weights, k=count)

    def cases(self):
        for index, verb in enumerate(self.chosen):
            number = self.numbers[index % len(self.numbers)]
            yield f"{number.name} {verb.name}", lambda verb=verb, number=number: self.case(verb, number)

    def case(self, verb, number):
        moment = self.rng.random() * duration(self.templates, verb)
        deadly = number in (signal.SIGKILL, signal.SIGQUIT)

        def act(place):
            run = stopped(place, verb, number, moment)
            # Until the program has taken its signals over, the system's way of ending it applies.
            return run, {"killed": run.returncode < 0}

        statuses = {0} if deadly else {0, 130}
        return run_in(self.templates, verb, act, statuses=statuses)


def duration(templates, verb):
    """How long a run takes now, with all that goes on beside it."""
    if not hasattr(verb, "seconds") or random.random() < 0.05:
        place = templates.copy(verb.needs)
        began = time.monotonic()
        subprocess.run([KEYGEN, *verb.arguments], cwd=place, env=ENVIRONMENT, capture_output=True, stdin=subprocess.DEVNULL)
        verb.seconds = 1.1 * (time.monotonic() - began)
        shutil.rmtree(place)
    return verb.seconds


class Calls:
    """At each call: the process is killed there, or the call fails."""

    def __init__(self, templates, verbs, mode):
        self.templates, self.verbs, self.mode = templates, verbs, mode

    def cases(self):
        for verb in self.verbs:
            place = self.templates.copy(verb.needs)
            counts = calls(place, verb.arguments, f"{place}.trace", WRITING + READING)
            shutil.rmtree(place)
            for call, count in sorted(counts.items()):
                for n in range(1, count + 1):
                    for what in self.injections(verb, call, n):
                        yield f"{what} {call} {n} {verb.name}", lambda v=verb, c=call, n=n, w=what: self.case(v, c, n, w)

    def injections(self, verb, call, n):
        if self.mode == "kill":
            return ["KILL"] if call in WRITING else []
        if self.mode == "interrupted":
            # Each kind of call at its first and at a later one.
            return ["EINTR"] if call in WRITING + ["read"] and n in (1, 8, 30) and verb.share == 1.0 else []
        if call in ("write", "fsync", "rename", "renameat2", "mkdir", "mkdirat", "fchmod", "unlink", "unlinkat", "rmdir", "flock"):
            return ["EIO", "ENOSPC", "EDQUOT"]
        # The many that open, close and look: one error each, in turn.
        return [["EIO", "EMFILE", "ENOSPC", "EDQUOT"][n % 4] if call == "openat" else "EIO"]

    def case(self, verb, call, n, what):
        def act(place):
            log = f"{place}.trace"
            how = "signal=KILL" if what == "KILL" else f"error={what}"
            # From there on for ever, or once.
            when = f"{n}+" if what == "EINTR" else str(n)
            options = [f"--trace={call}", f"--inject={call}:{how}:when={when}"]
            run = strace(place, verb.arguments, options, log, patience=PERIOD_S if what == "EINTR" else 120)
            hit = injected(log)
            lost = any(name == "write" and arguments.startswith(("1,", "2,")) for name, arguments in hit)
            return run, {"killed": run.returncode < 0 or run.hung, "silent": lost and b"error: " not in run.stderr}

        # Some calls do not matter: they may fail and all is well.
        return run_in(self.templates, verb, act, statuses={0, 3})


class Limits:
    """Limits on the process: the size of a file, open files, memory, time."""

    KINDS = {
        "FSIZE": (resource.RLIMIT_FSIZE, [0, 1, 100, 300, 600, 1000, 1500, 2500, 4000, 6000, 10_000, 20_000]),
        "NOFILE": (resource.RLIMIT_NOFILE, list(range(3, 20))),
        "AS": (resource.RLIMIT_AS, [mebibytes << 20 for mebibytes in (5, 10, 15, 20, 30, 50, 80, 120, 150, 200, 300, 500)]),
    }

    def __init__(self, templates, verbs):
        self.templates, self.verbs = templates, verbs

    def cases(self):
        for verb in self.verbs:
            for kind, (limit, values) in self.KINDS.items():
                for value in values:
                    yield f"{kind} {value} {verb.name}", lambda v=verb, x=limit, y=value: self.case(v, x, (y, y))
        # A second of CPU, which is more than a small batch takes.
        for number in range(3):
            yield f"CPU batch of 2000, {number}", lambda: self.case(self.many(), resource.RLIMIT_CPU, (1, 3))

    def many(self):
        from .verbs import Verb

        verb = self.verbs[0]
        verify = [["verify", "out"]]
        return Verb("batch of 2000", [*verb.arguments, "--count", "2000"], [], ["out"], opens=verify)

    def case(self, verb, limit, values):
        def act(place):
            run = subprocess.run(
                [KEYGEN, *verb.arguments],
                cwd=place,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                start_new_session=True,
                preexec_fn=lambda: resource.setrlimit(limit, values),
            )
            return run, {"killed": run.returncode < 0, "again": limit != resource.RLIMIT_CPU}

        return run_in(self.templates, verb, act, statuses={0, 3})
