"""Gives the readings of all documents: those that are known, and the others read anew.

Comes in: what is listed, how a document is read, the cache. Goes out: a reading for each document
in order, each with the key of its article.
Must not know: how a document is read, what its reading is used for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from backissues.cache.keys import Keys
from backissues.cache.store import Cache
from backissues.codes import diagnose
from backissues.collection import Listed
from backissues.files import Look
from backissues.ledger import Candidate
from backissues.model import Term
from backissues.pool import Crew, Died
from backissues.reading import Holdings, Read, Reading, sum_of

# What was read is handed to the cache by so many documents: a build that is cut off loses no more.
_BATCH = 256


class Known(NamedTuple):
    """One document: its reading, and the key of its article."""

    reading: Reading
    key: bytes = b""


class Readings:
    """What is known of the documents of one collection."""

    def __init__(
        self,
        cache: Cache,
        program: str,
        *,
        vocabulary: Sequence[Term],
        holds: Holdings,
        looks: Mapping[str, Look],
    ) -> None:
        self._cache = cache
        self._holds = holds
        words = msgspec.msgpack.encode(tuple(vocabulary))
        self._keys = Keys(cache, hashlib.sha256(program.encode() + words).digest(), looks)
        self._decode = msgspec.msgpack.Decoder(Reading).decode

    def of(
        self, listed: Sequence[Listed], crew: Callable[[int], Crew[Listed, Read]]
    ) -> Iterator[Known]:
        """Yield what is known of each document, in order; `crew` reads so many that are not.

        When all are known, what is kept of other documents is thrown away.
        """
        stored = self._cache.all("readings")
        known = [self._known(one, stored) for one in listed]
        held = set(stored)
        del stored
        missing = [one for one, found in zip(listed, known, strict=True) if found is None]
        fresh = self._stored(missing, crew(len(missing)))
        kept: set[bytes] = set()
        for found in known:
            one = next(fresh) if found is None else found
            kept.add(one.key)
            yield one
        self._keys.save()
        self._cache.drop("readings", held - kept, after=("articles", "bodies", "accounts", "pages"))

    def _known(self, listed: Listed, stored: Mapping[bytes, bytes]) -> Known | None:
        """Return what is known of a document, where all that it depends on is as it was."""
        key = self._keys.of(listed)
        found = stored.get(key) if key else None
        if found is None:
            return None
        try:
            reading = self._decode(found)
        except msgspec.MsgspecError:
            return None
        return Known(reading, key) if reading.fits(self._holds) else None

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
            self._cache.put_all(
                {
                    "articles": [(key, read.article) for key, read in rows],
                    "readings": [(key, read.reading) for key, read in rows],
                }
            )
            yield from known

    def _read(self, listed: Listed, read: Read | Died) -> Known:
        """Take what a worker read; the key is that of what it found, not of what we saw before."""
        if isinstance(read, Died):
            lost = Candidate(path=listed.path, sha256=sum_of(listed.name), standing="faulty")
            found = (diagnose("X-003", listed.path),)
            return Known(Reading(candidate=lost, diagnostics=found))
        return Known(self._decode(read.reading), self._keys.key(listed, read.sums))
