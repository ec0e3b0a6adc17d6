"""Reads dates: ISO, numbers, the months of every language, Chinese, Japanese; never a guess.

Comes in: a text that is likely to hold a date, the document's language. Goes out: EDTF strings.
Must not know: kinds. A day without a year is no date. Grammar is strict: see the samples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec import Struct

from backissues.languages import lexicons
from backissues.languages.tokens import is_western, tokens
from backissues.patterns import late
from backissues.text.edtf import is_edtf

# 2024-05-21, 2024-05-21T10:00:00+02:00, 2024/05/21, 2024.05.21; not 2024-13-01, 12024-05-21.
_ISO = late(r"(?<![\d-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
# 21/05/2024, 1.2.2024; not 1/24, 3.5.
_NUMERIC = late(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
# 2018年4月23日, 2018年4月, 2022년 5월 14일, ２０２２年５月１日
_CJK = late(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?")
# 二〇一九年十一月五日, 二零一九年十月; not 一九一一年 (no month).
_FIGURES = late(
    "([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月"
    "(?:([一二三四五六七八九十]{1,3})[日号號])?"
)
_FIGURE = {figure: str(value) for value, figure in enumerate("〇一二三四五六七八九")}
_FIGURE |= {"零": "0", "○": "0"}
# 令和4年10月15日, 平成31年1月, 令和元年5月: the years of a reign; their year 0 stands below.
_REIGN = late(r"(令和|平成|昭和)(\d{1,2}|元)年\s?(\d{1,2})月(?:\s?(\d{1,2})日)?")
_REIGNS = {"令和": 2018, "平成": 1988, "昭和": 1925}
# The year comes last in what Unix and mail programs write: “Sun Oct 29 17:07:15 MST 2000”,
# “Fri Mar 06 15:01:39 +0000 2026”; the pattern is the tail behind a month's name.
_UNIX = r"\s+(\d{1,2})\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[A-Z]{2,5}\s+|[+-]\d{4}\s+)?(\d{4})"
# 21 mai 2024, 1er mai 2024, May 21st, 2024, 25. - 31. März 2007: any word stands for the month
# here, and is looked up: there are hundreds of names, and to try each at each place is dear.
_DAY = r"(\d{1,2})(?:er|ère|st|nd|rd|th|º|ª|\.)?"
_MONTH = r"([^\W\d_]{2,16})"
_WORDED = late(
    rf"(?<!\w)(?:{_DAY}(?:\s+|-)(?:de\s+|of\s+|d')?{_MONTH}\.?,?(?:\s+|\s?-\s?)(?:de\s+|del\s+)?(\d{{4}})"
    rf"|{_MONTH}\.?\s+(?:\d{{1,2}}\s?[-–—]\s?)?{_DAY}\s?,?\s+(\d{{4}})"
    rf"|{_MONTH}{_UNIX}"
    rf"|{_MONTH}\.?,?\s+(?:de\s+|del\s+|of\s+)?(\d{{4}}))(?!\d)",
    re.IGNORECASE,
)
# Chinese platforms write the year with two figures, before a time: 23-6-18 21:47.
_SHORT = late(r"(?<![\d-])(\d{2})-(\d{1,2})-(\d{1,2})(?=\s+\d{1,2}:\d{2})")

# Every date has a year of four digits, save the forms that show themselves by other signs. One set
# of first characters lets the search run over text at six times the speed of three forms.
_YEAR = re.compile(r"[元〇零○一二三四五六七八九\d](?:\d{3}|[年년]|\d-\d{1,2}-\d{1,2}\s)")
# English writes 05/06 for 5 June and for May 6; an unknown language may do either.
_BOTH_ORDERS = frozenset({"en", "", None})
_YEAR_FIRST = frozenset({"zh", "ja", "ko"})


class Found(Struct, frozen=True, kw_only=True):
    """A date with the words that say it. `readings` are those of an ambiguous one.

    `changed` says that the words before it call it the day of a change; `credits` finds that.
    """

    edtf: str
    words: str
    start: int
    end: int
    readings: tuple[str, ...] = ()
    changed: bool = False


@cache
def _months() -> dict[str, int]:
    """Map every month's name, in every language, to its number."""
    months: dict[str, int] = {}
    for lexicon in lexicons().values():
        months |= lexicon.month_numbers()
    return months


def _edtf(year: str, month: int, day: int | None) -> str | None:
    """Write a date as EDTF, or None where no calendar has it."""
    try:
        date(int(year), month, day or 1)
    except ValueError:
        return None
    # `int` reads full-width figures too.
    return f"{int(year):04}-{month:02}-{day:02}" if day else f"{int(year):04}-{month:02}"


def may_date(text: str) -> bool:
    """Tell at little cost whether a text could hold a date: it has the figures of a year."""
    return _YEAR.search(text) is not None


def stated(value: str, language: str | None) -> list[Found]:
    """Find the dates of a header's value, which may be one as archives write them: 2023-10~.

    In running text a year or “2024-05” may be anything; a header that is named for a date says so.
    """
    whole = value.strip()
    if is_edtf(whole):
        start = value.index(whole)
        return [Found(edtf=whole, words=whole, start=start, end=start + len(whole))]
    return dates(value, language)


def dates(text: str, language: str | None) -> list[Found]:
    """Find every date of a text, in its order; overlapping readings keep the first."""
    if not may_date(text):
        return []
    found: list[Found] = []
    for item in sorted(_all(text, language), key=lambda item: (item.start, -item.end)):
        if not found or item.start >= found[-1].end:
            found.append(item)
    return found


def _all(text: str, language: str | None) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        yield from _found(match, _edtf(match[1], int(match[3]), int(match[4])))
    words = tokens(text)
    if not is_western(words):
        yield from _eastern(text)
    if language in _YEAR_FIRST:
        for match in _SHORT.finditer(text):
            yield from _found(match, _edtf(f"20{match[1]}", int(match[2]), int(match[3])))
    yield from _numeric(text, language)
    if not _months().keys().isdisjoint(words):
        yield from _in_words(text)


def _numeric(text: str, language: str | None) -> Iterator[Found]:
    """Find dates in figures with the year last; where two orders are possible, the year alone."""
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        readings = [_edtf(match[4], second, first), _edtf(match[4], first, second)]
        known = list(dict.fromkeys(reading for reading in readings if reading))
        if len(known) > 1 and language in _BOTH_ORDERS:
            # Only the year is sure; both readings are told.
            yield from _found(match, match[4], tuple(known))
        else:
            yield from _found(match, known[0] if known else None)


def _in_words(text: str) -> Iterator[Found]:
    """Find dates with the name of a month."""
    match = _WORDED.search(text)
    while match:
        # Four forms: day month year, month day year, month day clock year, month year.
        day, month, year = next(
            (day, month, year)
            for day, month, year in (
                (match[1], match[2], match[3]),
                (match[5], match[4], match[6]),
                (match[8], match[7], match[9]),
                (None, match[10], match[11]),
            )
            if month
        )
        number = _months().get(month.casefold())
        if number:
            yield from _found(match, _edtf(year, number, int(day) if day else None))
        # “12 Posts, May 2024”: behind what is no month a date may begin.
        match = _WORDED.search(text, match.end() if number else match.start() + 1)


def _eastern(text: str) -> Iterator[Found]:
    """Find dates in the figures and reigns of China, Japan and Korea."""
    for match in _CJK.finditer(text):
        day = int(match[3]) if match[3] else None
        yield from _found(match, _edtf(match[1], int(match[2]), day))
    for match in _REIGN.finditer(text):
        year = _REIGNS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        day = int(match[4]) if match[4] else None
        yield from _found(match, _edtf(str(year), int(match[3]), day))
    for match in _FIGURES.finditer(text):
        written = "".join(_FIGURE[figure] for figure in match[1])
        spoken = _spoken(match[3]) if match[3] else None
        yield from _found(match, _edtf(written, _spoken(match[2]), spoken))


def _spoken(figures: str) -> int:
    """Read a Chinese number below a hundred: 五, 十一, 三十."""
    tens, ten, ones = figures.rpartition("十")
    if not ten:
        return int("".join(_FIGURE[figure] for figure in figures))
    return 10 * int(_FIGURE.get(tens, "1")) + int(_FIGURE.get(ones, "0"))


def _found(
    match: re.Match[str], edtf: str | None, readings: tuple[str, ...] = ()
) -> Iterator[Found]:
    if edtf:
        yield Found(
            edtf=edtf, words=match[0], start=match.start(), end=match.end(), readings=readings
        )
