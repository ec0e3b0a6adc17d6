"""Writes a text as a YAML value: for lines that a person is to paste, for front matter.

Comes in: a text. Goes out: one line that YAML reads as this very text, in a list too.
Must not know: what the value is for. Where it is not plain to see, the library is asked, which
takes 20 ms to load, and 0.1 ms to read a text.
"""

from __future__ import annotations

import re

from backissues.patterns import late

# What no YAML file may hold, not even in a comment; and marks that turn the direction of a line,
# which would show another line than the one that is pasted.
_TURNING = late("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Said the other way round, `[^…]` with all that a file may hold, it takes ten times as long to
# compile, 5 ms.
_UNPRINTABLE = late("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# What of these, and of line ends, a text has that is left to the library.
_ODD = late(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Words, numbers and dates that need no quotes; `- a`, `a: b`, `a #b`, `[a]` and `no` do.
_UNQUOTED = late(r"[0-9]{4}(?:-[0-9]{2}){0,2}~?|[1-9][0-9]*", re.ASCII)
# What is plainly a text: it begins with a letter, or holds one that no number of YAML holds.
# Matches “Le prix ?”, “C#”, “a (b) 5 %”, “10 choses”, “0a1b”, “https://a.org/b?c=d”; not “5 %”,
# “- a”, “a: b”, “a, b”, “0x1f”.
_TEXT = late(
    r"(?:[^\W\d_]|(?!0x)[0-9](?=[^,:]*[acdf-su-wy]))(?:[^,:#\[\]{}]|(?<! )#)*(?<! )"
    r"|https?://[A-Za-z0-9/._~%=?+-]+"
)
# Words that are no texts for YAML, however they are written.
_NO_TEXTS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
# What no text has that stands without quotes in a list: “a, b”, “a: b”, “a #b”, “[a]”, “a:”.
_NEEDS_QUOTES = late(r"[,\[\]{}]|:(?: |\Z)| #|\A *\Z")
# Letters that the library writes as escapes inside quotes: most emoji.
_FAR = late("[\U00010000-\U0010ffff]")


def written(value: str) -> str:
    """Write a text as a YAML value that reads as this very text, in a list too."""
    if _UNQUOTED.fullmatch(value):
        return value
    if not _ODD.search(value):
        if _NEEDS_QUOTES.search(value):
            inner = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{_FAR.sub(_escaped, inner)}"'
        if _TEXT.fullmatch(value) and value.casefold() not in _NO_TEXTS:
            return value
    return _asked(value)


def _asked(value: str) -> str:
    """Ask the library how a text is written."""
    from backissues.text import yaml_parser  # noqa: PLC0415 - see above

    turns = _TURNING.search(value) is not None
    if not (turns or _UNPRINTABLE.search(value)) and yaml_parser.reads_as(value):
        return value
    return yaml_parser.quoted(value, as_it_is=not turns)


def _escaped(far: re.Match[str]) -> str:
    return f"\\U{ord(far[0]):08X}"


def remark(text: str) -> str:
    """Write a text as it may stand in a YAML comment: on one line, without controls."""
    return _TURNING.sub("\ufffd", _UNPRINTABLE.sub("\ufffd", " ".join(text.split())))
