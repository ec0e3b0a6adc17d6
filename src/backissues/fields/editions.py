"""Reads the number of an edition in one line: a sign and figures, an ordinal, words, 第N期.

Comes in: a text. Goes out: the number, the place of its words, how surely they mean an edition.
Must not know: where the text stands, what the series is called.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from backissues.fields.dates import dates
from backissues.fields.numerals import (
    CHINESE_FIGURES,
    chinese,
    roman,
    spelled_first,
    spelled_last,
)
from backissues.languages import everywhere, wording
from backissues.languages.tokens import is_western, tokens
from backissues.patterns import late

_LONGEST = 400
_NEAR, _GOES_ON, _ROOM = 40, 12, 24
_MOST_SPELLED = 6
# A noun for an edition has more letters than a sign: “issue”, not “no”.
_LEAST_NOUN = 4
# 第 1 期, 第一百零三期, 第142号, 제12호
_CJK = late(rf"[第제]\s?(\d{{1,5}}|[{CHINESE_FIGURES}]{{1,7}})\s?[期号號回辑輯集刊호회]")
_YEAR = late(r"(?:19|20)\d\d$")
_WIDE = late("[\uff03-\uff19]")
_SIGN = late("[#№第제＃]")
_DIGIT = late(r"\d")
_FIGURE = late(r"[\d#№第제＃]")
_WORD = late(r"[^\W\d_]+")
# Letters that stand for “number” in many languages: n° 1, No. 2, Nr. 3, nro. 4, núm. 5.
_LETTERS = frozenset({"n", "no", "nr", "nro", "núm", "num"})
# The letter “n” is a word of many a text, “il n’a …”: it counts with a ring or a stop behind it.
_N, _N_SIGN = frozenset({"n"}), late(r"[nN](?<![^\W_].)[\s.:°º#№]{1,5}(?<=[.°º])")
# No letter goes on before, and no decimal, clock or percent: 12, 2., 7e; not 3.1, 12 %, 10:30, B12.
_FIGURES = late(r"(?<![^\W_ºª])(?<!\d[.,:/])\d{1,5}(?!\d|[.,:]\d|\s?[%€$])")
# What stands before figures: a word, and marks behind it: “No. ”, “Issue #”, “n°”, “#”.
_SIGN_BEFORE = late(r"(?:(?<![^\W_])(?P<word>[^\W\d_ºª]{1,20}))?(?P<marks>[\s.:°º#№]{0,5})$")
# What makes figures an ordinal, and the word behind it: 16th issue, 34. Ausgabe, 3ª edição.
_ENDING = late(
    r"(?:ste|ère|ème|eme|st|nd|rd|th|de|er|re|[ao]\.|-?[оы]й|-?[йяе]|[.eèªº°ao])\s?"
    r"(?P<word>[^\W\d_]{4,20})(?!\w)"
)
_ROMAN = late(r"(?<!\w)[IVXLC]{1,7}(?!\w)")


class Edition(Struct, frozen=True):
    """A number with the place of its words; `volume` where only the volume is told."""

    number: str
    start: int
    end: int
    volume: bool = False


@cache
def _nouns() -> frozenset[str]:
    """Give the words for an edition; what is shorter is a sign."""
    return frozenset(
        word for word in everywhere("number_signs") if word.isalpha() and len(word) >= _LEAST_NOUN
    )


@cache
def _signs() -> frozenset[str]:
    """Give the words and letters that stand before a number without their stops and rings."""
    return frozenset(word.rstrip(".°º") for word in everywhere("number_signs")) | _LETTERS


@lru_cache(maxsize=256)
def editions(text: str) -> tuple[Edition, ...]:
    """Read the numbers of editions in a text, in its order; none that names another edition.

    Several rules ask for those of one line.
    """
    if len(text) > _LONGEST or not may_number(text):
        return ()
    text = plain_figures(text)
    found = [one for one in _all(text) if not _is_other(text, one)]
    return tuple(sorted(found, key=lambda one: (one.volume, one.start)))


def goes_on(text: str, one: Edition) -> bool:
    """Tell whether a line goes on behind its number as a sentence does, without a date.

    “Der Kran Nummer vier dreht sich wieder nach Osten” numbers a crane.
    """
    behind = text[one.end :].strip()
    if not behind[:1].isalpha() or len(behind) <= _GOES_ON or dates(behind, None):
        return False
    # “Boletín nº 7 de la Asociación …” goes on to say whose it is.
    return behind.partition(" ")[0].casefold() not in everywhere("into")


def plain_figures(text: str) -> str:
    """Write full-width figures and signs as plain ones; the text keeps its length."""
    if is_western(tokens(text)) or not _WIDE.search(text):
        return text
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def may_number(text: str) -> bool:
    """Tell at little cost whether a text could number an edition."""
    words = tokens(text)
    if "#" in text or (not is_western(words) and _SIGN.search(text)):
        return True
    known = _words().intersection(words)
    if not known or (known == _N and not _N_SIGN.search(text)):
        return False
    return names_edition(text) or _DIGIT.search(text) is not None


def holds_figures(text: str) -> bool:
    """Tell whether a text holds a figure or its sign: without, only a noun numbers an edition."""
    return _FIGURE.search(text) is not None


def names_edition(text: str) -> bool:
    """Tell whether a text holds a word for an edition."""
    return not _nouns().isdisjoint(tokens(text))


@cache
def _words() -> frozenset[str]:
    """Give all words that may stand beside a number, the nouns too."""
    return _signs() | everywhere("number_signs") | everywhere("volume_signs")


def _all(text: str) -> Iterator[Edition]:
    """Yield all that reads as the number of an edition."""
    for match in () if is_western(tokens(text)) else _CJK.finditer(text):
        figures = match[1]
        value = int(figures) if figures.isdigit() else chinese(figures)
        if value is not None:
            yield Edition(str(value), match.start(), match.end())
    for match in _FIGURES.finditer(text):
        yield from _signed(text, match, number=str(int(match[0])))
    for match in _ROMAN.finditer(text):
        # A lone C, L or I is a letter or a word.
        value = roman(match[0]) if match[0] not in {"I", "C", "L"} else None
        if value:
            yield from _signed(text, match, number=str(value))
    if names_edition(text):
        for match in _WORD.finditer(text):
            if match[0].casefold() in _nouns():
                yield from _spelled(text, match)


def _signed(text: str, figures: re.Match[str], *, number: str) -> Iterator[Edition]:
    """Read figures with what stands before them, or behind them: “No. 12”, “34. Ausgabe”."""
    before = _SIGN_BEFORE.search(text[max(0, figures.start() - _ROOM) : figures.start()])
    word = (before["word"] or "").casefold() if before else ""
    marks = before["marks"] if before else ""
    start = figures.start() - len(marks)
    if word in _signs() and (word != "n" or any(mark in marks for mark in ".°º")):
        # “Edition 2019” names a year, “#2019” a number.
        if "#" in marks or not _YEAR.match(figures[0]):
            yield Edition(number, start - len(word), figures.end())
    elif "#" in marks or "№" in marks:
        sign = min(place for place in (marks.find("#"), marks.find("№")) if place >= 0)
        yield Edition(number, start + sign, figures.end())
    elif word in everywhere("volume_signs"):
        yield Edition(number, start - len(word), figures.end(), volume=True)
    else:
        behind = _ENDING.match(text, figures.end(), figures.end() + _ROOM)
        if behind and behind["word"].casefold() in _nouns():
            yield Edition(number, figures.start(), behind.end())


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
    start = max(0, one.start - _NEAR)
    around = text[start : one.end + _NEAR // 2]
    found = wording("other_issue").search(around.casefold())
    if not found:
        return False
    # “The Next Draft #12” is a name; “Next issue: no. 12” is none.
    between = _WORD.findall(around[found.end() : one.end - start])
    return not around[found.start()].isupper() or any(
        word.casefold() in _nouns() for word in between
    )
