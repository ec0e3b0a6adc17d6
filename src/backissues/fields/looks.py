"""Tells by its look alone whether a line could be a heading, and what marks it as one.

Comes in: a line's words, or its block. Goes out: yes or no; the sort of its mark; its bare words.
Must not know: kinds, languages, what stands around the line.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

from backissues.model import Break, Emphasis, Inline, Paragraph, Strong, Text
from backissues.patterns import Eastern, late
from backissues.text.tree import text_of

# What sets a heading off from text: nothing, capitals, bold, signs around it, a sign before it.
Mark: TypeAlias = Literal["plain", "capitals", "bold", "italic", "framed", "sign", "count"]

LONGEST = 110
_LONGEST_WORDS = 16
# A sentence ends so; a heading may ask or exclaim. Three dots break off: no heading does.
_STOPS = (".", ",", ";", ":", "…", "،", "。", "，", "；", "：", "\\", "-", "–", "—")
SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "»", "”", '"', ")", "」", "』", "）")
# Marks that open a list item, a quotation, a reply, an address: no heading begins so.
_NOT_FIRST = late(
    r"^(?:[-–—•·>@*+_|/\\]|https?://|www\.|\d{1,3}\s?/\s?\d|[«“\"].{0,300}[»”\"]\s*$)"
)
# Two letters, or one Chinese character: “駅” is a word.
_TWO_LETTERS, _IDEOGRAPH = late(r"[^\W\d_].*?[^\W\d_]"), Eastern("\u4e00-\u9fff")
# The same strokes before and behind: “*** DATES ***”, “== News ==”; not “** Name”, “*important*”.
_FRAMED = late(r"^([*=~#+•–—-])\1{1,9}\s*([^*=~#+•–—-].{0,140}?)\s*\1{2,10}$")
# Marks that printers and mails of East Asia set before a heading, and brackets around its sort.
_SIGNS = frozenset("■●◆▼▲★◎□◇▶【〈《［§¶❖✦")
_WIDE = Eastern("\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff")
_BULLETS = frozenset("■●◆▼▲◎□◇▶§¶❖✦")
# Emoji and what joins them: other symbols, modifiers, marks and formats.
_SIGNLIKE = frozenset({"So", "Sk", "Mn", "Me", "Cf"})
# “1️⃣ Il brodo”: a digit in its keycap.
_KEYCAP = late("^[0-9#*]\ufe0f?\u20e3")
# Middle dots, bars and arrows part the pieces of a platform's line, or point elsewhere: “A · 6 min
# read”, “Read more »”; a title has quotation marks in pairs.
_PIECES = late(r"\s[·∙•|]\s|^[·∙|←‹]|[→›↑↓|]$")


def looks_like_heading(text: str) -> bool:
    """Tell whether a line alone could be a heading: short, capital first, no stop at its end."""
    if len(text) > 2 * LONGEST:
        return False
    return _looks_like_heading(text.strip())


@lru_cache(maxsize=256)
def _looks_like_heading(text: str) -> bool:
    # Headings, stories and questions ask it of the same lines.
    if not 2 <= len(text) <= LONGEST or text.count(" ") >= _LONGEST_WORDS:
        return False
    if unsigned(text).endswith(_STOPS) or text[0].islower():
        return False
    if not text[0].isalpha() and _NOT_FIRST.match(text):
        return False
    return bool(_TWO_LETTERS.search(text) or _IDEOGRAPH.search(text))


def is_pieced(text: str) -> bool:
    """Tell whether a line is put together of pieces, or is a pointer: no heading."""
    if text.endswith("»") and "«" not in text:
        return True
    return (not text.isascii() and _PIECES.search(text) is not None) or "|" in text


def unframed(text: str) -> str:
    """Give the words between the strokes of a framed heading, or an empty string."""
    if text[:1].isalnum() or text[:1] != text[-1:]:
        return ""
    found = _FRAMED.match(text)
    return found[2] if found else ""


def unmarked(text: str) -> str:
    """Give the words of a marked heading without its mark, or an empty string where all stays.

    An emoji or a sort in brackets is a part of what the heading says.
    """
    if text[:1] in _BULLETS:
        return text[1:].strip()
    return unframed(text)


def unsigned(text: str) -> str:
    """Give a line without the emoji and signs behind its last word or stop."""
    if text.isascii():
        return text
    end = len(text)
    while end and (text[end - 1].isspace() or unicodedata.category(text[end - 1]) in _SIGNLIKE):
        end -= 1
    return text[:end]


def mark_of(block: Paragraph, text: str) -> Mark:
    """Name what marks a line: the plainest answer is “plain”."""
    inlines = block.inlines
    # Nearly every line is one run of text, set in no way.
    if len(inlines) != 1 or type(inlines[0]) is not Text:
        if _all(inlines, Strong):
            return "bold"
        if _all(inlines, Emphasis):
            return "italic"
    if unframed(text):
        return "framed"
    if "\u20e3" in text and _KEYCAP.match(text):
        return "count"
    first = text[0]
    if first in _SIGNS or (first > "\u2000" and unicodedata.category(first) == "So"):
        return "sign"
    return "capitals" if is_capitals(text) else "plain"


def is_capitals(text: str) -> bool:
    """Tell whether a line is all capitals, and has four or more: “DATES”, not “TSV”, “日程”."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 4


def _all(inlines: tuple[Inline, ...], form: type[Strong | Emphasis]) -> bool:
    """Tell whether every word stands in one form, across the ends of lines."""
    found = False
    for inline in inlines:
        if isinstance(inline, form):
            found = True
        elif not isinstance(inline, Break) and not (
            isinstance(inline, Text) and not inline.text.strip(" .:")
        ):
            return False
    return found


def ends_sentence(block: Paragraph) -> bool:
    """Tell whether a paragraph ends as a sentence does."""
    return text_of(block).endswith(SENTENCE_ENDS)


def width(text: str) -> int:
    """Measure a text: a Chinese character says as much as two letters and more."""
    return len(text) + len(_WIDE.findall(text))
