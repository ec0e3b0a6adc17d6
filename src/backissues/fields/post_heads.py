"""Finds the headers that a platform's page puts over posts: name, handle, date or age.

Comes in: the rows of a page. Goes out: headers with their rows; what could be a name or a stamp.
Must not know: kinds, platforms, languages. A header shows by its handle, or by coming again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from backissues.fields.dates import dates
from backissues.patterns import late

# “@ada”, “@ada@social.example”, “@ada · 2h”, “@ada\_marsh”; not “@ada thanks for this”.
_AT = r"@(?P<handle>[\w\\.-]{1,40}(?:@[\w.-]{1,60})?)"
_HANDLE = late(rf"^{_AT}(?:\s+[·•|]\s*(?P<when>.{{1,40}}))?$")
# “Ada Marsh @ada · 17 janv. 2020”, “**Ada** @ada [2025-11-18](https://…)”; not “with @ada in May”.
_ONE_LINE = late(rf"^(?P<name>[^@|]{{1,50}}?)\s+\(?{_AT}\)?\s*[·•|,–—-]?\s*(?P<when>.{{2,50}})$")
_LINK = late(r"\[([^\]]{1,80})\]\([^)\s]{1,300}\)")
# “2h”, “· 11mo”, “il y a 2 h”, “Nov 19”, beside a handle; not “1/8”, “2.”
_AGE = late(r"^[·•]?\s?(?:[^\W\d_]{1,8}\.?\s){0,3}\d{1,2}\.?\s?[^\W\d_]{1,9}\.?$")
_DOTS = frozenset("·•")
# A signature below a quotation begins so, and no header.
_DASHES = frozenset("-–—")
_LETTERS = late(r"[\W\d_]+")
LONGEST_ROW, LONGEST_STAMP = 220, 60
_LONGEST_NAME = 50
# Letters that a stamp may hold beside its date: “Öffentlich · Web”.
_LONGEST_REST = 24
# The first header stands near the top, below the page's own bars.
NEAR = 15
_LEAST_NAMED, _MOST = 3, 0.7


class Row(Struct, frozen=True):
    """A filled line: its number and its words."""

    number: int
    text: str


class Header(Struct, frozen=True, kw_only=True):
    """A post's header: its rows from `first` to `last`, by index; the row of its stamp, if any."""

    name: str
    handle: str
    first: int
    last: int
    stamp: int = -1
    when: str = ""


def comes_again(lines: Sequence[str]) -> bool:
    """Tell whether a short line near the top comes again as often as a page's name does."""
    texts = list(map(str.strip, lines))
    short = [text for text in texts if 1 < len(text) <= _LONGEST_NAME]
    if len(short) - len(set(short)) < _LEAST_NAMED - 1:
        return False
    again = [text for text, count in Counter(short).items() if count >= _LEAST_NAMED]
    top = texts[: 2 * NEAR]
    return any(text in top and is_name(text) for text in again)


def headers(rows: Sequence[Row]) -> list[Header]:
    """Find the headers: those of the first one's handle have its name, the others its shape."""
    found: list[Header] = _named(rows)
    if found:
        return found
    for index, row in enumerate(rows):
        header = _header(rows, index) if "@" in row.text[:LONGEST_ROW] else None
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


def _named(rows: Sequence[Row]) -> list[Header]:
    """Find headers without a handle: one name again and again, each with a stamp below it."""
    found: list[Header] = []
    for index, row in enumerate(rows[:-1]):
        below = rows[index + 1]
        stamped = len(row.text) <= _LONGEST_NAME and is_stamp(below.text) and is_name(row.text)
        if stamped and below.number == row.number + 1 and not is_stamp(row.text):
            found.append(
                Header(
                    name=row.text,
                    handle=row.text,
                    first=index,
                    last=index + 1,
                    stamp=index + 1,
                    when=below.text,
                )
            )
    own = [index for index, header in enumerate(found) if header.handle == found[0].handle]
    # A review of the press has sources and dates as well, but many of them.
    return found if len(own) >= _LEAST_NAMED and len(own) > _MOST * (own[-1] + 1) else []


def bare_name(text: str) -> str:
    """Give a name without the emoji that people set about it: “Ada Marsh 🌊” is “Ada Marsh”."""
    while text and not (text[-1].isalnum() or text[-1] in ".)"):
        text = text[:-1]
    while text and not text[0].isalnum():
        text = text[1:]
    return text


def top_header(rows: Sequence[Row]) -> Header | None:
    """Read the header of a single post, in the first rows."""
    headers = (_header(rows, index) for index in range(min(4, len(rows))))
    return next((header for header in headers if header), None)


def _after_blank(rows: Sequence[Row], index: int) -> bool:
    return index == 0 or rows[index].number - rows[index - 1].number > 1


def _header(rows: Sequence[Row], index: int) -> Header | None:
    """Read the header at a row with a handle: in one line, or with the name on the line above."""
    text = _LINK.sub(r"\1", rows[index].text[:LONGEST_ROW]).replace("*", "").lstrip("#> ")
    if match := _HANDLE.match(text):
        if match["when"] and not is_stamp(match["when"]):
            return None
        above = rows[index - 1] if index else None
        named = (
            above is not None
            and rows[index].number - above.number <= 2
            and is_name(above.text.strip("*# "))
        )
        if above is None or not named:
            return None
        name, first, when = above.text.strip("*# "), index - 1, match["when"] or ""
        stamp = index if when else -1
    elif (match := _ONE_LINE.match(text)) and text[0] not in _DASHES:
        if not is_stamp(match["when"]) or not is_name(match["name"]):
            return None
        name, first, stamp, when = match["name"], index, index, match["when"]
    else:
        return None
    last = index
    while stamp < 0 and last + 1 < len(rows) and last - index < 2:
        below = rows[last + 1].text
        if is_stamp(below):
            stamp, when = last + 1, below
        elif below not in _DOTS:
            break
        last += 1
    if stamp < 0:
        last = index
    return Header(
        name=name,
        handle=match["handle"].replace("\\", ""),
        first=first,
        last=last,
        stamp=stamp,
        when=when,
    )


def is_name(text: str) -> bool:
    """Tell whether a line over a handle could be a name: short, with a letter, and no sentence."""
    words = text.split()
    return (
        len(text) <= _LONGEST_NAME
        and len(words) <= 6
        and any(map(str.isalpha, text))
        and not text.endswith((",", ";", ":", "?", "…", "。"))
        and not (text.endswith((".", "!")) and len(words) > 3)
    )


def is_stamp(text: str) -> bool:
    """Tell whether words beside a handle are a date or an age."""
    bare = text.strip("·• ")
    return len(bare) <= LONGEST_STAMP and bool(_AGE.match(bare) or is_date(bare))


def is_date(text: str) -> bool:
    """Tell whether a short line is a date, with little beside it."""
    found = dates(text, "") if len(text) <= LONGEST_STAMP else []
    for item in found:
        text = text.replace(item.words, " ", 1)
    return bool(found) and len(_LETTERS.sub("", text)) <= _LONGEST_REST
