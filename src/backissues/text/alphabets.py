"""The letters of all scripts in the order of the root collation, tailored to a language.

Comes in: a language. Goes out: its `Alphabet`: where each letter is filed, what weighs on it, which
letters are written with several signs. Reads `root_order.txt`, which holds the order of Unicode's
CLDR. Must not know: labels, how keys are made.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path

from backissues.patterns import late
from backissues.text.tailorings import BACKWARDS, DOTLESS, tailoring

_ROOT_ORDER = Path(__file__).with_name("root_order.txt")

# Places are strings: the space and the figures stand for themselves; the letters of a language's
# own script go before all others; a letter is its number in the order, and what the order does not
# name, its code: ideographs in common use before rare ones, then the rest.
_OWN_SCRIPT, _FIRST_PLACE = chr(0x100), 0x101
_IDEOGRAPHS, _OTHERS = chr(0xF7000), chr(0xF8000)
# No place has it: a letter whose place begins with that of n and this follows all words in n.
_AFTER = chr(0x10FFFF)
# A letter that is written with several signs is given one, of a plane for private use.
_FIRST_SIGN = 0xF0000
# A letter and its marks, in alphabets that have letters of that form: é, й, أ.
_MARKED = late("(.)([\u0300-\u036f\u0653-\u0655]+)")
# Ideographs in common use: 漢, 〇; not 㐀.
_IDEOGRAPH = late("[\u3007\u3021-\u3029\u4e00-\u9fff\ufa0e-\ufa29]")


class Alphabet:
    """The letters of a language; `places` and `weights` serve `str.translate`."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        root = _root()
        self.backwards = BACKWARDS in rules
        self.dotless = DOTLESS in rules
        self.places = Places(root, frozenset(rule[1:] for rule in rules if rule.startswith("@")))
        self.weights = Weights(root.marks)
        # What stands for a letter: the sign of its own, or the letters that it is filed as.
        self._stands_for: dict[str, str] = {}
        self._heads = dict(root.alike)
        self._signs = map(chr, count(_FIRST_SIGN))
        for letter, (script, number) in root.joined.items():
            self.places[ord(self._sign(letter))] = self.places.place(script, number)
        self._stands_for.update(root.spelled)
        self._tailor(rules)
        self._single, self._several = _parted(self._stands_for)

    def fold(self, words: str) -> str:
        """Let one sign stand for each letter that is written with several."""
        if not words.isascii():
            words = _MARKED.sub(self._with_marks, words).translate(self._single)
        return self._several.sub(lambda found: self._stands_for[found[0]], words)

    def head(self, sign: str) -> str:
        """Return the letter under which a sign stands in an index: ü for Hungarian ű."""
        return self._heads.get(sign, sign)

    def _with_marks(self, found: re.Match[str]) -> str:
        """Give a letter with marks as the language's own letter and the marks that are left."""
        letter, marks = found[1], found[2]
        for mark in found[2]:
            if letter + mark in self._stands_for:
                letter = self._stands_for[letter + mark]
                marks = marks.replace(mark, "", 1)
        return letter + marks

    def _sign(self, letter: str) -> str:
        """Return the sign that stands for a letter, a new one if it is written with several."""
        spelling = plain(letter)
        if spelling != letter:
            spelling = _MARKED.sub(self._with_marks, spelling)
        if len(spelling) == 1:
            self._stands_for.pop(spelling, None)
            return spelling
        sign = self._stands_for.get(spelling, "")
        if len(sign) != 1:
            sign = self._stands_for[spelling] = next(self._signs)
            self._heads[sign] = unicodedata.normalize("NFC", letter)
        return sign

    def _tailor(self, rules: tuple[str, ...]) -> None:
        """Apply the rules of a language: single letters before the digraphs that hold them."""
        chains = [re.split("(<<?)", rule) for rule in rules if "<" in rule]
        for chain in chains:
            for letter in chain[::2]:
                if len(letter) == 1:
                    self._sign(letter)
        for anchor, *rest in chains:
            self._put_after(anchor, zip(rest[::2], rest[1::2], strict=True))
        for rule in rules:
            letter, _, others = rule.partition("=")
            if others:
                self._single, self._several = _parted(self._stands_for)
                self._stands_for[plain(letter)] = self.fold(plain(others))

    def _put_after(self, anchor: str, letters: Iterator[tuple[str, str]]) -> None:
        """File letters after all words in another, or with the one before them."""
        head = self._sign(anchor)
        start = place = self.places[ord(head)]
        for number, (arrow, letter) in enumerate(letters, _FIRST_PLACE):
            sign = self._sign(letter)
            if arrow == "<":
                head, place = sign, start + _AFTER + chr(number)
            else:
                self.weights[ord(sign)] = " " + chr(number)
                self._heads[sign] = self.head(head)
            self.places[ord(sign)] = place


class Places(dict[int, str]):
    """Where signs are filed, looked up when they are first met."""

    def __init__(self, root: _Root, own_scripts: frozenset[str]) -> None:
        super().__init__({ord(char): char for char in " 0123456789"})
        self._root = root
        self._own = own_scripts

    def __missing__(self, code: int) -> str:
        self[code] = place = self._find(chr(code))
        return place

    def place(self, script: str, number: int) -> str:
        """Return the place of a letter, given its number in the order."""
        return (_OWN_SCRIPT if script in self._own else "") + chr(number)

    def _find(self, char: str) -> str:
        found = self._root.find(ord(char))
        if found:
            return self.place(*found)
        if unicodedata.category(char).startswith("M"):
            return ""
        if char > "\u3000" and _IDEOGRAPH.match(char):
            return (_OWN_SCRIPT if "Hani" in self._own else _IDEOGRAPHS) + char
        return _OTHERS + char


class Weights(dict[int, str]):
    """What marks weigh: any more than a letter without one."""

    def __missing__(self, code: int) -> str:
        self[code] = " "
        return " "


class _Root:
    """The order that all languages start from, as its file has it."""

    def __init__(self) -> None:
        self.marks: dict[int, str] = {}
        self.spelled: dict[str, str] = {}  # ß as ss
        self.joined: dict[str, tuple[str, int]] = {}  # letters of several signs: й
        self.alike: dict[str, str] = {}  # letters that are filed as another: ς as σ
        self._single: dict[int, tuple[str, int]] = {}
        self._runs: list[tuple[int, int, str, int]] = []  # first and last code, script, number
        number = _FIRST_PLACE
        for line in _ROOT_ORDER.read_text(encoding="utf-8").splitlines():
            name, *tokens = line.split(" ")
            if name == "marks":
                self._weigh(tokens)
            elif name == "spelled":
                self.spelled.update((letter, others) for letter, others in map(_letters, tokens))
            elif name != "#":
                number = self._file(tokens, name, number)
        self._runs.sort()

    def find(self, code: int) -> tuple[str, int] | None:
        """Return the script of a letter and its number in the order."""
        if code in self._single:
            return self._single[code]
        at = bisect_right(self._runs, (code, 0x110000)) - 1
        first, last, script, number = self._runs[at]
        return (script, number + code - first) if at >= 0 and code <= last else None

    def _file(self, tokens: list[str], script: str, number: int) -> int:
        """Put down the letters of a line, and return the next number."""
        for token in tokens:
            if token.isalnum():  # most letters are filed by themselves: 1D00; not 3C3=3C2, 438+306
                self._single[int(token, 16)] = script, number
                number += 1
            elif "-" in token:
                run = token.split("-")
                first, last = int(run[0], 16), int(run[1], 16)
                self._runs.append((first, last, script, number))
                number += last - first + 1
            else:
                self._file_alike(_letters(token), script, number)
                number += 1
        return number

    def _file_alike(self, letters: list[str], script: str, number: int) -> None:
        """Put down letters that are filed as one."""
        for letter in letters:
            if len(letter) == 1:
                self._single[ord(letter)] = script, number
                self.alike[letter] = letters[0]
            else:
                self.joined[letter] = script, number

    def _weigh(self, tokens: list[str]) -> None:
        for token in tokens:
            first, is_run, last = token.partition("-")
            run = range(int(first, 16), int(last, 16) + 1) if is_run else ()
            for alike in [[chr(code)] for code in run] or [_letters(token)]:
                weight = chr(_FIRST_PLACE + len(self.marks))
                self.marks.update((ord(mark), weight) for mark in alike)


def plain(text: str) -> str:
    """Return a text in lower case, its letters parted from their marks."""
    return unicodedata.normalize("NFKD", text).lower()


@lru_cache(maxsize=8)
def alphabet(language: str) -> Alphabet:
    """Return the alphabet of a language; of one that orders nothing otherwise, the root's."""
    return Alphabet(tailoring(language))


@lru_cache(maxsize=1)
def _root() -> _Root:
    return _Root()


def _letters(token: str) -> list[str]:
    """Return the letters that a token names, each as its signs."""
    return [
        "".join([chr(int(code, 16)) for code in one.split("+")])
        if "+" in one
        else chr(int(one, 16))
        for one in token.split("=")
    ]


def _parted(stands_for: dict[str, str]) -> tuple[dict[int, str], re.Pattern[str]]:
    """Part what stands for one sign, as a table, from what stands for several, as a pattern."""
    single = {ord(sign): other for sign, other in stands_for.items() if len(sign) == 1}
    # A letter with marks was found before, but for marks of scripts that only this pattern knows.
    several = (signs for signs in stands_for if len(signs) > 1 and not _MARKED.fullmatch(signs))
    longest_first = sorted(several, key=lambda signs: (-len(signs), signs))
    return single, re.compile("|".join(map(re.escape, longest_first)))
