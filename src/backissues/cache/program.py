"""Says which program this is, down to each of its files and libraries.

Comes in: nothing. Goes out: a signature that changes when any of them does, and one of the
templates and static files that it brings, which keys of outputs know by what is in them.
Must not know: what depends on it. It looks at files and opens none: that takes 10 ms.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from backissues import assets

_PACKAGE = str(Path(__file__).resolve().parent.parent)


# A wheel carries templates and static files inside the package.
_ASSETS = "_assets"


@cache
def signature() -> str:
    """Sign what runs in this process: its files as they are when it begins, whatever comes."""
    return _signed((sys.version, *_libraries(), *sorted(_files(_PACKAGE))))


def furniture() -> str:
    """Sign the templates and static files that Back Issues brings, as they are now."""
    return _signed(sorted((*_files(str(assets.templates())), *_files(str(assets.static())))))


def _signed(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Yield a line for each file, with its size and time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in {"__pycache__", _ASSETS}:
                    yield from _files(entry.path)
            else:
                about = entry.stat()
                yield f"{entry.path}\t{about.st_size}\t{about.st_mtime_ns}"


def _libraries() -> tuple[str, ...]:
    """Return the names of what is installed, which hold the versions: `jinja2-3.1.6.dist-info`."""
    names: set[str] = set()
    for folder in sys.path:
        if folder.endswith("-packages") and Path(folder).is_dir():
            names.update(one.name for one in Path(folder).iterdir() if one.suffix == ".dist-info")
    return tuple(sorted(names))
