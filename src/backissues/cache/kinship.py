"""Remembers which articles are akin: most edits change little of what that hangs on.

Comes in: the cards of all articles in reading order. Goes out: for each id, a few relations.
Must not know: how kin are found, which takes half a second for 10,000 articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from backissues.cache.store import Cache
from backissues.model import Card
from backissues.related import Kin, Traits, renewed, traits

# Two notes: most builds need not know of what the kin were found.
_KIN, _TRAITS = b"kin", b"traits"


def related(cards: Sequence[Card], cache: Cache, program: str) -> Kin:
    """Return what `relate` finds, by what it found before."""
    held = list(map(traits, cards))
    shown = msgspec.msgpack.encode((program, held))
    key = hashlib.sha256(shown).digest()
    known = cache.noted(_KIN, tuple[bytes, Kin])
    if known is not None and known[0] == key:
        return known[1]
    kin = renewed(held, *_before(known, cache, program))
    found = msgspec.msgpack.encode((key, kin))
    cache.put("notes", [(_KIN, found), (_TRAITS, shown)])
    return kin


def _before(
    known: tuple[bytes, Kin] | None, cache: Cache, program: str
) -> tuple[Sequence[Traits], Kin]:
    """Return of what kin were found last time, and which; nothing where that is not to be known."""
    shown = cache.get("notes", _TRAITS) if known else None
    if known is None or shown is None or hashlib.sha256(shown).digest() != known[0]:
        return (), {}
    by, held = msgspec.msgpack.decode(shown, type=tuple[str, list[Traits]])
    return (held, known[1]) if by == program else ((), {})
