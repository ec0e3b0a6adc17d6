"""Reads style sheets as far as the house must: custom properties, addresses, open blocks.

Comes in: the text of a sheet. Goes out: values, addresses with their lines, a sheet whose
addresses count from elsewhere. Must not know: which sheet it is, the file system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct

from backissues.patterns import late

# One thing of a sheet that is more than its characters. In comments and strings nothing else
# counts: "{" opens no block, and url(a) stands for no file.
_THING = late(
    r"""
    (?P<comment> /\*.*?(?:\*/|\Z) )
  | \burl\(\s* (?P<quote>["']?) (?P<url>(?:[^"'()\\\n]|\\.)*?) (?P=quote) \s*\)
  | (?P<string> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<open> \{ ) | (?P<close> \} )
  | (?P<import> @import\b )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# An address that counts from the sheet's place: fonts/a.woff2, ../a.png. Not /a, #a, data:…, //a.
_NEARBY = late(r"(?![a-z][a-z0-9+.-]*:|/|#|\Z)", re.IGNORECASE)
# A custom property: --accent: #8a3324;
_DECLARED = late(r"(--[a-z][a-z0-9-]*)\s*:\s*([^;{}]+?)\s*(?=[;}])", re.IGNORECASE)
_DARK = late(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_COMMENT = late(r"/\*.*?\*/", re.DOTALL)


class Properties(Struct, frozen=True):
    """The custom properties that a sheet sets: for all pages, and what dark ones change."""

    light: dict[str, str]
    dark: dict[str, str]


class Address(NamedTuple):
    """An address in a sheet, and its line."""

    url: str
    line: int


def properties(sheet: str) -> Properties:
    """Return the custom properties of a sheet that sets those of dark pages last."""
    light, _, dark = _DARK.sub("\0", _COMMENT.sub("", sheet), count=1).partition("\0")
    return Properties(dict(_DECLARED.findall(light)), dict(_DECLARED.findall(dark)))


def is_nearby(url: str) -> bool:
    """Tell whether an address counts from the place of its sheet."""
    return _NEARBY.match(url) is not None


def addresses(sheet: str) -> Iterator[Address]:
    """Yield every `url(…)` of a sheet."""
    for thing in _THING.finditer(sheet):
        if thing["url"]:
            yield Address(thing["url"], _line(sheet, thing.start()))


def imports(sheet: str) -> Iterator[int]:
    """Yield the lines that import another sheet."""
    for thing in _THING.finditer(sheet):
        if thing["import"]:
            yield _line(sheet, thing.start())


def unbalanced(sheet: str) -> int | None:
    """Return the line of a brace that has no partner: a stray closing one, or the last open one."""
    waiting: list[int] = []
    for thing in _THING.finditer(sheet):
        if thing["open"]:
            waiting.append(thing.start())
        elif thing["close"]:
            if not waiting:
                return _line(sheet, thing.start())
            waiting.pop()
    return _line(sheet, waiting[-1]) if waiting else None


def moved(sheet: str, rebase: Callable[[str], str]) -> str:
    """Return a sheet whose nearby addresses are written as they count from another place."""

    def write(thing: re.Match[str]) -> str:
        url = thing["url"]
        if not url or not is_nearby(url):
            return thing[0]
        start, end = (place - thing.start() for place in thing.span("url"))
        return thing[0][:start] + rebase(url) + thing[0][end:]

    return _THING.sub(write, sheet)


def _line(sheet: str, at: int) -> int:
    return sheet.count("\n", 0, at) + 1
