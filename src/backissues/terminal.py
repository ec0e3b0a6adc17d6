"""Fits text to a terminal: colours, the columns that characters take, nothing that could steer it.

Comes in: texts, and a `Look` that says how wide the terminal is and whether it shows colours.
Goes out: texts. Must not know: what the texts say, where they are printed.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

# What a hostile name or line could steer a terminal with: controls, and marks of direction.
_STEERING = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = {
    "strong": "\x1b[1m",
    "dim": "\x1b[2m",
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "body": "\x1b[32m",
    "field": "\x1b[36m",
    "aside": "\x1b[33m",
    "blank": "",
}
_PLAIN = "\x1b[0m"
# Joins emoji to one picture, and asks for a sign's coloured form, which is wide.
_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"


class Look(Struct, frozen=True, kw_only=True):
    """How a page is to look: so many columns wide, with colours or without."""

    width: int = 100
    colour: bool = False

    def paint(self, text: str, style: str) -> str:
        """Give a text in one of the styles, where colours are shown."""
        begin = _STYLES[style] if self.colour and text else ""
        return f"{begin}{text}{_PLAIN}" if begin else text


def harmless(text: str) -> str:
    """Show a character that could steer a terminal as what it is: not to be shown."""
    return _STEERING.sub("\ufffd", text.replace("\t", " "))


def columns(text: str) -> int:
    """Count the columns that a text takes: two for a CJK letter or an emoji, none for an accent."""
    return len(text) if text.isascii() else sum(_widths(text))


def _widths(text: str) -> list[int]:
    """Give the columns of each character; a joined emoji is as wide as its first."""
    widths: list[int] = []
    joined = False
    for char in text:
        wide = 0 if joined or _is_mark(char) else 2 if _is_wide(char) else 1
        if char == _AS_PICTURE and widths and widths[-1] == 1:
            wide = 1
        joined = char == _JOINER
        widths.append(wide)
    return widths


def _is_mark(char: str) -> bool:
    """Tell whether a character stands on the one before it, or takes no room at all."""
    return unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


def cut(text: str, room: int) -> str:
    """Cut a text that takes more than so many columns, and say so by “…”."""
    if len(text) * 2 <= room or columns(text) <= room:
        return text
    taken = 0
    # No more characters than columns are asked for: a line may be a megabyte long, and a row of
    # marks, which take no column, as well.
    for place, width in enumerate(_widths(text[: 4 * room])):
        taken += width
        if taken > room - 1:
            return text[:place].rstrip() + "…"
    return text[: 4 * room].rstrip() + "…"


def pad(text: str, room: int) -> str:
    """Fill a text up to so many columns."""
    return text + " " * (room - columns(text))


def wrap(text: str, room: int) -> list[str]:
    """Part a text into lines of at most so many columns, between words where that can be."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if current and columns(longer) > room:
            lines.append(current)
            longer = word
        current = cut(longer, room)
    return [*lines, current] if current else lines
