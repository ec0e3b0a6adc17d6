"""Gives a document as one text with all its words, by which many rules are done at once.

Comes in: the lines of a document. Goes out: a `Whole`.
Must not know: any rule. Most documents hold none of the words that a rule looks for: to be told so
once costs it less than to ask each line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from backissues.languages.tokens import word_set


class Whole(NamedTuple):
    """The lines of a document as one text, and its words in lower case."""

    text: str
    words: frozenset[str]


def whole_of(lines: Sequence[str]) -> Whole:
    """Join the lines of a document and read its words."""
    text = "\n".join(lines)
    return Whole(text, word_set(text))
