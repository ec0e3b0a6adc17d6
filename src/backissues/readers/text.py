"""Reads plain text, the usual form of a capture; many captures are Markdown without saying so.

Comes in: a `Source`. Goes out: a `Document` whose blocks come from layout, or from Markdown signs.
Must not know: kinds, fields, other readers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissues.model import Document, Source
from backissues.patterns import late
from backissues.text.capture import by_layout, by_markdown, open_capture
from backissues.text.layout import one_line_paragraphs
from backissues.text.ways import Markup

SUFFIXES = (".txt", ".text")

# Signs that a text was written as Markdown, each with its weight. A single `**` or `-` proves
# nothing: platforms show them as they are.
_SIGNS: tuple[tuple[re.Pattern[str], int], ...] = (
    (late(r"^ {0,3}#{1,6}[ \t]+\S"), 2),  # “## Jobs”, not “#Jobs”
    (late(r"\[[^\]\n]{1,200}\]\([^)\s]{1,400}\)"), 2),  # “[a](https://b)”
    (late(r"^ {0,3}(?:```|~~~)"), 2),
    (late(r"^ {0,3}\|?[ :]*-{3,}[ :]*\|[-| :]*$"), 2),  # “|---|---|”
    (late(r"^\*\*[^*\n]{2,200}\*\*\s*$"), 1),  # “**What is it?**”
    (late(r"^\*\*[^*\n]{1,40}(?::\*\*|\*\*\s?:)"), 1),  # “**Ada:** I did.”
)
_OPENERS = (" ", "#", "`", "~", "|", "*", "---")
_ENOUGH = 4


def is_markdown(lines: Sequence[str]) -> bool:
    """Tell whether the signs of Markdown add up."""
    weight = 0
    for line in lines:
        # Only a line with one of these can bear a sign: most lines, and items, cost nothing.
        if line.startswith(_OPENERS) or "](" in line:
            weight += sum(points for sign, points in _SIGNS if sign.search(line[:2000]))
            if weight >= _ENOUGH:
                return True
    return False


def _blocks(lines: Sequence[str], first: int) -> Markup:
    if is_markdown(lines):
        return by_markdown(lines, first, double=one_line_paragraphs(lines))
    return by_layout(lines, first)


def read(source: Source) -> Document:
    """Read a source of plain text."""
    return open_capture(source, "text", _blocks)
