"""Puts the issues of a series into the order in which they appeared, and finds missing numbers.

Comes in: the cards of one series, in reading order. Goes out: ids in order; numbers.
Must not know: pages, how a number is read from a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from backissues.model import Card
from backissues.text.edtf import bounds

# A greater leap is another numbering (16, then 202405), and no gap.
_LARGEST_GAP = 200


def number_of(card: Card) -> int | None:
    """Return the number of an issue, if it is one to count with."""
    written = card.number or ""
    # Nine digits: longer ones are no numbers of an issue.
    return int(written) if written.isdecimal() and len(written) < 10 else None


def in_order(cards: Sequence[Card]) -> tuple[str, ...]:
    """Order issues by number; one without a number stands by its date, if it has one."""
    oldest_first = list(reversed(cards))
    numbered = [card for card in oldest_first if number_of(card) is not None]
    numbered.sort(key=lambda card: number_of(card) or 0)
    others = [card for card in oldest_first if number_of(card) is None and card.published]
    return tuple(card.id for card in _merged(numbered, others))


def _merged(numbered: Iterable[Card], others: Iterable[Card]) -> Iterator[Card]:
    """Put each issue without a number before the first numbered one that is later."""
    waiting = list(others)
    for card in numbered:
        while waiting and card.published and _day(waiting[0]) < _day(card):
            yield waiting.pop(0)
        yield card
    yield from waiting


def _day(card: Card) -> tuple[object, object]:
    return bounds(card.published or "")


def missing(cards: Iterable[Card]) -> tuple[int, ...]:
    """Return the numbers that a series misses between two that the archive holds."""
    numbers = sorted({number for card in cards if (number := number_of(card)) is not None})
    return tuple(
        number
        for before, after in pairwise(numbers)
        if after - before <= _LARGEST_GAP
        for number in range(before + 1, after)
    )
