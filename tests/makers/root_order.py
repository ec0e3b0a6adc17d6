"""Writes the order of the letters, `src/backissues/text/root_order.txt`, from ICU's root collation.

Run by hand when Unicode grows: `python tests/makers/root_order.py > src/backissues/…`, with PyICU
installed; the build itself needs no ICU. Comes in: ICU. Goes out: the file's text.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

import icu

COLLATOR = icu.Collator.createInstance(icu.Locale("root"))
COMMON = 5  # the secondary weight of letters without a mark or a variant
MARKS = (6, 7, 8)  # ICU's names for the categories Mn, Me and Mc
# Scripts of thousands of signs that are filed by code point: Han, Hangul syllables (which fall
# apart into their letters), Tangut, Khitan, Nushu; and the surrogates, which are no signs.
BY_CODE = (
    *range(0x3400, 0x4DC0),
    *range(0x4E00, 0xA000),
    *range(0xAC00, 0xD7A4),
    *range(0xD800, 0xE000),
    *range(0xF900, 0xFB00),
    *range(0x17000, 0x18E00),
    *range(0x1B170, 0x1B300),
    *range(0x20000, 0x40000),
)
HEAD = """\
# The order of letters: CLDR's root collation, as ICU {icu} (Unicode {unicode}) has it.
# Written by tests/makers/root_order.py. Code points in hexadecimal; “a-b” is a run of letters, each
# after the other; “a=b” are filed as one; “a+b” is one letter, written with two signs. A line
# begins with its script. `marks` orders what stands on letters; in `spelled`, “a=b+c” files a as
# b and c.
# Derived from data files of Unicode, Inc., under the Unicode License v3
# (https://www.unicode.org/license.txt). Copyright © 1991-2025 Unicode, Inc.
"""


def elements(text: str) -> list[tuple[int, int]]:
    """Return the primary and secondary weight of each collation element of a text."""
    found: list[tuple[int, int]] = []
    for weight in COLLATOR.createCollationElementIterator(text):
        primary, secondary, third = weight >> 16 & 0xFFFF, weight >> 8 & 0xFF, weight & 0xFF
        if found and third & 0xC0 == 0xC0:  # the second half of a long weight
            first = found[-1]
            long = (first[0] << 16 | primary) if first[0] else 0
            found[-1] = (long, first[1] << 8 | secondary if not long else first[1])
        else:
            found.append((primary, secondary))
    return [(p << 16 if 0 < p < 0x10000 else p, s) for p, s in found if p or s]


def bare(text: str) -> str:
    """Return a text as `sort_key` sees it: decomposed, in lower case."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())


def runs(groups: list[list[str]]) -> list[str]:
    """Write letters in their order, neighbours by code point as runs."""
    tokens: list[str] = []
    last = -2
    for group in groups:
        signs = bare(group[0])
        if len(group) == len(signs) == 1 and ord(signs) == last + 1:
            tokens[-1] = f"{tokens[-1].partition('-')[0]}-{ord(signs):X}"
        else:
            tokens.append("=".join(map(_codes, group)))
        last = ord(signs) if len(group) == len(signs) == 1 else -2
    return tokens


def candidates() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the letters and marks that the file names, with their weights."""
    for code in sorted(set(range(0x110000)) - set(BY_CODE)):
        char = chr(code)
        if icu.Char.isalpha(code) or icu.Char.charType(code) in MARKS:
            weights = elements(char)
            if weights and (bare(char) == char or is_own(char, weights)):
                yield char, weights


def is_own(char: str, weights: list[tuple[int, int]]) -> bool:
    """Tell whether a letter that falls apart is filed otherwise than its parts: й, not é."""
    parts = bare(char)
    apart = [primary for part in parts for primary, _ in elements(part) if primary]
    is_small = char == char.lower() and unicodedata.normalize("NFD", char) == parts
    return is_small and [primary for primary, _ in weights if primary] != apart


def main() -> None:
    """Print the file."""
    letters: dict[int, list[str]] = defaultdict(list)
    marks: dict[tuple[int, ...], list[str]] = defaultdict(list)
    spelled: dict[str, list[tuple[int, int]]] = {}
    for char, weights in candidates():
        if not any(primary for primary, _ in weights):
            marks[tuple(second for _, second in weights)].append(char)
        elif len(weights) == 1 and weights[0][1] == COMMON:
            letters[weights[0][0]].append(char)
        else:
            spelled[char] = weights
    ordered = [sorted(group, key=_plainest) for _, group in sorted(letters.items())]
    by_weight = {weight: min(group, key=_plainest) for weight, group in letters.items()}
    by_mark = {weight: min(group, key=_plainest) for weight, group in marks.items()}
    print(HEAD.format(icu=icu.ICU_VERSION, unicode=icu.UNICODE_VERSION), end="")
    for name, groups in groupby(ordered, key=lambda group: _script(group[0])):
        _print(name, runs(list(groups)))
    _print("marks", runs([sorted(group, key=_plainest) for _, group in sorted(marks.items())]))
    tokens = []
    for char, weights in spelled.items():
        parts = [by_weight[p] if p else by_mark.get((s,), "") for p, s in weights]
        tokens.append(f"{_codes(char)}={_codes(''.join(parts))}")
    _print("spelled", tokens)


def _codes(text: str) -> str:
    return "+".join(f"{ord(char):X}" for char in bare(text))


def _plainest(letter: str) -> tuple[bool, int]:
    return icu.Char.charType(ord(letter)) in MARKS, ord(letter)


def _script(letter: str) -> str:
    return str(icu.Script.getScript(letter).getShortName())


def _print(name: str, tokens: list[str]) -> None:
    lines = textwrap.TextWrapper(99 - len(name), break_on_hyphens=False, break_long_words=False)
    for line in lines.wrap(" ".join(tokens)):
        print(name, line)


if __name__ == "__main__":
    main()
