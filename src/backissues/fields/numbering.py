"""Finds how a thread's posts are numbered, and parts the text at these marks.

Comes in: blocks. Goes out: the marks (number, total, where it stands), and the posts between them.
Must not know: kinds. A number counts only as one of a rising run that all stand alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.trim import source_lines
from backissues.model import Block, Break, Heading, Inline, Paragraph, Span, Strong, Text
from backissues.text.tree import plain, text_of

Place: TypeAlias = Literal["before", "after", "alone"]

# “1/24 J’étais”, “(3/7) And”, “2/ Then”, “12) x” is none: a list item has that form.
_BEFORE = re.compile(r"^\W{0,2}(\d{1,3})\s?/\s?(\d{1,3}|[nN])?\s?[)\]}]?[.:]?(?=\s|[^\W\d])\s*")
# “… the end. 3/7”, “… (3/7)”, “… 3/”
_AFTER = re.compile(r"\s[(\[{]?(\d{1,3})\s?/\s?(\d{1,3}|[nN])?[)\]}]?\W{0,2}$")
# “{1/8}”, “1/8”, “Tweet 1/7 (accroche)”, “Post 3”, “🧵 2/9”, “3.”; a word or an emoji may lead.
_ALONE = re.compile(
    r"^\W{0,4}(?:(?:tweet|post|toot|message|tuit|hilo|thread)\s?#?)?\s?(\d{1,3})"
    r"(?:\s?(?:/|of|sur|de|von|di)\s?(\d{1,3}|[nN]))?\W{0,3}(?:\([^()]{0,60}\)\W{0,3}|[:–—-]\s.{0,60})?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LEAST = 3
# A mark at a post's end is found in its last characters.
_NEAR_END = 40


class Mark(Struct, frozen=True, kw_only=True):
    """A post's number as one line writes it."""

    line: int
    number: int
    total: int | None
    words: str


class Numbering(Struct, frozen=True, kw_only=True):
    """The marks of a thread and where they stand: before or after a post's text, or alone."""

    place: Place = "before"
    marks: tuple[Mark, ...] = ()
    trailing: bool = False


def _lines(blocks: Sequence[Block]) -> list[tuple[int, str, bool]]:
    """Give the lines of paragraphs and headings, with whether each is alone in its block."""
    found: list[tuple[int, str, bool]] = []
    for block in blocks:
        if not isinstance(block, (Heading, Paragraph)):
            continue
        if isinstance(block, Heading) or block.span.first == block.span.last:
            found.append((block.span.first, text_of(block), True))
        else:
            parted = source_lines(block) or [(block.span.first, block.inlines)]
            found += [
                (number, plain(inlines).strip(), len(parted) == 1) for number, inlines in parted
            ]
    return found


def find(blocks: Sequence[Block]) -> Numbering:
    """Find the numbering with the longest rising run; none where no run has three."""
    lines = _lines(blocks)
    numbered = [entry for entry in lines if _DIGIT.search(entry[1])]
    if len(numbered) < _LEAST:
        return Numbering()
    found: list[Numbering] = []
    for place, pattern in (("alone", _ALONE), ("before", _BEFORE), ("after", _AFTER)):
        marks = [
            Mark(
                line=number,
                number=int(match[1]),
                total=int(match[2]) if match[2] and match[2].isdigit() else None,
                words=match[0].strip(),
            )
            for number, text, alone in numbered
            if (match := pattern.search(text[-_NEAR_END:] if place == "after" else text))
            and (place != "alone" or alone or len(text) < 16)
            and (place != "alone" or match[2] or not match[0].strip().isdigit())
        ]
        run = _rising(marks)
        if len(run) >= _LEAST:
            found.append(_placed(place, run, lines))
    if not found:
        return Numbering()
    return max(found, key=lambda numbering: len(numbering.marks))


def _placed(place: str, run: list[Mark], lines: list[tuple[int, str, bool]]) -> Numbering:
    """Tell whether marks on lines of their own close the posts: then text stands over the first."""
    if place != "alone":
        return Numbering(place="before" if place == "before" else "after", marks=tuple(run))
    above = [text for number, text, _ in lines if number < run[0].line]
    below = [text for number, text, _ in lines if number > run[-1].line]
    closing = bool(above) and (not below or len(above) >= _LEAST)
    closing = closing and run[0].number == 1 and not _follow_on(run)
    if closing and below and run[-1].total and run[-1].number + 1 < run[-1].total:
        closing = False
    # A mark with a label after it (“Tweet 1/7 (accroche)”) opens what it labels.
    if any("(" in mark.words or mark.words[:1].isalpha() for mark in run):
        closing = False
    return Numbering(place="alone", marks=tuple(run), trailing=closing)


def _follow_on(run: Sequence[Mark]) -> bool:
    """Tell whether marks follow line on line, as in a table of contents."""
    return all(b.line - a.line == 1 for a, b in pairwise(run))


def _rising(marks: Sequence[Mark]) -> list[Mark]:
    """Take the run of marks whose numbers rise by small steps from 0, 1 or 2; repeats are kept."""
    best: list[Mark] = []
    run: list[Mark] = []
    for mark in marks:
        if run and 0 <= mark.number - run[-1].number <= 5:
            run.append(mark)
        elif mark.number <= 2:
            if len(run) > len(best):
                best = run
            run = [mark]
    return max(best, run, key=len)


class Post(Struct, frozen=True, kw_only=True):
    """One post: its mark (none for an opener or in an unnumbered thread), its blocks."""

    blocks: tuple[Block, ...]
    mark: Mark | None = None
    own_line: bool = False


def part(blocks: Sequence[Block], numbering: Numbering) -> tuple[Post, ...]:
    """Part blocks at the marks; the marks' words leave the text, and stay in `Mark.words`."""
    marks = {mark.line: mark for mark in numbering.marks}
    posts: list[Post] = []
    run: list[Block] = []
    mark: Mark | None = None
    own = numbering.place == "alone"

    def close(closing: Mark | None) -> None:
        """End the post at hand."""
        if run or closing:
            posts.append(Post(blocks=tuple(run), mark=closing, own_line=own and bool(closing)))
        run.clear()

    for piece in _pieces(blocks, set(marks), numbering.place):
        line = _marked_line(piece, marks, after=numbering.place == "after")
        here = marks.get(line) if line else None
        if here is None:
            run.append(piece)
        elif numbering.place == "after":
            run.append(_stripped(piece, here, end=True))
            close(here)
        elif own and not _is_mark_alone(piece):
            # Its line cannot be parted from the others of its block: the number stays in the text.
            run.append(piece)
        elif own and numbering.trailing:
            close(here)
        else:
            close(mark)
            mark = here
            if not own:
                run.append(_stripped(piece, here, end=False))
    trailing = numbering.place == "after" or numbering.trailing
    close(None if trailing else mark)
    return tuple(posts)


def _marked_line(block: Block, marks: dict[int, Mark], *, after: bool) -> int | None:
    if not isinstance(block, (Paragraph, Heading)):
        return None
    line = block.span.last if after else block.span.first
    return line if line in marks else None


def _is_mark_alone(block: Block) -> bool:
    """Tell whether a marked piece holds its mark and nothing else."""
    return isinstance(block, Heading) or (
        isinstance(block, Paragraph) and block.span.first == block.span.last
    )


def _pieces(blocks: Sequence[Block], lines: set[int], place: Place) -> list[Block]:
    """Split paragraphs so that each marked line begins a piece, ends one, or is one."""
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or lines.isdisjoint(block.span):
            found.append(block)
            continue
        marked = [line for line in block.span if line in lines]
        cuts = [line for line in marked if place != "after"]
        cuts += [line + 1 for line in marked if place != "before"]
        found += cut_paragraph(block, cuts)
    return found


def cut_paragraph(block: Paragraph, cuts: Sequence[int]) -> list[Paragraph]:
    """Cut a paragraph before each line of `cuts`; whole where a line's end cannot be seen."""
    parted = source_lines(block)
    if parted is None or len(parted) == 1:
        return [block]
    pieces: list[list[tuple[int, tuple[Inline, ...]]]] = []
    for number, inlines in parted:
        if not pieces or number in cuts:
            pieces.append([])
        pieces[-1].append((number, inlines))
    breaks = [inline for inline in block.inlines if isinstance(inline, Break)]
    found: list[Paragraph] = []
    for piece in pieces:
        first, last = piece[0][0], piece[-1][0]
        run: list[Inline] = []
        for number, line in piece:
            if number > first:
                run.append(breaks[number - block.span.first - 1])
            run += line
        found.append(replace(block, span=Span(first, last), inlines=tuple(run)))
    return found


def _stripped(block: Block, mark: Mark, *, end: bool) -> Block:
    """Take a mark's words from a paragraph's first or last run of text."""
    if not isinstance(block, Paragraph) or not block.inlines:
        return block
    index = len(block.inlines) - 1 if end else 0
    inline = block.inlines[index]
    if isinstance(inline, Strong) and inline.children and isinstance(inline.children[0], Text):
        text = _drop(inline.children[0].text, mark, end=end)
        changed: Inline = Strong((Text(text), *inline.children[1:]))
    elif isinstance(inline, Text):
        changed = Text(_drop(inline.text, mark, end=end))
    else:
        return block
    inlines = (*block.inlines[:index], changed, *block.inlines[index + 1 :])
    return replace(block, inlines=inlines)


def _drop(text: str, mark: Mark, *, end: bool) -> str:
    bare = mark.words
    if end:
        return text.rstrip().removesuffix(bare).rstrip()
    return text.lstrip().removeprefix(bare).lstrip()
