"""What the ways to read lines have in common: what they make of them, and what is done with it.

Comes in: the blocks of a text. Goes out: the same, with the footnotes at the end.
Must not know: any of the ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from backissues.model import Aside, Block, Notes, Span


class Markup(Struct, frozen=True):
    """What lines held: blocks, lines of definitions that links use, lines of bare tags."""

    blocks: tuple[Block, ...]
    definitions: tuple[Span, ...]
    asides: tuple[Aside, ...]


# From the lines below the headers, and the number of the first of them, to what they hold.
Way = Callable[[Sequence[str], int], Markup]


def gather_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Put the footnotes at the end, wherever they were defined; each keeps its lines."""
    text = tuple(block for block in blocks if not isinstance(block, Notes))
    notes = [note for block in blocks if isinstance(block, Notes) for note in block.notes]
    if not notes:
        return text
    span = Span(min(n.span.first for n in notes), max(n.span.last for n in notes))
    return (*text, Notes(span=span, notes=tuple(notes)))
