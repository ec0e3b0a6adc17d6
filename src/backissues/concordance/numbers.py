"""Writes whole numbers as few plain characters, one after the other without anything between.

Comes in: numbers from 0. Goes out: strings that JSON and JavaScript take as they are, no space in
them; `static/js/index.js` reads them. Small numbers are short: under 46 one character, under 2116
two.
Must not know: what is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

# The printable characters but space, quote and backslash; the last of a number's digits is of the
# first half, those before it are of the second.
_SIGNS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
_BASE = len(_SIGNS) // 2
_KNOWN = 4096


def _digits(number: int) -> str:
    found = _SIGNS[number % _BASE]
    while number := number // _BASE:
        found = _SIGNS[_BASE + number % _BASE] + found
    return found


class _Short(dict[int, str]):
    """Small numbers as they are written, each worked out when it is first met."""

    def __missing__(self, number: int) -> str:
        found = self[number] = _digits(number)
        return found


_SHORT = _Short()


def number(value: int) -> str:
    """Write one number."""
    return _SHORT[value] if value < _KNOWN else _digits(value)


def rising(values: Iterable[int]) -> str:
    """Write numbers that rise, each as its step from the one before."""
    steps = [after - before for before, after in pairwise((0, *values))]
    return "".join([_SHORT[step] if step < _KNOWN else _digits(step) for step in steps])
