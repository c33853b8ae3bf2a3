"""What must be so after every run, however it ended."""

from .place import JUNK, PARTIAL, PASSWORDS, below, keygen, snapshot

# The statuses that the README documents.
DOCUMENTED = {0, 1, 2, 3, 130}
BEFORE_THE_PROGRAM = (b"error while loading shared libraries", b"cannot execute", b"symbol lookup error")


class Verdict:
    """What a run left: in words for the table, and what is wrong with it."""

    def __init__(self):
        self.faults = []
        self.left = None

    def demand(self, what, holds):
        if not holds:
            self.faults.append(what)


def litter(before, after):
    """Names that only an unfinished run has, and nothing below them."""
    new = sorted(set(after) - set(before))
    return [path for path in new if PARTIAL.search(path)]


def judge(verb, place, before, run, statuses, killed=False, silent=False, again=True):
    """`statuses` may be; `killed`: the system ended it, so that it could say and remove nothing; `silent`: its messages were
    not let through; `again`: the next run is looked at, too."""
    verdict, after = Verdict(), snapshot(place)
    status, said = run.returncode, run.stderr.decode(errors="replace")
    if not killed and any(words in run.stderr for words in BEFORE_THE_PROGRAM):
        verdict.left = "not begun"
        verdict.demand("something was changed before the program began", after == before)
        return verdict
    states = {target: state(verb, place, before, after, target) for target in verb.targets}
    for target, found in states.items():
        verdict.demand(f"{target} is neither absent nor whole", found != "broken")
    verdict.left = "whole" if set(states.values()) == {"whole"} else "in part" if "whole" in states.values() else "none"
    if verdict.left == "in part":
        # What does no harm alone comes first, and it is named.
        verdict.demand("a later name without the earlier", states[verb.targets[0]] == "whole")
        verdict.demand("one of two is in place and not named", killed or silent or verb.targets[0] in said)
    partials = litter(before, after)
    own = {path for path in after if any(path == part or path.startswith(part + "/") for part in partials + verb.targets)}
    touched = {path for path in set(before) | set(after) if before.get(path) != after.get(path)} - own
    # A directory's own entry is there as long as something in it is.
    verdict.demand(f"something else was touched: {sorted(touched)}", not touched)
    for text in [JUNK, *PASSWORDS.values()]:
        verdict.demand("a secret was said", text not in said and text.encode() not in run.stdout)
    if not killed:
        messages(verdict, status, said, statuses, partials, silent)
    if again:
        next_run(verdict, verb, place, before, partials, states)
    return verdict


def state(verb, place, before, after, target):
    now = below(after, target)
    if now == below(before, target):
        return "none"
    return "whole" if now and verb.is_whole(place, after, target) else "broken"


def messages(verdict, status, said, statuses, partials, silent):
    verdict.demand(f"status {status}: {said}", status in DOCUMENTED and status in statuses)
    verdict.demand(f"it panicked: {said}", "panicked" not in said and "RUST_BACKTRACE" not in said)
    if silent:
        return
    errors = [line for line in said.splitlines() if line.startswith("error: ")]
    verdict.demand(f"{len(errors)} errors with status {status}: {said}", len(errors) == (0 if status == 0 else 1))
    for path in partials:
        verdict.demand(f"{path} is left and not named: {said}", path.rsplit("/", 1)[-1] in said)
    if status == 0:
        verdict.demand("status 0 without a result", verdict.left == "whole")
        return
    nothing = "nothing was kept" in said or "nothing was changed" in said or "nothing was written" in said
    in_place = "in place" in said and "cannot be put in place" not in said
    verdict.demand(f"it is in place, and nothing is said of that: {said}", verdict.left == "none" or in_place)
    verdict.demand(f"nothing was kept is not so: {said}", not nothing or verdict.left == "none")
    verdict.demand(f"what is said to be in place is not: {said}", not in_place or verdict.left != "none")


def next_run(verdict, verb, place, before, partials, states):
    """Undisturbed: it does its work, or says why it cannot, and what the run before left is removed or named."""
    run = keygen(place, verb.arguments)
    said, after = run.stderr.decode(errors="replace"), snapshot(place)
    done = "whole" in states.values()
    # What is there is not overwritten; a password that was changed is another one.
    expected = {0} if not done else {0, 1} if verb.changes else {2}
    verdict.demand(f"the next run ends with {run.returncode}: {said}", run.returncode in expected)
    for path in partials:
        name = path.rsplit("/", 1)[-1]
        verdict.demand(f"the next run does not name {path}: {said}", name in said)
    if run.returncode == 0:
        for target in verb.targets:
            verdict.demand(f"{target} is not whole after the next run", state(verb, place, before, after, target) == "whole")
        for path in litter(before, after):
            verdict.demand(f"the next run leaves {path} and does not name it", path.rsplit("/", 1)[-1] in said)
