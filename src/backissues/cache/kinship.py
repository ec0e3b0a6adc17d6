"""Remembers which articles are akin: most edits change none of what that hangs on.

Comes in: the cards of all articles in reading order. Goes out: for each id, a few relations.
Must not know: how kin are found, which takes half a second for 10,000 articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from backissues.cache.store import Cache
from backissues.model import Card, Relation
from backissues.related import relate

Kin: TypeAlias = dict[str, tuple[Relation, ...]]
_NOTE = b"kin"


def related(cards: Sequence[Card], cache: Cache, program: str) -> Kin:
    """Return what `relate` finds, or found of cards that were the same to it."""
    shown = [(one.id, one.tags, one.authors, one.series, one.published) for one in cards]
    key = hashlib.sha256(program.encode() + msgspec.msgpack.encode(shown)).digest()
    known = cache.noted(_NOTE, tuple[bytes, Kin])
    if known is not None and known[0] == key:
        return known[1]
    kin = relate(cards)
    cache.put("notes", [(_NOTE, msgspec.msgpack.encode((key, kin)))])
    return kin
