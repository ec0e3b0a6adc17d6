"""The words that rules look for: those of a language, and those of all, found in a text.

Comes in: names of lists, texts. Goes out: words, and where one of them stands.
Must not know: any rule that uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter

from backissues.languages.folding import bare as bare
from backissues.languages.folding import fold as fold
from backissues.languages.folding import folded
from backissues.languages.lexicon import Lexicon as Lexicon
from backissues.languages.lexicon import lexicons as lexicons
from backissues.languages.tokens import is_western, parted, tokens
from backissues.patterns import Eastern

# Kana, Chinese characters and Hangul.
CJK = Eastern("\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af")
# Scripts that part no words: kana, Chinese characters, Thai.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")


# Codes that mean a language which has its words under another: the two ways to write Norwegian.
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "bs": "hr", "sh": "hr"}


# Codes of three letters, as libraries write them, and names in English: headers have both.
_NAMED = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it",
    "por": "pt", "zho": "zh", "chi": "zh", "nld": "nl", "dut": "nl", "jpn": "ja", "kor": "ko",
    "rus": "ru", "pol": "pl", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "ces": "cs",
    "cat": "ca", "tur": "tr", "ara": "ar", "ukr": "uk", "ron": "ro", "hun": "hu", "ell": "el",
    "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "chinese": "zh", "dutch": "nl", "japanese": "ja", "korean": "ko", "russian": "ru",
    "polish": "pl", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi",
    "czech": "cs", "catalan": "ca", "turkish": "tr", "arabic": "ar", "ukrainian": "uk",
}  # fmt: skip


@cache
def _names() -> dict[str, str]:
    """Map what a language calls itself, and other names for it, to its code."""
    return _NAMED | {fold(lexicon.name): code for code, lexicon in lexicons().items()}


def code_named(name: str) -> str:
    """Give the code of a language by its name or a library's code, or an empty string."""
    return _names().get(fold(name), "")


def lexicon_of(code: str) -> Lexicon | None:
    """Give the words of a language by any of its codes, or None where nobody has written them."""
    return lexicons().get(_SAME.get(code, code))


def same_language(code: str, *others: str) -> bool:
    """Tell whether a code means the language of one of the others: `nb` is Norwegian, `no`."""
    return _SAME.get(code, code) in {_SAME.get(other, other) for other in others}


@cache
def everywhere(field: str) -> frozenset[str]:
    """Return the words of one list in all languages: chrome is often not in the text's own."""
    return frozenset().union(*map(attrgetter(field), lexicons().values()))


@cache
def phrases(field: str) -> dict[str, tuple[str, ...]]:
    """Give the phrases of one list in all languages, each with its words."""
    return parted(everywhere(field))


@cache
def spoken(*fields: str) -> frozenset[str]:
    """Give all words of the phrases of lists."""
    each = chain.from_iterable(phrases(field).values() for field in fields)
    return frozenset(chain.from_iterable(each))


def alternatives(*fields: str) -> str:
    """Give the words of lists as a pattern, longest first, each a whole word.

    Scripts without spaces have no end of a word to ask for.
    """
    return _pattern_of(word for field in fields for word in everywhere(field))


def _pattern_of(words: Iterable[str], *, before: str = "") -> str:
    """Give words as a pattern, longest first; `before` must stand before one with spaces."""
    in_order = sorted(set(words), key=_longest_first)
    spaced = [re.escape(word) for word in in_order if not _UNSPACED.search(word)]
    unspaced = [re.escape(word) for word in in_order if _UNSPACED.search(word)]
    parts = [rf"{before}(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
    return "|".join([*parts, *unspaced]) or "(?!)"


@lru_cache(maxsize=2048)
def _whole(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the pattern of a few words inside a text; texts hold the same ones again and again.

    Those of a whole list take ten milliseconds to compile, and a document meets dozens of lists.
    """
    return re.compile(_pattern_of(words, before=r"(?<!\w)"))


# Words are looked up by so many of their first letters.
_START = 2


def _firsts(parted: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]] | None:
    """Give the second words of phrases by their first; None where a phrase has no words.

    “Pour aller plus loin” opens fewer texts than “pour” does. The second of one that is a word
    alone, or of a script that parts none, is empty.
    """
    found: dict[str, set[str]] = {}
    for phrase, words in parted.items():
        if not words:
            return None
        alone = len(words) == 1 or (not phrase.isascii() and _UNSPACED.search(phrase))
        found.setdefault(words[0], set()).add("" if alone else words[1])
    return found


class Opening:
    """The words of a list, or of several, at a text's start."""

    def __init__(self, *fields: str) -> None:
        words = {phrase: own for field in fields for phrase, own in phrases(field).items()}
        starts: dict[str, list[str]] = {}
        for word in words:
            starts.setdefault(word[:_START], []).append(word)
        # A word of one letter opens a text whatever its second letter is.
        self._starts = {
            start: (*own, *(starts.get(start[:1], ()) if len(start) > 1 else ()))
            for start, own in starts.items()
        }
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._longest = 2 * max(map(len, words), default=0) + 2
        self._firsts = _firsts(words)

    def may_open(self, text: str) -> bool:
        """Tell at little cost whether a text, folded or not, could open with one of the words.

        Marks and emoji before the first word are passed over.
        """
        if self._firsts is None:
            return True
        words = tokens(text)
        seconds = self._firsts.get(words[0]) if words else ()
        if seconds is None:
            # A run of a script that parts no words may open with one of these and go on.
            return not is_western(words) and is_unspaced(words[0])
        return "" in seconds or (len(words) > 1 and words[1] in seconds)

    def match(self, folded: str) -> re.Match[str] | None:
        """Match a folded text that opens with one of the words, and not with a part of another."""
        # `startswith` with a tuple costs a twentieth of the pattern, and says no to nearly all.
        start = folded[:_START]
        starts = self._starts.get(start)
        if starts is None:
            start = folded[:1]
            starts = self._starts.get(start)
        if not starts or not folded.startswith(starts):
            return None
        pattern = self._patterns.get(start)
        if pattern is None:
            # A whole list takes ten milliseconds to compile; few letters are ever asked for.
            pattern = self._patterns[start] = re.compile(_pattern_of(starts))
        return pattern.match(folded)

    def opens(self, text: str) -> bool:
        """Tell whether a text opens with one of the words; only its beginning is folded."""
        return self.match(folded(text[: self._longest])) is not None


@cache
def opening(*fields: str) -> Opening:
    """Match a folded text that opens with a word of a list: `opening("greeting").match(…)`."""
    return Opening(*fields)


class Wording:
    """The words of a list, or of several, anywhere in a text."""

    def __init__(self, *fields: str) -> None:
        words = {phrase: own for field in fields for phrase, own in phrases(field).items()}
        # The words by their longest part, which fewest texts have.
        self._by_part: dict[str, list[str]] = {}
        for word, own in sorted(words.items()):
            self._by_part.setdefault(max(own, key=len), []).append(word)
        self._parts = frozenset(self._by_part)
        self._unspaced = any(_UNSPACED.search(word) for word in words)

    def search(self, folded: str) -> re.Match[str] | None:
        """Find the first of the words in a folded text."""
        return self.find(folded, folded)

    def find(self, text: str, folded: str = "") -> re.Match[str] | None:
        """Find the first of the words in a text that is not folded yet; the match is in the folded.

        The words of a text are read once for all rules; those of its folded copy would be again.
        """
        if not self.may_stand_in(text):
            return None
        return self._search(folded or fold(text), tokens(text))

    def _search(self, folded: str, words: tuple[str, ...]) -> re.Match[str] | None:
        """Find the first of the words in a folded text of some words."""
        # A pattern tries every place; whether a word stands anywhere is soon told. A script that
        # parts no words says nothing of their parts.
        unspaced = self._unspaced and not is_western(words) and is_unspaced(folded)
        parts = self._parts if unspaced else self._parts.intersection(words)
        standing = {word for part in parts for word in self._by_part[part] if word in folded}
        return _whole(tuple(sorted(standing))).search(folded) if standing else None

    def at_the_top(self, texts: Sequence[str], most: int) -> re.Match[str] | None:
        """Find the first of the words within so many characters of some texts, one after another.

        The words of each text are known to all rules; those of the texts together would be read.
        """
        for text in texts:
            if most <= 0:
                return None
            if self.may_stand_in(text) and (found := self._search(fold(text[:most]), tokens(text))):
                return found
            most -= len(text) + 1
        return None

    def stands_in(self, text: str) -> bool:
        """Tell whether one of the words stands in a text that is not folded yet."""
        return self.find(text) is not None

    def may_stand_in(self, text: str) -> bool:
        """Tell at little cost whether one of the words could stand in a text, folded or not."""
        # The pattern tries every place of a text; the text's words say at once that it need not.
        words = tokens(text)
        if not self._parts.isdisjoint(words):
            return True
        return self._unspaced and not is_western(words) and is_unspaced(text)


@cache
def wording(*fields: str) -> Wording:
    """Find a word of a list inside a folded text: `wording("greeting").search(…)`."""
    return Wording(*fields)


def holds(words: frozenset[str], text: str) -> bool:
    """Tell whether a text holds one of some words; scripts that part no words need no edges."""
    said = tokens(text)
    if not words.isdisjoint(said):
        return True
    if is_western(said) or not is_unspaced(text):
        return False
    return any(word in text for word in words)


def is_unspaced(text: str) -> bool:
    """Tell whether a text has letters of a script that parts no words."""
    return not text.isascii() and _holds_unspaced(text)


@lru_cache(maxsize=512)
def _holds_unspaced(text: str) -> bool:
    # Every list that has words of such scripts asks it of the same passages.
    return _UNSPACED.search(text) is not None


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
