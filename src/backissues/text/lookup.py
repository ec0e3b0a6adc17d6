"""Finds the names of a vocabulary in a text, by its words and in one pass.

Comes in: terms with their aliases (once), then texts. Goes out: which terms stand where.
Must not know: what a mention is worth, where the vocabulary or the text came from.
The cost hangs on the length of the text, not on the size of the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from backissues.languages.tokens import is_western, tokens
from backissues.model import Term
from backissues.patterns import Eastern, is_eastern, late

# Scripts that part no words: each of their letters counts as a word, so names are found inside.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_CJK = Eastern(CJK)
# One word. Matches “OpenAI”, “C++”, “C#”, “É” of two code points; of “l’IA” first “l”, then “IA”.
_SIGN = r"(?:(?:\+\+|[+#])(?!\w))?"
_WORD = late(rf"(\w+(?:[\u0300-\u036f]\w*)*{_SIGN})")
_EASTERN_WORD = late(rf"([^\W{CJK}]+(?:[\u0300-\u036f][^\W{CJK}]*)*{_SIGN}|[{CJK}])")
# The same for a text without those scripts and accents of their own.
_PLAIN_WORD = re.compile(rf"(\w+{_SIGN})")
# Letters that a plain split into words gives otherwise than `_key`, beside those of such scripts:
# accents of their own, ligatures, full-width, circled and mathematical letters, raised and
# lowered figures (CO₂), ß and ς.
_UNLIKE = late(
    "[ßΣςªº²³¹\u2070-\u209c\u0300-\u036f\ufb00-\ufb06\uff10-\uff5a\u24b6-\u24e9"
    "\U0001d400-\U0001d7ff]"
)
# Those of them that stand in a text of Western signs.
_WESTERN_UNLIKE = ("ß", "ª", "º", "²", "³", "¹")
# What may stand between the words of a name, whichever of them the vocabulary wrote.
_JOINTS = frozenset({"", " ", "-", "\u2010", "\u2011", "'", "’", "\u00a0", "\u202f", "\n"})


class Entry(Struct, frozen=True):
    """One written form of a term: its words, the gaps between them and how strictly they count."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    term: int
    exact: str
    capital: bool


class Lookup(Struct, frozen=True):
    """The vocabulary, ready to be found: by first word (its plurals too), and by squeezed name.

    A text in which none of `starts` stands, in lower case, holds no term.
    """

    terms: tuple[Term, ...]
    firsts: Mapping[str, tuple[Entry, ...]]
    squeezed: Mapping[str, int]
    starts: frozenset[str] = frozenset()


class Mention(Struct, frozen=True):
    """A term found in a text: its place in the vocabulary, and the words from `start` to `end`."""

    term: int
    start: int
    end: int


def make_lookup(terms: Iterable[Term]) -> Lookup:
    """Index the vocabulary by the first words of its labels and aliases, longest form first."""
    kept = tuple(terms)
    firsts: dict[str, dict[tuple[str, ...], Entry]] = {}
    squeezed: dict[str, int] = {}
    for place, term in enumerate(kept):
        for name in (term.label, *term.aliases):
            if squeeze(name):
                squeezed.setdefault(squeeze(name), place)
            for entry in _entries(name, place, proper=term.sort != "topic"):
                for first in _numbers(entry.words[0]):
                    firsts.setdefault(first, {}).setdefault(entry.words, entry)
    ordered = {
        first: tuple(sorted(entries.values(), key=lambda entry: -len(entry.words)))
        for first, entries in firsts.items()
    }
    starts = frozenset(start for first in ordered for start in tokens(first)[:1])
    return Lookup(terms=kept, firsts=ordered, squeezed=squeezed, starts=starts)


def _entries(name: str, place: int, *, proper: bool) -> Iterator[Entry]:
    """Yield the written forms of a name: as it is, run together, without accents on capitals."""
    pieces = _word_of(name).split(name)
    written, gaps = pieces[1::2], tuple(pieces[2:-1:2])
    if not written:
        return
    words = tuple(_key(word) for word in written)
    # “IA” is no “ia”. “Kick” and “Mistral” are words as well, so they need a capital; “ChatGPT”
    # and “deepmind” (its label is DeepMind) can be nothing else.
    alone = len(written) == 1
    exact = name.strip() if alone and len(name.strip()) <= 3 and name.strip().isupper() else ""
    capital = proper and alone and (written[0].istitle() or written[0].isupper())
    yield Entry(words, gaps, place, exact, capital)
    bare = tuple(_key(_bare_capital(word)) for word in written)
    if bare != words:
        yield Entry(bare, gaps, place, "", capital)
    joined = "".join(words)
    if not alone and len(joined) >= 6 and not _CJK.search(joined):
        yield Entry((joined,), (), place, "", capital=False)


def mentions(lookup: Lookup, text: str) -> list[Mention]:
    """Find the terms in a text, from left to right, the longest form of a name first."""
    if not lookup.firsts:
        return []
    return [mention for _, mention in mentions_in(lookup, [text])]


def mentions_in(lookup: Lookup, texts: Sequence[str]) -> Iterator[tuple[int, Mention]]:
    """Find the terms in several texts, each mention with the place of its text among them.

    Most of them hold no first word of a term, and cost no more than to be told so.
    """
    if not lookup.firsts:
        return
    for place, text in enumerate(texts):
        word = _word_of(text)
        if word is not _PLAIN_WORD:
            found = _standing(lookup, text, word.finditer(text), word)
        elif starts := lookup.starts.intersection(tokens(text)):
            found = _standing(lookup, text, _words_with(starts, text), _PLAIN_WORD)
        else:
            continue
        for mention in found:
            yield place, mention


def _standing(
    lookup: Lookup, text: str, words: Iterable[re.Match[str]], pattern: re.Pattern[str]
) -> list[Mention]:
    """Find the terms that begin at words; the pattern gives those that follow."""
    found: list[Mention] = []
    after = 0
    key = str.lower if pattern is _PLAIN_WORD else _key
    for word in words:
        forms = lookup.firsts.get(key(word[0]))
        if not forms or word.start() < after:
            continue
        # A form that fits ends its search: how far it looks ahead hangs on the longest form.
        longest = len(forms[0].words)
        standing = [word]
        if longest > 1:
            standing = list(islice(pattern.finditer(text, word.start()), longest))
        entry = next((entry for entry in forms if _fits(entry, standing, text)), None)
        if entry:
            after = standing[len(entry.words) - 1].end()
            found.append(Mention(entry.term, word.start(), after))
    return found


def _word_of(text: str) -> re.Pattern[str]:
    """Choose what finds the words of a text."""
    if not _is_unlike(text):
        return _PLAIN_WORD
    return _EASTERN_WORD if is_eastern(text) else _WORD


def _is_unlike(text: str) -> bool:
    """Tell whether a plain split into words would give others than `_key` compares."""
    if text.isascii():
        return False
    if is_western(tokens(text)):
        # Six looks cost less than a pattern.
        return any(map(text.__contains__, _WESTERN_UNLIKE))
    # “İ” alone grows when it is made small.
    return "İ" in text or bool(_UNLIKE.search(text) or _CJK.search(text))


def _words_with(starts: Iterable[str], text: str) -> list[re.Match[str]]:
    """Give the words of a text that hold one of `starts`, in their order.

    To part the whole text would cost ten times as much, and nearly none of its words is wanted.
    """
    lower = text.lower()
    places: set[int] = set()
    for start in starts:
        at = lower.find(start)
        while at >= 0:
            end = at + len(start)
            # Inside a longer word it begins no name.
            if not lower[end : end + 1].isalpha() and not (at and lower[at - 1].isalpha()):
                first = at
                while first and (lower[first - 1].isalnum() or lower[first - 1] == "_"):
                    first -= 1
                places.add(first)
            at = lower.find(start, end)
    return [word for place in sorted(places) if (word := _PLAIN_WORD.match(text, place))]


def _fits(entry: Entry, standing: Sequence[re.Match[str]], text: str) -> bool:
    """Say whether the words that stand at a place are this form of a name, plural endings apart."""
    word = standing[0][0]
    if entry.exact and word not in {entry.exact, entry.exact + "s"}:
        return False
    if entry.capital and word.islower():
        return False
    if len(entry.words) > len(standing):
        return False
    for offset, want in enumerate(entry.words[1:], start=1):
        gap = text[standing[offset - 1].end() : standing[offset].start()]
        if gap not in _JOINTS and gap != entry.gaps[offset - 1]:
            return False
        if _key(standing[offset][0]) not in _numbers(want):
            return False
    return True


def _numbers(word: str) -> tuple[str, ...]:
    """Give a word and its regular plurals: model, models; réseau, réseaux. Letters have none."""
    return (word, word + "s", word + "x") if len(word) > 1 else (word,)


def _key(word: str) -> str:
    """Give a word as it is compared: lower case, and plain letters for styled ones."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word).casefold()


def _bare_capital(word: str) -> str:
    """Drop the accent of a first capital, as French typists do: “Etats-Unis”, “Elysée”."""
    return unicodedata.normalize("NFD", word[0])[0] + word[1:]


def squeeze(name: str) -> str:
    """Give a name as a hashtag writes it: no gaps, case or accents; C++ and C# are not C."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in bare if char.isalnum() or char in "+#")


def canonical(lookup: Lookup, name: str) -> str:
    """Give the vocabulary's label for a name that somebody wrote, or the name itself."""
    name = name.strip().lstrip("#＃").strip()
    term = lookup.squeezed.get(squeeze(name)) if lookup.squeezed else None
    return name if term is None else lookup.terms[term].label
