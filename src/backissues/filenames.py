"""Turns names of files into text and back, the same on every machine.

Comes in: names as Python gives them, which are decoded by the locale. Goes out: text, read as
UTF-8; bytes that are none are lone surrogates, as `os.fsdecode` writes them.
Must not know: what the files are. Where the locale is UTF-8, both ways change nothing.
"""

from __future__ import annotations

import os
from pathlib import Path


def shown(name: str) -> str:
    """Return a name of the file system as text."""
    if name.isascii():
        return name
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def native(text: str) -> str:
    """Return a name as this machine's file system takes it."""
    if text.isascii():
        return text
    return os.fsdecode(text.encode("utf-8", "surrogateescape"))


def name_of(folder: Path | str, path: str) -> str:
    """Return the name of the file that a path names in a folder: for thousands, no `Path` each."""
    return f"{folder}{os.sep}{native(path)}"


def workshop(site: Path, folder: Path) -> Path:
    """Return where a build of a site works: in a folder beside it, or in the site's own."""
    return folder / f".backissues-{site.name}"


def has_workshop(site: Path) -> bool:
    """Tell whether a build is at work on a site, or was cut off."""
    real = site.resolve()
    return any(workshop(real, folder).exists() for folder in (real.parent, real))
