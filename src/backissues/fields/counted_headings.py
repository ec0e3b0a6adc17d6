"""Makes headings of short lines that a number opens, on their line or on the line above them.

Comes in: blocks. Goes out: blocks in which such lines are headings; the number is a label.
Must not know: kinds, languages. One number proves nothing: it is the row of them that does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from backissues.fields.looks import ends_sentence, looks_like_heading
from backissues.model import Block, Heading, Inline, List, Paragraph, RunIn, Span, Strong, Text
from backissues.patterns import late
from backissues.text.tree import text_of

# “01”, “02.”, “Ⅲ”, “三、” alone on a line: the number of the heading below it.
# “1. Dredging”, “2/ Campeona”, “三、共餐據點開張”; not “3. Oktober” beside no “2.”.
_COUNTED = late(r"^((\d{1,2})\s?[.)/、．:：]|([一二三四五六七八九十]{1,3})[、．])\s*(?=[^\d\s])")
_CHINESE = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_LONGEST_NUMBER = 6
_NUMBER = late(r"^(?:\d{1,2}|[IVX]{1,4}|[Ⅰ-Ⅻ]|[一二三四五六七八九十]{1,3})[.、．)）]?$")


def mark_numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Make headings of numbered lines that each stand over text of their own."""
    if sum([type(block) is List and block.ordered for block in blocks]) < 2:
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
    if not isinstance(after[0], Paragraph) or text_of(after[0]).startswith(("http", "www.")):
        # A numbered title over its address is an entry of a list.
        return False
    return looks_like_heading(text_of(block))


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


def join_numbers(
    blocks: Sequence[Block], lines: Sequence[str], short: Mapping[int, str]
) -> tuple[Block, ...]:
    """Join a number on a line of its own to the short line under it, where several stand so.

    `short` are the words of paragraphs that are short enough to be a heading, by their index.
    """
    heads = {
        index: heading
        for index, number in short.items()
        if len(number) <= _LONGEST_NUMBER
        and _NUMBER.match(number)
        and (heading := _joined(blocks[index : index + 3], lines))
    }
    if len(heads) < 2:
        return tuple(blocks)
    return tuple(
        heads.get(index, block) for index, block in enumerate(blocks) if index - 1 not in heads
    )


def _joined(blocks: Sequence[Block], lines: Sequence[str]) -> Heading | None:
    """Make a heading of a number and the line under it, if that line heads a text."""
    if len(blocks) < 3:
        return None
    number, title, below = blocks
    if (
        not isinstance(number, Paragraph)
        or not isinstance(title, Paragraph)
        or not isinstance(below, Paragraph)
    ):
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


def label_numbers(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Make labels of the numbers that open headings, where they count up: they are no words."""
    found = {
        index: match
        for index, block in enumerate(blocks)
        if type(block) is Heading
        and (first := _first_text(block.inlines)) is not None
        and first.text[:1].isnumeric()
        and (match := _COUNTED.match(first.text))
    }
    values = [_value(match) for match in found.values()]
    if len(values) < 2 or values != list(range(values[0], values[0] + len(values))):
        return tuple(blocks)
    return tuple(
        _labelled(block, found[index]) if index in found and isinstance(block, Heading) else block
        for index, block in enumerate(blocks)
    )


def _value(match: re.Match[str]) -> int:
    """Give the number of a heading: “十二” is 12."""
    if match[2]:
        return int(match[2])
    tens, ten, ones = match[3].rpartition("十")
    value = _CHINESE.get(ones, 0)
    return value + 10 * _CHINESE.get(tens, 1) if ten else value


def _first_text(inlines: Sequence[Inline]) -> Text | None:
    """Give the text that opens inlines, in bold or not."""
    first = inlines[0] if inlines else None
    if isinstance(first, Strong):
        return _first_text(first.children)
    return first if isinstance(first, Text) else None


def _labelled(block: Heading, match: re.Match[str]) -> Heading:
    label = RunIn("label", (Text(match[0]),))
    return replace(block, inlines=(label, *_cut(block.inlines, match.end())))


def _cut(inlines: tuple[Inline, ...], size: int) -> tuple[Inline, ...]:
    """Take so many characters from the text that opens inlines."""
    first, *rest = inlines
    if isinstance(first, Strong):
        return (Strong(_cut(first.children, size)), *rest)
    return (Text(first.text[size:]), *rest) if isinstance(first, Text) else inlines
