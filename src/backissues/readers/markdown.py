"""Reads Markdown, with or without headers above it.

Comes in: a `Source`. Goes out: a `Document` with the blocks of CommonMark, tables and footnotes.
Must not know: kinds, fields, other readers.
"""

from __future__ import annotations

from backissues.model import Document, Source
from backissues.text.heads import read_head
from backissues.text.layout import lay_out
from backissues.text.lines import read_lines
from backissues.text.markup import Markup, gather_notes, parse_markdown, too_deep

SUFFIXES = (".md", ".markdown")


def read(source: Source) -> Document:
    """Read a source of Markdown."""
    lines, problems = read_lines(source.data, source.path)
    headers, head, more = read_head(lines, source.path)
    first = head.last + 1 if head else 1
    body = lines[first - 1 :]
    if too_deep(body):
        found = Markup(lay_out(body, first=first), (), ())
    else:
        found = parse_markdown(body, first=first)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="markdown",
        lines=lines,
        headers=headers,
        head=head,
        blocks=gather_notes(found.blocks),
        definitions=found.definitions,
        asides=found.asides,
        diagnostics=(*problems, *more),
    )
