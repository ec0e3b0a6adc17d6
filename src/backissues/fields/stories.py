"""Tells the titles of stories from the headings of sections.

Comes in: blocks whose headings are marked. Goes out: blocks with the role `story` on headings,
numbered lines and linked list items.
Must not know: kinds, languages: only levels, what follows, and how much a title says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from backissues.model import Block, Heading, Link, List, Paragraph, RunIn, Text
from backissues.text.tree import text_of

# A name of a section says what kind of things follow (“En bref”); a story's title says what
# happened. Four words part the two in most houses; a Chinese word is about two characters.
_WORDS_OF_A_STORY = 4
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
# “1、Travis-CI 的 …”, “2）…”: numbers that Markdown takes for no list.
_NUMBERED = re.compile(r"^(\d{1,2}[、．）]\s*)")
_LONGEST_TITLE = 120
_LEAST_ITEMS = 2


def tells(text: str) -> bool:
    """Tell whether a heading says enough to be a story's title."""
    cjk = len(_CJK.findall(text))
    return cjk // 2 + len(_CJK.sub(" ", text).split()) >= _WORDS_OF_A_STORY


def mark_stories(blocks: Sequence[Block], *, all_stories: bool = False) -> tuple[Block, ...]:
    """Give the titles of stories their role; `all_stories` where short titles are stories too."""
    return _linked_items(_numbered(_headings(blocks, all_stories=all_stories)))


def _headings(blocks: Sequence[Block], *, all_stories: bool) -> tuple[Block, ...]:
    """Choose among headings: the deeper level, else those that say enough and have text below."""
    heads = [block for block in blocks if isinstance(block, Heading) and block.role == "section"]
    if not heads:
        return tuple(blocks)
    top = min(head.level for head in heads)
    levels = len({head.level for head in heads}) > 1
    telling = sum(tells(text_of(head)) for head in heads)
    found: list[Block] = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if not isinstance(block, Heading) or block.role != "section":
            found.append(block)
            continue
        over_text = after is not None and not isinstance(after, Heading)
        if levels:
            story = block.level > top and over_text
        else:
            text = text_of(block)
            under = bool(found) and isinstance(found[-1], Heading)
            story = over_text and (tells(text) or under or (all_stories and not telling))
        found.append(replace(block, role="story") if story else block)
    return tuple(found)


def _numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take short numbered lines for titles, where there are several."""
    matches = [_number(block) for block in blocks]
    if sum(map(bool, matches)) < _LEAST_ITEMS:
        return tuple(blocks)
    found: list[Block] = []
    for block, mark in zip(blocks, matches, strict=True):
        if not mark or not isinstance(block, (Paragraph, Heading)):
            found.append(block)
            continue
        first = block.inlines[0]
        text = first.text[len(mark) :] if isinstance(first, Text) else ""
        rest = ((Text(text),) if text else ()) + block.inlines[1:]
        label = RunIn("label", (Text(mark),))
        found.append(Paragraph(span=block.span, inlines=(label, *rest), role="story"))
    return tuple(found)


def _number(block: Block) -> str:
    if not isinstance(block, (Paragraph, Heading)) or not block.inlines:
        return ""
    first = block.inlines[0]
    if not isinstance(first, Text) or len(text_of(block)) > _LONGEST_TITLE:
        return ""
    match = _NUMBERED.match(first.text)
    return match[1] if match else ""


def _linked_items(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take list items that begin with a link for stories, where a heading stands over the list."""
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        linked = (
            isinstance(block, List)
            and not block.role
            and isinstance(above, Heading)
            and all(_opens_with_link(item.blocks) for item in block.items)
        )
        found.append(replace(block, role="stories") if linked else block)
    return tuple(found)


def _opens_with_link(blocks: Sequence[Block]) -> bool:
    first = blocks[0] if blocks else None
    return (
        isinstance(first, Paragraph) and bool(first.inlines) and isinstance(first.inlines[0], Link)
    )
