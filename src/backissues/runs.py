"""Puts the issues of a series into the order in which they appeared, and finds missing numbers.

Comes in: the traits of one series, in reading order. Goes out: ids in order; numbers.
Must not know: pages, how a number is read from a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from backissues.text.edtf import bounds
from backissues.traits import Traits

# A greater leap is another numbering (16, then 202405), and no gap.
_LARGEST_GAP = 200


def count_of(number: str | None) -> int | None:
    """Return the number of an issue, if it is one to count with."""
    # Nine digits: longer ones are no numbers of an issue.
    return int(number) if number and number.isdecimal() and len(number) < 10 else None


def in_order(issues: Sequence[Traits]) -> tuple[str, ...]:
    """Order issues by number; one without a number stands by its date, if it has one."""
    oldest_first = list(reversed(issues))
    numbered = [issue for issue in oldest_first if count_of(issue.number) is not None]
    numbered.sort(key=lambda issue: count_of(issue.number) or 0)
    others = [issue for issue in oldest_first if count_of(issue.number) is None and issue.published]
    return tuple(issue.id for issue in _merged(numbered, others))


def _merged(numbered: Iterable[Traits], others: Iterable[Traits]) -> Iterator[Traits]:
    """Put each issue without a number before the first numbered one that is later."""
    waiting = list(others)
    for issue in numbered:
        while waiting and issue.published and _day(waiting[0]) < _day(issue):
            yield waiting.pop(0)
        yield issue
    yield from waiting


def _day(issue: Traits) -> tuple[object, object]:
    return bounds(issue.published or "")


def missing(issues: Iterable[Traits]) -> tuple[int, ...]:
    """Return the numbers that a series misses between two that the archive holds."""
    numbers = sorted({number for issue in issues if (number := count_of(issue.number)) is not None})
    return tuple(
        number
        for before, after in pairwise(numbers)
        if after - before <= _LARGEST_GAP
        for number in range(before + 1, after)
    )
