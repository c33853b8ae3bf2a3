"""The verbs that write, what each of them makes, and how it is seen that this is whole."""

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .place import FIRST, PARTIAL, SECOND, below, keygen, snapshot

ROLLUP = "0x603bb2c05D474794ea97805e8De69bCcFb3bCA12"


@contextmanager
def set_aside(place, paths):
    """Moves these out of the way, and back."""
    aside = Path(tempfile.mkdtemp(dir=place.parent))
    for number, path in enumerate(paths):
        (place / path).rename(aside / str(number))
    try:
        yield
    finally:
        for number, path in enumerate(paths):
            (aside / str(number)).rename(place / path)
        shutil.rmtree(aside)


@dataclass
class Verb:
    name: str
    arguments: list
    # Files of the template that it reads.
    needs: list
    # What it makes or changes, in the order in which the names appear.
    targets: list
    # Whether a finished target passes; where None, its bytes are those of an undisturbed run.
    opens: list = None
    changes: bool = False
    # The bytes after an undisturbed run, of each target.
    expected: dict = field(default_factory=dict)
    # How many runs of it are made for one of the cheapest: those with a slow function of the password are fewer.
    share: float = 1.0

    def learn(self, templates):
        """Runs it undisturbed once."""
        place = templates.copy(self.needs)
        run = keygen(place, self.arguments)
        assert run.returncode == 0, (self.name, run.stderr.decode())
        after = snapshot(place)
        self.expected = {target: below(after, target) for target in self.targets}
        assert all(self.expected.values()), self.name
        assert all(self.is_whole(place, after, target) for target in self.targets), self.name

    def is_whole(self, place, after, target):
        """Whether the target is what an undisturbed run makes."""
        if self.opens is None:
            return below(after, target) == self.expected[target]
        # `verify` takes what an unfinished run left inside the batch for a fault, which it is; it is judged by itself.
        with set_aside(place, [path for path in after if PARTIAL.search(path)]):
            return any(keygen(place, command).returncode == 0 for command in self.opens)


def verbs(templates):
    eth = str(templates.eth)
    cheap = ["--scrypt-log-n", "14", "--jobs", "1"]
    change = ["--password-file", "password", "--new-password-file", "new"]
    mnemonic = ["--mnemonic-file", "mnemonic"]
    all_verbs = [
        Verb("batch", ["batch", "--unencrypted", *mnemonic, "--jobs", "1", "--out", "out"], [], ["out"]),
        Verb(
            "batch, encrypted",
            ["batch", "--password-file", "password", *cheap, *mnemonic, "--out", "out"],
            [],
            ["out"],
            opens=[["verify", "out", "--password-file", "password"]],
            share=0.3,
        ),
        Verb(
            "import",
            ["import", "plain/secret/node_keystore.json", "--unencrypted", "--jobs", "1", "--out", "out"],
            ["plain"],
            ["out"],
        ),
        Verb(
            "change-password of a file",
            ["key", "change-password", eth, *change],
            ["enc"],
            [eth],
            opens=[["key", "inspect", eth, "--password-file", "new"]],
            changes=True,
            share=0.6,
        ),
        Verb(
            "change-password of a batch",
            ["key", "change-password", "enc", *change],
            ["enc"],
            ["enc/secret"],
            opens=[["verify", "enc", "--password-file", "new"]],
            changes=True,
            share=0.3,
        ),
        Verb(
            "set-coinbase",
            ["node-keystore", "set-coinbase", "node.json", "--attester", FIRST, "--coinbase", SECOND],
            ["node.json"],
            ["node.json"],
            changes=True,
        ),
        Verb(
            "mnemonic new",
            ["mnemonic", "new", "--out", "words.json", "--password-file", "password"],
            [],
            ["words.json"],
            opens=[["mnemonic", "check", "words.json", "--password-file", "password"]],
            share=0.12,
        ),
        Verb(
            "calldata",
            ["calldata", "add-keys", "plain/public/staker_output.json", "--provider-id", "7", "--network", "mainnet", "--out", "call"],
            ["plain"],
            ["call"],
        ),
        Verb(
            "render",
            ["node-keystore", "render", "enc", "--prefix", "/srv", "--out", "rendered.json"]
            + ["--web3signer-out", "signer", "--web3signer-password-file", "/run/password"],
            ["enc"],
            ["signer", "rendered.json"],
        ),
        Verb(
            "exit sign",
            ["exit", "sign", "plain", "--chain-id", "1", "--rollup", ROLLUP, "--deadline", "2027-06-01T00:00:00Z", "--yes"]
            + ["--out", "exits.json"],
            ["plain"],
            ["exits.json"],
        ),
    ]
    for verb in all_verbs:
        verb.learn(templates)
    return all_verbs
