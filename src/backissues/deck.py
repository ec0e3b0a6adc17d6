"""Holds the cards of an archive: at hand while it is planned, folded while workers make its pages.

Comes in: cards. Goes out: cards, by their place in reading order and by their id.
Must not know: what cards are for. A worker that looks at a value of its parent counts that it
does, and has the page of memory on which it lies for itself from then on: soon all of 100,000
cards. Folded, they are one piece of bytes that all workers share.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import eq
from typing import overload

import msgspec

from backissues.model import Card

# A page shows a dozen cards, and the next page of a worker most of the same.
_AT_HAND = 500


class Deck(Sequence[Card]):
    """Cards in reading order."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards: tuple[Card, ...] | None = tuple(cards)
        self._count = len(self._cards)
        self._data = b""
        self._ends = array("Q")
        self._unfolded = lru_cache(maxsize=_AT_HAND)(self._read)
        self._decode = msgspec.msgpack.Decoder(Card).decode

    def fold(self) -> None:
        """Fold all cards into bytes; from now on, each is read from them when it is asked for."""
        if self._cards is None:
            return
        encode = msgspec.msgpack.Encoder().encode
        try:
            folded = [encode(card) for card in self._cards]
        except UnicodeEncodeError:  # half a character, which no bytes can hold
            return
        self._ends.extend(accumulate(map(len, folded), initial=0))
        self._data = b"".join(folded)
        self._cards = None

    def _read(self, place: int) -> Card:
        return self._decode(memoryview(self._data)[self._ends[place] : self._ends[place + 1]])

    def at(self, place: int) -> Card:
        """Return the card at a place from 0."""
        return self._unfolded(place) if self._cards is None else self._cards[place]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Card]:
        return map(self._read, range(self._count)) if self._cards is None else iter(self._cards)

    def __eq__(self, other: object) -> bool:
        """Tell whether another deck holds the same cards in the same order."""
        return isinstance(other, Deck) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = Sequence.__hash__

    @overload
    def __getitem__(self, place: int) -> Card: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Card, ...]: ...

    def __getitem__(self, place: int | slice) -> Card | tuple[Card, ...]:
        """Return a card, counted from the end where the place is below 0, or several."""
        places = range(self._count)[place]
        return self.at(places) if isinstance(places, int) else tuple(map(self.at, places))


class ById(Mapping[str, Card]):
    """The cards of a deck by their ids, in the same order."""

    def __init__(self, deck: Deck) -> None:
        self._at = deck.at
        self._places = {card.id: place for place, card in enumerate(deck)}

    def __getitem__(self, ident: str) -> Card:
        return self._at(self._places[ident])

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)
