"""Reads plain text, the usual form of a capture; many captures are Markdown without saying so.

Comes in: a `Source`. Goes out: a `Document` whose blocks come from layout, or from Markdown signs.
Must not know: kinds, fields, other readers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissues.model import Document, Source
from backissues.text.heads import read_head
from backissues.text.layout import lay_out, one_line_paragraphs
from backissues.text.lines import read_lines
from backissues.text.markup import Markup, gather_notes, parse_markdown, too_deep

SUFFIXES = (".txt", ".text")

# Signs that a text was written as Markdown, each with its weight. A single `**` or `-` proves
# nothing: platforms show them as they are.
_SIGNS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"^ {0,3}#{1,6}[ \t]+\S"), 2),  # “## Jobs”, not “#Jobs”
    (re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,400}\)"), 2),  # “[a](https://b)”
    (re.compile(r"^ {0,3}(?:```|~~~)"), 2),
    (re.compile(r"^ {0,3}\|?[ :]*-{3,}[ :]*\|[-| :]*$"), 2),  # “|---|---|”
    (re.compile(r"^\*\*[^*\n]{2,200}\*\*\s*$"), 1),  # “**What is it?**”
)
_ENOUGH = 4


def is_markdown(lines: Sequence[str]) -> bool:
    """Tell whether the signs of Markdown add up."""
    weight = 0
    for line in lines:
        # Only a line with one of these characters can bear a sign: most lines cost nothing.
        if line[:1] in " #`~|*-" or "](" in line:
            weight += sum(points for sign, points in _SIGNS if sign.search(line[:2000]))
            if weight >= _ENOUGH:
                return True
    return False


def read(source: Source) -> Document:
    """Read a source of plain text."""
    lines, problems = read_lines(source.data, source.path)
    headers, head, more = read_head(lines, source.path)
    first = head.last + 1 if head else 1
    body = lines[first - 1 :]
    if is_markdown(body) and not too_deep(body):
        found = parse_markdown(body, first=first, double=one_line_paragraphs(body))
    else:
        found = Markup(lay_out(body, first=first), (), ())
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="text",
        lines=lines,
        headers=headers,
        head=head,
        blocks=gather_notes(found.blocks),
        definitions=found.definitions,
        asides=found.asides,
        diagnostics=(*problems, *more),
    )
