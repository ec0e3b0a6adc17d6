"""Reads the page of an unroller (Thread Reader and its kin): who wrote it, when, how many posts.

Comes in: a document's numbered lines. Goes out: an `Unroll`: name, lines of the frame, the count.
Must not know: kinds, posts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields.whole import Whole
from backissues.languages import everywhere, fold, opening
from backissues.patterns import late

# Matches “Ada ROE Profile picture”; not “Profile picture”.
_PICTURE = late(r"^(.{2,60}?)\s+Profile picture$")
_LINK = late(r"!?\[([^\[\]]{0,120})\]\([^)\s]{0,300}\)")
# “Jun 22 •” on the line above the count, “12 oct. 2023”: day and month, perhaps a year.
_DAY = late(r"^\D{0,12}\d{1,2}\D{1,12}(?:\d{4})?\W{0,3}$")
_HANDLE = late(r"^@\w{1,40}$")
# “Rita Amaral @ritadoroque”, “Rita Amaral (@ritadoroque)”
_WITH_HANDLE = late(r"^([^@|]{2,40}?)\s+\(?@\w{1,40}\)?$")
# What a page's text shows of a picture, at the end of the post's last line: “… the pier. Image”.
_SHOWN = (" Image", " GIF", " Video")
_YEAR = late(r"\d{4}")
_DIGIT = late(r"\d")
# The three dots between a thread and what the page adds to it.
_DOTS = late(r"^\s*[•·*]\s?[•·*]\s?[•·*]\s*$")
# The frame stands in the first lines, below an unroller's own bars.
_NEAR, _HIGHEST = 60, 12
_LONGEST_FOOT = 60
# “Rita Amaral (@ritadoroque) on Thread Reader App”
_TITLED = late(r"\(@\w{1,40}\)")
_FEW = 2
_LONGEST_BUTTON, _LONGEST_TITLE, _LONGEST_COUNT = 30, 120, 160
_TOP = 3
# What follows “Thread by”: “ @ada on Thread Reader App”; not “ the sea”.
_BY_HANDLE = late(r"^\s@(\w{1,40})\b")


class Unroll(Struct, frozen=True, kw_only=True):
    """The frame that an unroller or a platform's page puts around posts. Lines count from 1.

    `name_lines` hold name and handle, `starts` are the lines where a page's posts start, `replies`
    the lines of what others answered.
    """

    form: Literal["", "unroller", "page", "post"] = ""
    name: str = ""
    name_line: int = 0
    name_lines: tuple[int, ...] = ()
    frame: tuple[int, ...] = ()
    date: str = ""
    date_line: int = 0
    count: int = 0
    starts: tuple[int, ...] = ()
    replies: tuple[int, ...] = ()


@cache
def _counted() -> re.Pattern[str]:
    """Match a line with the day and the count of posts.

    Matches “May 4, 2022, 31 tweets”, “12 Oct, 20 tweets, 5 min read”, “10 tweets • 8 min read •”,
    “Mar 12, 2024 6 tweets 3 min read”.
    """
    words = "|".join(map(re.escape, sorted(everywhere("post_words"))))
    return re.compile(
        r"^(?:(?P<date>\D{0,12}\d{1,2}\D{1,12}(?:\d{4})?)\W+)?"
        rf"(?P<count>\d{{1,3}})\s+(?:{words})s?(?:\W{{0,3}}$|(?:\s?[,•·|]|\s\d).{{0,60}}$)",
        re.IGNORECASE,
    )


def find(lines: Sequence[str], whole: Whole) -> Unroll:
    """Find the unroller's frame among the first lines; an empty one where there is none."""
    if not _may_frame(whole):
        found = _uncounted(_rows(whole, _TOP), None)
        return _ended(lines, found) if "•" in whole.text else found
    rows = _rows(whole, _NEAR)
    pictured = next((at for at, (_, text) in enumerate(rows) if _is_picture(text)), None)
    lowest = (pictured or 0) + _HIGHEST
    counted = next((at for at, _ in enumerate(rows[:lowest]) if _counts(rows, at)), None)
    if counted is None:
        return _ended(lines, _uncounted(rows, pictured))
    if pictured is not None and pictured > counted:
        pictured = None
    return _framed(lines, rows, pictured, counted)


def _may_frame(whole: Whole) -> bool:
    """Tell at little cost whether a text could hold a picture's name or a count of posts."""
    return "picture" in whole.words or not _counting().isdisjoint(whole.words)


@cache
def _counting() -> frozenset[str]:
    return frozenset(word + end for word in everywhere("post_words") for end in ("", "s"))


def _rows(whole: Whole, most: int) -> list[tuple[int, str]]:
    """Give the first filled lines, among so many, with their numbers and without marks."""
    return [(n, _plain(line)) for n, line in whole.filled[:most] if n <= _NEAR]


def _uncounted(rows: Sequence[tuple[int, str]], pictured: int | None) -> Unroll:
    """Read a frame without a count: a picture’s name, or “Thread by @ada on …”, on top."""
    if pictured is not None and pictured < _TOP:
        number, text = rows[pictured]
        return _titled(_name(text), number)
    by = opening("unroll_by")
    for number, text in rows[:_TOP]:
        fits = len(text) <= _LONGEST_TITLE and by.may_open(text)
        match = by.match(fold(text)) if fits else None
        named = _BY_HANDLE.match(text[match.end() :]) if match else None
        if named:
            return _titled(named[1], number)
    return Unroll()


def _ended(lines: Sequence[str], found: Unroll) -> Unroll:
    """Add what the page says below its three dots, where the capture has no frame above."""
    for index in range(len(lines) - 1, max(0, len(lines) - _LONGEST_FOOT), -1):
        if "•" in lines[index][:4] and _DOTS.match(lines[index]):
            below = next((line for line in lines[index + 1 :] if line.strip()), "")
            if not opening("unroll_ends").match(fold(below.strip())):
                break
            foot = tuple(at + 1 for at in range(index, len(lines)) if lines[at].strip())
            return replace(found, form="unroller", frame=foot)
    return found


def _titled(name: str, line: int) -> Unroll:
    return Unroll(form="unroller", name=name, name_line=line, name_lines=(line,))


def _plain(line: str) -> str:
    """Give a line without the marks of links and of pictures in them."""
    if "](" in line:
        line = _LINK.sub(r"\1", _LINK.sub(r"\1", line))
    return line.strip()


def _is_picture(text: str) -> bool:
    return "Profile picture" in text and _PICTURE.match(text) is not None


def _counts(rows: Sequence[tuple[int, str]], at: int) -> bool:
    """Tell whether a row gives the count, with the day beside it or on the row above."""
    text = rows[at][1]
    match = _counted().match(text) if len(text) <= _LONGEST_COUNT and _DIGIT.search(text) else None
    return bool(match and (match["date"] or (at and _DAY.match(rows[at - 1][1]))))


def _framed(
    lines: Sequence[str], rows: Sequence[tuple[int, str]], pictured: int | None, counted: int
) -> Unroll:
    """Read the frame between the name and the count, and what the page adds above and below."""
    match = _counted().match(rows[counted][1])
    date_at = counted
    date = (match and match["date"]) or ""
    if not date and counted and _DAY.match(rows[counted - 1][1]):
        date_at, date = counted - 1, rows[counted - 1][1]
    named = pictured if pictured is not None else _named(rows[:date_at])
    name = "" if named is None else _name(rows[named][1])
    # Above the name stand the page's own bars; between name and date the profile's text about
    # its owner; below the count, buttons as far as the next blank line.
    first = date_at if named is None else named
    if pictured is not None or all(_is_bar(text) for _, text in rows[:first]):
        first = 0
    last = counted
    while (
        last + 1 < len(rows)
        and rows[last + 1][0] == rows[last][0] + 1
        and len(rows[last + 1][1]) <= _LONGEST_BUTTON
        and rows[last + 1][1][-1].isalnum()
    ):
        last += 1
    # A day without a year is no date, and nothing but a part of the frame.
    fields = {rows[date_at][0]} if _YEAR.search(date) else set()
    handles = [number for number, text in rows[first:counted] if _HANDLE.match(text)]
    names = {*handles[:1], *(() if named is None else (rows[named][0],))} if name else set()
    below = _below(lines, rows[last][0])
    frame = {number for number, _ in rows[first : last + 1]} | set(below)
    count = int(match["count"]) if match else 0
    end = below[0] - 1 if below else len(lines)
    return Unroll(
        form="unroller",
        name=name.removeprefix("@"),
        name_line=0 if named is None else rows[named][0],
        name_lines=tuple(sorted(names)),
        frame=tuple(sorted(frame - fields - names)),
        date=date.strip(" ,•·"),
        date_line=rows[date_at][0],
        count=count,
        starts=_starts(lines, rows[last][0], end, count),
    )


def _starts(lines: Sequence[str], last: int, end: int, count: int) -> tuple[int, ...]:
    """Give the lines where as many posts start as the page counts; none where no sign gives them.

    A page's text sets blank lines inside posts, and none between them; or the word that stands
    for a picture ends each post.
    """
    filled = [at for at in range(last, end) if lines[at].strip()]
    if count < _FEW or len(filled) < count:
        return ()
    tight = [at for at in filled if at == filled[0] or lines[at - 1].strip()]
    pictured = filled[:1]
    pictured += [at for above, at in pairwise(filled) if lines[above].rstrip().endswith(_SHOWN)]
    for found in (tight, pictured):
        if len(found) == count and len(found) < len(filled):
            return tuple(at + 1 for at in found)
    return ()


def _is_bar(text: str) -> bool:
    """Tell whether a line above the name is the page's own: a few words, or its title."""
    return text.count(" ") <= _FEW or (_TITLED.search(text) is not None and text[0] != "#")


def _name(text: str) -> str:
    match = _PICTURE.match(text) or _WITH_HANDLE.match(text)
    return match[1] if match else text


def _named(rows: Sequence[tuple[int, str]]) -> int | None:
    """Find the name beside or over a handle above the count; else the handle."""
    for at in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
        if _WITH_HANDLE.match(rows[at][1]):
            return at
    handle = next((at for at, (_, text) in enumerate(rows) if _HANDLE.match(text)), None)
    if handle is None:
        return None
    for at in range(handle - 1, max(-1, handle - 3), -1):
        if fold(rows[at][1]) not in everywhere("furniture"):
            return at
    return handle


def _below(lines: Sequence[str], last: int) -> Sequence[int]:
    """Give the lines from where the page goes on after the thread: nothing there is the text's.

    There is a thread above, or all of it would be taken for the page's.
    """
    ends = opening("unroll_ends")
    said = False
    for index in range(last, len(lines)):
        line = lines[index].strip()
        if not line or _DOTS.match(line):
            continue
        if not ends.match(fold(line)):
            said = True
        elif said:
            first = index
            while first > last and (not lines[first - 1].strip() or _DOTS.match(lines[first - 1])):
                first -= 1
            return [at + 1 for at in range(first, len(lines)) if lines[at].strip()]
    return ()
