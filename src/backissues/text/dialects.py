"""Reads the heads that other tools write: TOML, fields of reStructuredText, keywords of Org.

Comes in: a document's lines, and where its first filled line is. Goes out: names with their values
and lines, and the lines that the head takes; nothing where there is no such head.
Must not know: what a name means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from msgspec import Struct

from backissues.model import Span
from backissues.patterns import late


class Entry(Struct, frozen=True):
    """One named value of a head, as the source names it."""

    name: str
    values: tuple[str, ...]
    span: Span


Found = tuple[tuple[Entry, ...], Span] | None

_LONGEST_HEAD = 60
# What page readers name their lines; the last one stands over the text itself.
_PAGE_READER = {
    "Title": "title",
    "URL Source": "url",
    "Published Time": "published",
    "Number of Pages": "pages",
    "Warning": "warning",
    "Markdown Content": "end",
}
# The line under a title: one sign again and again. Matches “=====”, “~~~~”; not “=-=-”, “==”.
_UNDERLINE = late(r"^([=\-~^\"'#*+`:.])\1{2,200}\s*$")
# “:date: 2020-05-01”, “:authors: A. B.”; not “:smile: hello you” far from a title, or “: x”.
_FIELD = late(r"^:([^\W\d_][\w -]{0,40}):(?:[ \t]+(.*))?$")
# “#+TITLE: Letter”, “#+date: <2020-05-01 Fri>”; not “#+BEGIN_SRC”.
_KEYWORD = late(r"^#\+([A-Za-z_]{2,30}):[ \t]*(.*)$")
# A key of TOML at the start of its line: “title = …”, “[taxonomies]” is a table.
_KEY = late(r"^\s{0,8}([\w-]{1,60}|\"[^\"\n]{1,60}\")\s{0,8}=")


def read_dialect(lines: Sequence[str], start: int) -> Found:
    """Read the head of another tool at the first filled line."""
    first = lines[start].strip()
    if first == "+++":
        return _toml(lines, start)
    if first.startswith("#+"):
        return _org(lines, start)
    if first.startswith("Title:"):
        return _page_reader(lines, start)
    return _rest(lines, start)


def _page_reader(lines: Sequence[str], start: int) -> Found:
    """Read what a page reader sets above the Markdown that it made of a page."""
    entries: list[Entry] = []
    for number in range(start, min(len(lines), start + _LONGEST_HEAD)):
        name, colon, value = lines[number].strip().partition(":")
        if not name:
            continue
        known = _PAGE_READER.get(name) if colon else None
        if known is None:
            return None
        if known == "end":
            return (tuple(entries), Span(start + 1, number + 1)) if len(entries) > 1 else None
        entries.append(Entry(known, (value.strip(),), Span(number + 1, number + 1)))
    return None


def _toml(lines: Sequence[str], start: int) -> Found:
    """Read TOML between two lines of `+++`, as Hugo and Zola write it."""
    end = next((n for n in range(start + 1, len(lines)) if lines[n].strip() == "+++"), None)
    if end is None:
        return None
    import tomllib  # noqa: PLC0415 - few documents ask for it

    try:
        values = tomllib.loads("\n".join(lines[start + 1 : end]))
    except tomllib.TOMLDecodeError:
        return None
    places = {
        key[1].strip('"'): number
        for number in range(end, start + 1, -1)
        if (key := _KEY.match(lines[number - 1]))
    }
    entries = tuple(
        Entry(name, _said(value, lines[place - 1]), Span(place, place))
        for name, value in _leaves(values)
        for place in (places.get(name, start + 1),)
    )
    return entries, Span(start + 1, end + 1)


def _leaves(table: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the values of a table and of the tables in it: `[taxonomies] tags = […]`."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value)
        else:
            yield name, value


def _said(value: object, line: str) -> tuple[str, ...]:
    """Give a value as texts; a date as the line has it, and not as Python would write it."""
    if isinstance(value, (date, time)):
        return (line.partition("=")[2].strip(),)
    return tuple(_texts(value))


def _texts(value: object) -> Iterator[str]:
    """Yield a value as texts."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, bool):
        yield str(value).lower()
    elif str(value):
        yield str(value)


def _org(lines: Sequence[str], start: int) -> Found:
    """Read Org's keywords: `#+TITLE: …`, line after line."""
    entries: list[Entry] = []
    for number, line in enumerate(lines[start : start + _LONGEST_HEAD], start + 1):
        match = _KEYWORD.match(line)
        if not match:
            break
        value = match[2].strip().strip("<>[]")
        entries.append(Entry(match[1], (value,) if value else (), Span(number, number)))
    if not any(entry.name.casefold() == "title" for entry in entries):
        return None
    return tuple(entries), Span(start + 1, entries[-1].span.last)


def _rest(lines: Sequence[str], start: int) -> Found:
    """Read a reStructuredText title and the field list under it, as Pelican and Nikola want it."""
    over = _UNDERLINE.match(lines[start]) is not None
    at = start + over
    if at + 1 >= len(lines) or not (title := lines[at].strip()):
        return None
    if not _UNDERLINE.match(lines[at + 1]) or len(lines[at + 1].rstrip()) < len(title) // 2:
        return None
    entries = [Entry("title", (title,), Span(start + 1, at + 2))]
    number = at + 2
    while number < len(lines) and not lines[number].strip():
        number += 1
    while number < len(lines) and len(entries) < _LONGEST_HEAD:
        line = lines[number]
        if match := _FIELD.match(line.rstrip()):
            value = (match[2] or "").strip()
            entries.append(Entry(match[1], (value,) if value else (), Span(number + 1, number + 1)))
        elif line[:1] in " \t" and line.strip() and len(entries) > 1:
            last = entries[-1]
            grown = (" ".join((*last.values, line.strip())),)
            entries[-1] = Entry(last.name, grown, Span(last.span.first, number + 1))
        else:
            break
        number += 1
    # Without fields it is a setext heading, which Markdown reads as well.
    return (tuple(entries), Span(start + 1, entries[-1].span.last)) if len(entries) > 2 else None
