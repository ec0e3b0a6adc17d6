"""Writes blocks as Markdown that reads as these very blocks: CommonMark, tables, footnotes, marks.

Comes in: blocks, and where their images are to be found. Goes out: lines.
Must not know: files, front matter, kinds. docs/markdown.md is the grammar of the marks, `stated`
their reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from backissues.model import (
    Block,
    CodeBlock,
    Heading,
    Item,
    List,
    Lost,
    Note,
    Notes,
    Paragraph,
    Part,
    Quote,
    Rule,
    Table,
    Text,
)
from backissues.patterns import late
from backissues.text import markdown_inlines
from backissues.text.markdown_inlines import PARTED, Resolve, as_it_is
from backissues.text.marks import is_word, write_mark
from backissues.text.statement import LOST
from backissues.text.tree import block_text

# Words that open a mark of their own, so that no role can be told by them alone.
_TAKEN = frozenset({"begin", "end", "lost", "marker", "label", "number"})
# The marker of a numbered item. Matches 1., 12), 007.; not 1, 1234567890., a).
_NUMBERED = late(r"[0-9]{1,9}[.)]", re.ASCII)
_FENCES = late(r"^ *(`{3,}|~{3,})", re.MULTILINE)
_ALIGNED = {"left": ":---", "right": "---:", "center": ":---:"}


def written(blocks: Iterable[Block], resolve: Resolve = as_it_is) -> list[str]:
    """Write blocks as lines; `resolve` says where the images are that links lead to."""
    return _Writer(resolve).blocks(tuple(blocks))


class _Writer:
    """Writes each form of block; what is in it may hold blocks again."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def blocks(self, blocks: Sequence[Block], *, in_item: bool = False) -> list[str]:
        """Write blocks with blank lines between them."""
        lines: list[str] = []
        last: Block | None = None
        for block in blocks:
            if lines:
                lines.append("")
            if isinstance(block, (List, Notes)) and type(last) is type(block):
                lines += [PARTED, ""]
            lines += self._block(block, in_item=in_item)
            last = block
        return lines

    def _block(self, block: Block, *, in_item: bool) -> list[str]:  # noqa: C901, PLR0911 - one case a form
        match block:
            case Paragraph():
                mark = _mark_of(block, tight=block.tight or None)
                return [*mark, *markdown_inlines.paragraph(block.inlines, self._resolve)]
            case Heading():
                mark = _mark_of(block, usual="section", anchor=block.anchor or None)
                words = markdown_inlines.heading(block.inlines, self._resolve)
                return [*mark, f"{'#' * block.level} {words}"]
            case List():
                return self._list(block)
            case Quote():
                inner = self.blocks(block.blocks) or [""]
                return [*_mark_of(block), *_prefixed(inner, ">")]
            case CodeBlock():
                return _code(block)
            case Table():
                return self._table(block)
            case Rule():
                # In an item, a line of hyphens would be one with the item's own.
                return ["___" if in_item else "---"]
            case Notes():
                return self._notes(block.notes)
            case Lost():
                lost = write_mark("lost", what=block.what, label=block.label or None)
                return [lost, *markdown_inlines.paragraph((Text(LOST),))]
            case Part():
                return self._part(block)

    def _list(self, block: List) -> list[str]:
        """Write a list; markers that Markdown does not know are told by its mark."""
        markers, told = _markers(block)
        lines = _mark_of(block, usual="", **told)
        tight = all(map(_is_tight, block.items))
        for place, (item, marker) in enumerate(zip(block.items, markers, strict=True)):
            if place and not tight:
                lines.append("")
            lines += self._item(item, marker)
        return lines

    def _item(self, item: Item, marker: str) -> list[str]:
        inner = self.blocks(item.blocks, in_item=True)
        # A line that opens with a tag goes on up to the next blank one.
        if _is_tight(item) and inner and not inner[0].startswith("<"):
            inner = [line for block in item.blocks for line in self._block(block, in_item=True)]
        if not inner:
            return [marker]
        room = " " * (len(marker) + 1)
        first, *rest = inner
        return [f"{marker} {first}", *(f"{room}{line}" if line else "" for line in rest)]

    def _notes(self, notes: Sequence[Note]) -> list[str]:
        """Write footnotes, one under the other where each is a line."""
        written = [list(self._note(note)) for note in notes]
        lines: list[str] = []
        for place, own in enumerate(written):
            if place and max(map(len, written)) > 1:
                lines.append("")
            lines += own
        return lines

    def _note(self, note: Note) -> Iterator[str]:
        """Write a footnote, its blocks indented as those of a list."""
        inner = self.blocks(note.blocks)
        # Code that begins on the line of the label would lose some of its spaces.
        opens = bool(note.blocks) and isinstance(note.blocks[0], Paragraph)
        yield f"[^{note.label}]:" + (f" {inner.pop(0)}" if opens else "")
        for line in inner:
            yield f"    {line}" if line else ""

    def _table(self, block: Table) -> list[str]:
        align = (*block.align, *[""] * (len(block.head) - len(block.align)))
        rows = [
            [markdown_inlines.cell(cell, self._resolve) for cell in row]
            for row in (block.head, *block.rows)
        ]
        rows.insert(1, [_ALIGNED.get(side, "---") for side in align])
        return [f"| {' | '.join(row)} |" for row in rows]

    def _part(self, block: Part) -> list[str]:
        """Write a part between two marks, with the marker or name that its text does not say."""
        visible, words = _visible(block)
        role = block.role if is_word(block.role) and block.role not in _TAKEN else ""
        values = {
            name: getattr(block, name) or None
            for name in ("number", "label", "marker", "anchor", "lang")
            if name != visible
        }
        if block.role and not role:
            values["role"] = block.role
        lines = [write_mark("begin", *filter(None, (role, visible)), **values)]
        if visible:
            lines += markdown_inlines.paragraph((Text(words),))
        if inner := self.blocks(block.blocks):
            lines += ["", *inner]
        return [*lines, "", write_mark(*filter(None, ("end", role)))]


def _mark_of(
    block: Paragraph | Heading | List | Quote, *, usual: str = "", **values: str | None
) -> list[str]:
    """Write the mark of a block, where there is something to say of it."""
    words: list[str] = []
    values["lang"] = block.lang or None
    if block.role != usual:
        if is_word(block.role) and block.role not in _TAKEN:
            words.append(block.role)
        else:
            values["role"] = block.role
    if not words and all(value is None for value in values.values()):
        return []
    return [write_mark(*words, **values)]


def _visible(block: Part) -> tuple[str, str]:
    """Choose what people are to see of a part's values: what its own text does not say."""
    if block.marker:
        return "marker", block.marker
    if block.number:
        return "number", block.number
    opening = block_text(block.blocks[0]) if block.blocks else ""
    if block.label and block.label.casefold() not in opening.casefold():
        return "label", block.label
    return "", ""


def _markers(block: List) -> tuple[list[str], dict[str, str | None]]:
    """Give each item a marker that Markdown knows, and what the mark has to say besides."""
    own = [item.marker for item in block.items]
    if block.ordered:
        fits = all(map(_NUMBERED.fullmatch, own)) and len({marker[-1] for marker in own}) == 1
        if fits:
            start = None if int(own[0][:-1]) == block.start else str(block.start)
            return own, {"start": start}
        known = [f"{number}." for number in range(1, len(own) + 1)]
        return known, {"start": str(block.start), **_told(own)}
    if len(set(own)) == 1 and own[0] in {"-", "*", "+"}:
        return own, {}
    return ["-"] * len(own), _told(own)


def _told(markers: Sequence[str]) -> dict[str, str | None]:
    """Tell markers in one value: that of all items, or one after the other."""
    if len(set(markers)) == 1:
        return {"marker": markers[0]}
    return {"markers": " ".join(markers)}


def _is_tight(item: Item) -> bool:
    """Tell whether an item needs no blank line: a text, and at most a list below it."""
    first, *rest = item.blocks or (None,)
    if rest and (not isinstance(first, Paragraph) or len(rest) > 1):
        return False
    # A numbered list or an empty item would go on with the text, and be none.
    return all(
        isinstance(block, List) and not block.ordered and all(item.blocks for item in block.items)
        for block in rest
    )


def _code(block: CodeBlock) -> list[str]:
    """Write code between fences that are longer than any in it."""
    sign = "~" if "`" in block.language else "`"
    runs = [len(run) for run in _FENCES.findall(block.text) if run[0] == sign]
    fence = sign * (max(runs, default=2) + 1)
    room = " " if block.language.startswith(sign) else ""
    inner = block.text.split("\n")
    mark = []
    if not inner[-1]:
        inner.pop()
    else:
        # The last fence of a document that never closes it.
        mark = [write_mark(newline="no")]
    return [*mark, f"{fence}{room}{block.language}", *inner, fence]


def _prefixed(lines: Sequence[str], sign: str) -> Iterator[str]:
    for line in lines:
        yield f"{sign} {line}" if line else sign
