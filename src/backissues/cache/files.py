"""Knows the sha256 of files that were not touched since they were last read.

Comes in: files of a collection. Goes out: their sums, and those of the files as they were told.
Must not know: what a file holds. A file is taken for untouched where its size, its two times and
its inode are the same; one that was touched when it was looked at is read again the next time, for
a second change within the same tick of the clock would not show.
"""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from backissues.cache.store import Cache
from backissues.files import Look, digest_of, look_at

_NOTE = b"files"
# Clocks of file systems tick every 4 or 10 ms; some (FAT, old NFS) tell seconds alone.
_TICK, _SECONDS = 20_000_000, 2_000_000_000


class Files:
    """The sums of the files of one collection."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._began = time.time_ns()
        self._known = cache.noted(_NOTE, dict[str, tuple[Look, str]]) or {}
        self._seen: dict[str, tuple[Look, str]] = {}

    def sum(self, path: str, file: Path | str) -> str:
        """Return the sha256 of a file, known by its path, or nothing where it cannot be read."""
        try:
            look = look_at(file)
            known = self._known.get(path)
            if known is not None and known[0] == look:
                self._seen[path] = known
                return known[1]
            digest = digest_of(file)
        except OSError:
            return ""
        if is_settled(look, self._began):
            self._seen[path] = (look, digest)
        return digest

    def save(self) -> None:
        """Keep the sums of all files that were asked for, and no others."""
        if self._seen != self._known:
            self._cache.put("notes", [(_NOTE, msgspec.msgpack.encode(self._seen))])


def is_settled(look: Look, began: int) -> bool:
    """Tell whether a file was last touched so long before a moment that a later touch shows."""
    latest = max(look[1], look[2])
    tick = _SECONDS if latest % 1_000_000_000 == 0 else _TICK
    return latest + tick < began
