"""Orders words as readers of a language expect them: accents and case do not part words.

Comes in: a label and a language. Goes out: a key to sort by.
Must not know: what is sorted. No locale of the machine takes part.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that a language counts as letters of their own, after another one or after z.
_LETTERS: dict[str, dict[str, str]] = {
    "es": {"ñ": "n\uffff"},
    "da": {"æ": "z\uffff1", "ø": "z\uffff2", "å": "z\uffff3"},
    "nb": {"æ": "z\uffff1", "ø": "z\uffff2", "å": "z\uffff3"},
    "sv": {"å": "z\uffff1", "ä": "z\uffff2", "ö": "z\uffff3"},
    "fi": {"å": "z\uffff1", "ä": "z\uffff2", "ö": "z\uffff3"},
}
# Letters without a decomposition that stand among the plain ones everywhere else.
_JOINED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_DIGITS = re.compile(r"[0-9]+")
_NOT_WORD = re.compile(r"[^\w\uffff]+")


def sort_key(label: str, language: str = "") -> tuple[str, str]:
    """Return a key: the bare letters, numbers by their value, then the label as it is written."""
    text = unicodedata.normalize("NFC", label).casefold()
    for letter, place in _LETTERS.get(language.partition("-")[0].casefold(), {}).items():
        text = text.replace(letter, place)
    decomposed = unicodedata.normalize("NFKD", text.translate(_JOINED))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _NOT_WORD.sub(" ", bare).strip()
    return _DIGITS.sub(lambda found: found[0].zfill(12), words), label
