"""Says which program this is, down to each of its files and libraries.

Comes in: nothing. Goes out: a signature that changes when any of them does.
Must not know: what depends on it. It looks at files and opens none: that takes 10 ms.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backissues import assets

_PACKAGE = str(Path(__file__).resolve().parent.parent)


def signature() -> str:
    """Sign the files of Back Issues, its templates and static files, its libraries and Python."""
    folders = (str(assets.templates()), str(assets.static()))
    seen = sorted(line for folder in folders for line in _files(folder))
    return hashlib.sha256("\n".join((*_code(), *seen)).encode()).hexdigest()


@cache
def _code() -> tuple[str, ...]:
    """Return what runs in this process: its files as they are when it begins, whatever comes."""
    return (sys.version, *_libraries(), *sorted(_files(_PACKAGE)))


def _files(folder: str) -> Iterator[str]:
    """Yield a line for each file, with its size and time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                about = entry.stat()
                yield f"{entry.path}\t{about.st_size}\t{about.st_mtime_ns}"


@cache
def _libraries() -> tuple[str, ...]:
    """Return the names of what is installed, which hold the versions: `jinja2-3.1.6.dist-info`."""
    names: set[str] = set()
    for folder in sys.path:
        if folder.endswith("-packages") and Path(folder).is_dir():
            names.update(one.name for one in Path(folder).iterdir() if one.suffix == ".dist-info")
    return tuple(sorted(names))
