"""Walks through a folder of a collection, in an order that no file system decides.

Comes in: a folder, and which names to pass over. Goes out: files by their path, and a diagnostic
for each name that was passed over for a reason that its owner should know.
Must not know: what the files are. Nothing here writes, and no link is followed.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from backissues import filenames
from backissues.codes import diagnose
from backissues.model import Diagnostic

# Tells whether a name in a folder, given as its path with the last `/`, is none of our business.
PassedOver = Callable[[str, str], bool]


class Walk:
    """One walk through a collection: `found` says what could not be listed, and why."""

    def __init__(self, root: Path, passed_over: PassedOver) -> None:
        self.found: list[Diagnostic] = []
        self._root = root.resolve()
        self._passed_over = passed_over

    def files(self, folder: Path | str, prefix: str = "") -> Iterator[tuple[str, str]]:
        """Yield the ordinary files of a folder and of those in it: their path, and their name here.

        No `Path` each: there may be 100,000.
        """
        try:
            with os.scandir(folder) as names:
                entries = [one for one in names if not self._passed_over(prefix, one.name)]
        except OSError as error:
            self.found.append(unreadable(prefix.rstrip("/"), error))
            return
        for entry in sorted(entries, key=lambda entry: os.fsencode(entry.name)):
            path = prefix + filenames.shown(entry.name)
            if not _can_be_an_address(path):
                self.found.append(diagnose("S-018", _printable(path)))
            elif entry.is_file(follow_symlinks=False):
                yield path, entry.path
            elif entry.is_dir(follow_symlinks=False):
                yield from self.files(entry.path, f"{path}/")
            elif entry.is_symlink():
                self._link(entry, path)
            else:
                self.found.append(diagnose("S-001", path, why="it is not an ordinary file"))

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        """Say why a link is not followed; what it leads to inside the folder is listed there."""
        try:
            goal = Path(entry.path).resolve(strict=True)
        except OSError as error:
            self.found.append(unreadable(path, error))
        except RuntimeError:
            self.found.append(diagnose("S-001", path, why="the link leads back to itself"))
        else:
            code = "S-023" if goal.is_relative_to(self._root) else "S-007"
            self.found.append(diagnose(code, path))


def unreadable(path: str, error: OSError) -> Diagnostic:
    """Say why a file or folder cannot be read."""
    return diagnose("S-001", path, why=error.strerror or str(error))


def _printable(path: str) -> str:
    """Return a path as a report can show it: a name that is no sound Unicode must not break it."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _can_be_an_address(path: str) -> bool:
    """Tell whether every character of a path can stand in an address and in a manifest."""
    if path.isascii():
        return path.isprintable() and "\\" not in path
    return "\\" not in path and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in path)
