"""Holds how outputs are made in little memory: a large archive plans 150,000 of them at once.

Comes in: a call, and what it is called on. Goes out: the same as one thing to call; cards that
outputs refer to by their ids, so that the archive may hold them as it likes.
Must not know: what is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

from msgspec import Struct

from backissues.model import Archive, Card

T = TypeVar("T")


class On(Struct, Generic[T], frozen=True, gc=False):
    """A call on one thing, in 32 bytes: a `partial` of several arguments takes 210."""

    call: Callable[[T], bytes]
    thing: T

    def __call__(self) -> bytes:
        """Make the bytes."""
        return self.call(self.thing)


def on_cards(archive: Archive, make: Callable[[Card], bytes]) -> Callable[[Card], On[str]]:
    """Return how to hold what is made of a card: by the card's id."""

    def made(ident: str) -> bytes:
        return make(archive.by_id[ident])

    return lambda card: On(made, card.id)


class Hand(Sequence[Card]):
    """Some cards of an archive, which are looked up when they are asked for."""

    __slots__ = ("_archive", "ids")

    def __init__(self, archive: Archive, ids: Sequence[str]) -> None:
        self._archive = archive
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Card]:
        return map(self._archive.by_id.__getitem__, self.ids)

    @overload
    def __getitem__(self, place: int) -> Card: ...

    @overload
    def __getitem__(self, place: slice) -> Hand: ...

    def __getitem__(self, place: int | slice) -> Card | Hand:
        """Return a card, or several."""
        if isinstance(place, slice):
            return Hand(self._archive, self.ids[place])
        return self._archive.by_id[self.ids[place]]
