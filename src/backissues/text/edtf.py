"""Reads the dates of the archive, a subset of EDTF: 2024-05-21, 2024-05, 2024, each with “~”.

Comes in: such a string. Goes out: whether it is one, and the first and last day that it can mean.
Must not know: what the date belongs to, how it is shown, what day it is today.
"""

from __future__ import annotations

import calendar
import contextlib
import re
from datetime import date
from functools import lru_cache

from backissues.patterns import late

# Matches 2024, 2024-05, 2024-05-21, 2023-10~ (“about”); not 24-05, 2024-5, 2024-05-21T08:00.
_EDTF = late(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?~?", re.ASCII)
_DAY = len("2024-05-21")


def is_edtf(text: str) -> bool:
    """Say whether a text is a date of the subset, and a day or month that the calendar has."""
    return _bounds(text) is not None


def bounds(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date can mean; `ValueError` if it is none."""
    found = _bounds(text)
    if found is None:
        raise ValueError(f"not a date of the EDTF subset: {text!r}")
    return found


def calendar_date(text: str | None) -> str:
    """Return a date as ISO 8601 writes it, as exactly as it is known; nothing for “about”."""
    return text if text and is_edtf(text) and not text.endswith("~") else ""


def is_day(text: str | None) -> bool:
    """Tell whether a date is known to the day."""
    return len(calendar_date(text)) == _DAY


# Asked ten times for each page that tells a date.
@lru_cache(maxsize=10_000)
def _bounds(text: str) -> tuple[date, date] | None:
    with contextlib.suppress(ValueError):
        # As most are: in a fifth of the time. Weeks, which this knows as well, have no such dashes.
        if len(text) == _DAY and text[4] == text[7] == "-":
            return (date.fromisoformat(text),) * 2
    found = _EDTF.fullmatch(text)
    if found is None or not int(found[1]):
        return None
    year, month, day = int(found[1]), *(int(part) if part else None for part in found.groups()[1:])
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, day),) * 2 if 1 <= day <= last else None
