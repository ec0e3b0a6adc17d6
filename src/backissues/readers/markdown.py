"""Reads Markdown, with or without headers above it.

Comes in: a `Source`. Goes out: a `Document` with the blocks of CommonMark, tables and footnotes;
where the front matter says so, with the roles and parts that its marks state.
Must not know: kinds, fields, other readers.
"""

from __future__ import annotations

from backissues.model import Document, Source
from backissues.text.capture import by_markdown, open_capture

SUFFIXES = (".md", ".markdown")


def read(source: Source) -> Document:
    """Read a source of Markdown."""
    return open_capture(source, "markdown", by_markdown, may_state=True)
