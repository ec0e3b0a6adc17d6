"""Parts a text into the words that rules count.

Comes in: a text. Goes out: its words in lower case, in their order.
Must not know: languages, what a word is worth.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Letters in a row: “l’avion” is “l” and “avion”, as in the word lists that are counted against.
_WORD = re.compile(r"[^\W\d_]+")
# Nearly every text of a Western language fits into these 256 characters, punctuation and all. A
# table parts it at half the cost of a pattern, and this is the dearest question of all.
_CHARS = bytes(range(256)).decode("cp1252", "replace")
_CODES = codecs.charmap_build(_CHARS)
_SHARP_S = "ß".encode("cp1252")


def parts(folded: str) -> tuple[str, ...]:
    """Give the words of a phrase of a list, in half the time: it is in lower case already."""
    return tuple(_WORD.findall(folded))


class Parting:
    """Parts texts into words in lower case: `letter` matches a letter of them, `word` a word."""

    def __init__(self, letter: re.Pattern[str], word: re.Pattern[str]) -> None:
        self._word = word
        # Each letter in lower case, any other sign as a space; “ß” has two, and is written out
        # before.
        folded = [char.casefold()[0] if letter.match(char) else " " for char in _CHARS]
        self._table = "".join(folded)

    def words(self, text: str) -> list[str]:
        """Give the words of a text in their order."""
        found = self.western(text)
        return self.beyond(text) if found is None else found

    def beyond(self, text: str) -> list[str]:
        """Give the words of a text that does not fit into the table."""
        return self._word.findall(text.casefold())

    def western(self, text: str) -> list[str] | None:
        """Give the words of a text that fits into the table, or None."""
        try:
            codes, _ = codecs.charmap_encode(text, "strict", _CODES)
        except UnicodeEncodeError:
            return None
        written, _ = codecs.charmap_decode(codes.replace(_SHARP_S, b"ss"), "strict", self._table)
        return written.split()


_parting = Parting(_WORD, _WORD)


class _Beyond(tuple[str, ...]):
    """The words of a text that has other signs than those of the table."""

    __slots__ = ()


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case; several rules ask for those of one passage."""
    found = _parting.western(text)
    return _Beyond(_parting.beyond(text)) if found is None else tuple(found)


def is_western(words: tuple[str, ...]) -> bool:
    """Tell whether the text that these `tokens` are of has Western letters and signs alone."""
    return type(words) is tuple
