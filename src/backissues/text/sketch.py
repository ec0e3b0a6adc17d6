"""Draws a sketch of a text, short enough for a line of the ledger, by which alike texts are known.

Comes in: lines, or two sketches. Goes out: 64 hexadecimal digits; how alike two texts are, 0 to 1.
Must not know: what a text is for. A sketch is kept for decades, so its recipe never changes: a
better one needs a column of its own in the ledger.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable
from operator import add

from backissues.languages.tokens import Parting
from backissues.patterns import late

# One-permutation MinHash (Li, Owen, Zhang 2012): each pair of words that stand side by side falls
# by its hash into one of 64 bins, and of the least hash in each bin four bits are kept.
_BINS = 64
_CHANCE = 1 / 16
# Scripts without spaces: Thai, Lao, Burmese, Khmer, kana, ideographs. There each letter is a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_parting = Parting(late(r"\w"), late(f"[^\\W{_UNSPACED}]+|[{_UNSPACED}]"))
_WHOLE, _EMPTY = 2**64, 2**65
# What is left of a number of 64 bits when this is taken away: that of its bin.
_SHIFT = 58
# Looked up: to format 64 numbers took a tenth of the time of a sketch.
_DIGITS = "0123456789abcdef"
# The lowest bit of each digit of a sketch.
_ONES = int("1" * _BINS, 16)


class _Hashes(dict[str, int]):
    """Hashes of words: most words of a text stood in the one before as well.

    To hash them for each text, and to multiply for each pair, took half of the time of a sketch.
    """

    def __init__(self, factor: int) -> None:
        self._factor = factor

    def __missing__(self, word: str) -> int:
        if len(self) == _MOST_HASHES:
            self.clear()
        self[word] = zlib.crc32(word.encode()) * self._factor % _WHOLE
        return self[word]


# Some 2 MB each.
_MOST_HASHES = 10_000
# Of a word as the first of a pair, and as the second. Two odd numbers of 64 bits, from the golden
# ratio and √2: the upper half of a sum is well mixed.
_firsts, _seconds = _Hashes(0x9E3779B97F4A7C15), _Hashes(0x6A09E667F3BCC909)


def sketch(lines: Iterable[str]) -> str:
    """Draw the sketch of a text; one without words has none.

    However it is wrapped or capitalised: only words count, and which word each one stands beside.
    """
    text = "\n".join(lines)
    words = _parting.western(text)  # in which no letter is made of two
    if words is None:  # as where one line has an emoji: the others need no pattern
        composed = unicodedata.normalize("NFC", text).split("\n")
        words = [word for line in composed for word in _parting.words(line)]
    if not words:
        return ""
    firsts = map(_firsts.__getitem__, words)
    seconds = [*map(_seconds.__getitem__, words[1:]), 0]
    least = [_EMPTY] * 2 * _BINS
    for value in map(add, firsts, seconds):
        if value < least[value >> _SHIFT]:  # noqa: PLR1730 - `min` took half of the time
            least[value >> _SHIFT] = value
    # A sum may be one bit too long. That bit does not count: its bins are those without it.
    least = [*map(min, least, [value - _WHOLE for value in least[_BINS:]])]
    return "".join([_DIGITS[value >> 32 & 15] for value in _filled(least)])


def _filled(least: list[int]) -> list[int]:
    """Give each empty bin what the next full one has; short texts leave many empty."""
    filled: list[int] = []
    following = next(value for value in least if value < _WHOLE)
    for value in reversed(least):
        following = value if value < _WHOLE else following
        filled.append(following)
    return filled[::-1]


def number(sketch: str) -> int | None:
    """Read a sketch, to compare it with many; None for a text that has none."""
    return int(sketch, 16) if len(sketch) == _BINS else None


def alike(one: int | None, other: int | None) -> float:
    """Estimate how much of two texts is the same, from their sketches: 0 none of it, 1 all.

    That is the share of the pairs of words in either that are in both, give or take 0.06.
    """
    if one is None or other is None:
        return 0.0
    differing = one ^ other
    differing |= differing >> 1
    differing |= differing >> 2
    same = 1 - (differing & _ONES).bit_count() / _BINS
    # Four bits agree by chance once in sixteen times.
    return max(0.0, (same - _CHANCE) / (1 - _CHANCE))
