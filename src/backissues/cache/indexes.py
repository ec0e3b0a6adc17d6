"""Remembers the indexes of an archive: most edits change little of what they hang on.

Comes in: the traits of all articles in reading order, the vocabulary, the language. Goes out: the
indexes.
Must not know: how they are made, which takes half a second for 10,000 articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from backissues import indexes
from backissues.cache.store import Cache
from backissues.indexes import Indexes
from backissues.model import Term
from backissues.related import renewed
from backissues.traits import Traits

# Two notes: most builds need not know of what the indexes were made.
_INDEXES, _TRAITS = b"indexes", b"traits"


def index(
    held: Sequence[Traits],
    vocabulary: Iterable[Term],
    language: str,
    *,
    cache: Cache,
    program: str,
) -> Indexes:
    """Return what `indexes.index` makes, by what it made before."""
    terms = tuple(vocabulary)
    shown = msgspec.msgpack.encode((program, held, terms, language))
    key = hashlib.sha256(shown).digest()
    known = cache.noted(_INDEXES, tuple[bytes, Indexes])
    if known is not None and known[0] == key:
        return known[1]
    before = _before(known[0] if known else b"", cache, program)
    kin = partial(renewed, before=before, kin=known[1].related if known else {})
    made = indexes.index(held, terms, language, kin=kin)
    cache.put("notes", [(_INDEXES, msgspec.msgpack.encode((key, made))), (_TRAITS, shown)])
    return made


def _before(key: bytes, cache: Cache, program: str) -> Sequence[Traits]:
    """Return of what the indexes with a key were made; nothing where that is not to be known."""
    shown = cache.get("notes", _TRAITS) if key else None
    if shown is None or hashlib.sha256(shown).digest() != key:
        return ()
    by, held, *_ = msgspec.msgpack.decode(
        shown, type=tuple[str, list[Traits], msgspec.Raw, msgspec.Raw]
    )
    return held if by == program else ()
