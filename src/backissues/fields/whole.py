"""Gives a document as one text with all its words, by which many rules are done at once.

Comes in: the lines of a document. Goes out: a `Whole`.
Must not know: any rule. Most documents hold none of the words that a rule looks for: to be told so
once costs it less than to ask each line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from backissues.languages.tokens import is_western, tokens_of_lines
from backissues.model import Header


class Whole(Struct, frozen=True):
    """The lines of a document as one text, the filled ones with their numbers, and all words.

    The lines of `filled` are stripped; `western` says that no sign is in them but Western ones.
    """

    text: str
    filled: tuple[tuple[int, str], ...]
    words: frozenset[str]
    western: bool


def whole_of(lines: Sequence[str], headers: Iterable[Header]) -> Whole:
    """Join the lines of a document and read its words, and those of its headers for later."""
    filled = [(number, text) for number, line in enumerate(lines, 1) if (text := line.strip())]
    texts = [text for _, text in filled]
    values = [value for one in headers for value in one.values if "\n" not in value]
    # Many a line is a passage as well, whose words rules will ask for.
    said = tokens_of_lines(texts + values)[: len(texts)]
    western = all(map(is_western, said))
    return Whole("\n".join(lines), tuple(filled), frozenset().union(*said), western)
