"""Types the beginning of a command into a shell on a terminal, presses Tab, and looks for what should come."""

import os
import pty
import re
import select
import sys
import time

shell, typed, expected = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(shell, [shell, "-i"])


def read(seconds):
    """What comes until nothing comes any more."""
    said = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                said += os.read(terminal, 4096)
            except OSError:
                break
        elif said:
            break
    return said.decode(errors="replace")


def plain(text):
    return re.sub(r"\x1b(\[[0-9;?>=]*[A-Za-z]|[()][A-Z0-9]|[=>]|\][^\x07]*\x07)", "", text)


read(10)
os.write(terminal, typed.encode())
read(5)
os.write(terminal, b"\t")
said = plain(read(10))
os.kill(pid, 9)
# The shell shows only the rest of the word, or draws the line anew.
rest = expected[len(typed.split()[-1]):]
if rest not in said:
    sys.exit(f"{shell}: Tab after `{typed}` gave {said!r}, not {expected}")
print(f"{shell}: {typed} -> {expected}")
