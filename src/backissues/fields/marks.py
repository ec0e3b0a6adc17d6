"""Reads a post's number in a line: “1/24”, “(3/7)”, “## Tweet 3: Data”, “4️⃣”, “⑤”, “6.” alone.

Comes in: the words of one line. Goes out: the marks that it may bear, each with place and form.
Must not know: kinds, other lines. A mark proves nothing by itself: `numbering` asks for a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backissues.languages import everywhere
from backissues.languages.tokens import is_western, tokens
from backissues.patterns import late

Place: TypeAlias = Literal["before", "after", "alone"]
Form: TypeAlias = Literal["slash", "label", "sign", "bracket", "stop", "item"]

# Full-width and mathematical digits and the full-width signs about them, one character for one.
_PLAIN: dict[int, str | int | None] = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **{0x1D7CE + index: str(index % 10) for index in range(50)},
    **str.maketrans("／（）［］｛｝【】．：", "/()[]{}[].:"),
}
_FANCY = late(f"[{re.escape(''.join(map(chr, _PLAIN)))}]")
# Digits in circles, and what stands for ten: each is one character.
_CIRCLED = {
    **{chr(0x2460 + index): index + 1 for index in range(20)},
    **{chr(0x2776 + index): index + 1 for index in range(10)},
    **{chr(0x2780 + index): index + 1 for index in range(10)},
    **{chr(0x278A + index): index + 1 for index in range(10)},
    "🔟": 10,
}
_CHINESE = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}

_OPENS, _CLOSES = r"[(\[{]?", r"[)\]}]?"
_TOTAL = r"(?P<total>\d{1,3}|[nNxX?∞](?!\w))"
_WORD = r"(?:(?P<word>[^\W\d_]{1,14})\s{0,2}[#№]?\s{0,2})?"
# “1/24 J’avais”, “(3/7) And”, “2/ Then”, “Tweet 4/9: So”, “1/n”; not “1/2-inch”, “24/7/365”.
_SLASH = late(
    rf"^[^\w(\[{{]{{0,4}}{_WORD}{_OPENS}(?P<number>\d{{1,3}})\s?/\s?{_TOTAL}?\s?{_CLOSES}[.:]?"
    r"(?![\d/,.-])(?:\s*(?=\S)|\s+)"
)
# “(4) Then”, “[4] Then”, and “4. Then” where a writer kept it from becoming a list: “4\. Then”.
_BRACKET = late(r"^[^\w(\[{]{0,3}[(\[](?P<number>\d{1,2})[)\]](?![(\d])\s*(?=\S)")
_STOP = late(r"^(?P<number>\d{1,2})\\?[.)]\s+(?=\S)")
# “1️⃣ Text”, “① Text”, “第3条 Text”, “三、Text”; the digits of a keycap are plain ones with signs.
_SIGN = late(
    rf"^\W{{0,3}}?(?:(?P<keys>(?:\d\ufe0f?\u20e3){{1,2}})|(?P<circled>[{''.join(_CIRCLED)}])"
    r"|第(?P<number>\d{1,3})[条條则則]|(?P<chinese>[一二三四五六七八九十])、)\ufe0f?[.:：、]?\s*"
)
# “… the end. 3/7”, “… (3/7)”, “…。(3/7) #tag”, “… 3/”; not “in 2019/20”.
_AFTER = late(
    rf"(?:(?<=[^\x00-\x7f])|(?<=\s)|(?=[(\[{{])){_OPENS}(?<!\d)(?P<number>\d{{1,3}})\s?/\s?{_TOTAL}?{_CLOSES}"
    r"[^\w#]{0,3}(?:\s#\w{1,40}){0,6}$"
)
# “{1/8}”, “1/8”, “Tweet 1/9 (amorce)”, “🧵 2/9”, “3.”, “(Tweet 8/8)”, “推文 1/7 — 开场”.
_ALONE = late(
    rf"^\W{{0,4}}{_WORD}(?P<number>\d{{1,3}})"
    rf"(?:\s?(?:/|\b(?:of|sur|de|von|di|van|av|из|z)\b)\s?{_TOTAL}?)?(?P<rest>.*)$",
    re.IGNORECASE,
)
# What follows a number in a label: a cue in brackets, behind a dash or a colon.
_CUE = late(r"^\W{0,3}[(\[:–—|-]")
_WEAK: tuple[tuple[re.Pattern[str], Form], ...] = ((_BRACKET, "bracket"), (_STOP, "stop"))
_NEAR_START, _NEAR_END = 40, 60
# A number on a line of its own inside a paragraph: “3/12”, not a sentence.
_LONGEST_IN_TEXT = 16
_LONGEST_LABEL = 100
_DIGIT = late(f"[\\d{''.join(_CIRCLED)}{''.join(_CHINESE)}]")
# In Western signs alone, a number comes first but for a word, or stands before a stroke at the end:
# “1/24 J’avais”, “Tweet 4: So”, “(3) And”, “… the end. 3/7”; not “On 4 May”, “… in 2019/20”.
_COUNTS_FIRST = late(r"\W{0,4}(?:[^\W\d_]{1,14}\s{0,2}[#№]?\s{0,2})?[(\[{]?\d")
# The first class is said by what it is not: it takes as long to compile as it names characters.
_COUNTS_LAST = late(r"[^\0-\x08\x0e-\x1b!-')-Z\\\]-z|-\x7f]\d{1,3}\s?/")


class Mark(Struct, frozen=True, kw_only=True):
    """A post's number as one line writes it. `word` is the label before it: “tweet”."""

    line: int
    number: int
    total: int | None
    words: str
    place: Place = "before"
    form: Form = "slash"
    word: str = ""


@cache
def post_words() -> frozenset[str]:
    """Return what platforms call a post: “tweet”, “tuit”, “推文”."""
    return everywhere("post_words")


def may_bear(text: str) -> bool:
    """Tell at little cost whether a line could bear a mark: a digit at its start or at its end."""
    if len(text) > _LONGEST_LABEL and "/" not in text and text[0] < "\u2000" and text[0].isalpha():
        # In a line that is no label of its own a mark is opened by a sign, or has a stroke.
        return False
    if is_western(tokens(text)):
        tail = text[-_NEAR_END:]
        return bool(_COUNTS_FIRST.match(text)) or ("/" in tail and bool(_COUNTS_LAST.search(tail)))
    return _DIGIT.search(text[:_NEAR_START] + text[-_NEAR_END:]) is not None


def read(line: int, text: str, *, alone: bool, heading: bool) -> Iterator[Mark]:
    """Yield the marks of a line, by place; `alone` says that it is all of its block."""
    # In a text of Western signs there is nothing to show otherwise.
    shown = text if is_western(tokens(text)) else _shown(text)
    if len(text) <= _LONGEST_LABEL:
        mark = _alone(line, text, shown, alone=alone, heading=heading)
        if mark:
            yield mark
            return
    if mark := _before(line, text, shown[:_NEAR_START]):
        yield mark
    tail = shown[-_NEAR_END:]
    if "/" in tail and (match := _AFTER.search(tail)):
        at = max(0, len(text) - _NEAR_END) + match.start()
        if at:
            yield replace(_mark(line, match, text[at:].strip()), place="after")


def _shown(text: str) -> str:
    """Give a text with plain digits and signs, as long as it was."""
    # To translate costs a look-up a character, and few texts have any of these.
    return text if text.isascii() or not _FANCY.search(text) else text.translate(_PLAIN)


def _alone(line: int, text: str, shown: str, *, alone: bool, heading: bool) -> Mark | None:
    """Read a line that holds a number, perhaps with a label, and nothing of the post."""
    match = _ALONE.match(shown)
    if not match:
        return None
    word, rest = (match["word"] or "").casefold(), match["rest"]
    labelled = word in post_words()
    bare = not any(map(str.isalnum, rest))
    form: Form = "stop"
    if labelled:
        # With a total, it is one on the first line of its post's paragraph as well.
        fits = (bare and bool(alone or match["total"])) or heading or bool(_CUE.match(rest))
        form = "label"
    elif match["total"] or "/" in shown[: match.start("rest")]:
        # “Hook 1/7” is a label too, as every post has it; “## 1/ Hook” is one by its form.
        fits, form = bare or (heading and not word), "slash"
    else:
        # “3.”, “(3)”, “#3”; a bare “3” may be a count of anything.
        fits = bare and not word and (heading or not shown.strip().isdigit())
    if not fits or not (alone or labelled or len(shown) < _LONGEST_IN_TEXT):
        return None
    return replace(_mark(line, match, text.strip()), place="alone", form=form)


def _before(line: int, text: str, head: str) -> Mark | None:
    """Read a number that opens a post's first line."""
    if "/" in head and (match := _SLASH.match(head)):
        return _mark(line, match, text[: match.end()].strip())
    if not head.isascii() and (match := _SIGN.match(head)):
        words = text[: match.end()].strip()
        # Chinese numbers stand before the parts of an essay as well.
        form: Form = "bracket" if match["chinese"] else "sign"
        return Mark(line=line, number=_value(match), total=None, words=words, form=form)
    # These begin with their figure, or with its bracket: nearly all other lines with a letter.
    for pattern, weak in () if head[:1].isalpha() else _WEAK:
        if match := pattern.match(head):
            return replace(_mark(line, match, text[: match.end()].strip()), form=weak)
    return None


def _value(match: re.Match[str]) -> int:
    """Give the value of a keycap, a circled digit or a Chinese number."""
    if match["keys"]:
        return int("".join(filter(str.isdecimal, match["keys"])))
    if match["circled"]:
        return _CIRCLED[match["circled"]]
    return int(match["number"]) if match["number"] else _CHINESE[match["chinese"]]


def _mark(line: int, match: re.Match[str], words: str) -> Mark:
    """Make a mark of what a pattern matched."""
    groups = match.groupdict()
    total = groups.get("total") or ""
    return Mark(
        line=line,
        number=int(match["number"]),
        total=int(total) if total.isdigit() else None,
        words=words,
        word=(groups.get("word") or "").casefold(),
    )
