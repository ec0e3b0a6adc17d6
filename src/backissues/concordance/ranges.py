"""Parts the words of an archive into ranges of like size, so that a search reads few of them.

Comes in: words with their weights. Goes out: the bounds of the ranges, and their names.
A range is halved when it alone grows too heavy, so that a new article moves no other bound.
Must not know: what weighs, files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import accumulate

# Words are compared by this many units of UTF-16, JavaScript's own order; 16 bits each.
_UNITS = 8
_SPAN = 1 << 16 * _UNITS
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def order(word: str) -> bytes:
    """Return the key by which words are sorted: that of JavaScript's comparisons."""
    return word.encode("utf-16-be", "surrogatepass")


def bounds(weights: Mapping[str, int], *, most: int) -> list[str]:
    """Return the first word of each range, none of which weighs more than `most` if it can be.

    The first range begins with the empty word, so that every word lies in one.
    """
    weighed = sorted((_place(word), weight) for word, weight in weights.items())
    places = [place for place, _ in weighed]
    sums = list(accumulate((weight for _, weight in weighed), initial=0))

    def halved(low: int, span: int) -> Iterator[int]:
        first, last = bisect_left(places, low), bisect_left(places, low + span)
        if first == last:
            return
        # Words that begin alike for the whole key are not parted.
        if sums[last] - sums[first] <= most or places[first] == places[last - 1]:
            yield low
        else:
            yield from halved(low, span // 2)
            yield from halved(low + span // 2, span // 2)

    return ["", *(word for place in halved(0, _SPAN) if (word := _word(place)))]


def _place(word: str) -> int:
    return int.from_bytes(order(word)[: 2 * _UNITS].ljust(2 * _UNITS, b"\0"), "big")


def _word(place: int) -> str:
    units = place.to_bytes(2 * _UNITS, "big").decode("utf-16-be", "surrogatepass")
    return units.rstrip("\0")


def name(bound: str) -> str:
    """Return a bound as the part of a file's name: letters and digits, the rest by its code."""
    return "".join(u if u in _PLAIN else f"_{ord(u):04x}" for u in _units(bound))


def _units(bound: str) -> str:
    """Return the units of UTF-16 of a bound, as JavaScript sees them."""
    data = order(bound)
    pairs = (data[at : at + 2] for at in range(0, len(data), 2))
    return "".join(chr(int.from_bytes(pair, "big")) for pair in pairs)
