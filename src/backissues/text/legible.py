"""Makes single texts fit for a page: no character that HTML or XML forbids, plain letters.

Comes in: strings of a source. Goes out: strings for a page, escaped ones, `lang` attributes.
Must not know: the content tree, pages.
"""

from __future__ import annotations

import re

from markupsafe import escape

from backissues.text.tree import readable

# What no HTML or XML text may hold: control characters (tab and newline stay), lone surrogates,
# noncharacters; and the byte order mark, which nobody sees and Pygments drops at a text's start.
# Matches \x00, \x9f, \ufffe, \ufeff; not \t, \n, é, \u200f.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(65536, 1114112, 65536)
    )
    + "]"
)
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def allowed(text: str) -> str:
    """Drop the characters that no page may hold."""
    return _ILLEGAL.sub("", text)


def legible(text: str) -> str:
    """Drop what no page may hold, and give styled letters as plain ones."""
    return readable(allowed(text))


def direction(language: str) -> str:
    """Return the direction in which a language is written, as HTML's `dir` names it."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def lang_attributes(language: str) -> str:
    """Write `lang`, and `dir` where the language runs from right to left; nothing for none."""
    if not language:
        return ""
    turn = ' dir="rtl"' if direction(language) == "rtl" else ""
    return f' lang="{escaped(language)}"{turn}'


def escaped(text: str) -> str:
    """Return a text as HTML shows it, inside an element or a quoted attribute."""
    return str(escape(legible(text)))
