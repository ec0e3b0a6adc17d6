"""Opens a capture: its lines, the headers above them, and the blocks that a reader's way gives.

Comes in: a `Source`, and a way from lines to blocks. Goes out: a `Document`.
Must not know: suffixes, kinds.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.model import Diagnostic, Document, Source
from backissues.text.heads import read_head
from backissues.text.layout import lay_out
from backissues.text.lines import read_lines
from backissues.text.statement import states_structure
from backissues.text.ways import Markup, Way, gather_notes


def by_layout(lines: Sequence[str], first: int) -> Markup:
    """Read lines as plain text."""
    return Markup(lay_out(lines, first=first), (), ())


def by_markdown(lines: Sequence[str], first: int, *, double: bool = False) -> Markup:
    """Read lines as Markdown; what nests deeper than any letter does is read as plain text."""
    # With the parser 40 ms, which a collection of plain text does without.
    from backissues.text.markup import parse_markdown, too_deep  # noqa: PLC0415

    if too_deep(lines):
        return by_layout(lines, first)
    try:
        return parse_markdown(lines, first=first, double=double)
    except RecursionError:
        return by_layout(lines, first)


def open_capture(source: Source, form: str, way: Way, *, may_state: bool = False) -> Document:
    """Read a source's lines and headers, and its blocks by the given way.

    A document that `may_state` its structure, and does, is read by its marks.
    """
    lines, problems = read_lines(source.data, source.path)
    headers, head, more = read_head(lines, source.path)
    first = head.last + 1 if head else 1
    body = lines[first - 1 :]
    opened = Document(
        path=source.path,
        sha256=source.sha256,
        format=form,
        lines=lines,
        headers=headers,
        head=head,
        blocks=(),
    )
    if may_state and states_structure(headers):
        from backissues.text.stated import read_stated  # noqa: PLC0415 - for those who export

        stated = read_stated(body, first=first)
        if stated is not None:
            faults = tuple(_fault(source.path, lines, *fault) for fault in stated.faults)
            return replace(
                opened,
                blocks=stated.blocks,
                definitions=stated.definitions,
                asides=stated.asides,
                stated=True,
                diagnostics=(*problems, *more, *faults),
            )
        why = "the text nests deeper than marks are followed"
        more = (*more, _fault(source.path, lines, first - 1, why))
    found = way(body, first)
    return replace(
        opened,
        blocks=gather_notes(found.blocks),
        definitions=found.definitions,
        asides=found.asides,
        diagnostics=(*problems, *more),
    )


def _fault(path: str, lines: Sequence[str], line: int, why: str) -> Diagnostic:
    """Report a mark that says nothing, at its line."""
    return diagnose("S-032", path, line, excerpt=lines[line - 1], why=why)
