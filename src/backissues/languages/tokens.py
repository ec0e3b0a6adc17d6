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
# table parts it at half the cost of the pattern, and this is the dearest question of all.
_CHARS = bytes(range(256)).decode("cp1252", "replace")
_CODES = codecs.charmap_build(_CHARS)
# Each of them as a letter in lower case, or as a space; “ß” has two, and is written out before.
_LETTERS = "".join(char.casefold()[0] if _WORD.match(char) else " " for char in _CHARS)
_SHARP_S = "ß".encode("cp1252")


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case; several rules ask for those of one passage."""
    try:
        codes, _ = codecs.charmap_encode(text, "strict", _CODES)
    except UnicodeEncodeError:
        return tuple(_WORD.findall(text.casefold()))
    letters, _ = codecs.charmap_decode(codes.replace(_SHARP_S, b"ss"), "strict", _LETTERS)
    return tuple(letters.split())
