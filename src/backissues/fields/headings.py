"""Finds headings that plain text does not mark.

Comes in: blocks, the source's lines, which tell blank ones. Goes out: blocks in which such lines
are headings. Must not know: kinds.
A document's headings look alike. A line that heads a longer text is sure by itself; what looks as
the sure ones look is taken over less, and only that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum

from msgspec import Struct

from backissues.fields.counted_headings import join_numbers, label_numbers, mark_numbered
from backissues.fields.heading_marks import heading_mark, recurring_labels
from backissues.fields.looks import (
    SENTENCE_ENDS,
    Mark,
    ends_sentence,
    looks_like_heading,
    unmarked,
    unsigned,
    width,
)
from backissues.fields.run_ins import LABEL
from backissues.languages import fold
from backissues.model import (
    Block,
    CodeBlock,
    Heading,
    List,
    Paragraph,
    Quote,
    RunIn,
    Span,
    Table,
    Text,
)
from backissues.text.addresses import is_address
from backissues.text.tree import text_of

# What a heading stands over is a sentence at least.
_LEAST_BELOW = 80
# A rubric over the title of its first story is shorter than a title: “Club News”.
_LONGEST_RUBRIC = 40
# The head of a page, with its menu and buttons, is not longer than so many lines.
_HEAD = 30


class _Under(IntEnum):
    """How much stands under a line."""

    NOTHING = 0
    SENTENCE = 1
    TITLE = 2
    TEXT = 3


class _Seat(Struct, frozen=True, kw_only=True):
    """A line that could be a heading: its mark, the blank lines around it, what stands under it."""

    index: int
    mark: Mark
    above: bool
    below: bool
    under: _Under

    @property
    def look(self) -> tuple[Mark, bool, bool]:
        """What headings of one sort have in common."""
        return self.mark, self.above, self.below


def mark_headings(
    blocks: Sequence[Block],
    lines: Sequence[str] = (),
    *,
    titled: int | None = None,
    closed: AbstractSet[str] = frozenset(),
) -> tuple[Block, ...]:
    """Make headings of short lines without a stop that stand over longer text.

    `titled` is the line of the title, or 0 where a header states it: what stands above it names
    the place, not a section. Without a title the first block is left alone: it may be one. A line
    that cries or asks is a heading only where it does not begin with a word of `closed` (“Et …”,
    “Alors …”), which goes on from what was said.
    """
    blocks = mark_numbered(blocks)
    short = _short(blocks)
    joined = join_numbers(blocks, lines, short)
    if joined is not blocks:
        blocks, short = joined, _short(joined)
    first = 1
    if titled is not None:
        below = (i for i, block in enumerate(blocks) if _first_line(block) > titled)
        first = next(below, len(blocks))
    seats = _seats(blocks, lines, closed, short, first=first)
    taken = _choose(blocks, seats)
    marked = list(blocks)
    for index, level in _levels(taken).items():
        if isinstance(block := blocks[index], Paragraph):
            marked[index] = _heading(block, level)
    return label_numbers(marked)


def _short(blocks: Sequence[Block]) -> dict[int, str]:
    """Give the words of the paragraphs that are short enough to be a heading, by their index."""
    return {
        index: text
        for index, block in enumerate(blocks)
        if type(block) is Paragraph and len(text := text_of(block)) <= 2 * _LEAST_BELOW
    }


def _first_line(block: Block) -> int:
    span: Span | None = getattr(block, "span", None)
    return span.first if span else 0


def _heading(block: Paragraph, level: int) -> Heading:
    """Make a heading of a line; the strokes or sign that mark it are no words of it."""
    words = unmarked(text_of(block))
    inlines = (Text(words),) if words else block.inlines
    return Heading(span=block.span, level=level, inlines=inlines)


def _seats(
    blocks: Sequence[Block],
    lines: Sequence[str],
    closed: AbstractSet[str],
    short: Mapping[int, str],
    *,
    first: int,
) -> list[_Seat]:
    """Find every `short` line that could be a heading, with what tells whether it is one."""
    labels = recurring_labels(short.values())
    last = len(blocks) - 1
    seats: list[_Seat] = []
    for index, text in short.items():
        if not text or not first <= index < last:
            continue
        block, after = blocks[index], blocks[index + 1]
        if not isinstance(block, Paragraph) or block.role or block.tight == "soft":
            continue
        mark = heading_mark(block, text, labels)
        before = blocks[index - 1] if index else None
        if mark is None or (mark == "plain" and _goes_on(text, before, closed)):
            continue
        if isinstance(after, Paragraph) and is_address(text_of(after)):
            # A title over its address is an entry of a list.
            continue
        seats.append(
            _Seat(
                index=index,
                mark=mark,
                above=before is None or _parted(before, block, lines),
                below=_parted(block, after, lines),
                under=_under(text, after, blocks[index + 2 : index + 3], mark),
            )
        )
    return seats


def _parted(before: Block, after: Block, lines: Sequence[str]) -> bool:
    """Tell whether a blank line stands between two blocks; what was taken out is none."""
    above: Span | None = getattr(before, "span", None)
    below: Span | None = getattr(after, "span", None)
    if above is None or below is None:
        return True
    if below.first - above.last == 1:
        return False
    between = range(above.last, min(below.first - 1, above.last + 20))
    return any(not lines[number].strip() for number in between) if lines else bool(between)


def _goes_on(text: str, before: Block | None, closed: AbstractSet[str]) -> bool:
    """Tell whether a line goes on from the one above: after a comma, or by its first word."""
    if isinstance(before, Paragraph) and text_of(before).endswith((",", "，")):
        return True
    said = unsigned(text)
    if said.endswith(("!", "！")):
        return True
    first = text.replace("’", "'").split(" ")[0].casefold()
    return said.endswith(("?", "？")) and first in closed


def _under(text: str, after: Block, later: Sequence[Block], mark: Mark) -> _Under:
    """Say how much stands under a line: a longer text, a lesser heading, a sentence or nothing."""
    match after:
        case List() | Quote():
            # “Quelle: Hafenblatt” over the next numbered story is a label, not a heading.
            return _Under.NOTHING if mark == "plain" and LABEL.match(text) else _Under.TEXT
        case Table() | CodeBlock():
            return _Under.SENTENCE
        case Heading():
            return _Under.NOTHING if mark == "plain" else _Under.TITLE
        case Paragraph():
            return _under_paragraph(text, after, later)
        case _:
            return _Under.NOTHING


def _under_paragraph(text: str, after: Paragraph, later: Sequence[Block]) -> _Under:
    below = text_of(after)
    if below[:1].islower():
        # A sentence that goes on.
        return _Under.NOTHING
    least = max(_LEAST_BELOW, 1.5 * width(text))
    if len(below) > least or width(below) > least:
        return _Under.TEXT
    if (
        # Two short lines over a paragraph: a section and its first story.
        len(text) <= _LONGEST_RUBRIC
        and looks_like_heading(below)
        and bool(later)
        and isinstance(later[0], Paragraph)
        and len(text_of(later[0])) > max(_LEAST_BELOW, 1.5 * len(below))
    ):
        return _Under.TITLE
    if below.endswith(SENTENCE_ENDS) and (len(below) > len(text) or "." in below[:-1]):
        return _Under.SENTENCE
    # Lines of one stanza: a calendar, a list of names.
    return _Under.SENTENCE if later and getattr(later[0], "tight", "") == "hard" else _Under.NOTHING


def _choose(blocks: Sequence[Block], seats: Sequence[_Seat]) -> dict[int, Mark]:
    """Choose the headings among lines that could be: sure ones, and those that look like them."""
    if not seats:
        return {}
    by_index = {seat.index: seat for seat in seats}
    heads = [block for block in blocks if type(block) is Heading]
    counted = sum(map(_is_counted, heads))
    marked = sum(map(_is_marked, heads))
    texts = Counter([fold(text_of(blocks[seat.index])) for seat in seats if seat.mark == "plain"])
    marks = Counter([seat.mark for seat in seats])
    sure = [
        seat
        for seat in seats
        if _is_sure(seat, by_index, blocks, repeated=marks[seat.mark] > 1)
        # The same plain words again and again are a prompt: “Lees meer”.
        and not (seat.mark == "plain" and texts[fold(text_of(blocks[seat.index]))] > 2)
    ]
    if marked >= 2:
        # A text that marks its headings does not leave others unmarked.
        sure = [seat for seat in sure if seat.mark not in {"plain", "capitals"}]
    looks = Counter([seat.look for seat in sure])
    looks[("plain", True, False)] += counted
    looks[("plain", True, True)] += counted
    apart = sum([seat.above for seat in sure if seat.under == _Under.TEXT])
    chosen = {
        seat.index: seat.mark
        for seat in sure
        # Where headings stand apart from the text above them, no stanza's last line is one.
        if seat.above or seat.mark != "plain" or apart < 2 or _is_first_under(seat, by_index)
    }
    last = max(chosen, default=-1)
    for seat in seats:
        if seat.index in chosen or seat.under == _Under.NOTHING or marked >= 2:
            continue
        below = blocks[seat.index + 1]
        ends = isinstance(below, Paragraph) and ends_sentence(below)
        alike = looks[seat.look] >= (2 if seat.mark == "plain" else 1)
        if (
            alike
            and (seat.above or not apart)
            and (ends or seat.index < last)
            and not _in_run(seat, by_index)
        ):
            chosen[seat.index] = seat.mark
    return chosen


def _is_first_under(seat: _Seat, seats: dict[int, _Seat]) -> bool:
    """Tell whether a line stands right under a rubric that stands apart."""
    rubric = seats.get(seat.index - 1)
    return rubric is not None and rubric.above and rubric.under == _Under.TITLE


def _is_marked(block: Heading) -> bool:
    """Tell whether the source itself marks a block as a heading of a section."""
    return block.role == "section" and not _is_counted(block)


def _is_counted(block: Heading) -> bool:
    """Tell whether a heading was made of a number: such documents have others without one."""
    return isinstance(next(iter(block.inlines), None), RunIn)


def _is_sure(
    seat: _Seat, seats: dict[int, _Seat], blocks: Sequence[Block], *, repeated: bool
) -> bool:
    """Tell whether a line is a heading whatever the others look like."""
    if seat.mark == "plain":
        if seat.under == _Under.TEXT:
            return not (_in_run(seat, seats) and _at_the_head(seat, blocks))
        return seat.under == _Under.TITLE and seat.index + 1 in seats and not _in_run(seat, seats)
    after = seats.get(seat.index + 1)
    if after is not None and after.mark == seat.mark and seat.mark != "framed":
        return False
    if seat.under >= _Under.TITLE:
        return True
    below = blocks[seat.index + 1]
    # A mark says much: with another of its sort, any text under it will do.
    return repeated and isinstance(below, (Paragraph, List, Quote, Heading))


def _at_the_head(seat: _Seat, blocks: Sequence[Block]) -> bool:
    """Tell whether no text of some length stands above: a page's menu and buttons do there."""
    above = blocks[max(0, seat.index - _HEAD) : seat.index]
    short = all(len(text_of(block)) < 2 * _LEAST_BELOW for block in above)
    return short and seat.index <= _HEAD


def _in_run(seat: _Seat, seats: dict[int, _Seat]) -> bool:
    """Tell whether two lines of the same sort stand right above: a list, or a page's menu."""
    if seat.above:
        return False
    one, two = seats.get(seat.index - 1), seats.get(seat.index - 2)
    return (
        one is not None
        and two is not None
        and not one.above
        and {one.mark, two.mark} <= {"plain", "sign", "count"}
        and one.under < _Under.TEXT
    )


def _levels(taken: dict[int, Mark]) -> dict[int, int]:
    """Give each heading its level: a mark that stands right over another sort is above it."""
    over = {
        (taken[index], taken[index + 1])
        for index in taken
        if index + 1 in taken and taken[index] != taken[index + 1]
    }
    lower = {below for above, below in over if (below, above) not in over}
    return {index: 3 if mark in lower else 2 for index, mark in taken.items()}
