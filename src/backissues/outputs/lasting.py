"""Takes from the store what an earlier build made of an article, where it would be the same now.

Comes in: an article's card, all else that what is made depends on, a way to make it. Goes out: the
value, made now or then.
Must not know: what it is, where the store keeps it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import MsgspecError, msgpack

from backissues.model import Card, Store
from backissues.outputs.keys import mark

T = TypeVar("T")


class Lasting(Generic[T]):
    """Values of one type, one an article, under one name in the store."""

    def __init__(self, what: str, kind: type[T]) -> None:
        self._what = what
        self._decode = msgpack.Decoder(kind, dec_hook=_known).decode

    def of(self, card: Card, store: Store, *, shown: object, make: Callable[[], T]) -> T:
        """Return what is made of an article; `shown` is all that it depends on besides."""
        if not card.digest:
            return make()
        own = mark(card.digest, shown)
        found = store.kept(self._what, card.id)
        if found.startswith(own):
            # What this program keeps can be read; another one may have had the same signature.
            with contextlib.suppress(MsgspecError, UnicodeDecodeError):
                return self._decode(memoryview(found)[len(own) :])
        made = make()
        with contextlib.suppress(UnicodeEncodeError):  # half a character, which no bytes can hold
            store.keep(self._what, card.id, own + msgpack.encode(made, enc_hook=str))
        return made


def _known(kind: type[T], value: object) -> T:
    """Make what msgspec does not know of what stands for it: a Markup of a text."""
    return kind(value)  # type: ignore[call-arg]
