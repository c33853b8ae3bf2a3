"""File systems that are full, or become so."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .judge import judge
from .phases import ending
from .place import keygen, snapshot

PAGE = 4096


def can_mount():
    """Only root can, and not everywhere."""
    place = tempfile.mkdtemp()
    try:
        with Tmpfs(Path(place), "size=64k"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
    finally:
        os.rmdir(place)


class Tmpfs:
    def __init__(self, place, options):
        self.place, self.options = place, options

    def __enter__(self):
        command = ["mount", "-t", "tmpfs", "-o", f"{self.options},mode=0700", "keygen-crash", str(self.place)]
        subprocess.run(command, check=True, capture_output=True)
        return self.place

    def __exit__(self, *_):
        subprocess.run(["umount", str(self.place)], check=True)


class Disks:
    """With this many pages left for the program, or this many files."""

    PAGES = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 40]
    FILES = [0, 1, 2, 3, 4, 5, 6, 8, 10, 14]

    def __init__(self, templates, verbs):
        self.templates, self.verbs = templates, verbs

    def cases(self):
        for verb in self.verbs:
            for pages in self.PAGES:
                yield f"{pages} pages {verb.name}", lambda v=verb, p=pages: self.case(v, "size=4m", pages=p)
            for files in self.FILES:
                yield f"{files} files {verb.name}", lambda v=verb, f=files: self.case(v, "size=4m,nr_inodes=200", files=f)

    def case(self, verb, options, pages=None, files=None):
        mount = Path(tempfile.mkdtemp(dir=self.templates.root))
        try:
            with Tmpfs(mount, options):
                place = mount / "place"
                place.mkdir()
                self.templates.copy(verb.needs, place)
                fill(mount, pages, files)
                before = snapshot(place)
                run = keygen(place, verb.arguments)
                # With room, the next run does its work.
                shutil.rmtree(mount / "filler")
                return judge(verb, place, before, run, statuses={0, 3}), ending(run)
        finally:
            mount.rmdir()


def fill(mount, pages, files):
    """Leaves so many pages, or so many files."""
    filler = mount / "filler"
    filler.mkdir()
    free = os.statvfs(mount)
    if pages is not None:
        with open(filler / "pages", "wb") as file:
            file.write(bytes((free.f_bfree - pages) * PAGE))
    else:
        for number in range(free.f_ffree - files):
            (filler / str(number)).touch()
