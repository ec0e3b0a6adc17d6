"""Parts a text into the words that rules count.

Comes in: a text. Goes out: its words in lower case, in their order.
Must not know: languages, what a word is worth.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Sequence

# Letters in a row: “l’avion” is “l” and “avion”, as in the word lists that are counted against.
_WORD = re.compile(r"[^\W\d_]+")
# Nearly every text of a Western language fits into these 256 characters, punctuation and all. A
# table parts it at half the cost of a pattern, and this is the dearest question of all.
_CHARS = bytes(range(256)).decode("cp1252", "replace")
_CODES = codecs.charmap_build(_CHARS)
_SHARP_S = "ß".encode("cp1252")


def parted(phrases: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Give the words of each phrase of a list, in a third of the time: it is in lower case."""
    return dict(zip(phrases, map(tuple, map(_WORD.findall, phrases)), strict=True))


class Parting:
    """Parts texts into words in lower case: `letter` matches a letter of them, `word` a word."""

    def __init__(self, letter: re.Pattern[str], word: re.Pattern[str]) -> None:
        self._word = word
        # Each letter in lower case, any other sign as a space; “ß” has two, and is written out
        # before.
        folded = [char.casefold()[0] if letter.match(char) else " " for char in _CHARS]
        self._table = "".join(folded)
        folded[ord("\n")] = "\n"
        self._lined_table = "".join(folded)

    def words(self, text: str) -> list[str]:
        """Give the words of a text in their order."""
        found = self.western(text)
        return self.beyond(text) if found is None else found

    def beyond(self, text: str) -> list[str]:
        """Give the words of a text that does not fit into the table."""
        return self._word.findall(text.casefold())

    def western(self, text: str) -> list[str] | None:
        """Give the words of a text that fits into the table, or None."""
        written = _rewritten(text, self._table)
        return None if written is None else written.split()

    def western_lines(self, text: str) -> list[list[str]] | None:
        """Give the words of each line of a text that fits into the table, or None."""
        written = _rewritten(text, self._lined_table)
        return None if written is None else list(map(str.split, written.split("\n")))


def _rewritten(text: str, table: str) -> str | None:
    """Write a text with other signs, by those of a table; None where it does not fit into one."""
    try:
        codes, _ = codecs.charmap_encode(text, "strict", _CODES)
    except UnicodeEncodeError:
        return None
    return codecs.charmap_decode(codes.replace(_SHARP_S, b"ss"), "strict", table)[0]


_parting = Parting(_WORD, _WORD)


class _Beyond(tuple[str, ...]):
    """The words of a text that has other signs than those of the table."""

    __slots__ = ()


class _Known(dict[str, tuple[str, ...]]):
    """The words of texts that were asked for lately, by the text: rules ask for them again."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = _parting.western(text)
        words = self[text] = _Beyond(_parting.beyond(text)) if found is None else tuple(found)
        return words


_MOST_KNOWN = 512
_known = _Known()
# Give the words of a text in lower case, in their order.
tokens = _known.__getitem__


def tokens_of_lines(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the words of each line of a document, which `tokens` knows from then on.

    All at once: a call for each line takes as long as its words. What was known of the document
    before is forgotten, for what is let go soon is taken again at less cost.
    """
    _known.clear()
    found = _parting.western_lines("\n".join(lines)) if lines else []
    if found is None:
        return list(map(tokens, lines))
    words = list(map(tuple, found))
    if len(lines) < _MOST_KNOWN:
        _known.update(zip(lines, words, strict=True))
    return words


def is_western(words: tuple[str, ...]) -> bool:
    """Tell whether the text that these `tokens` are of has Western letters and signs alone."""
    return type(words) is tuple
