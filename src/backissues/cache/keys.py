"""Knows the key of each document: of all that its reading depends on.

Comes in: what is listed. Goes out: keys. A document that was not touched since it was last read is
not opened: its size, its two times and its inode are the same, and so are its sidecar's.
Must not know: what a document holds, what it asks of the collection.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from backissues.cache.store import Cache
from backissues.collection import Listed
from backissues.files import Look, digest_of, is_settled, look_at
from backissues.reading import Sums, beside

_NOTE = b"documents"


class _Seen(Struct, frozen=True, array_like=True, gc=False):
    """How a document and its sidecar looked, and the key that it had then."""

    document: Look
    sidecar: Look | None
    key: bytes


class Keys:
    """The keys of one collection's documents, as a program reads them."""

    def __init__(self, cache: Cache, base: bytes, looks: Mapping[str, Look]) -> None:
        """Take what was known last time; `base` is a key of the program and what guides it.

        `looks` are those of files that were looked at when this build began.
        """
        self._cache = cache
        self._base = base
        self._looks = looks
        self._began = time.time_ns()
        noted = cache.noted(_NOTE, tuple[bytes, dict[str, _Seen]])
        self._known = noted[1] if noted is not None and noted[0] == base else {}
        self._seen: dict[str, _Seen] = {}

    def of(self, listed: Listed) -> bytes:
        """Return the key of a document as it is now; none where it or its sidecar cannot be read.

        One that was touched when it was looked at is opened the next time as well: a second change
        within the same tick of the clock would not show.
        """
        known = self._known.get(listed.path)
        try:
            document, sidecar = self._looks_of(listed)
            if known is not None and known.document == document and known.sidecar == sidecar:
                self._seen[listed.path] = known
                return known.key
            digest = digest_of(listed.sidecar) if listed.sidecar else ""
            key = self.key(listed, Sums(digest_of(listed.name), digest))
        except OSError:
            return b""
        if all(is_settled(look, self._began) for look in (document, sidecar) if look):
            self._seen[listed.path] = _Seen(document, sidecar, key)
        return key

    def _looks_of(self, listed: Listed) -> tuple[Look, Look | None]:
        """Return how a document and its sidecar looked before they were opened."""
        looks = self._looks
        document = looks.get(listed.path) or look_at(listed.name)
        if listed.sidecar is None:
            return document, None
        return document, looks.get(beside(listed)) or look_at(listed.sidecar)

    def key(self, listed: Listed, sums: Sums) -> bytes:
        """Return the key of a document and a sidecar with these sums; none where one has none."""
        if not sums.document or (listed.sidecar and not sums.sidecar):
            return b""
        name = beside(listed) if listed.sidecar else ""
        said = (listed.path, name, sums.document, sums.sidecar)
        shown = "\0".join(said).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(shown, digest_size=16, key=self._base).digest()

    def save(self) -> None:
        """Keep the keys of all documents that were asked for, and no others."""
        if self._seen != self._known:
            data = msgspec.msgpack.encode((self._base, self._seen))
            self._cache.put("notes", [(_NOTE, data)])
