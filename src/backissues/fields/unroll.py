"""Reads the page of an unroller (Thread Reader and its kin): who wrote it, when, how many posts.

Comes in: a document's numbered lines. Goes out: an `Unroll`: name, lines of the frame, the count.
Must not know: kinds, posts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

# Matches “Tariq KRIM Profile picture”, “Ada Profile picture”.
_PICTURE = re.compile(r"^(.{2,60}?)\s+Profile picture$")
# Matches “May 21, 2024, 25 tweets”, “12 Oct, 20 tweets, 5 min read”, “Mar 4th 2023 • 9 tweets”.
_COUNT = re.compile(
    r"^(?P<date>\D{0,12}\d{1,2}\D{1,12}(?:\d{4})?)\W+(?P<count>\d{1,3})\s+(?:tweets|posts)\b.{0,40}$",
    re.IGNORECASE,
)
_HIGHEST = 12


class Unroll(Struct, frozen=True, kw_only=True):
    """The frame that an unroller or a platform's page puts around posts. Lines count from 1.

    `starts` are the lines where a page's posts start, `replies` the lines of what others answered.
    """

    name: str = ""
    name_line: int = 0
    frame: tuple[int, ...] = ()
    date: str = ""
    date_line: int = 0
    count: int = 0
    starts: tuple[int, ...] = ()
    replies: tuple[int, ...] = ()


def find(lines: Sequence[str]) -> Unroll:
    """Find the unroller's frame among the first lines; an empty one where there is none."""
    top = [(n, line.strip()) for n, line in enumerate(lines[:40], 1) if line.strip()][:_HIGHEST]
    name, name_line = "", 0
    for index, (number, line) in enumerate(top):
        if not name and index < 3 and (match := _PICTURE.match(line)):
            name, name_line = match[1], number
        elif match := _COUNT.match(line):
            # What stands between the name and the date is the profile's text about its owner.
            frame = tuple(n for n, _ in top[: index + 1] if n > name_line) if name else (number,)
            return Unroll(
                name=name,
                name_line=name_line,
                frame=tuple(n for n in frame if n != number),
                date=match["date"].strip(" ,•·"),
                date_line=number,
                count=int(match["count"]),
            )
    return Unroll(name=name, name_line=name_line)
