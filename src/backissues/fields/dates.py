"""Reads dates: ISO, numbers, the months of every language, Chinese; never a guess.

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
from backissues.languages.tokens import tokens

# 2024-05-21, 2024-05-21T10:00:00+02:00, 2024/05/21, 2024.05.21; not 2024-13-01, 12024-05-21.
_ISO = re.compile(r"(?<![\d-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
# 21/05/2024, 1.2.2024; not 1/24, 3.5.
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
# 2018年4月23日, 2018年4月
_CJK = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号])?")

# Every date has a year of four digits.
_YEAR = re.compile(r"\d{4}")
# English writes 05/06 for 5 June and for May 6; an unknown language may do either.
_BOTH_ORDERS = frozenset({"en", "", None})


class Found(Struct, frozen=True, kw_only=True):
    """A date with the words that say it. `readings` are those of an ambiguous one."""

    edtf: str
    words: str
    start: int
    end: int
    readings: tuple[str, ...] = ()


@cache
def _months() -> dict[str, int]:
    """Map every month's name, in every language, to its number."""
    months: dict[str, int] = {}
    for lexicon in lexicons().values():
        months |= lexicon.month_numbers()
    return months


@cache
def _worded() -> re.Pattern[str]:
    """Match a date in words: 21 mai 2024, 1er mai 2024, May 21st, 2024, 25. - 31. März 2007."""
    names = "|".join(sorted(map(re.escape, _months()), key=lambda name: (-len(name), name)))
    day = r"(\d{1,2})(?:er|ère|st|nd|rd|th|º|ª|\.)?"
    return re.compile(
        rf"(?<![\w])(?:{day}(?:\s+|\s?-\s?)(?:de\s+|of\s+|d')?({names})\.?,?(?:\s+|\s?-\s?)(?:de\s+|del\s+)?(\d{{4}})"
        rf"|({names})\.?\s+(?:\d{{1,2}}\s?[-–—]\s?)?{day}\s?,?\s+(\d{{4}})"
        rf"|({names})\.?,?\s+(?:de\s+|del\s+|of\s+)?(\d{{4}}))(?!\d)",
        re.IGNORECASE,
    )


def _edtf(year: str, month: int, day: int | None) -> str | None:
    """Write a date as EDTF, or None where no calendar has it. Years before 1000 are slips."""
    try:
        date(int(year), month, day or 1)
    except ValueError:
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def dates(text: str, language: str | None) -> list[Found]:
    """Find every date of a text, in its order; overlapping readings keep the first."""
    if not _YEAR.search(text):
        return []
    found: list[Found] = []
    for item in sorted(_all(text, language), key=lambda item: (item.start, -item.end)):
        if not found or item.start >= found[-1].end:
            found.append(item)
    return found


def _all(text: str, language: str | None) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        yield from _found(match, _edtf(match[1], int(match[3]), int(match[4])))
    for match in _CJK.finditer(text):
        day = int(match[3]) if match[3] else None
        yield from _found(match, _edtf(match[1], int(match[2]), day))
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        readings = [_edtf(match[4], second, first), _edtf(match[4], first, second)]
        known = list(dict.fromkeys(reading for reading in readings if reading))
        if len(known) > 1 and language in _BOTH_ORDERS:
            # Only the year is sure; both readings are told.
            yield from _found(match, match[4], tuple(known))
        else:
            yield from _found(match, known[0] if known else None)
    if _months().keys().isdisjoint(tokens(text)):
        return
    for match in _worded().finditer(text):
        if match[2]:
            yield from _found(match, _edtf(match[3], _months()[match[2].casefold()], int(match[1])))
        elif match[4]:
            yield from _found(match, _edtf(match[6], _months()[match[4].casefold()], int(match[5])))
        else:
            yield from _found(match, _edtf(match[8], _months()[match[7].casefold()], None))


def _found(
    match: re.Match[str], edtf: str | None, readings: tuple[str, ...] = ()
) -> Iterator[Found]:
    if edtf:
        yield Found(
            edtf=edtf, words=match[0], start=match.start(), end=match.end(), readings=readings
        )
