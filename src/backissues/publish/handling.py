"""Writes files, moves them, keeps them and clears folders away.

Comes in: names, bytes. Goes out: the disk, changed. A site is ten thousand files: to ask before
each step for what only seldom stands in its way took twice the time of the steps.
Must not know: which files a site has, in which order they change.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write(name: str, data: bytes) -> None:
    """Write a new file, and make the folders that it lies in where they are not there."""
    try:
        _write(name, data)
    except FileNotFoundError:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        _write(name, data)


def _write(name: str, data: bytes) -> None:
    # What it holds is at hand as a whole: a buffer would ask the system what the file is like.
    with open(name, "wb", buffering=0) as stream:  # noqa: PTH123 - by its name
        left = memoryview(data)
        while left:
            left = left[stream.write(left) :]


def move(name: str, to: str) -> None:
    """Put a file into its place: in the stead of another one, or of empty folders."""
    try:
        os.replace(name, to)  # noqa: PTH105
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        # The folder that it goes to is not there, or one stands in its way.
        place = Path(to)
        place.parent.mkdir(parents=True, exist_ok=True)
        drop_empty(place)
        os.replace(name, to)  # noqa: PTH105


def keep(name: str, to: str) -> None:
    """Keep a file under another name, while its own name still leads to it; that is done once."""
    try:
        os.link(name, to)
    except FileExistsError:  # a build that was cut off has kept it
        pass
    except OSError:  # a file system without hard links
        shutil.copy2(name, to)


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
