"""Finds headings that plain text does not mark, and labels that run into a paragraph.

Comes in: blocks. Goes out: blocks in which such lines are headings, and labels are run-ins.
Must not know: kinds, languages: only length, stops, capitals and place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

from msgspec.structs import replace

from backissues.model import Block, Heading, Inline, Item, List, Paragraph, Quote, RunIn, Text
from backissues.text.figures import is_picture
from backissues.text.tree import text_of

_LONGEST = 110
_LONGEST_WORDS = 16
# A subhead runs into a paragraph, not into an item of a list.
_LEAST_RUN_IN = 60
# What a heading stands over is a sentence at least.
_LEAST_BELOW = 80
# A sentence ends so; a heading may ask or exclaim. Three dots break off: no heading does.
_STOPS = (".", ",", ";", ":", "…", "،", "。", "，", "；", "：", "\\", "-", "–", "—")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "»", "”", '"', ")")
# Marks that open a list item, a quotation, a reply, an address: no heading begins so.
_NOT_FIRST = re.compile(
    r"^(?:[-–—•·>@*+_|/\\]|https?://|www\.|\d{1,3}\s?/\s?\d|[«“\"].{0,300}[»”\"]\s*$)"
)
_TWO_LETTERS = re.compile(r"[^\W\d_].*?[^\W\d_]")
# A label and the dash that parts it from its text: “Gros contrat – Kick …”, “Mieux que Meta ? – …”;
# not “2020 – 2024”, “Paris – Lyon – Nice” (checked by what follows), or a dash past 60 characters.
_RUN_IN = re.compile(r"^([^\s–—-][^–—:\n]{1,60}?)(\s[–—-]\s)(?=[A-ZÀ-ÖØ-Þ«“„])")
# What parts a label from its text stands near the start.
_PARTED = re.compile("[:：–—-]")
_LONGEST_LABEL = 66
# A label and its colon inside a list item: “Le modèle économique : « L’activité …”.
_LABEL = re.compile(r"^([^\s:：][^:：.\n]{1,60}?)(\s?[:：]\s)(?=\S)")


def looks_like_heading(text: str) -> bool:
    """Tell whether a line alone could be a heading: short, capital first, no stop at its end."""
    if len(text) > 2 * _LONGEST:
        return False
    text = text.strip()
    if not 2 <= len(text) <= _LONGEST or text.count(" ") >= _LONGEST_WORDS:
        return False
    if text.endswith(_STOPS) or text[0].islower() or _NOT_FIRST.match(text):
        return False
    return _TWO_LETTERS.search(text) is not None


def mark_headings(
    blocks: Sequence[Block], *, titled: bool = False, closed: AbstractSet[str] = frozenset()
) -> tuple[Block, ...]:
    """Make headings of short lines without a stop that stand over longer text.

    The first block is left alone unless the text is `titled`: it may be the title itself. A line
    that cries or asks is a heading only where it does not begin with a word of `closed` (“Et …”,
    “Alors …”), which goes on from what was said.
    """
    blocks = mark_numbered(blocks)
    found: list[Block] = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            (index or titled)
            and isinstance(block, Paragraph)
            and block.tight != "soft"
            and not block.role
            and block.span.first == block.span.last
            and _heads(text_of(block), after, blocks[index + 2 : index + 3])
            and not is_picture(block)
            and not _goes_on(block, before, closed)
        ):
            found.append(Heading(span=block.span, level=2, inlines=block.inlines))
        else:
            found.append(block)
    return tuple(found)


def mark_numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Make headings of numbered lines that each stand over a longer text: lists of one item."""
    lone = [_over_text(block, blocks[index + 1 : index + 2]) for index, block in enumerate(blocks)]
    if sum(lone) < 2:
        return tuple(blocks)
    found: list[Block] = []
    for block, heads in zip(blocks, lone, strict=True):
        first = block.items[0].blocks[0] if heads and isinstance(block, List) else None
        if isinstance(block, List) and isinstance(first, Paragraph):
            label = RunIn("label", (Text(f"{block.items[0].marker} "),))
            found.append(Heading(span=block.span, level=2, inlines=(label, *first.inlines)))
        else:
            found.append(block)
    return tuple(found)


def _over_text(block: Block, after: Sequence[Block]) -> bool:
    """Tell whether a block is a numbered list of one short item over a longer paragraph."""
    if not isinstance(block, List) or not block.ordered or len(block.items) != 1 or not after:
        return False
    text, below = text_of(block), after[0]
    if not isinstance(below, Paragraph) or not looks_like_heading(text):
        return False
    # Several such numbers are sure signs: a sentence that is longer than the title is enough.
    under = text_of(below)
    return len(under) > len(text) and under.endswith(_SENTENCE_ENDS)


def _goes_on(block: Paragraph, before: Block | None, closed: AbstractSet[str]) -> bool:
    """Tell whether a line goes on from the one above: after a comma, or by its first word."""
    text = text_of(block)
    if isinstance(before, Paragraph) and text_of(before).endswith((",", "，")):
        return True
    first = text.replace("’", "'").split(" ")[0].casefold()
    return text.endswith(("!", "！")) or (text.endswith(("?", "？")) and first in closed)


def _heads(text: str, after: Block | None, later: Sequence[Block]) -> bool:
    """Tell whether a line heads what follows: a longer paragraph, a list, or a lesser heading."""
    if not looks_like_heading(text):
        return False
    match after:
        case List() | Quote():
            # “Quelle: Hafenblatt” over the next numbered story is a label, not a heading.
            return not _LABEL.match(text)
        case Paragraph():
            below = text_of(after)
            if below[:1].islower():
                # A sentence that goes on.
                return False
            if len(below) > max(_LEAST_BELOW, 1.5 * len(text)):
                return True
            # Two short lines over a paragraph: a section and its first story.
            return (
                len(text) <= 40
                and looks_like_heading(below)
                and bool(later)
                and isinstance(later[0], Paragraph)
                and len(text_of(later[0])) > max(_LEAST_BELOW, 1.5 * len(below))
            )
        case _:
            return False


def mark_run_ins(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark labels before a dash as subheads where a text has two or more such paragraphs.

    One dash is a sentence's own; a house style shows by its repetition.
    """
    matches = [
        _opening(block, _RUN_IN)
        if isinstance(block, Paragraph) and len(text_of(block)) > _LEAST_RUN_IN
        else None
        for block in blocks
    ]
    if sum(map(bool, matches)) < 2:
        return tuple(blocks)
    return tuple(
        _run_in(block, match, "subhead") if match and isinstance(block, Paragraph) else block
        for block, match in zip(blocks, matches, strict=True)
    )


def mark_labels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark the label of each list item, where two items or more of a list have one."""
    return tuple(_label_items(block) if isinstance(block, List) else block for block in blocks)


def _label_items(block: List) -> List:
    texts = [item.blocks[0] if item.blocks else None for item in block.items]
    matches = [_opening(text, _LABEL) if isinstance(text, Paragraph) else None for text in texts]
    if sum(map(bool, matches)) < 2:
        return block
    items: list[Item] = []
    for item, text, match in zip(block.items, texts, matches, strict=True):
        if match and isinstance(text, Paragraph):
            first = _run_in(text, match, "label")
            items.append(replace(item, blocks=(first, *item.blocks[1:])))
        else:
            items.append(item)
    return replace(block, items=tuple(items))


def _opening(block: Paragraph, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Match a pattern at a paragraph's start, inside its first run of text."""
    first = block.inlines[0] if block.inlines else None
    if not isinstance(first, Text) or not _PARTED.search(first.text[:_LONGEST_LABEL]):
        return None
    return pattern.match(first.text)


def _run_in(block: Paragraph, match: re.Match[str], role: Literal["subhead", "label"]) -> Paragraph:
    """Part a paragraph's label from its text; the mark between them stays with the text."""
    first = block.inlines[0]
    text = first.text if isinstance(first, Text) else ""
    label: Inline = RunIn(role, (Text(match[1]),))
    rest: tuple[Inline, ...] = (Text(text[match.end(1) :]), *block.inlines[1:])
    return replace(block, inlines=(label, *rest))


def heading_text(block: Heading) -> str:
    """Return a heading's words on one line."""
    return text_of(block)
