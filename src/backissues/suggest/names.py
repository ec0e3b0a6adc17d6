"""Finds what looks like a name in a text that parts its words: by capitals and where they stand.

Comes in: a passage, the little words of its language. Goes out: runs of words, each with the
strength of its evidence. Must not know: how often a name occurs elsewhere, which names are known.
A capital that opens a sentence says nothing; one inside “OpenAI” or “GPT” says all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from backissues.languages import Lexicon
from backissues.patterns import late
from backissues.text.lookup import CJK

# One word. Matches “GPT-4”, “Node.js”, “R&D”, “C++”; of “l’IA” first “l”, then “IA”.
_WORD = late(rf"[^\W_{CJK}]+(?:[.&-][^\W_{CJK}]+)*(?:\+\+)?")
# Between words of one name; whatever else stands before a word may open a sentence, or a quote.
_SPACES = frozenset({" ", "\u00a0", "\u202f"})
_INSIDE = _SPACES | {", ", "'", "’"}
_APOSTROPHES = frozenset({"'", "’"})
# Before a word: a hashtag, a handle, an address. They are counted elsewhere, or not at all.
_MARKED = frozenset("#＃@/")
# XIV and III, as kings and chapters have them. Matches IV; not AI.
_ROMAN = late("[IVX]+")
# A longer run of capitals is a headline.
_LONGEST_RUN = 6
# In a headline most words that are long enough have a capital.
# A sentence ends with a stop, and one in German may hold nouns and little else.
_STOPS = frozenset(".…。")
_LONG_WORD, _HEADLINE_WORDS, _HEADLINE = 4, 4, 0.6


class Name(Struct, frozen=True):
    """Words that may be a name; `sure` where its capital is not owed to its place."""

    form: str
    sure: bool


class Reading(Struct, frozen=True):
    """What a passage gave: its names, its plain words, its capitals among words inside sentences.

    `capitals` and `inside` tell a language that writes its nouns with capitals.
    """

    names: tuple[Name, ...]
    plain: tuple[str, ...]
    capitals: int
    inside: int


class _Word(Struct, frozen=True):
    text: str
    gap: str
    opens: bool


def read(text: str, lexicon: Lexicon) -> Reading:
    """Find the names of a passage, from left to right."""
    words = list(_words(text))
    plain = tuple(word.text for word in words if word.text.islower())
    inside = [
        word
        for word in words
        if not word.opens
        and len(word.text) >= _LONG_WORD
        and word.text.casefold() not in lexicon.stopwords
    ]
    capitals = sum(word.text.istitle() for word in inside)
    if _is_loud(words) or _is_headline(text, capitals, len(inside)):
        return Reading((), plain, 0, 0)
    names = tuple(
        name for run in _runs(words, lexicon) if (name := _name(run, lexicon)) is not None
    )
    return Reading(names, plain, capitals, len(inside))


def _is_loud(words: Sequence[_Word]) -> bool:
    """Tell whether most of some words are written in capitals alone."""
    loud = sum(word.text.isupper() and len(word.text) > 1 for word in words)
    return len(words) > 3 and 2 * loud > len(words)


def _is_headline(text: str, capitals: int, inside: int) -> bool:
    """Tell whether nearly every word has a capital in a line that is no sentence."""
    ended = text.rstrip()[-1:] in _STOPS
    return not ended and inside >= _HEADLINE_WORDS and capitals > _HEADLINE * inside


def _words(text: str) -> Iterator[_Word]:
    """Part a passage into words, each with the gap before it; marked ones are left out."""
    end = 0
    for found in _WORD.finditer(text):
        gap = text[end : found.start()]
        # A long gap is no gap of a name; its length must not cost anything.
        if gap[-1:] not in _MARKED and text[found.end() : found.end() + 1] not in {"@", "/"}:
            yield _Word(found[0], gap, not end or gap not in _INSIDE)
        end = found.end()


def _runs(words: list[_Word], lexicon: Lexicon) -> Iterator[list[_Word]]:
    """Yield runs of words with capitals, little words of names between them allowed."""
    run: list[_Word] = []
    pending: list[_Word] = []
    for word in words:
        joined = bool(run) and _joins(word, (pending or run)[-1])
        if not any(char.isupper() for char in word.text):
            if (
                joined
                and len(pending) < 2
                and _is_particle(word.text, lexicon, after=bool(pending))
            ):
                pending.append(word)
            else:
                yield from [run] if run else []
                run, pending = [], []
            continue
        if joined:
            run += [*pending, word]
        else:
            yield from [run] if run else []
            run = [word]
        pending = []
    if run:
        yield run


def _is_particle(word: str, lexicon: Lexicon, *, after: bool) -> bool:
    """Tell a little word inside a name: “von”, and after it “der”, which is any article as well."""
    return word in lexicon.particles or (after and word in lexicon.stopwords)


def _joins(word: _Word, before: _Word) -> bool:
    """Tell whether a word goes on with the run before it: “Sam Altman”, “d’Arcy”, “O’Reilly”."""
    elided = len(before.text) == 1
    return word.gap in _SPACES or (word.gap in _APOSTROPHES and elided)


def _name(run: list[_Word], lexicon: Lexicon) -> Name | None:
    """Make a name of a run, without the little word that opens its sentence."""
    opens = run[0].opens
    if opens and _is_little(run[0].text, lexicon):
        run, opens = run[1:], False
    elif run and run[0].gap not in _SPACES and len(run[0].text) == 1 and len(run) > 1:
        run = run[1:] if opens else run
    if not 0 < len(run) <= _LONGEST_RUN:
        return None
    if len(run) == 1 and not _may_stand_alone(run[0].text, lexicon):
        return None
    form = run[0].text + "".join(word.gap + word.text for word in run[1:])
    return Name(" ".join(form.split()), not opens or is_unmistakable(run[0].text))


def _is_little(word: str, lexicon: Lexicon) -> bool:
    return len(word) == 1 or (word.istitle() and word.casefold() in lexicon.stopwords)


def _may_stand_alone(word: str, lexicon: Lexicon) -> bool:
    """Refuse letters, figures of kings, months, weekdays, titles and little words."""
    small = word.casefold()
    return (
        len(word) > 1
        and not _ROMAN.fullmatch(word)
        and small not in lexicon.stopwords
        and small not in lexicon.months
        and small not in lexicon.titles
        and small not in lexicon.weekdays
    )


def is_unmistakable(form: str) -> bool:
    """Tell whether a form has a capital beyond the first letter of a word: OpenAI, GPT, iPhone."""
    return any(
        char.isupper() and form[place - 1].isalnum() for place, char in enumerate(form) if place
    )
