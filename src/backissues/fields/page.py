"""Reads the page of a social platform: under whose name, and where, each post begins.

Comes in: a document's numbered lines. Goes out: an `Unroll`: the name, the first stamp, the lines
where posts start, those of headers and counts between them, and those of other people's replies.
Must not know: kinds, platforms, languages. A header shows by its handle, and by coming again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from backissues.fields.dates import dates
from backissues.fields.unroll import Unroll

# Signs of direction that pages put around a handle, unseen.
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
# “@ada”, “@ada@social.example”, “@ada · 2h”, “@ada\_marsh”; not “@ada thanks for this”.
_AT = r"@(?P<handle>[\w\\.-]{1,40}(?:@[\w.-]{1,60})?)"
_HANDLE = re.compile(rf"^{_AT}(?:\s+[·•|]\s*(?P<when>.{{1,40}}))?$")
# “Ada Marsh @ada · 17 janv. 2020”, “**Ada** @ada [2025-11-18](https://…)”; not “with @ada in May”.
_ONE_LINE = re.compile(
    rf"^(?P<name>[^@|]{{1,50}}?)\s+\(?{_AT}\)?\s*[·•|,–—-]?\s*(?P<when>.{{2,50}})$"
)
# “> — Ada Marsh (@ada) [June 3, 2019](https://…)”, the signature of an embedded post.
_SIGNED = re.compile(
    r"^>?\s?[—–-]{1,2}\s?(?P<name>[^@()]{1,50}?)\s\(@(?P<handle>\w{1,40})\)\s(?P<when>.{4,200})$"
)
_LINK = re.compile(r"\[([^\]]{1,80})\]\([^)\s]{1,300}\)")
# “2h”, “· 11mo”, “il y a 2 h”, “Nov 19”, beside a handle; not “1/8”, “2.”
_AGE = re.compile(r"^[·•]?\s?(?:[^\W\d_]{1,8}\.?\s){0,3}\d{1,2}\.?\s?[^\W\d_]{1,9}\.?$")
# “12”, “1.2K”, “4,310”, “3,4 mil”
_TALLY = re.compile(r"^\d{1,3}(?:[.,\s]?\d{1,3}){0,3}\s?(?:[kKMB]|mil|万|тыс\.?)?$")
_DOTS = frozenset("·•")
# A signature below a quotation begins so, and no header.
_DASHES = frozenset("-–—")
_LETTERS = re.compile(r"[\W\d_]+")
_LONGEST_NAME, _LONGEST_ROW, _LONGEST_STAMP = 50, 220, 60
# Letters that a stamp may hold beside its date: “Öffentlich · Web”.
_LONGEST_REST = 24
# The first header stands near the top, below the page's own bars.
_NEAR = 15
_LONGEST_TAIL = 14
_LEAST_EMBEDDED, _MOST = 3, 0.7


class _Row(NamedTuple):
    number: int
    text: str


class _Header(Struct, frozen=True, kw_only=True):
    """A post's header: its rows from `first` to `last`, by index; the row of its stamp, if any."""

    name: str
    handle: str
    first: int
    last: int
    stamp: int = -1


def find(lines: Sequence[str], first: int) -> Unroll | None:
    """Find whose page it is, and where the posts start; None where no header comes again."""
    if sum("@" in line[:_LONGEST_ROW] for line in lines) < 2:
        return None
    rows = [
        _Row(number, line.translate(_UNSEEN).strip())
        for number, line in enumerate(lines, 1)
        if number >= first and line.strip()
    ]
    return _embedded(rows) or _page(rows)


def _page(rows: Sequence[_Row]) -> Unroll | None:
    """Read a page on which the same name and handle stand over each post."""
    headers = _headers(rows)
    if not headers or headers[0].first > _NEAR:
        return None
    own = [header for header in headers if header.handle == headers[0].handle]
    if len(own) < 2:
        return None
    reading = _Reading(rows, headers, own)
    reading.read()
    return reading.found()


def _headers(rows: Sequence[_Row]) -> list[_Header]:
    """Find the headers: those of the first one's handle have its name, the others its shape."""
    found: list[_Header] = []
    for index, row in enumerate(rows):
        header = _header(rows, index) if "@" in row.text[:_LONGEST_ROW] else None
        if header is None or (found and header.first <= found[-1].last):
            continue
        if found and header.handle == found[0].handle and header.name != found[0].name:
            # “Replying to”, “@ada”
            continue
        found.append(header)
    if not found:
        return []
    own = [header for header in found if header.handle == found[0].handle]
    stamped = sum(header.stamp >= 0 for header in own) * 2 > len(own)
    return [
        header
        for header in found
        if header.handle == own[0].handle
        or (header.stamp >= 0 if stamped else _after_blank(rows, header.first))
    ]


def _after_blank(rows: Sequence[_Row], index: int) -> bool:
    return index == 0 or rows[index].number - rows[index - 1].number > 1


def _header(rows: Sequence[_Row], index: int) -> _Header | None:
    """Read the header at a row with a handle: in one line, or with the name on the line above."""
    text = _LINK.sub(r"\1", rows[index].text[:_LONGEST_ROW]).replace("*", "").lstrip("#> ")
    if match := _HANDLE.match(text):
        if match["when"] and not _is_stamp(match["when"]):
            return None
        above = rows[index - 1] if index else None
        named = (
            above is not None
            and rows[index].number - above.number <= 2
            and _is_name(above.text.strip("*# "))
        )
        if above is None or not named:
            return None
        name, first = above.text.strip("*# "), index - 1
        stamp = index if match["when"] else -1
    elif (match := _ONE_LINE.match(text)) and text[0] not in _DASHES:
        if not _is_stamp(match["when"]) or not _is_name(match["name"]):
            return None
        name, first, stamp = match["name"], index, index
    else:
        return None
    last = index
    while stamp < 0 and last + 1 < len(rows) and last - index < 2:
        below = rows[last + 1].text
        if _is_stamp(below):
            stamp = last + 1
        elif below not in _DOTS:
            break
        last += 1
    if stamp < 0:
        last = index
    return _Header(
        name=name, handle=match["handle"].replace("\\", ""), first=first, last=last, stamp=stamp
    )


def _is_name(text: str) -> bool:
    """Tell whether a line over a handle could be a name: short, with a letter, and no sentence."""
    words = text.split()
    return (
        len(text) <= _LONGEST_NAME
        and len(words) <= 6
        and any(map(str.isalpha, text))
        and not text.endswith((",", ";", ":", "?", "…", "。"))
        and not (text.endswith((".", "!")) and len(words) > 3)
    )


def _is_stamp(text: str) -> bool:
    """Tell whether words beside a handle are a date or an age."""
    bare = text.strip("·• ")
    return len(bare) <= _LONGEST_STAMP and bool(_AGE.match(bare) or _is_date(bare))


def _is_date(text: str) -> bool:
    """Tell whether a short line is a date, with little beside it."""
    found = dates(text, "") if len(text) <= _LONGEST_STAMP else []
    for item in found:
        text = text.replace(item.words, " ", 1)
    return bool(found) and len(_LETTERS.sub("", text)) <= _LONGEST_REST


class _Reading:
    """Goes down a page header by header, and says of each row whose it is."""

    def __init__(
        self, rows: Sequence[_Row], headers: Sequence[_Header], own: Sequence[_Header]
    ) -> None:
        self.rows, self.own = rows, own
        self.handle, self.last_own = own[0].handle, own[-1].first
        self.starts: list[int] = []
        self.frame: set[int] = set()
        self.replies: set[int] = set()
        ends = [*(header.first for header in headers[1:]), len(rows)]
        self.regions = list(zip(headers, ends, strict=True))
        tallies = [end - self._tallies(header.last + 1, end) for header, end in self.regions]
        # A single number below a post may be its last word; two in a row, or one below most, count.
        self.tallied = max(tallies) > 1 or sum(map(bool, tallies)) * 2 > len(self.regions)
        self.tailed = any(self._tail(header.last + 1, end) < end for header, end in self.regions)

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
        if all(len(row.text) <= _LONGEST_STAMP and row.text[0] not in "#>" for row in above):
            self._take(0, len(above), self.frame)

    def _take(self, first: int, end: int, lines: set[int]) -> None:
        lines.update(row.number for row in self.rows[first:end])

    def _tail(self, first: int, end: int) -> int:
        """Give the index at which a post's stamp and counts begin, below its text."""
        for index in range(max(first + 1, end - _LONGEST_TAIL), end):
            rest = self.rows[index:end]
            short = all(len(row.text) <= _LONGEST_STAMP for row in rest)
            if short and _is_date(self.rows[index].text):
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
        name_line = self.rows[first.first].number
        region = next(end for header, end in self.regions if header is first)
        stamps = [first.stamp] if first.stamp >= 0 else []
        stamps += range(first.last + 1, region)
        dated = next(
            (self.rows[at] for at in stamps if _is_date(self.rows[at].text.strip("·• "))), None
        )
        date_line = dated.number if dated else 0
        frame = self.frame - {name_line, date_line}
        return Unroll(
            form="page",
            name=first.name,
            name_line=name_line,
            frame=tuple(sorted(frame)),
            date=dated.text if dated else "",
            date_line=date_line,
            starts=tuple(self.starts),
            replies=tuple(sorted(self.replies - frame)),
        )


def _embedded(rows: Sequence[_Row]) -> Unroll | None:
    """Read posts that a page embeds: each a quotation with its writer's signature below."""
    signed = [
        (index, match)
        for index, row in enumerate(rows)
        if "(@" in row.text[:_LONGEST_ROW] and (match := _SIGNED.match(row.text))
    ]
    if len(signed) < _LEAST_EMBEDDED or len({match["handle"] for _, match in signed}) > 1:
        return None
    quoted = [row.text.startswith(">") for row in rows]
    inside = sum(len(row.text) for row, quote in zip(rows, quoted, strict=True) if quote)
    if inside < _MOST * sum(len(row.text) for row in rows):
        # A text about posts quotes them; here they are the text.
        return None
    first = signed[0][0]
    while first and quoted[first - 1]:
        first -= 1
    starts = [first, *(index + 1 for index, _ in signed[:-1])]
    lines = {rows[index].number for index, _ in signed}
    top = rows[signed[0][0]]
    return Unroll(
        form="page",
        name=signed[0][1]["name"],
        name_line=top.number,
        frame=tuple(sorted(lines)),
        date=top.text,
        date_line=top.number,
        starts=tuple(rows[index].number for index in starts),
    )
