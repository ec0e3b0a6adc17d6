"""Reads numbers that are not written in Arabic figures: words, Chinese characters, Roman figures.

Comes in: words of a text. Goes out: their value, or none.
Must not know: what is counted. The words of each language are data; what can be read of them is
what a series can reach: up to 999.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from backissues.languages import lexicons
from backissues.patterns import late

# What the places of a language's list stand for: 1 to 20, the tens, a hundred.
_VALUES = (*range(1, 21), *range(30, 100, 10), 100)
_JOINT = 0
_MOST_PIECES = 8
_MOST_WORDS = 6

_CHINESE = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE_FIGURES = "".join([*_CHINESE, *_CHINESE_UNITS])
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500}
# XII, XLIV, CXIX; not IIX, MIX, CIVIL
_ROMAN_FORM = late(r"(?:C{1,3}|CD|DC{0,3})?(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def roman(text: str) -> int | None:
    """Give the value of Roman figures in capitals."""
    if not text or not _ROMAN_FORM.fullmatch(text):
        return None
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def chinese(text: str) -> int | None:
    """Give the value of Chinese figures: 一百零三 is 103, 二〇 is 20, 十二 is 12."""
    if not any(char in _CHINESE_UNITS for char in text):
        digits = [_CHINESE.get(char) for char in text]
        known = [digit for digit in digits if digit is not None]
        return int("".join(map(str, known))) if known and len(known) == len(digits) else None
    total, digit = 0, 0
    for char in text:
        if char in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[char]
            digit = 0
        elif char in _CHINESE:
            digit = _CHINESE[char]
        else:
            return None
    return total + digit


def spelled_first(words: Sequence[str]) -> tuple[int, int] | None:
    """Give the number that some lower-case words begin with, and how many of them spell it."""
    sizes = range(min(len(words), _MOST_WORDS), 0, -1)
    return _longest([tuple(words[:size]) for size in sizes])


def spelled_last(words: Sequence[str]) -> tuple[int, int] | None:
    """Give the number that some lower-case words end with, and how many of them spell it."""
    sizes = range(min(len(words), _MOST_WORDS), 0, -1)
    return _longest([tuple(words[-size:]) for size in sizes])


def _longest(runs: Sequence[tuple[str, ...]]) -> tuple[int, int] | None:
    """Give the value and the length of the first run of words that is a number in a language."""
    for run in runs:
        for code in lexicons():
            value = _value(code, run)
            if value is not None:
                return value, len(run)
    return None


@cache
def _words(code: str) -> Mapping[str, int]:
    """Map every numeral of a language, and the joints between them, to its value."""
    lexicon = lexicons()[code]
    known = dict.fromkeys(lexicon.numeral_joints, _JOINT)
    for value, names in zip(_VALUES, lexicon.numerals, strict=False):
        known |= dict.fromkeys(names.split(), value)
    return known


@lru_cache(maxsize=256)
def _value(code: str, run: tuple[str, ...]) -> int | None:
    """Add up the words of one language, or none where one of them is no numeral."""
    known = _words(code)
    pieces: list[int] = []
    for word in run:
        parted = _pieces(word, known)
        if parted is None:
            return None
        pieces += parted
    # A number neither begins with a joint nor is one.
    return _sum(pieces) if pieces and pieces[0] != _JOINT else None


def _pieces(word: str, known: Mapping[str, int], depth: int = 0) -> list[int] | None:
    """Part a word into numerals and joints: “dreiundzwanzigste” is 3, und, 20, ste."""
    if not word:
        return []
    if depth > _MOST_PIECES:
        return None
    for size in range(len(word), 0, -1):
        if (value := known.get(word[:size])) is not None:
            rest = _pieces(word[size:], known, depth + 1)
            if rest is not None:
                return [value, *rest]
    return None


def _sum(pieces: Sequence[int]) -> int | None:
    """Add descending numbers; a joint adds others, and a small one multiplies what follows it."""
    total, joined = 0, True
    for value in pieces:
        if value == _JOINT:
            joined = True
        elif joined or value < _step(total):
            total += value
            joined = False
        elif (total, value) == (4, 20) or (total < 10 and value == 100):
            # “quatre-vingts”, “zweihundert”
            total *= value
        else:
            return None
    return total or None


def _step(total: int) -> int:
    """Give what may still be added to a number without a joint: to 20 a digit, to 60 a teen."""
    if total % 100 == 0:
        return 100 if total else 1000
    return 20 if total % 100 in {60, 80} else 10 if total % 10 == 0 else 0
