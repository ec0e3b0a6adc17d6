"""Finds how a thread's posts are numbered, and parts the text at these marks.

Comes in: blocks. Goes out: the run of marks, how much of the text it numbers, the posts between.
Must not know: kinds. A number counts only as one of a rising run that all stand alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields import marks, restarts
from backissues.fields.hashtags import is_hashtag_line
from backissues.fields.marks import Form, Mark, Place
from backissues.fields.trim import blocks_of, hull, source_lines
from backissues.model import (
    Block,
    Break,
    CodeBlock,
    Heading,
    Inline,
    List,
    Paragraph,
    Quote,
    Rule,
    Span,
    Strong,
    Text,
)
from backissues.text.tree import plain, text_of

_LEAST = 3
# How sure a form is: a slash or a platform's word marks posts, a plain list hardly ever does.
_WEIGHTS = {"label": 1.0, "slash": 1.0, "sign": 0.8, "bracket": 0.7, "stop": 0.6, "item": 0.5}
# Numbers of posts that were deleted, or that the capture lost, may be missing in a row.
_WIDEST_GAP = 5
_MOST = 0.6


class Numbering(Struct, frozen=True, kw_only=True):
    """The marks of a thread and where they stand: before or after a post's text, or alone.

    `trailing` says that marks alone on their lines close their posts; `share` is how much of the
    text lies between the first mark and the last post's end.
    """

    place: Place = "before"
    form: Form = "slash"
    marks: tuple[Mark, ...] = ()
    trailing: bool = False
    share: float = 0.0


class _Line(Struct, frozen=True):
    """A line of a paragraph or heading, and whether it is alone in its block."""

    number: int
    text: str
    alone: bool
    heading: bool = False


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    """Give the lines of paragraphs and headings."""
    for block in blocks:
        if type(block) is Paragraph:
            if block.span.first == block.span.last:
                yield _Line(block.span.first, text_of(block), alone=True)
                continue
            parted = source_lines(block) or [(block.span.first, block.inlines)]
            for number, inlines in parted:
                yield _Line(number, plain(inlines).strip(), alone=len(parted) == 1)
        elif type(block) is Heading:
            yield _Line(block.span.first, text_of(block), alone=True, heading=True)
        elif isinstance(block, (List, Quote, CodeBlock)):
            yield _Line(block.span.first, text_of(block), alone=False)


def _items(blocks: Sequence[Block]) -> list[Mark]:
    """Give the numbers of ordered lists: a post that begins “4. ” or “4) ” is an item."""
    return [
        Mark(line=item.span.first, number=number, total=None, words=item.marker, form="item")
        for block in blocks
        if isinstance(block, List) and block.ordered
        for number, item in enumerate(block.items, block.start)
    ]


def find(blocks: Sequence[Block]) -> Numbering:
    """Find the numbering that most marks of one form make; none where no run has three."""
    lines = list(_lines(blocks))
    alike: defaultdict[tuple[Place, Form, str], list[Mark]] = defaultdict(list)
    bearing = [line for line in lines if marks.may_bear(line.text)]
    # Fewer lines make no run.
    for line in bearing if len(bearing) >= _LEAST else ():
        for mark in marks.read(line.number, line.text, alone=line.alone, heading=line.heading):
            alike[mark.place, mark.form, mark.word].append(mark)
    items = _items(blocks)
    if len(items) >= _LEAST:
        alike["before", "item", ""] = items
    best, weight = Numbering(), 0.0
    for group in alike.values():
        run = _rising(group) if len(group) >= _LEAST else []
        points = len(run) * _WEIGHTS[run[0].form] if len(run) >= _LEAST else 0.0
        if points > weight:
            best, weight = _placed([*run, *restarts.below(group, run)], lines), points
    return best


def _placed(run: list[Mark], lines: Sequence[_Line]) -> Numbering:
    """Say where marks stand, and how much of the text they number."""
    first, last = run[0].line, run[-1].line
    trailing = run[0].place == "alone" and _closing(run, lines)
    closes = trailing or run[0].place == "after"
    whole = sum(len(line.text) for line in lines) or 1
    inside = sum(
        len(line.text) for line in lines if (closes or line.number >= first) and line.number <= last
    )
    if not closes:
        # The last post goes on below its number: at least as far as posts do on average.
        inside += inside // len(run)
    return Numbering(
        place=run[0].place,
        form=run[0].form,
        marks=tuple(run),
        trailing=trailing,
        share=min(1.0, inside / whole),
    )


def _closing(run: Sequence[Mark], lines: Sequence[_Line]) -> bool:
    """Tell whether marks on lines of their own close the posts: then text stands over the first."""
    above = [line for line in lines if line.number < run[0].line]
    below = [line for line in lines if line.number > run[-1].line]
    glued = _glued(run, lines)
    if glued:
        return glued > 0
    closing = bool(above) and (not below or len(above) >= _LEAST)
    closing = closing and run[0].number == 1 and run[0].form == "slash" and not _follow_on(run)
    if closing and below and run[-1].total and run[-1].number + 1 < run[-1].total:
        closing = False
    # A mark with a label (“Hook 1/7”, “1/7 (amorce)”) opens what it labels.
    return closing and not any(mark.word or "(" in mark.words.strip("()") for mark in run)


def _glued(run: Sequence[Mark], lines: Sequence[_Line]) -> int:
    """Tell by blank lines what marks belong to: the text above (1), the one below (-1), or none."""
    filled = {line.number for line in lines}
    above = sum(mark.line - 1 in filled for mark in run)
    below = sum(mark.line + 1 in filled for mark in run)
    if above > _MOST * len(run) and below < len(run) - above + 1:
        return 1
    return -1 if below > _MOST * len(run) and above < len(run) - below + 1 else 0


def _follow_on(run: Sequence[Mark]) -> bool:
    """Tell whether marks follow line on line, as in a table of contents."""
    return all(b.line - a.line == 1 for a, b in pairwise(run))


def _rising(group: Sequence[Mark]) -> list[Mark]:
    """Take the longest run of marks whose numbers rise by small steps from 0, 1 or 2.

    A list “1. 2. 3.” inside a post has numbers that the run has used: it is left alone, as is all
    that begins again at 1 below. A single number that stands twice is a writer's slip, and kept.
    """
    # By its last number, the best run so far: its worth, its last mark, and the run before that.
    best: dict[int, tuple[float, int, int]] = {}
    links: list[int] = []
    for index, mark in enumerate(group):
        worth, before = (1.0, -1) if mark.number <= 2 else (0.0, -1)
        for step in range(1, _WIDEST_GAP + 1):
            known = best.get(mark.number - step)
            if known and known[0] + 1 / step > worth:
                worth, before = known[0] + 1 / step, known[1]
        links.append(before)
        if worth and worth > best.get(mark.number, (0.0, 0, 0))[0]:
            best[mark.number] = (worth, index, before)
    if not best:
        return []
    at = max(best.values())[1]
    run = [at]
    while links[at] >= 0:
        at = links[at]
        run.append(at)
    run.reverse()
    return [group[index] for index in _with_slips(group, run)]


def _with_slips(group: Sequence[Mark], run: Sequence[int]) -> list[int]:
    """Add the marks that repeat the number before them, where one alone does between two."""
    found: list[int] = []
    slips = 0
    for index, after in zip(run, [*run[1:], len(group)], strict=True):
        found.append(index)
        if after == index + 2 and group[index + 1].number == group[index].number:
            found.append(index + 1)
            slips += 1
    # Numbers that all stand twice are written twice.
    return found if slips * 2 < len(run) else list(run)


class Post(Struct, frozen=True, kw_only=True):
    """One post: its mark (none for an opener or in an unnumbered thread), its blocks.

    `own` are the lines of a mark that stands alone; an underlined one takes two.
    """

    blocks: tuple[Block, ...]
    mark: Mark | None = None
    own: Span | None = None


def part(
    blocks: Sequence[Block],
    numbering: Numbering,
    *,
    starts: Sequence[int] = (),
    ruled: bool = False,
) -> tuple[Post, ...]:
    """Part blocks at the marks; the marks' words leave the text, and stay in `Mark.words`.

    Where a page says at which lines its posts start, these part them, and marks only number them;
    `ruled` says that a rule ends a post.
    """
    at = {mark.line: mark for mark in numbering.marks}
    after = numbering.place == "after"
    parting = _Parting(own=numbering.place == "alone", closes=numbering.trailing or after)
    for piece, starting in _pieces(blocks, numbering, starts):
        here = at.get(_marked_line(piece, after=after))
        if here and parting.own and not _is_mark_alone(piece):
            # Its line cannot be parted from the others of its block: the number stays in the text.
            here = None
        opens = here is not None and not parting.closes and not starts
        if starting or (opens and not _is_rules(parting.run)):
            parting.close()
        if here:
            parting.number(piece, here)
        else:
            parting.add(piece)
        ends = ruled and isinstance(piece, Rule) and not _is_rules(parting.run)
        if ends or (here and parting.closes and not starts):
            parting.close()
    parting.close()
    return tuple(parting.posts)


class _Parting:
    """The posts that are done, and the one at hand."""

    def __init__(self, *, own: bool, closes: bool) -> None:
        self.own, self.closes = own, closes
        self.posts: list[Post] = []
        self.run: list[Block] = []
        self.mark: Mark | None = None
        self.alone: Span | None = None

    def close(self) -> None:
        """End the post at hand."""
        if self.run or self.mark:
            self.posts.append(Post(blocks=tuple(self.run), mark=self.mark, own=self.alone))
        self.run, self.mark, self.alone = [], None, None

    def number(self, piece: Block, mark: Mark) -> None:
        """Give the post at hand its number, and the text that stands beside it."""
        own = self.own or text_of(piece) == mark.words
        if not own:
            self.run.append(_stripped(piece, mark, end=self.closes))
        elif self.mark:
            # A post has one number; a second one is its text.
            self.run.append(piece)
        else:
            self.alone = hull([piece])
        self.mark = self.mark or mark

    def add(self, piece: Block) -> None:
        """Add a block to the post at hand; hashtags may stand below the number that closed it."""
        if self.closes and self.posts and not self.run and is_hashtag_line(text_of(piece)):
            last = self.posts[-1]
            self.posts[-1] = replace(last, blocks=(*last.blocks, piece))
        else:
            self.run.append(piece)


def _is_rules(run: Sequence[Block]) -> bool:
    """Tell whether a run is nothing but rules: the frame of the post that comes."""
    return all(isinstance(block, Rule) for block in run)


def _marked_line(block: Block, *, after: bool) -> int:
    if not isinstance(block, (Paragraph, Heading)):
        return 0
    return block.span.last if after else block.span.first


def _is_mark_alone(block: Block) -> bool:
    """Tell whether a marked piece holds its mark and nothing else."""
    return isinstance(block, Heading) or (
        isinstance(block, Paragraph) and block.span.first == block.span.last
    )


def _pieces(
    blocks: Sequence[Block], numbering: Numbering, starts: Sequence[int]
) -> Iterator[tuple[Block, bool]]:
    """Split blocks so that a marked line begins a piece, ends one, or is one.

    Each comes with whether it is the first at or below a line at which a post starts.
    """
    ahead = sorted(starts, reverse=True)
    lines = {mark.line for mark in numbering.marks}
    for block in blocks:
        for piece in _cut(block, lines, starts, numbering):
            first = hull([piece]).first
            starting = bool(ahead) and first >= ahead[-1]
            while ahead and first >= ahead[-1]:
                ahead.pop()
            yield piece, starting


def _cut(
    block: Block, lines: AbstractSet[int], starts: Sequence[int], numbering: Numbering
) -> Sequence[Block]:
    """Cut one block at its marks and at the lines where posts start."""
    if isinstance(block, List) and block.ordered and numbering.form == "item":
        return [child for item in block.items for child in blocks_of(item)]
    if not isinstance(block, Paragraph) or block.span.first == block.span.last:
        return [block]
    marked = [line for line in block.span if line in lines]
    cuts = [line for line in marked if numbering.place != "after"]
    cuts += [line + 1 for line in marked if numbering.place != "before"]
    cuts += [line for line in starts if line in block.span]
    return cut_paragraph(block, cuts) if cuts else [block]


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
