"""Gives the readings of all documents: those that are known, and the others read anew.

Comes in: what is listed, how a document is read, the cache. Goes out: a reading for each document
in order, each with the key of its article.
Must not know: how a document is read, what its reading is used for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from backissues.cache.files import Files
from backissues.cache.store import Cache
from backissues.codes import diagnose
from backissues.collection import Listed
from backissues.ledger import Candidate
from backissues.model import Term
from backissues.pool import Crew, Died
from backissues.reading import Holdings, Read, Reading, Sums, beside

# What was read is handed to the cache by so many documents: a build that is cut off loses no more.
_BATCH = 256


class Known(NamedTuple):
    """One document: its reading, and the key of its article."""

    reading: Reading
    key: bytes = b""


class Readings:
    """What is known of the documents of one collection."""

    def __init__(
        self, cache: Cache, program: str, *, vocabulary: Sequence[Term], holds: Holdings
    ) -> None:
        self._cache = cache
        self._files = Files(cache)
        self._holds = holds
        words = msgspec.msgpack.encode(tuple(vocabulary))
        self._base = hashlib.sha256(program.encode() + words).digest()
        self._decode = msgspec.msgpack.Decoder(Reading).decode

    def of(
        self, listed: Sequence[Listed], crew: Callable[[int], Crew[Listed, Read]]
    ) -> Iterator[Known]:
        """Yield what is known of each document, in order; `crew` reads so many that are not."""
        stored = self._cache.all("readings")
        known = [self._known(one, stored) for one in listed]
        del stored
        missing = [one for one, found in zip(listed, known, strict=True) if found is None]
        fresh = self._stored(missing, crew(len(missing)))
        for found in known:
            yield next(fresh) if found is None else found
        self._files.save()

    def forget_others(self, kept: Iterable[Known]) -> None:
        """Throw away what is kept of documents that are not among these."""
        keys = {one.key for one in kept}
        self._cache.keep("readings", keys)
        for table in ("articles", "bodies", "accounts"):
            self._cache.keep(table, keys)

    def _known(self, listed: Listed, stored: Mapping[bytes, bytes]) -> Known | None:
        """Return what is known of a document, where all that it depends on is as it was."""
        sums = Sums(
            self._files.sum(listed.path, listed.name),
            self._files.sum(beside(listed), listed.sidecar) if listed.sidecar else "",
        )
        key = self._key(listed, sums)
        found = stored.get(key) if key else None
        if found is None:
            return None
        try:
            reading = self._decode(found)
        except msgspec.MsgspecError:
            return None
        return Known(reading, key) if reading.fits(self._holds) else None

    def _key(self, listed: Listed, sums: Sums) -> bytes:
        """Return a key of all that the reading of a document depends on; none if it cannot be read.

        What the collection answers to it stands in the reading itself.
        """
        if not sums.document or (listed.sidecar and not sums.sidecar):
            return b""
        name = beside(listed) if listed.sidecar else ""
        shown = "\0".join((listed.path, name, *sums)).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(shown, digest_size=16, key=self._base).digest()

    def _stored(self, listed: Sequence[Listed], crew: Crew[Listed, Read]) -> Iterator[Known]:
        """Read documents, and keep what was read."""
        made = zip(listed, crew.results(listed), strict=True)
        while batch := list(islice(made, _BATCH)):
            known = [self._read(one, read) for one, read in batch]
            rows = [
                (one.key, read)
                for one, (_, read) in zip(known, batch, strict=True)
                if one.key and isinstance(read, Read)
            ]
            self._cache.put("articles", [(key, read.article) for key, read in rows])
            self._cache.put("readings", [(key, read.reading) for key, read in rows])
            yield from known

    def _read(self, listed: Listed, read: Read | Died) -> Known:
        """Take what a worker read; the key is that of what it found, not of what we saw before."""
        if isinstance(read, Died):
            sha256 = self._files.sum(listed.path, listed.name)
            lost = Candidate(path=listed.path, sha256=sha256, standing="faulty")
            found = (diagnose("X-003", listed.path),)
            return Known(Reading(candidate=lost, diagnostics=found))
        return Known(self._decode(read.reading), self._key(listed, read.sums))
