"""Tells the titles of stories from the headings of sections.

Comes in: blocks whose headings are marked. Goes out: blocks with the role `story` on headings,
numbered lines, leads and titled items of lists.
Must not know: kinds. What tells them apart is levels, what stands under a heading, what its
siblings look like, and last how much it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.looks import (
    SENTENCE_ENDS,
    is_capitals,
    looks_like_heading,
    mark_of,
    width,
)
from backissues.fields.rubrics import is_rubric
from backissues.fields.run_ins import LABEL, runs_in
from backissues.languages import CJK, bare, everywhere, fold
from backissues.model import Block, Heading, Item, Link, List, Paragraph, Quote, RunIn, Strong, Text
from backissues.patterns import late
from backissues.text.addresses import is_address
from backissues.text.figures import is_picture
from backissues.text.tree import item_title, plain, text_of, title_of

# A name of a section says what kind of things follow; a story's title says what happened. Where
# nothing else parts the two, four words do. A Chinese word is about two characters.
_WORDS_OF_A_STORY = 4
# “1、Travis-CI 的 …”, “2）…”: numbers that Markdown takes for no list.
_NUMBERED = late(r"^(\d{1,2}[、．）]\s*)(?=\S)|^(\d{1,2}[、．）]\s*)$")
_LISTED = late(r"^\d{1,2}[、．）)]")
# “So., 14.04., 10.00 Uhr”, “4/14. Utrecht”: a calendar's entry begins with figures.
_FIGURES = late(r"\d{1,2}\s?[./:h]\s?\d{0,2}")
_LONGEST_TITLE = 120
_LONGEST_START = 24
_LEAST_PROSE = 60
# A picture, or a line of label and value, may stand between a title and its text.
_FIRST_BLOCKS = 4
_LEAST_ITEMS = 2
# A line in bold over its address is a heading below those of sections.
_BELOW = 3
_READING = "further-reading"
# As many titles inside sections are what a text is made of: its headings name sections.
_LEAST_ENTRIES = 3
_MOSTLY = 0.75


class _Head(Struct, frozen=True, kw_only=True):
    """A heading with what tells whether it is a story's title."""

    index: int
    level: int
    text: str
    mark: str
    counted: bool
    rubric: bool
    prose: bool
    told: bool
    under: bool


def tells(text: str) -> bool:
    """Tell whether a heading says enough to be a story's title."""
    return _words(text) >= _WORDS_OF_A_STORY


def mark_stories(blocks: Sequence[Block], *, all_stories: bool = False) -> tuple[Block, ...]:
    """Give the titles of stories their role; `all_stories` where short titles are stories too."""
    blocks = _addressed(_numbered(blocks))
    heads = _heads(blocks)
    chosen = _choose(heads, all_stories=all_stories)
    listed, entries = _entries(blocks, heads, chosen)
    few = 0 < len(chosen) < _LEAST_ENTRIES <= entries
    if few and len({head.level for head in heads}) == 1:
        # Titles stand inside the sections: then no heading is one.
        chosen = frozenset()
        listed, _ = _entries(blocks, heads, chosen)
    if all_stories and heads and not chosen and not entries:
        listed = _headlines(listed, heads)
    found = list(listed)
    under_story = False
    for index, block in enumerate(listed):
        if type(block) is Heading:
            under_story = index in chosen and not _over_lead(listed, index)
            if index in chosen:
                found[index] = replace(block, role="story")
        elif all_stories and type(block) is Paragraph and _is_lead(block) and not under_story:
            found[index] = replace(block, role="story")
    return tuple(found)


# --- headings ------------------------------------------------------------------------------------


def _heads(blocks: Sequence[Block]) -> list[_Head]:
    """Gather the headings of sections."""
    found: list[_Head] = []
    for index, block in enumerate(blocks):
        if type(block) is not Heading or block.role != "section":
            continue
        if getattr(blocks[index + 1] if index + 1 < len(blocks) else None, "role", "") == _READING:
            continue
        text = title_of(block)
        before = blocks[index - 1] if index else None
        mark = mark_of(Paragraph(span=block.span, inlines=block.inlines), text)
        found.append(
            _Head(
                index=index,
                level=block.level,
                text=text,
                mark=mark,
                counted=mark == "count" or isinstance(block.inlines[0], RunIn),
                rubric=is_rubric(text),
                told=_is_told(blocks[index + 1 : index + 1 + _FIRST_BLOCKS]),
                prose=_is_prose(blocks[index + 1 : index + 1 + _FIRST_BLOCKS]),
                under=isinstance(before, Heading),
            )
        )
    return found


def _is_prose(after: Sequence[Block]) -> bool:
    """Tell whether running text stands here: no list, no calendar, no lesser heading."""
    wide = 0
    for block, below in pairwise([*after, None]):
        if isinstance(block, Quote):
            return True
        if not isinstance(block, Paragraph):
            return False
        text = text_of(block)
        # The lines of a wrapped paragraph are blocks that hold on to the one above them.
        wide = width(text) + (wide if block.tight == "soft" else 0)
        if is_picture(block) or text.startswith("!["):
            continue
        if _LISTED.match(text) or len(_FIGURES.findall(text[:_LONGEST_START])) > 1:
            return False
        if wide >= _LEAST_PROSE or text.endswith((*SENTENCE_ENDS, ":", "：")):
            return True
        if getattr(below, "tight", "") != "soft" and not LABEL.match(text) and "{:" not in text:
            return False
    return False


def _is_told(after: Sequence[Block]) -> bool:
    """Tell whether as much as a line stands here: “*8 March, 31 readers*”, an address."""
    below = next((block for block in after if not is_picture(block)), None)
    return isinstance(below, Paragraph) and not _LISTED.match(text_of(below))


def _choose(heads: Sequence[_Head], *, all_stories: bool) -> frozenset[int]:
    """Choose the titles of stories among headings."""
    if not heads:
        return frozenset()
    top = min(head.level for head in heads)
    if any(head.level > top for head in heads):
        # A heading that stands twice, over the texts and over their links, names a section.
        words = Counter(head.text.casefold() for head in heads)
        return frozenset(
            h.index
            for h in heads
            if h.level > top
            and (h.prose or (h.told and tells(h.text)))
            and not h.rubric
            and words[h.text.casefold()] == 1
        )
    fit = [head for head in heads if head.prose and not head.rubric]
    if sum(head.counted for head in fit) >= _LEAST_ITEMS:
        # Numbers count the stories; a heading that another sign opens is another thing.
        fit = [head for head in fit if head.counted or head.mark != "sign"]
    if _are_subjects(heads):
        return frozenset()
    telling = [head for head in fit if tells(head.text) or head.counted]
    nested = any(head.under for head in heads)
    alike = all_stories and not nested and len(heads) > 1
    if alike or (len(telling) > 1 and 2 * len(telling) >= len(fit) and not nested):
        # Siblings look alike: “The hose” beside “Seed swap: what went and what stayed”.
        least = 0 if alike else 1
        return frozenset(h.index for h in fit if h.counted or _words(h.text) > least)
    return frozenset(h.index for h in fit if h.under or h in telling)


def _words(text: str) -> int:
    cjk = len(CJK.findall(text))
    return cjk // 2 + len(CJK.sub(" ", text).split())


def _are_subjects(heads: Sequence[_Head]) -> bool:
    """Tell whether headings name subjects: “PESCA”, “CULTURA”, and “PESCA” once more."""
    words = Counter(head.text.casefold() for head in heads)
    if len(words) < len(heads) and all(" " not in word for word in words):
        return True
    return len(heads) >= _LEAST_ENTRIES and all(
        is_capitals(head.text) and " " not in head.text.strip() for head in heads
    )


# --- titles inside sections ----------------------------------------------------------------------


def _numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take short numbered lines for titles, where there are several."""
    matches = [_number(block) for block in blocks]
    if len(matches) - matches.count("") < _LEAST_ITEMS:
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
    """Give the number that opens a title; a numbered sentence has none, nor a number alone."""
    if not (type(block) is Paragraph or type(block) is Heading) or not block.inlines:
        return ""
    first = block.inlines[0]
    if type(first) is not Text or not first.text[:1].isdigit():
        return ""
    text = text_of(block)
    if len(text) > _LONGEST_TITLE:
        return ""
    match = _NUMBERED.match(first.text)
    if not match:
        return ""
    mark = match[1] or match[2]
    return mark if looks_like_title(text[len(mark.rstrip()) :].strip()) else ""


def _addressed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take lines that stand each over an address for titles, where there are several."""
    titles = {
        index
        for index, (block, below) in enumerate(pairwise(blocks))
        if type(below) is Paragraph
        and (type(block) is Paragraph or (type(block) is List and len(block.items) == 1))
        and not block.role
        and block.span.last + 1 == below.span.first
        and text_of(below).startswith("http")
        and is_address(text_of(below).partition(" ")[0])
        and looks_like_title(text_of(block))
    }
    if len(titles) < _LEAST_ENTRIES:
        return tuple(blocks)
    return tuple(_entry(block) if index in titles else block for index, block in enumerate(blocks))


def _entry(block: Block) -> Block:
    """Make a story's title of a line, a heading of one in bold; a list's number is its label."""
    if isinstance(block, Paragraph):
        if len(block.inlines) == 1 and isinstance(block.inlines[0], Strong):
            return Heading(span=block.span, level=_BELOW, inlines=block.inlines, role="story")
        return replace(block, role="story")
    first = block.items[0].blocks[0] if isinstance(block, List) else None
    if not isinstance(block, List) or not isinstance(first, Paragraph):
        return block
    label = RunIn("label", (Text(f"{block.items[0].marker} "),))
    return Paragraph(span=block.span, inlines=(label, *first.inlines), role="story")


def looks_like_title(text: str) -> bool:
    """Tell whether the words behind a number or a list mark are a title: no sentence stops."""
    return looks_like_heading(text[:1].upper() + text[1:]) and not text.endswith("】")


def _entries(
    blocks: Sequence[Block], heads: Sequence[_Head], chosen: AbstractSet[int]
) -> tuple[tuple[Block, ...], int]:
    """Take the titled items of lists for stories, and count all titles inside sections.

    A list belongs to the heading above it, and is text where that tells a story (`chosen`).
    """
    brief = everywhere("brief_words")
    closed = {head.index for head in heads if head.rubric and fold(bare(head.text)) not in brief}
    closed |= chosen
    first: dict[str, int] = {}
    for head in heads:
        # Under the same words once more stand the links of what was told above.
        if first.setdefault(head.text.casefold(), head.index) != head.index:
            closed.add(head.index)
    # A list in a text without headings stands under its first lines.
    is_open = not heads
    found = list(blocks)
    count = 0
    for index, block in enumerate(blocks):
        if type(block) is Heading:
            is_open = block.role == "section" and index not in closed
        elif type(block) is List and is_open:
            if entry := _titled(block, links_alone=not chosen):
                found[index] = entry
                count += len(entry.items)
        elif type(block) is Paragraph and block.role == "story":
            count += 1
    return tuple(found), count


def _titled(block: List, *, links_alone: bool) -> List | None:
    """Give a list its role where most of its items open with a title: a link, a line over one.

    Items that are links and nothing else are stories only where no heading tells one.
    """
    if block.role:
        return None
    titles = [item_title(item) for item in block.items]
    named = [title for title in titles if title and not _FIGURES.match(title)]
    if len(named) * 3 < len(titles) * 2:
        return None
    pairs = zip(block.items, titles, strict=True)
    bare_links = sum(bool(title) and _is_bare(item) for item, title in pairs)
    if not links_alone and bare_links * 2 > len(named):
        return None
    return replace(block, role="stories", items=tuple(map(_nested, block.items)))


def _nested(item: Item) -> Item:
    """Give lists inside an item their role, where they are titled as the item is."""
    if not any(isinstance(inner, List) for inner in item.blocks):
        return item
    inner = tuple(
        _titled(block, links_alone=True) or block if isinstance(block, List) else block
        for block in item.blocks
    )
    return replace(item, blocks=inner)


def _is_bare(item: Item) -> bool:
    """Tell whether an item is a link and nothing else but a stop."""
    first = item.blocks[0] if len(item.blocks) == 1 else None
    if not isinstance(first, Paragraph) or not isinstance(first.inlines[0], Link):
        return False
    return not any(char.isalnum() for char in plain(first.inlines[1:]))


def _headlines(blocks: Sequence[Block], heads: Sequence[_Head]) -> tuple[Block, ...]:
    """Take bare lines for stories where nearly all that stands under the headings is such lines."""
    lines = [
        index
        for index, block in enumerate(blocks)
        if index > heads[0].index and isinstance(block, Paragraph) and not block.role
    ]
    titles = {index for index in lines if looks_like_title(text_of(blocks[index]))}
    if len(titles) <= _LEAST_ENTRIES or len(titles) < _MOSTLY * len(lines):
        return tuple(blocks)
    return tuple(
        replace(block, role="story") if index in titles and isinstance(block, Paragraph) else block
        for index, block in enumerate(blocks)
    )


# --- leads ---------------------------------------------------------------------------------------


def _is_lead(block: Paragraph) -> bool:
    """Tell whether a paragraph opens with a title in bold: a plain label is a subhead."""
    lead = block.inlines[0] if block.inlines else None
    if type(lead) is not RunIn or lead.role != "subhead":
        return False
    return isinstance(lead.children[0], Strong) and not is_rubric(plain(lead.children))


def _over_lead(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a heading stands right over a lead: it is the heading of several."""
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return after is not None and runs_in(after)
