"""Reads and writes marks: HTML comments that say of Markdown what Markdown cannot say.

    <!-- @begin post marker number=3 anchor=post-3 -->
    <!-- @dateline lang=fr -->

Comes in: the inside of a comment, or words and values. Goes out: a `Mark`, or the comment.
Must not know: what a mark means, or where it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from backissues.patterns import late

# A word or a value that needs no quotes. Matches post, post-3, zh-Hant, 1/25; not -a, a--b, “a b”.
_PLAIN = late(r"[A-Za-z0-9]+(?:[-._/:][A-Za-z0-9]+)*", re.ASCII)
_WORD = late(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*", re.ASCII)
# One piece of a mark: `number=3`, `label="Ana & Co"`, `post`.
_PIECE = late(
    rf"""\s+(?:({_WORD.pattern})=(?:({_PLAIN.pattern})|("(?:[^"\\]|\\.)*"))
             |({_WORD.pattern}))(?=\s|$)""",
    re.ASCII | re.VERBOSE,
)
# The inside of a comment that means to be a mark: ` @dateline `; not ` TODO: ask Ana `.
_MARK = late(r"\s*@(?=\S)")
# What a quoted value may not hold as it is: what might end the comment, what no page may hold.
_UNSAYABLE = late(
    '[<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]|(?<=-)-|-(?="$)'
)


class Mark(NamedTuple):
    """What a mark says: words, and values by their names."""

    words: tuple[str, ...]
    values: Mapping[str, str]


def is_word(text: str) -> bool:
    """Tell whether a text may stand in a mark as a word."""
    return _WORD.fullmatch(text) is not None


def write_mark(*words: str, **values: str | None) -> str:
    """Write a mark as a comment; a value of None is left out."""
    named = [f"{name}={_value(value)}" for name, value in values.items() if value is not None]
    pieces = [*words, *named]
    return f"<!-- @{' '.join(pieces)} -->"


def _value(value: str) -> str:
    """Write a value: plainly, or as JSON writes a string."""
    if _PLAIN.fullmatch(value):
        return value
    return _UNSAYABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def means_a_mark(comment: str) -> bool:
    """Tell whether the inside of a comment means to be a mark, understood or not."""
    return _MARK.match(comment) is not None


def read_mark(comment: str) -> Mark | None:
    """Read the inside of a comment; None where it is no mark, or not written like one."""
    opening = _MARK.match(comment)
    if opening is None:
        return None
    rest = f" {comment[opening.end() :].rstrip()}"
    words: list[str] = []
    values: dict[str, str] = {}
    at = 0
    while at < len(rest):
        piece = _PIECE.match(rest, at)
        if piece is None:
            return None
        name, plain, quoted, word = piece.groups()
        if word:
            words.append(word)
        else:
            try:
                values[name] = plain or json.loads(quoted)
            except ValueError:
                return None
        at = piece.end()
    return Mark(tuple(words), values)
