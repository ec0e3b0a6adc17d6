"""Makes headings of short lines that a number opens, on their line or on the line above them.

Comes in: blocks. Goes out: blocks in which such lines are headings; the number is a label.
Must not know: kinds, languages. One number proves nothing: it is the row of them that does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissues.fields.looks import ends_sentence, looks_like_heading
from backissues.model import Block, Heading, List, Paragraph, RunIn, Span, Text
from backissues.text.tree import text_of

# “01”, “02.”, “Ⅲ”, “三、” alone on a line: the number of the heading below it.
_LONGEST_NUMBER = 6
_NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,4}|[Ⅰ-Ⅻ]|[一二三四五六七八九十]{1,3})[.、．)）]?$")


def mark_numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Make headings of numbered lines that each stand over text of their own."""
    if sum(isinstance(block, List) and block.ordered for block in blocks) < 2:
        return tuple(blocks)
    lone = [_is_lone(block, blocks[index + 1 : index + 2]) for index, block in enumerate(blocks)]
    if sum(lone) < 2:
        return tuple(blocks)
    # Numbers that run from 1 over text are titles, however short the text is. A list that a remark
    # cut in two has numbers too: there, each needs a sentence under it.
    if sum(lone) < 3 or not _counts_up(blocks, lone):
        lone = [
            heads and _over_sentence(block, blocks[index + 1])
            for index, (block, heads) in enumerate(zip(blocks, lone, strict=True))
        ]
    if sum(lone) < 2:
        return tuple(blocks)
    return tuple(
        _numbered(block) if heads and isinstance(block, List) else block
        for block, heads in zip(blocks, lone, strict=True)
    )


def _numbered(block: List) -> Block:
    """Make a heading of a list of one item; its number is a label."""
    first = block.items[0].blocks[0]
    if not isinstance(first, Paragraph):
        return block
    label = RunIn("label", (Text(f"{block.items[0].marker} "),))
    return Heading(span=block.span, level=2, inlines=(label, *first.inlines))


def _is_lone(block: Block, after: Sequence[Block]) -> bool:
    """Tell whether a block is a numbered list of one short item over something else."""
    if not isinstance(block, List) or not block.ordered or len(block.items) != 1 or not after:
        return False
    return isinstance(after[0], Paragraph) and looks_like_heading(text_of(block))


def _over_sentence(block: Block, below: Block) -> bool:
    """Tell whether a longer sentence stands under a numbered line."""
    # Several such numbers are sure signs: a sentence that is longer than the title is enough.
    if not isinstance(below, Paragraph) or not isinstance(block, List):
        return False
    return len(text_of(below)) > len(text_of(block)) and ends_sentence(below)


def _counts_up(blocks: Sequence[Block], lone: Sequence[bool]) -> bool:
    """Tell whether the numbers of such lines run 1, 2, 3 through the document."""
    starts = [
        block.start
        for block, heads in zip(blocks, lone, strict=True)
        if heads and isinstance(block, List)
    ]
    return starts == list(range(starts[0], starts[0] + len(starts))) and starts[0] <= 1


def join_numbers(blocks: Sequence[Block], lines: Sequence[str]) -> tuple[Block, ...]:
    """Join a number on a line of its own to the short line under it, where several stand so."""
    heads = {
        index: heading
        for index, block in enumerate(blocks[:-2])
        if isinstance(block, Paragraph)
        and len(number := text_of(block)) <= _LONGEST_NUMBER
        and _NUMBER.match(number)
        and (heading := _joined(block, blocks[index + 1], blocks[index + 2], lines))
    }
    if len(heads) < 2:
        return tuple(blocks)
    return tuple(
        heads.get(index, block) for index, block in enumerate(blocks) if index - 1 not in heads
    )


def _joined(number: Paragraph, title: Block, below: Block, lines: Sequence[str]) -> Heading | None:
    """Make a heading of a number and the line under it, if that line heads a text."""
    if not isinstance(title, Paragraph) or not isinstance(below, Paragraph):
        return None
    words = text_of(title)
    if not looks_like_heading(words) or len(text_of(below)) <= len(words):
        return None
    if any(line.strip() for line in lines[number.span.last : title.span.first - 1]):
        # What was set aside between them stays apart from both.
        return None
    label = RunIn("label", (Text(f"{text_of(number)} "),))
    span = Span(number.span.first, title.span.last)
    return Heading(span=span, level=2, inlines=(label, *title.inlines))
