"""Gives texts as word lists write them, and without the marks around them.

Comes in: a text. Goes out: the text in lower case, or its words without what stands about them.
Must not know: languages, what is looked for.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Give a phrase as word lists write it: lower case, straight apostrophes, single spaces."""
    return folded(text)


def folded(text: str) -> str:
    """Fold a piece of a text, which nobody asks for again."""
    plain = text.replace("’", "'").casefold()
    # No white space but the plain one is printable, and most texts have no other.
    if plain.isprintable() and "  " not in plain:
        return plain.strip()
    # `split` parts at no-break spaces too.
    return " ".join(plain.split())


def bare(text: str) -> str:
    """Give a text without the marks, emoji and spaces around it: “👉 Share →” is “Share”."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]
