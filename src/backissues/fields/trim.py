"""Takes single lines out of blocks, so that what became a field or furniture is not body as well.

Comes in: blocks, line numbers. Goes out: the blocks without these lines, the lines taken.
Must not know: why a line is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

from msgspec.structs import replace

from backissues.model import (
    Block,
    Break,
    Inline,
    Item,
    List,
    Note,
    Notes,
    Paragraph,
    Part,
    Quote,
    RunIn,
    Span,
    Text,
)
from backissues.text.tree import plain

# A head of a letter has few and short lines; more is text.
_MOST_LINES, _LONGEST_LINE = 6, 80


def lines_of(blocks: Iterable[Block | Item | Note]) -> set[int]:
    """Return every line that blocks hold; notes stand apart from one another."""
    found: set[int] = set()
    for block in blocks:
        if isinstance(block, Notes):
            found |= lines_of(block.notes)
        else:
            found |= set(getattr(block, "span", ()))
    return found


def without(
    blocks: Sequence[Block], lines: AbstractSet[int]
) -> tuple[tuple[Block, ...], frozenset[int]]:
    """Take lines out of blocks; one that cannot be parted from its block stays, and is not told."""
    if not lines:
        return tuple(blocks), frozenset()
    kept: list[Block] = []
    touched: list[Block] = []
    left: list[Block] = []
    for block in blocks:
        span: Span | None = getattr(block, "span", None)
        if span is None or lines.isdisjoint(range(span.first, span.last + 1)):
            kept.append(block)
            continue
        pieces = _trim(block, lines)
        kept += pieces
        touched.append(block)
        left += pieces
    return tuple(kept), frozenset(lines & lines_of(touched)) - lines_of(left)


def _trim(  # noqa: PLR0911 - one case a form
    block: Block, lines: AbstractSet[int]
) -> tuple[Block, ...]:
    span: Span | None = getattr(block, "span", None)
    if span is None or lines.isdisjoint(span):
        return (block,)
    if all(line in lines for line in span) and not isinstance(block, Notes):
        return ()
    match block:
        case Paragraph():
            return _split(block, lines)
        case List():
            items = tuple(kept for item in block.items if (kept := _trim_item(item, lines)))
            return _regrown(block, items, lines)
        case Quote():
            return _requoted(block, lines)
        case Notes():
            notes = tuple(note for note in block.notes if set(note.span) - lines)
            return (Notes(span=hull(notes), notes=notes),) if notes else ()
        case _:
            return (block,)


def _requoted(block: Quote, lines: AbstractSet[int]) -> tuple[Block, ...]:
    """Give a quotation its remaining lines, its bare signs too; a line taken inside parts it."""
    inner, _ = without(block.blocks, lines)
    gone = lines - lines_of(inner)
    runs: list[Span] = []
    for line in block.span:
        if line in gone:
            continue
        if runs and runs[-1].last == line - 1:
            runs[-1] = Span(runs[-1].first, line)
        else:
            runs.append(Span(line, line))
    return tuple(
        replace(
            block,
            span=run,
            blocks=tuple(piece for piece in inner if run.first <= hull([piece]).first <= run.last),
        )
        for run in runs
    )


def _regrown(block: List, items: tuple[Item, ...], lines: AbstractSet[int]) -> tuple[Block, ...]:
    """Give a list its remaining items; where lines were taken between items, it becomes two."""
    if not items:
        return ()
    runs: list[list[Item]] = []
    for item in items:
        gap = runs and any(
            line in lines for line in range(runs[-1][-1].span.last + 1, item.span.first)
        )
        if not runs or gap:
            runs.append([])
        runs[-1].append(item)
    found: list[Block] = []
    start = block.start
    for run in runs:
        found.append(replace(block, span=hull(run), items=tuple(run), start=start))
        start += len(run)
    return tuple(found)


def _trim_item(item: Item, lines: AbstractSet[int]) -> Item | None:
    if lines.isdisjoint(item.span):
        return item
    if not set(item.span) - lines:
        return None
    inner, _ = without(item.blocks, lines)
    first, last = item.span.first, item.span.last
    if inner:
        first = hull(inner).first if first in lines else first
        last = hull(inner).last if last in lines else last
    span = Span(first, last)
    # A line between two that stay cannot be taken: it would be told as the item's, and not shown.
    if not inner or (lines & set(span)) - lines_of(inner):
        return item
    return replace(item, span=span, blocks=inner)


def blocks_of(item: Item) -> tuple[Block, ...]:
    """Give the blocks of an item that is taken apart; a marker alone on its line is one, too."""
    first = hull(item.blocks).first if item.blocks else item.span.last + 1
    if first == item.span.first:
        return item.blocks
    marker = Paragraph(span=Span(item.span.first, first - 1), inlines=(Text(item.marker),))
    return (marker, *item.blocks)


def hull(blocks: Sequence[Block | Item | Note]) -> Span:
    """Return the lines from the first block that has any to the last."""
    spans = [span for block in blocks if isinstance(span := getattr(block, "span", None), Span)]
    return Span(spans[0].first, spans[-1].last)


def source_lines(block: Paragraph) -> list[tuple[int, tuple[Inline, ...]]] | None:
    """Give a paragraph's inlines line by line, or None where a line's end lies inside an inline."""
    found: list[list[Inline]] = [[]]
    for inline in block.inlines:
        if isinstance(inline, Break):
            found.append([])
        else:
            found[-1].append(inline)
    if len(found) != block.span.last - block.span.first + 1:
        return None
    return [(block.span.first + index, tuple(line)) for index, line in enumerate(found)]


def _split(block: Paragraph, lines: AbstractSet[int]) -> tuple[Block, ...]:
    parted = source_lines(block)
    if parted is None:
        return (block,)
    breaks = [inline for inline in block.inlines if isinstance(inline, Break)]
    pieces: list[Paragraph] = []
    for index, (number, inlines) in enumerate(parted):
        if number in lines:
            continue
        last = pieces[-1] if pieces else None
        if last is not None and last.span.last == number - 1:
            grown = (*last.inlines, breaks[index - 1], *inlines)
            pieces[-1] = replace(last, span=Span(last.span.first, number), inlines=grown)
        else:
            pieces.append(replace(block, span=Span(number, number), inlines=inlines))
    return tuple(pieces)


def part_lines(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Part small paragraphs of Markdown into their lines: a byline may stand under another line.

    What no rule takes is joined again as it was.
    """
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or block.span.first == block.span.last:
            found.append(block)
            continue
        lines = source_lines(block)
        if (
            lines is None
            or not 1 < len(lines) <= _MOST_LINES
            or any(len(plain(line)) > _LONGEST_LINE for _, line in lines)
        ):
            found.append(block)
            continue
        breaks = [inline for inline in block.inlines if isinstance(inline, Break)]
        for index, (number, line) in enumerate(lines):
            tight: Literal["", "soft", "hard"] = "hard" if breaks[index - 1].hard else "soft"
            span = Span(number, number)
            found.append(
                replace(block, span=span, inlines=line, tight=tight if index else block.tight)
            )
    return tuple(found)


def join_tight(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Join the lines of a stanza that no rule gave a meaning of their own into one paragraph."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Part):
            found.append(replace(block, blocks=join_tight(block.blocks)))
            continue
        if not isinstance(block, Paragraph) or not block.tight:
            found.append(block)
            continue
        last = found[-1] if found else None
        if (
            isinstance(last, Paragraph)
            and block.span.first == last.span.last + 1
            and (block.role, block.lang) == (last.role, last.lang)
            and not any(isinstance(inline, RunIn) for inline in block.inlines[:1])
        ):
            span = Span(last.span.first, block.span.last)
            inlines = (*last.inlines, Break(hard=block.tight == "hard"), *block.inlines)
            found[-1] = replace(last, span=span, inlines=inlines)
        else:
            found.append(block)
    return tuple(found)
