"""Opens a capture: its lines, the headers above them, and the blocks that a reader's way gives.

Comes in: a `Source`, and a way from lines to blocks. Goes out: a `Document`.
Must not know: suffixes, kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backissues.model import Document, Source
from backissues.text.heads import read_head
from backissues.text.layout import lay_out
from backissues.text.lines import read_lines
from backissues.text.markup import Markup, gather_notes, parse_markdown, too_deep

# From the lines below the headers, and the number of the first of them, to what they hold.
Way = Callable[[Sequence[str], int], Markup]


def by_layout(lines: Sequence[str], first: int) -> Markup:
    """Read lines as plain text."""
    return Markup(lay_out(lines, first=first), (), ())


def by_markdown(lines: Sequence[str], first: int, *, double: bool = False) -> Markup:
    """Read lines as Markdown; what nests deeper than any letter does is read as plain text."""
    if too_deep(lines):
        return by_layout(lines, first)
    try:
        return parse_markdown(lines, first=first, double=double)
    except RecursionError:
        return by_layout(lines, first)


def open_capture(source: Source, form: str, way: Way) -> Document:
    """Read a source's lines and headers, and its blocks by the given way."""
    lines, problems = read_lines(source.data, source.path)
    headers, head, more = read_head(lines, source.path)
    first = head.last + 1 if head else 1
    found = way(lines[first - 1 :], first)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format=form,
        lines=lines,
        headers=headers,
        head=head,
        blocks=gather_notes(found.blocks),
        definitions=found.definitions,
        asides=found.asides,
        diagnostics=(*problems, *more),
    )
