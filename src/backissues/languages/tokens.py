"""Parts a text into the words that rules count.

Comes in: a text. Goes out: its words in lower case, in their order.
Must not know: languages, what a word is worth.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

# Letters in a row: “l’avion” is “l” and “avion”, as in the word lists that are counted against.
_WORD = re.compile(r"[^\W\d_]+")
# Nearly every text of a Western language fits in this encoding, punctuation and all. A table of
# bytes parts it at half the cost of the pattern, and this is the dearest question of all.
_WESTERN = "cp1252"
# “µ” has its lower case outside of it, “ß” two letters.
_MICRO, _SHARP_S = b"\xb5", b"\xdf"


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case; several rules ask for those of one passage."""
    try:
        encoded = text.encode(_WESTERN)
    except UnicodeEncodeError:
        encoded = _MICRO
    if _MICRO in encoded:
        return tuple(_WORD.findall(text.casefold()))
    lowered = encoded.replace(_SHARP_S, b"ss").translate(_letters())
    return tuple(lowered.decode(_WESTERN).split())


@cache
def _letters() -> bytes:
    """Map each byte of Western text to its letter in lower case, or to a space."""
    table = bytearray(b" " * 256)
    for code in range(256):
        char = bytes([code]).decode(_WESTERN, "ignore")
        if _WORD.fullmatch(char) and len(small := char.casefold().encode(_WESTERN, "ignore")) == 1:
            table[code] = small[0]
    return bytes(table)
