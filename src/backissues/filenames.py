"""Turns names of files into text and back, the same on every machine; looks at files from outside.

Comes in: names as Python gives them, which are decoded by the locale. Goes out: text, read as
UTF-8; bytes that are none are lone surrogates, as `os.fsdecode` writes them.
Must not know: what the files are. Where the locale is UTF-8, both ways change nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

# What tells that a file was not touched: its size, the times of the last change of its bytes and
# of its inode, in nanoseconds, and the inode.
Look: TypeAlias = tuple[int, int, int, int]


def shown(name: str) -> str:
    """Return a name of the file system as text."""
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def native(text: str) -> str:
    """Return a name as this machine's file system takes it."""
    return os.fsdecode(text.encode("utf-8", "surrogateescape"))


def look_at(file: Path) -> Look:
    """Look at a file without opening it; a link is looked at itself."""
    about = file.lstat()
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino
