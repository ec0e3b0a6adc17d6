"""Where the files of a site lie: public paths on this machine's disk, and what may be one.

Comes in: the folder of the site, public paths. Goes out: files, folders, answers about them.
Must not know: why anybody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from backissues import filenames

# What no public path holds: a control, a backslash, or an empty step, as in `a//b`, `../a`, `a/`.
_ODD = re.compile(r"[\x00-\x1f\\\x7f]|(?:^|/)\.{0,2}(?:/|\Z)")


def file_of(folder: Path, path: str) -> Path:
    """Return the file that a public path names in a folder of this machine."""
    return folder / filenames.native(path)


def folders_of(path: str) -> list[str]:
    """Return the folders that a path leads through, the outermost first."""
    return [path[:at] for at, char in enumerate(path) if char == "/"]


def is_public(path: str) -> bool:
    """Tell whether a path stays inside the site and can stand in a line of a manifest."""
    return _ODD.search(path) is None


def is_plain(folder: Path, path: str) -> bool:
    """Tell whether an ordinary file stands at a path, reached through no link."""
    places = [file_of(folder, name) for name in folders_of(path)]
    file = file_of(folder, path)
    return file.is_file() and not any(place.is_symlink() for place in (*places, file))


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all that lies below a folder and is no folder itself."""
    return (file for file in folder.rglob("*") if file.is_symlink() or not file.is_dir())


def prune(folder: Path, *, below: Path) -> None:
    """Remove empty folders, up to the one that stays."""
    while folder != below:
        try:
            folder.rmdir()
        except OSError:  # it holds something, or is gone
            return
        folder = folder.parent


def drop_empty(place: Path) -> None:
    """Remove a folder where a file is to stand, with all empty folders below it."""
    if place.is_dir() and not place.is_symlink():
        for child in list(place.iterdir()):
            drop_empty(child)
        place.rmdir()
