"""Directories to run in, and what is in them."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

JUNK = "test test test test test test test test test test test junk"
PASSWORDS = {"password": "correct horse battery staple", "new": "seven herons over a quiet weir", "newer": "nine otters under a bridge"}
FIRST = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
SECOND = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"

# What an unfinished run leaves.
PARTIAL = re.compile(r"(^|/)\.[^/]+\.partial-\d+$")

KEYGEN = os.environ.get("KEYGEN_BIN") or str(Path(__file__).resolve().parents[3] / "target/debug/keygen")
# Nothing of ours tells the program anything. One thread beside the first: each run makes its calls in the same order.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1"}


def snapshot(root):
    """Every path below the root with its kind, its mode and its content."""
    found = {}
    for directory, directories, files in os.walk(root):
        for name in directories + files:
            path = os.path.join(directory, name)
            mode = os.lstat(path).st_mode
            content = None
            if os.path.islink(path):
                content = os.readlink(path)
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    content = file.read()
            found[os.path.relpath(path, root)] = (oct(mode), content)
    return found


def below(shot, target):
    """The part of a snapshot that a target is."""
    return {path: entry for path, entry in shot.items() if path == target or path.startswith(target + "/")}


def keygen(place, arguments, **more):
    more.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        [KEYGEN, *arguments], cwd=place, env=ENVIRONMENT, capture_output=True, start_new_session=True, timeout=600, **more
    )


class Templates:
    """What the verbs find when they begin; made once, copied for each run."""

    def __init__(self):
        os.umask(0o077)
        self.root = Path(tempfile.mkdtemp(prefix="keygen-crash-"))
        self.base = self.root / "template"
        self.base.mkdir()
        (self.base / "mnemonic").write_text(JUNK + "\n")
        for name, password in PASSWORDS.items():
            (self.base / name).write_text(password + "\n")
        batch = ["batch", "--count", "2", "--mnemonic-file", "mnemonic", "--jobs", "1"]
        self.make(batch + ["--unencrypted", "--out", "plain"])
        self.make(["batch", "--mnemonic-file", "mnemonic", "--password-file", "password", "--scrypt-log-n", "14", "--out", "enc"])
        self.make(["node-keystore", "render", "plain", "--prefix", "/srv", "--out", "node.json"])
        self.eth = next((self.base / "enc/secret/eth").iterdir()).relative_to(self.base)
        self.count = 0

    def make(self, arguments):
        run = keygen(self.base, arguments)
        assert run.returncode == 0, (arguments, run.stderr.decode())

    def copy(self, names, place=None):
        """A place with these files of the template and the secrets."""
        if place is None:
            place = Path(tempfile.mkdtemp(dir=self.root))
        for name in ["mnemonic", *PASSWORDS, *names]:
            source = self.base / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, place / name)
        return place

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)
