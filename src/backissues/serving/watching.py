"""Notices that files in some folders change, by looking at them again and again.

Comes in: folders, and a clock. Goes out: the paths that changed, once a burst of saves is over.
Must not know: what the files hold, what is done about a change.

Looking costs more than being told by the system, and works everywhere: in containers, on network
drives, for any number of folders, without a library. Two looks keep it cheap: one at all files, at
most so often that it takes a small share of a core, and a quick one in between at what changed last
and at the folders, whose own times change when an editor saves by renaming.
"""

from __future__ import annotations

import heapq
import os
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

# Seconds between two quick looks: a reader notices none that is shorter.
_TICK = 0.1
# So many files and folders, those that changed last, cost a quick look half a millisecond.
_QUICK = 100
# A whole look (40 ms for 10,000 files) waits so many times as long as it takes: 8 % of a core while
# somebody is at work, 2 % when nothing has changed for so many seconds.
_AT_WORK, _IDLE, _IDLE_AFTER = 12, 50, 120.0
# Editors write, rename and touch; a checkout changes hundreds of files: a burst is over when all
# files stand still for so long. One that never ends, as of a log file, is cut.
_STILL, _LONGEST_BURST = 0.05, 3.0

Mark = tuple[int, int, int, int]


class Clock(Struct, frozen=True):
    """How time is told and spent: the machine's, or that of a test."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Sight(Struct, frozen=True):
    """What one look at the folders found: the mark of each file, and of each folder."""

    files: dict[str, Mark]
    folders: dict[str, Mark]


class Watch:
    """Folders under watch: `wait` returns when files are no longer what they were."""

    def __init__(self, folders: Iterable[Path], *, clock: Clock | None = None) -> None:
        """Begin with what is there now."""
        self._roots = tuple(str(folder) for folder in folders)
        self._clock = clock or Clock()
        self._cost = 0.0
        self._latest: dict[str, Mark] = {}
        self._changed_at = self._clock.now()
        self._known = self._look().files

    def wait(self) -> frozenset[str]:
        """Wait for a change and for the end of its burst, and return the paths that changed."""
        seen = self._look().files
        while seen == self._known or not (changed := self._settled(seen)):
            self._rest()
            seen = self._look().files
        return changed

    def accept(self, file: Path) -> None:
        """Take a file as it is now for known: its change is our own."""
        path = str(file)
        mark = _mark(path)
        if mark is None:
            self._known.pop(path, None)
        else:
            self._known[path] = mark

    def _rest(self) -> None:
        """Let some time pass before the next look; a change that a quick look finds ends it."""
        due = self._clock.now() + max(_TICK, self._cost * self._patience())
        while self._clock.now() < due:
            self._clock.sleep(_TICK)
            if self._is_astir():
                return

    def _is_astir(self) -> bool:
        """Tell whether any of the files and folders changed that changed last, by a quick look."""
        return any(_mark(path) != mark for path, mark in self._latest.items())

    def _patience(self) -> int:
        quiet = self._clock.now() - self._changed_at
        return _IDLE if quiet > _IDLE_AFTER else _AT_WORK

    def _settled(self, seen: dict[str, Mark]) -> frozenset[str]:
        """Wait until nothing changes any more; return what differs then, which may be nothing."""
        self._changed_at = began = self._clock.now()
        while self._clock.now() - began < _LONGEST_BURST:
            self._clock.sleep(_STILL)
            if not self._is_astir():
                break
            seen = self._look().files
        known, self._known = self._known, seen
        paths = known.keys() | seen.keys()
        return frozenset(path for path in paths if known.get(path) != seen.get(path))

    def _look(self) -> Sight:
        """Look at all files, and choose those that the next quick looks are for."""
        began = self._clock.now()
        seen = look(self._roots)
        both = {**seen.files, **seen.folders}
        latest = heapq.nlargest(_QUICK, both, key=lambda path: both[path][0])
        self._latest = {path: both[path] for path in latest}
        self._cost = self._clock.now() - began
        return seen


def look(roots: Iterable[str]) -> Sight:
    """Mark all files in some folders; hidden ones are none, and links to folders lead nowhere."""
    seen = Sight({}, {})
    waiting = list(roots)
    while waiting:
        folder = waiting.pop()
        mark = _mark(folder)
        if mark is None:
            continue
        seen.folders[folder] = mark
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    _see(entry, seen, waiting)
        except OSError:  # it may not be listed, or is gone: the build says so
            continue
    return seen


def _see(entry: os.DirEntry[str], seen: Sight, waiting: list[str]) -> None:
    """Mark a file, or remember a folder to look into."""
    if _is_passed_over(entry.name):
        return
    if entry.is_dir(follow_symlinks=False):
        waiting.append(entry.path)
        return
    try:
        seen.files[entry.path] = _of(entry.stat())
    except OSError:  # a link that leads nowhere, or a file that is gone again
        return


def _is_passed_over(name: str) -> bool:
    """Tell whether a name is hidden, or what an editor keeps beside the file that it writes.

    Matches .git, .letter.md.swp, letter.md~, #letter.md#; not _drafts, letter.md.
    """
    return name[0] == "." or name[-1] == "~" or name[0] == name[-1] == "#"


def _mark(path: str) -> Mark | None:
    """Return the mark of a file or folder, or of what a link leads to; None where nothing is."""
    try:
        found = os.stat(path)  # noqa: PTH116 - ten thousand `Path`s cost twice the look
    except OSError:
        return None
    return _of(found)


def _of(found: os.stat_result) -> Mark:
    """Sum up what tells that a file changed: ctime too, for tools that put the old mtime back."""
    if stat.S_ISDIR(found.st_mode):
        return found.st_mtime_ns, 0, found.st_ino, 0
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns
