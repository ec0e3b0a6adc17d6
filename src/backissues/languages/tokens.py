"""Parts a text into the words that rules count.

Comes in: a text. Goes out: its words in lower case, in their order.
Must not know: languages, what a word is worth.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Letters in a row: “l’avion” is “l” and “avion”, as in the word lists that are counted against.
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case; several rules ask for those of one passage."""
    return tuple(_WORD.findall(text.casefold()))
