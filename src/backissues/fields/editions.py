"""Reads the number of an edition in one line: a sign and figures, an ordinal, words, 第N期.

Comes in: a text. Goes out: the number, the place of its words, how surely they mean an edition.
Must not know: where the text stands, what the series is called.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from backissues.fields.dates import dates
from backissues.fields.numerals import (
    CHINESE_FIGURES,
    chinese,
    roman,
    spelled_first,
    spelled_last,
)
from backissues.languages import everywhere, wording
from backissues.languages.tokens import tokens

_LONGEST = 400
_NEAR, _GOES_ON = 40, 12
_MOST_SPELLED = 6
# A noun for an edition has more letters than a sign: “issue”, not “no”.
_LEAST_NOUN = 4
# 第 1 期, 第一百零三期, 第142号, 제12호
_CJK = re.compile(rf"[第제]\s?(\d{{1,5}}|[{CHINESE_FIGURES}]{{1,7}})\s?[期号號回辑輯集刊호회]")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_WIDE = re.compile("[\uff03-\uff19]")
_SIGN = re.compile("[#№第제＃]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
# “issue 12”, “No. XII”; no word goes on before it, no decimal, percent or clock after it.
_FIGURES = r"(?P<figures>\d{1,5})(?![\w°%€$]|[.,:]\d|\s?[%€$])"


class Edition(NamedTuple):
    """A number with the place of its words; `volume` where only the volume is told."""

    number: str
    start: int
    end: int
    volume: bool = False


@cache
def _nouns() -> tuple[str, ...]:
    """Give the words for an edition, longest first; signs are others."""
    words = {word for word in everywhere("number_signs") if word.isalpha()}
    return tuple(
        sorted(
            (word for word in words if len(word) >= _LEAST_NOUN),
            key=lambda word: (-len(word), word),
        )
    )


def _names(words: Iterator[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


@cache
def _signed() -> re.Pattern[str]:
    """Match a sign or a noun, and figures: #16, n°1, No. 12, Ausgabe 34, Issue #7, numéro XII."""
    short = sorted(
        w for w in everywhere("number_signs") if w.isalpha() and 1 < len(w) < _LEAST_NOUN
    )
    marks = r"[#№]|(?<!\w)n(?:[°º]|[ro]\.?[°º]?|ro\.?|[uú]m\.?|\.[°ºo]?)"
    words = rf"(?<!\w)(?:{_names(_nouns())}|{_names(tuple(short))})\b[.:]?"
    return re.compile(
        rf"(?:{words}|{marks})\s?(?:[#№]|n[°º.])?\s?(?:{_FIGURES}|(?P<roman>[IVXLC]{{1,7}})(?!\w))",
        re.IGNORECASE,
    )


@cache
def _volume() -> re.Pattern[str]:
    """Match a volume: Vol. 24, Band 3."""
    return re.compile(
        rf"(?<!\w)(?:{_names(tuple(sorted(everywhere('volume_signs'))))})\b\.?\s?{_FIGURES}",
        re.IGNORECASE,
    )


@cache
def _ordinal() -> re.Pattern[str]:
    """Match an ordinal and a noun: 16th issue, 34. Ausgabe, 7e édition, 3ª edição, 12º numero."""
    endings = r"(?:\.|st|nd|rd|th|ste|de|e|er|re|ère|è|ème|eme|ª|º|°|[ao]\.?|-?[йяе]|-?[оы]й)"
    return re.compile(
        rf"(?<![\w.,:/])(?P<figures>\d{{1,4}}){endings}\s?(?:{_names(_nouns())})\b", re.IGNORECASE
    )


@cache
def _bare_noun() -> re.Pattern[str]:
    """Match a noun for an edition, whatever stands beside it."""
    return re.compile(rf"(?<!\w)(?:{_names(_nouns())})(?!\w)", re.IGNORECASE)


def editions(text: str) -> list[Edition]:
    """Read the numbers of editions in a text, in its order; none that names another edition."""
    if len(text) > _LONGEST or not may_number(text):
        return []
    text = plain_figures(text)
    found = [one for one in _all(text) if not _is_other(text, one)]
    return sorted(found, key=lambda one: (one.volume, one.start))


def goes_on(text: str, one: Edition) -> bool:
    """Tell whether a line goes on behind its number as a sentence does, without a date.

    “Der Kran Nummer vier dreht sich wieder nach Osten” numbers a crane.
    """
    behind = text[one.end :].strip()
    return behind[:1].isalpha() and len(behind) > _GOES_ON and not dates(behind, None)


def plain_figures(text: str) -> str:
    """Write full-width figures and signs as plain ones; the text keeps its length."""
    if text.isascii() or not _WIDE.search(text):
        return text
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def may_number(text: str) -> bool:
    """Tell at little cost whether a text could number an edition."""
    if _SIGN.search(text):
        return True
    words = tokens(text)
    if not _noun_words().isdisjoint(words):
        return True
    return not _short_words().isdisjoint(words) and _DIGIT.search(text) is not None


@cache
def _short_words() -> frozenset[str]:
    """Give the short words and letters that stand for “number”."""
    short = {word.rstrip(".°º") for word in everywhere("number_signs") if len(word) < _LEAST_NOUN}
    return frozenset(short | everywhere("volume_signs") | {"n", "no", "nr", "nro", "núm", "num"})


@cache
def _noun_words() -> frozenset[str]:
    return frozenset(_nouns())


def _all(text: str) -> Iterator[Edition]:
    """Yield all that reads as the number of an edition, the surest form first."""
    for match in _CJK.finditer(text):
        figures = match[1]
        value = int(figures) if figures.isdigit() else chinese(figures)
        if value is not None:
            yield Edition(str(value), match.start(), match.end())
    for match in _signed().finditer(text):
        if match["figures"] and not _is_year(match):
            yield Edition(str(int(match["figures"])), match.start(), match.end())
        elif match["roman"] and (value := _roman(match)):
            yield Edition(str(value), match.start(), match.end())
    for match in _ordinal().finditer(text):
        yield Edition(str(int(match["figures"])), match.start(), match.end())
    for match in _bare_noun().finditer(text):
        yield from _spelled(text, match)
    for match in _volume().finditer(text):
        yield Edition(str(int(match["figures"])), match.start(), match.end(), volume=True)


def _is_year(match: re.Match[str]) -> bool:
    """Tell whether the figures behind a word are a year: “Edition 2019”; “#2019” is a number."""
    return match[0][0] not in "#№" and bool(_YEAR.match(match["figures"]))


def _roman(match: re.Match[str]) -> int | None:
    """Read Roman figures in capitals; a lone C, L or I is a letter or a word."""
    figures = match["roman"]
    return None if figures in {"I", "C", "L"} or not figures.isupper() else roman(figures)


def _spelled(text: str, noun: re.Match[str]) -> Iterator[Edition]:
    """Read words beside a noun: “numéro trente-huit”, “vingt-septième livraison”."""
    after = list(_WORD.finditer(text, noun.end(), noun.end() + _NEAR))[:_MOST_SPELLED]
    before = list(_WORD.finditer(text, max(0, noun.start() - _NEAR), noun.start()))[-_MOST_SPELLED:]
    if before and _hangs(text[before[-1].end() : noun.start()]):
        spelled = spelled_last([word[0].casefold() for word in before])
        if spelled:
            yield Edition(str(spelled[0]), before[-spelled[1]].start(), noun.end())
            return
    if after and _hangs(text[noun.end() : after[0].start()]):
        spelled = spelled_first([word[0].casefold() for word in after])
        # “numéro un”, “number one” praise somebody more often than they count.
        if spelled and spelled[0] > 1:
            yield Edition(str(spelled[0]), noun.start(), after[spelled[1] - 1].end())


def _hangs(between: str) -> bool:
    """Tell whether only a space, or marks of stress, part two words."""
    return len(between) <= 4 and not between.strip(" *_\u00a0")


def _is_other(text: str, one: Edition) -> bool:
    """Tell whether the words around a number say that it is the next edition's, or the last's."""
    around = text[max(0, one.start - _NEAR) : one.end + _NEAR // 2]
    return wording("other_issue").search(around.casefold()) is not None
