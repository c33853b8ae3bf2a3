"""Several runs at once on one directory, or on one file."""

import json
import shutil
import signal
import subprocess
from types import SimpleNamespace

from .judge import Verdict
from .place import ENVIRONMENT, FIRST, KEYGEN, PARTIAL, SECOND, keygen, snapshot


def at_once(place, commands, kill=None):
    """Starts all of them; `kill` ends the first of them after so many seconds."""
    begun = [
        subprocess.Popen(
            [KEYGEN, *command], cwd=place, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True,
        )
        for command in commands
    ]  # fmt: skip
    if kill is not None:
        try:
            begun[0].wait(timeout=kill)
        except subprocess.TimeoutExpired:
            begun[0].send_signal(signal.SIGKILL)
    runs = []
    for process in begun:
        stdout, stderr = process.communicate(timeout=600)
        runs.append(SimpleNamespace(returncode=process.returncode, stdout=stdout, stderr=stderr.decode(errors="replace")))
    return runs


class Together:
    def __init__(self, templates, rng, rounds):
        self.templates, self.rng, self.rounds = templates, rng, rounds

    def cases(self):
        for number in range(self.rounds):
            for case in (self.one_directory, self.one_file, self.one_password, self.one_batch, self.one_is_killed):
                yield f"{case.__name__} {number}", case

    def within(self, needs, act):
        place = self.templates.copy(needs)
        try:
            verdict = Verdict()
            ends = act(place, verdict)
            for path in snapshot(place):
                verdict.demand(f"{path} is left", not PARTIAL.search(path) or self.killed(ends))
            return verdict, "/".join(sorted(ends))
        finally:
            shutil.rmtree(place, ignore_errors=True)

    @staticmethod
    def killed(ends):
        return "-9" in ends

    def one_directory(self):
        """Four batches of the same name: one gets it, the others say that it exists."""

        def act(place, verdict):
            command = ["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--jobs", "1", "--out", "out"]
            runs = at_once(place, [command] * 4)
            statuses = sorted(run.returncode for run in runs)
            verdict.demand(f"statuses {statuses}: {[run.stderr for run in runs]}", statuses == [0, 2, 2, 2])
            for run in runs:
                verdict.demand(run.stderr, run.returncode == 0 or "exists already" in run.stderr)
            verdict.demand("the batch is not whole", keygen(place, ["verify", "out"]).returncode == 0)
            return [str(status) for status in statuses]

        return self.within([], act)

    def one_file(self):
        """Two coinbases of one file, each set twice over: none is lost."""

        def act(place, verdict):
            pairs = [(FIRST, SECOND), (SECOND, FIRST)]
            command = ["node-keystore", "set-coinbase", "node.json", "--attester"]
            runs = at_once(place, [[*command, attester, "--coinbase", coinbase] for attester, coinbase in pairs])
            for run in runs:
                verdict.demand(f"{run.returncode}: {run.stderr}", run.returncode == 0)
            validators = json.loads((place / "node.json").read_text())["validators"]
            actual = [validator["coinbase"] for validator in validators]
            verdict.demand(f"a change is lost: {actual}", actual == [SECOND, FIRST])
            return [str(run.returncode) for run in runs]

        return self.within(["node.json"], act)

    def one_password(self):
        """Two new passwords for one file: one wins, and the other run says that the old password is wrong by now."""
        eth = str(self.templates.eth)

        def act(place, verdict):
            command = ["key", "change-password", eth, "--password-file", "password", "--new-password-file"]
            runs = at_once(place, [[*command, "new"], [*command, "newer"]])
            return self.one_wins(place, verdict, runs, ["key", "inspect", eth])

        return self.within(["enc"], act)

    def one_batch(self):
        """The same for a whole batch."""

        def act(place, verdict):
            command = ["key", "change-password", "enc", "--password-file", "password", "--new-password-file"]
            runs = at_once(place, [[*command, "new"], [*command, "newer"]])
            return self.one_wins(place, verdict, runs, ["verify", "enc"])

        return self.within(["enc"], act)

    @staticmethod
    def one_wins(place, verdict, runs, opens):
        statuses = [run.returncode for run in runs]
        said = [run.stderr for run in runs]
        # Or the other one saw the file change under it.
        verdict.demand(f"statuses {statuses}: {said}", sorted(statuses) in ([0, 1], [0, 3]))
        winner = ["new", "newer"][statuses.index(0)] if 0 in statuses else "password"
        opened = [name for name in ("password", "new", "newer") if keygen(place, [*opens, "--password-file", name]).returncode == 0]
        verdict.demand(f"{opened} open it, not {winner} alone", opened == [winner])
        return [str(status) for status in statuses]

    def one_is_killed(self):
        """Whoever waits for a file whose owner is killed goes on."""

        def act(place, verdict):
            command = ["node-keystore", "set-coinbase", "node.json", "--attester"]
            kill = 0.08 * self.rng.random()
            commands = [[*command, FIRST, "--coinbase", SECOND], [*command, SECOND, "--coinbase", FIRST]]
            runs = at_once(place, commands, kill=kill)
            verdict.demand(f"{runs[1].returncode}: {runs[1].stderr}", runs[1].returncode == 0)
            actual = [v.get("coinbase") for v in json.loads((place / "node.json").read_text())["validators"]]
            verdict.demand(f"the other change is lost: {actual}", actual[1] == FIRST)
            verdict.demand(f"the change of a run that ended well is lost: {actual}", runs[0].returncode != 0 or actual[0] == SECOND)
            return [str(run.returncode) for run in runs]

        return self.within(["node.json"], act)
