"""Gives headings and parts their anchors and levels, and lists them as a table of contents.

Comes in: blocks. Goes out: the same blocks with anchors that are unique in their article and
with heading levels that skip none; the stops of a table of contents.
Must not know: HTML, pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from msgspec import Struct, structs

from backissues.model import Block, Heading, List, Paragraph, Part, Quote
from backissues.patterns import late
from backissues.text.legible import legible
from backissues.text.tree import block_text, plain, squeeze, walk

# The anchors of notes and of their calls: note-1, call-1-2. No heading may take one.
_OF_NOTES = late(r"(?:note|call)-[\d-]+")
# Two lines of a list: a reader knows the question by then.
_LONGEST_STOP = 110


class Stop(Struct, frozen=True):
    """One place of an article that a table of contents can lead to."""

    anchor: str
    text: str
    level: int


def anchored(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give each heading an anchor of its own and a level that skips none, from 2 downwards.

    A heading that opens an anchored part keeps none: the part's anchor leads to it.
    """
    levels: list[int] = []
    taken: set[str] = set()
    count = questions = 0

    def visit(block: Block, *, opens: bool = False) -> Block:
        nonlocal count, questions
        if type(block) is Paragraph:  # most blocks are, and no other rule asks for them
            return block
        match block:
            case Heading():
                while levels and levels[-1] >= block.level:
                    levels.pop()
                levels.append(block.level)
                count += 1
                wanted = "" if opens else block.anchor or f"section-{count}"
                level = min(len(levels) + 1, 6)
                return structs.replace(block, level=level, anchor=_claim(wanted, taken))
            case Part():
                wanted = block.anchor
                if block.role == "question" and not wanted:
                    questions += 1
                    wanted = f"question-{questions}"
                anchor = _claim(wanted, taken)
                inner = [
                    visit(child, opens=bool(anchor) and place == 0)
                    for place, child in enumerate(block.blocks)
                ]
                return structs.replace(block, anchor=anchor, blocks=tuple(inner))
            case Quote():
                return structs.replace(block, blocks=tuple(visit(b) for b in block.blocks))
            case List() if any(type(b) is not Paragraph for one in block.items for b in one.blocks):
                items = tuple(
                    structs.replace(item, blocks=tuple(visit(b) for b in item.blocks))
                    for item in block.items
                )
                return structs.replace(block, items=items)
            case _:
                return block

    return tuple(visit(block) for block in blocks)


def turns(blocks: Iterable[Block], role: str) -> list[Stop]:
    """List the parts of a role, posts or questions: by their number, else by their first words."""
    return [
        Stop(block.anchor, legible(block.number or block.marker or _opening(block)), 0)
        for block in anchored(blocks)
        if isinstance(block, Part) and block.role == role and block.anchor
    ]


def _opening(part: Part) -> str:
    """Return the first words of a part, cut at a word where they are many."""
    text = squeeze(" ".join(block_text(block) for block in part.blocks))
    if len(text) <= _LONGEST_STOP:
        return text
    words, _, _ = text[: _LONGEST_STOP + 1].rpartition(" ")
    return (words or text[:_LONGEST_STOP]).rstrip(" ,;:–—-") + "…"


def _claim(wanted: str, taken: set[str]) -> str:
    """Make an anchor that no other block has and that HTML accepts as an id."""
    # A page's own anchors begin with “_”.
    base = re.sub(r"[^\w-]+", "-", legible(wanted)).strip("-_")
    base = f"section-{base}" if _OF_NOTES.fullmatch(base) else base
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    if anchor:
        taken.add(anchor)
    return anchor


def places(body: Iterable[Block]) -> dict[str, str]:
    """Map what a link of the source may call a heading to the anchor that leads there."""
    found = {called(top): "" for top in ("", "top")}  # HTML knows both as the top of a page
    for block in walk(body):
        head = block.blocks[0] if isinstance(block, Part) and block.blocks else block
        anchor = block.anchor if isinstance(block, Heading | Part) else ""
        if anchor and isinstance(head, Heading):
            found.setdefault(called(plain(head.inlines)), anchor)
            if not anchor.startswith("section-"):  # the source's own name for it, not ours
                found.setdefault(called(anchor), anchor)
    return found


def called(words: str) -> str:
    """Give a heading, or the fragment that means it, as both are compared: letters and digits.

    Platforms make fragments by rules of their own: `à-lire`, `a-lire`, `À_lire` for “À lire !”.
    """
    bare = unicodedata.normalize("NFKD", unquote(words)).casefold()
    return "".join(filter(str.isalnum, bare))


def outline(blocks: Iterable[Block]) -> list[Stop]:
    """List the headings of sections, stories and columns with the anchors that `blocks` writes."""
    stops: list[Stop] = []
    opening: dict[int, str] = {}
    for block in walk(anchored(blocks)):
        if isinstance(block, Part) and block.anchor and block.blocks:
            opening[id(block.blocks[0])] = block.anchor
        elif isinstance(block, Heading) and block.role in {"section", "story", "column"}:
            anchor = block.anchor or opening.get(id(block), "")
            stops.append(Stop(anchor, legible(squeeze(plain(block.inlines))), block.level))
    return stops
