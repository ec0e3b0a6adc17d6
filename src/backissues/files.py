"""Looks at files: from outside, to tell whether they were touched, and at their bytes and sums.

Comes in: files. Goes out: looks, bytes and sums. Must not know: what the files are.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeAlias, TypeVar

# Clocks of file systems tick every 4 or 10 ms; some (FAT, old NFS) tell seconds alone.
_TICK, _SECONDS = 20_000_000, 2_000_000_000

# Nearly all files are one piece; `hashlib.file_digest` clears so much memory for each.
_PIECE = 1 << 18

T = TypeVar("T")
# Size, the times of the last change of the bytes and of the inode in nanoseconds, and the inode.
Look: TypeAlias = tuple[int, int, int, int]


def look_at(file: Path | str) -> Look:
    """Look at a file without opening it; a link is looked at itself."""
    return look_of(os.lstat(file))


def look_of(about: os.stat_result) -> Look:
    """Return the look of a file of which the system told."""
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino


def bytes_of(file: Path | str) -> bytes:
    """Return the bytes of a file, in half of the time that a `Path` takes for them."""
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - names as well
        return stream.read()


def digest_of(file: Path | str) -> str:
    """Return the sha256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - names as well
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def is_settled(look: Look, began: int) -> bool:
    """Tell whether a file was last touched so long before a moment that a later touch shows."""
    latest = max(look[1], look[2])
    tick = _SECONDS if latest % 1_000_000_000 == 0 else _TICK
    return latest + tick < began


def by_sum(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """Remember what was read of the last bytes, by their sum: they may be 30 MB, and are let go."""
    last: dict[bytes, T] = {}

    @wraps(read)
    def remembered(data: bytes) -> T:
        total = hashlib.sha256(data).digest()
        if total not in last:
            last.clear()
            last[total] = read(data)
        return last[total]

    return remembered
