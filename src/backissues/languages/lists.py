"""Tells of which word lists a text holds a word: a document meets dozens of them.

Comes in: lists of words, once; then texts. Goes out: whether a text has a word of a list.
Must not know: what a list is for. A text is compared with all lists at once, and the answer for
each is one bit: to compare it with one after the other cost a fourteenth of all reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import count

from backissues.languages.tokens import tokens

# Each word of any list, with a bit for each list that has it.
_bits: dict[str, int] = {}
_lists = count()


class WordList:
    """Single words in lower case, and the bit that stands for them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._bit = 1 << next(_lists)
        for word in words:
            _bits[word] = _bits.get(word, 0) | self._bit
        # What was said of texts before says nothing of this list.
        _bits_of.cache_clear()

    def stands_in(self, text: str) -> bool:
        """Tell whether one of the words is a word of a text."""
        return _bits_of(text) & self._bit != 0


@lru_cache(maxsize=512)
def _bits_of(text: str) -> int:
    """Give the bits of the lists that a text holds a word of."""
    found = 0
    for word in _bits.keys() & tokens(text):
        found |= _bits[word]
    return found
