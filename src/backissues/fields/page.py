"""Reads the page of a social platform: under whose name, and where, each post begins.

Comes in: a document's numbered lines. Goes out: an `Unroll`: the name, the first stamp, the lines
where posts start, those of headers and counts between them, and those of other people's replies.
Must not know: kinds, platforms, languages. A header shows by its handle, and by coming again.
"""

from __future__ import annotations

from collections.abc import Sequence

from backissues.fields import embedded
from backissues.fields.post_heads import (
    LONGEST_ROW,
    LONGEST_STAMP,
    NEAR,
    Header,
    Row,
    bare_name,
    comes_again,
    headers,
    is_date,
    is_name,
    top_header,
)
from backissues.fields.unroll import Unroll
from backissues.fields.whole import Whole
from backissues.languages import everywhere, fold
from backissues.patterns import late

# Signs of direction that pages put around a handle, unseen.
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
_CLOCK = late(r"\d{1,2}:\d{2}")
# “23-6-18 21:47”
_SHORT_YEAR = late(r"^(\d{2})-(\d{1,2})-(\d{1,2})\s\d{1,2}:\d{2}\b")
# “12”, “1.2K”, “4,310”, “3,4 mil”
_TALLY = late(r"^\d{1,3}(?:[.,\s]?\d{1,3}){0,3}\s?(?:[kKMB]|mil|万|тыс\.?)?$")
# “* * *”, “---”
_STROKES = late(r"^(?:[-*_=~—]\s?){3,200}$")
_LONGEST_TAIL, _LONGEST_ABOVE = 14, 500
_LONGEST_ALONE = 30
_STOPS = frozenset(".!?…。！？")
# A text with its comments below is no page of posts: its writer's first words are far longer.
_LONGEST_FIRST, _LONGER = 1500, 5


def find(lines: Sequence[str], first: int, whole: Whole) -> Unroll | None:
    """Find whose page it is, and where the posts start; None where no header comes again."""
    handles = "@" in whole.text and any("@" in line[:LONGEST_ROW] for line in lines)
    if not handles and not comes_again(lines):
        return _post(lines, first)
    rows = [
        Row(number, text)
        for number, line in enumerate(lines, 1)
        if number >= first and (text := line.translate(_UNSEEN).strip())
    ]
    return embedded.find(rows) or _page(rows) or _single(rows) or _post(lines, first)


def _single(rows: Sequence[Row]) -> Unroll | None:
    """Read one header on top: that of a thread whose other posts the page shows without."""
    header = top_header(rows)
    if header is None or header.first > 2 or not bare_name(header.name):
        return None
    dated = header.stamp >= 0 and is_date(header.when.strip("·• "))
    return Unroll(
        form="post",
        name=bare_name(header.name),
        name_line=rows[header.first].number,
        name_lines=(names := _name_lines(rows, header)),
        frame=tuple(
            row.number
            for index, row in enumerate(rows[header.first : header.last + 1], header.first)
            if row.number not in names and not (dated and index == header.stamp)
        ),
        date=header.when if dated else "",
        date_line=rows[header.stamp].number if dated else 0,
    )


def _post(lines: Sequence[str], first: int) -> Unroll | None:
    """Read the head of a single post: a name, and right below it a stamp with its clock.

    A year of two figures is a platform's; others need a platform's line below.
    """
    top = [
        (number, line.strip()) for number, line in enumerate(lines[first - 1 : first + 9], first)
    ]
    rows = [row for row in top if row[1]][:3]
    if len(rows) < 3 or rows[1][0] != rows[0][0] + 1 or not _CLOCK.search(rows[1][1]):
        return None
    (name_line, name), (date_line, stamp), (_, below) = rows
    if not is_name(name) or not name[0].isalnum() or len(name) > _LONGEST_ALONE:
        return None
    if match := _SHORT_YEAR.match(stamp):
        date = f"20{match[1]}-{match[2]}-{match[3]}"
    elif is_date(stamp) and fold(below).startswith(tuple(everywhere("furniture_starts"))):
        date = stamp
    else:
        return None
    return Unroll(
        form="post",
        name=name,
        name_line=name_line,
        name_lines=(name_line,),
        date=date,
        date_line=date_line,
    )


def _name_lines(rows: Sequence[Row], header: Header) -> tuple[int, ...]:
    """Give the lines of a header that hold name and handle: these become the author."""
    end = header.stamp if header.stamp > header.first else header.last + 1
    return tuple(row.number for row in rows[header.first : min(end, header.first + 2)])


def _page(rows: Sequence[Row]) -> Unroll | None:
    """Read a page on which the same name and handle stand over each post."""
    heads = headers(rows)
    if not heads or heads[0].first > NEAR:
        return None
    if sum(len(row.text) for row in rows[: heads[0].first]) > _LONGEST_ABOVE:
        # A text stands above: these are comments on it, its writer's among them.
        return None
    own = [head for head in heads if head.handle == heads[0].handle]
    if len(own) < 2:
        return None
    reading = _Reading(rows, heads, own)
    if reading.is_text_with_comments():
        return None
    reading.read()
    return reading.found()


class _Reading:
    """Goes down a page header by header, and says of each row whose it is."""

    def __init__(self, rows: Sequence[Row], heads: Sequence[Header], own: Sequence[Header]) -> None:
        self.rows, self.own = rows, own
        self.handle, self.last_own = own[0].handle, own[-1].first
        self.starts: list[int] = []
        self.frame: set[int] = set()
        self.replies: set[int] = set()
        ends = [*(head.first for head in heads[1:]), len(rows)]
        self.regions = list(zip(heads, ends, strict=True))
        tallies = [end - self._tallies(header.last + 1, end) for header, end in self.regions]
        # A single number below a post may be its last word; two in a row, or one below most, count.
        self.tallied = max(tallies) > 1 or sum(map(bool, tallies)) * 2 > len(self.regions)
        self.tailed = any(self._tail(header.last + 1, end) < end for header, end in self.regions)

    def is_text_with_comments(self) -> bool:
        """Tell whether the first post is far longer than those below it."""
        lengths = [
            sum(len(row.text) for row in self.rows[header.last + 1 : end])
            for header, end in self.regions
        ]
        rest = sum(lengths[1:]) / max(1, len(lengths) - 1)
        return lengths[0] > max(_LONGEST_FIRST, _LONGER * rest)

    def read(self) -> None:
        """Part the rows into headers, posts, tails of counts, and replies of others."""
        ended = replying = False
        for header, end in self.regions:
            if header.handle == self.handle:
                replying = False
                self._take(header.first, header.last + 1, self.frame)
                start = header.last + 1
                if start < end:
                    self.starts.append(self.rows[start].number)
            else:
                # Below a post's counts stands a reply; above them, a post that it quotes.
                beyond = header.first > self.last_own
                replying = replying or (ended if self.tailed else beyond)
            if replying:
                self._take(header.first, end, self.replies)
                continue
            tail = self._tail(header.last + 1, end)
            ended = tail < end
            self._take(tail, end, self.frame)
        above = self.rows[: self.own[0].first]
        # “See new posts”: a line of more words may be a title.
        if all(row.text.count(" ") <= 2 and row.text[0] not in "#>" for row in above):
            self._take(0, len(above), self.frame)

    def _take(self, first: int, end: int, lines: set[int]) -> None:
        # A rule between posts is drawn in the text, and nobody's words.
        lines.update(row.number for row in self.rows[first:end] if not _STROKES.match(row.text))

    def _tail(self, first: int, end: int) -> int:
        """Give the index at which a post's stamp and counts begin, below its text."""
        for index in range(max(first + 1, end - _LONGEST_TAIL), end):
            below = self.rows[index + 1 : end]
            if is_date(self.rows[index].text) and not any(_is_text(row.text) for row in below):
                return index
        return self._tallies(first, end) if self.tallied else end

    def _tallies(self, first: int, end: int) -> int:
        """Give the index at which bare counts begin that end a post."""
        while end - 1 > first and _TALLY.match(self.rows[end - 1].text):
            end -= 1
        return end

    def found(self) -> Unroll:
        """Give what was read; the first name and the first stamp are fields."""
        first = self.own[0]
        region = next(end for header, end in self.regions if header is first)
        dated = [(first.stamp, first.when)] if first.stamp >= 0 else []
        dated += [(at, self.rows[at].text) for at in range(first.last + 1, region)]
        stamps = [(at, words) for at, words in dated if is_date(words.strip("·• "))]
        names = _name_lines(self.rows, first)
        date_line = self.rows[stamps[0][0]].number if stamps else 0
        return Unroll(
            form="page",
            name=bare_name(first.name) or first.name,
            name_line=self.rows[first.first].number,
            name_lines=names,
            frame=tuple(sorted(self.frame - {*names, date_line})),
            date=stamps[0][1] if stamps else "",
            date_line=date_line,
            starts=tuple(self.starts),
            replies=tuple(sorted(self.replies - self.frame)),
        )


def _is_text(text: str) -> bool:
    """Tell whether a line below a stamp is a text all the same: long, or a sentence."""
    return len(text) > LONGEST_STAMP or (text[-1] in _STOPS and text.count(" ") > 1)
