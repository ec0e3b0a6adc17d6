"""Keeps what was worked out once in one SQLite file of the user's cache folder.

Comes in: keys and bytes. Goes out: the bytes of a key, or None. An entry says by a sum what it is:
one that was damaged, cut off or written by other means is a miss. A file that cannot be used, or
a full disk, costs time and nothing else.
Must not know: what the bytes mean. Deleting the file changes no output.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")

TABLES = ("readings", "articles", "bodies", "accounts", "pages", "notes")
# The edition of these tables; those of another one are made anew.
_EDITION = 2
_SUM = 4
# Another process that writes is soon done; who waits longer does without.
_PATIENCE = 5.0
# To go through all keys of a table takes as long as to throw away so many.
_MANY = 64
# Nothing is lost that cannot be worked out again: a machine that stops may cost the file, whose
# entries all carry sums.
_PRAGMAS = ("journal_mode=WAL", "synchronous=OFF", "wal_autocheckpoint=10000")


def folder() -> Path:
    """Return the folder of the user's caches (XDG Base Directory Specification)."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # A relative path is to be ignored, says the specification.
    return (named if named.is_absolute() else Path.home() / ".cache") / "backissues"


def file_for(collection: Path) -> Path:
    """Return the file that keeps what was worked out of a collection."""
    real = os.path.realpath(collection)
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:16]
    return folder() / f"{digest}.sqlite"


class Cache:
    """Entries by table and key. What the file does not take is kept for this build alone."""

    def __init__(self, file: Path | None) -> None:
        """Open a file, or none: then nothing outlives this build."""
        self._file = file
        self._process = os.getpid()
        self._main = _opened(file) if file else None
        self._spare: sqlite3.Connection | None = None
        self._takes_offers = True

    @property
    def is_shared(self) -> bool:
        """Whether a forked process may read what this one has put here."""
        return self._main is not None and self._spare is None

    def get(self, table: str, key: bytes) -> bytes | None:
        """Return the bytes of a key, or None."""
        for base in self._bases():
            with contextlib.suppress(sqlite3.Error):
                found = base.execute(f"SELECT value FROM {table} WHERE key = ?", (key,)).fetchone()  # noqa: S608 (a name of TABLES)
                if found and (value := _sound(key, found[0])) is not None:
                    return value
        return None

    def noted(self, name: bytes, kind: type[T]) -> T | None:
        """Return what a note says, or None where there is none that fits."""
        try:
            return msgspec.msgpack.decode(self.get("notes", name) or b"", type=kind)
        except msgspec.MsgspecError:
            return None

    def all(self, table: str) -> dict[bytes, bytes]:
        """Return all sound entries of a table."""
        found: dict[bytes, bytes] = {}
        for base in self._bases():
            with contextlib.suppress(sqlite3.Error):
                for key, value in base.execute(f"SELECT key, value FROM {table}"):  # noqa: S608
                    if (sound := _sound(key, value)) is not None:
                        found.setdefault(key, sound)
        return found

    def put(self, table: str, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep entries; of a key that is there already, the new one."""
        self.put_all({table: entries})

    def put_all(self, entries: Mapping[str, Iterable[tuple[bytes, bytes]]]) -> None:
        """Keep entries of several tables: all of them or none."""
        rows = {table: _summed(several) for table, several in entries.items()}
        if self._main is not None and not _written(self._main, rows):
            self._main.close()
            self._main = None
        if self._main is None:
            self._spare = self._spare or _opened(Path())
            if self._spare is not None:
                _written(self._spare, rows)

    def offer(self, table: str, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep entries for later builds; this one does without them where the file takes none."""
        self._open_here()
        if self._main is not None and self._takes_offers:
            self._takes_offers = _written(self._main, {table: _summed(entries)})

    def keys(self, table: str) -> set[bytes]:
        """Return the keys of what the file has in a table."""
        with contextlib.suppress(sqlite3.Error):
            if self._main is not None:
                return {key for (key,) in self._main.execute(f"SELECT key FROM {table}")}  # noqa: S608
        return set()

    def drop(self, table: str, keys: Collection[bytes], *, after: Iterable[str] = ()) -> None:
        """Throw away what a table has under some keys: all of it or nothing.

        What tables that come `after` it have under these goes as well; and where they are many, all
        that those have under keys that it does not have, which a build that was cut off may leave.
        """
        if self._main is None or not keys:
            return
        with contextlib.suppress(sqlite3.Error), self._main:
            rows = [(key,) for key in keys]
            for name in (table, *after):
                self._main.executemany(f"DELETE FROM {name} WHERE key = ?", rows)  # noqa: S608
            if len(keys) < _MANY:
                return
            lost = f"WHERE key NOT IN (SELECT key FROM {table})"  # noqa: S608
            for other in after:
                self._main.execute(f"DELETE FROM {other} {lost}")  # noqa: S608

    def close(self) -> None:
        """Close the files; what was kept for this build alone is gone."""
        for base in (self._main, self._spare):
            if base is not None:
                base.close()
        self._main = self._spare = None

    def _bases(self) -> Iterator[sqlite3.Connection]:
        """Yield what is open."""
        self._open_here()
        for base in (self._spare, self._main):
            if base is not None:
                yield base

    def _open_here(self) -> None:
        """Open the file anew in a forked process, which must not share its parent's connection."""
        if self._process != os.getpid():
            self._process = os.getpid()
            # The parent's own stays referred to: to close it here would be to use it.
            self._inherited = self._main
            self._main = _opened(self._file) if self._file and self._main else None


def _opened(file: Path) -> sqlite3.Connection | None:
    """Open a file, or a nameless one for this process alone; one that is no cache is renewed."""
    with contextlib.suppress(sqlite3.Error, OSError):
        if file.name:
            file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _prepared(file)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname not in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}:
                return None
            for beside in ("", "-wal", "-shm"):
                file.with_name(file.name + beside).unlink(missing_ok=True)
            return _prepared(file)
    return None


def _prepared(file: Path) -> sqlite3.Connection:
    base = sqlite3.connect(str(file) if file.name else "", timeout=_PATIENCE)
    try:
        for pragma in _PRAGMAS:
            base.execute(f"PRAGMA {pragma}")
        [(edition,)] = base.execute("PRAGMA user_version")
        if edition != _EDITION:
            for table in TABLES:
                base.execute(f"DROP TABLE IF EXISTS {table}")
            base.execute(f"PRAGMA user_version = {_EDITION}")
        for table in TABLES:
            base.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, value BLOB)")
    except sqlite3.Error:
        base.close()
        raise
    return base


def _written(base: sqlite3.Connection, rows: Mapping[str, Iterable[tuple[bytes, bytes]]]) -> bool:
    """Write rows by table, as a whole; tell whether that could be done."""
    try:
        with base:
            for table, several in rows.items():
                base.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", several)  # noqa: S608
    except sqlite3.Error:
        return False
    return True


def _summed(entries: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(key, _sum(key, value) + value) for key, value in entries]


def _sum(key: bytes, value: bytes) -> bytes:
    """Sum up an entry, to notice damage; what withstands forgers takes seven times as long."""
    return zlib.crc32(value, zlib.crc32(key)).to_bytes(_SUM, "big")


def _sound(key: bytes, stored: object) -> bytes | None:
    """Return the value of an entry whose sum is right."""
    if not isinstance(stored, bytes):
        return None
    value = stored[_SUM:]
    return value if stored[:_SUM] == _sum(key, value) else None
