"""System calls: which a verb makes, and making one of them fail."""

import re
import subprocess
from collections import Counter
from types import SimpleNamespace

from .place import ENVIRONMENT, KEYGEN

# What changes a file system or ends a use of it; of these, those that a verb makes are disturbed.
WRITING = [
    "write", "pwrite64", "writev", "fsync", "fdatasync", "sync_file_range", "openat", "open", "creat", "rename", "renameat",
    "renameat2", "mkdir", "mkdirat", "close", "fchmod", "chmod", "fchmodat", "fchown", "ftruncate", "unlink", "unlinkat",
    "rmdir", "link", "linkat", "symlink", "flock", "fcntl", "copy_file_range",
]  # fmt: skip
# What only looks.
READING = ["read", "pread64", "statx", "newfstatat", "getdents64", "lseek"]
CALL = re.compile(r"^(\d+) +(\w+)\((.*)")


def strace(place, arguments, options, log, patience=60):
    command = ["strace", "--follow-forks", "--quiet=all", f"--output={log}", *options, KEYGEN, *arguments]
    process = subprocess.Popen(
        command,
        cwd=place,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(timeout=patience)
        hung = False
    except subprocess.TimeoutExpired:
        # The tracer and what it traces: a group of our own.
        subprocess.run(["kill", "-KILL", "--", f"-{process.pid}"], check=True)
        stdout, stderr = process.communicate()
        hung = True
    return SimpleNamespace(returncode=process.returncode, stdout=stdout, stderr=stderr, hung=hung)


def calls(place, arguments, log, names):
    """How often a thread makes each of these calls, at most: a tracer counts in each thread."""
    run = strace(place, arguments, [f"--trace={','.join('?' + name for name in names)}"], log)
    assert run.returncode == 0, run.stderr.decode()
    counts = Counter()
    with open(log, errors="replace") as lines:
        for line in lines:
            found = CALL.match(line)
            # A call that another thread interrupts stands in two lines, and only the first has its arguments.
            if found:
                counts[found[1], found[2]] += 1
    highest = Counter()
    for (_, name), count in counts.items():
        highest[name] = max(highest[name], count)
    return highest


def injected(log):
    """The calls that failed on purpose: their names and arguments."""
    with open(log, errors="replace") as lines:
        return [found.groups()[1:] for line in lines if "(INJECTED)" in line and (found := CALL.match(line))]
