"""Asks Babel how a language writes numbers, dates and lists, each thing once for many builds.

Comes in: the name of a locale (`fr_CA`), what is to be written. Goes out: the words.
Must not know: catalogues, pages. What Babel said is kept from one build to the next: to load it and
the data of one language takes 15 ms, and to ask it up to 60 µs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from backissues.outputs.kept import table
from backissues.text.edtf import bounds

if TYPE_CHECKING:
    from babel import Locale

# Customs that Babel's tables do not hold, by locale, else by language.
# The first day of a month is an ordinal: 1er mai, 1º maggio, in Brazil 1º de maio.
_FIRST_OF_MONTH = {"fr": "1er", "it": "1º", "pt": "1º", "pt_PT": "1", "pt_AO": "1", "pt_MZ": "1"}
# Numbers of four figures are not parted: 1234, but 12.345.
_FOUR_FIGURES_WHOLE = {"es", "pt_PT"}
# So many answers are kept: some 50 kB.
_MOST = 2_000
# The dates that are asked for, whose figures are all different: 9 mai 2033, 22 mai 2033.
_YEAR, _ONE_FIGURE, _TWO_FIGURES = 2033, 9, 22


def _answer(question: str, ask: Callable[[], Iterable[str]]) -> list[str]:
    """Return what Babel once answered to a question, or ask it."""
    known = table("babel")
    answer = known.get(question)
    if answer is None:
        answer = list(ask())
        if len(known) < _MOST and question.isascii():  # tags of languages may hold anything
            known[question] = answer
    return answer


@lru_cache(maxsize=32)
def _locale(name: str) -> Locale:
    from babel import Locale  # noqa: PLC0415 - see above

    return Locale.parse(name)


def nearest(language: str, primary: str) -> str:
    """Return the name of the locale of a language tag; without its region if nobody knows that."""

    def ask() -> Iterable[str]:
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see above

        try:
            return [str(Locale.parse(language, sep="-"))]
        except (ValueError, UnknownLocaleError):
            return [primary]

    return _answer(f"nearest {language} {primary}", ask)[0]


@lru_cache(maxsize=10_000)
def number(locale: str, number: float) -> str:
    """Write a number with a locale's own thousands and decimals."""
    if type(number) is int and 0 <= number < 1_000:
        return str(number)

    def ask() -> Iterable[str]:
        from babel.numbers import format_decimal  # noqa: PLC0415 - see above

        known = {locale.partition("_")[0], locale} & _FOUR_FIGURES_WHOLE
        parted = abs(number) >= 10_000 or not known
        yield format_decimal(number, locale=_locale(locale), group_separator=parted)

    return _answer(f"number {locale} {number!r}", ask)[0]


@lru_cache(maxsize=1_000)
def weight(locale: str, weight: float) -> str:
    """Write a weight with its sign."""

    def ask() -> Iterable[str]:
        from babel.numbers import format_decimal  # noqa: PLC0415 - see above

        yield format_decimal(weight, format="+0.###;-0.###", locale=_locale(locale))

    return _answer(f"weight {locale} {weight!r}", ask)[0]


@lru_cache(maxsize=1_000)
def joints(locale: str, items: int) -> tuple[str, ...]:
    """Return what stands after each of so many items of a list in words."""
    if items == 1:
        return ("",)

    def ask() -> Iterable[str]:
        from babel.lists import format_list  # noqa: PLC0415 - see above

        return format_list(["\0"] * items, locale=_locale(locale)).split("\0")[1:]

    return tuple(_answer(f"joints {locale} {items}", ask))


@lru_cache(maxsize=1_000)
def language_name(locale: str, language: str) -> str:
    """Return what a language is called, or its tag where nobody knows."""

    def ask() -> Iterable[str]:
        yield str(_locale(locale).languages.get(language.replace("-", "_"), language))

    return _answer(f"language {locale} {language}", ask)[0]


@lru_cache(maxsize=100)
def month(locale: str, number: int, *, short: bool) -> str:
    """Return the name of a month, as it stands alone; its short form, where it has one."""
    return _skeleton(locale, "MMM" if short else "MMMM", number)


@lru_cache(maxsize=10_000)
def day(locale: str, date: str) -> str:
    """Write as much of a date as is known: the year, its month, its day."""
    day, parts = bounds(date)[0], date.count("-") + 1
    if parts == 1:
        return str(day.year)
    if parts == 2:
        return _skeleton(locale, "yMMMM", day.month).replace(str(_YEAR), str(day.year))
    first = _FIRST_OF_MONTH.get(locale, _FIRST_OF_MONTH.get(locale.partition("_")[0], "1"))
    number = str(day.day) if day.day > 1 else first
    sample = _TWO_FIGURES if day.day > 9 else _ONE_FIGURE
    words = _long(locale, day.month, sample).replace(str(sample), number, 1)
    return words.replace(str(_YEAR), str(day.year))


def _skeleton(locale: str, skeleton: str, month: int) -> str:
    """Write a month as a skeleton of CLDR has it."""

    def ask() -> Iterable[str]:
        from babel.dates import format_skeleton  # noqa: PLC0415 - see above

        yield format_skeleton(skeleton, dt.date(_YEAR, month, 1), locale=_locale(locale))

    return _answer(f"skeleton {locale} {skeleton} {month}", ask)[0]


def _long(locale: str, month: int, day: int) -> str:
    """Write a day of a month in words."""

    def ask() -> Iterable[str]:
        from babel.dates import format_date  # noqa: PLC0415 - see above

        yield format_date(dt.date(_YEAR, month, day), format="long", locale=_locale(locale))

    return _answer(f"long {locale} {month} {day}", ask)[0]


@lru_cache(maxsize=1_000)
def territorial(language: str) -> str:
    """Return a language with a territory, as OpenGraph asks: fr_FR for fr, fr_CA for fr-CA.

    Where none is named it is the one that CLDR gives first; nothing where CLDR knows none.
    """
    own = language.replace("-", "_").split("_")
    named = [part for part in own[1:] if len(part) == 2]
    territory = (named or _answer(f"likely {own[0].lower()}", lambda: _likely(own[0])))[0]
    return f"{own[0].lower()}_{territory.upper()}" if territory else ""


def _likely(language: str) -> list[str]:
    """Return the territory that CLDR gives first to a language; empty where it knows none."""
    from babel.core import get_global  # noqa: PLC0415 - see above

    likely = str(get_global("likely_subtags").get(language.lower(), "")).split("_")
    return [*likely[2:], ""][:1]
