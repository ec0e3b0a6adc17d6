"""Finds the one person whom a narrative quotes again and again.

Comes in: facts. Goes out: a name, how often it is quoted, and where first.
Must not know: kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from backissues.fields.facts import Facts, once
from backissues.languages import everywhere
from backissues.languages.tokens import tokens
from backissues.model import Span
from backissues.patterns import late

# What is longer is no paragraph that anyone wrote, but a capture without its line ends.
_LONGEST_PARAGRAPH = 20_000
# A quotation: « … », “…”, „…“, 「…」, and after a space '…' or "…" as typewriters have them.
# The mark that opens it comes first in all: a search for one of a few characters is fast.
_QUOTATION = late(
    r"[«“„「‘'\"](?:(?<=«)[^«»]{4,2000}»|(?<=[“„])[^“”„]{4,2000}[”“]|(?<=「)[^「」]{4,2000}」"
    r"|(?<=[‘'\"])(?<![^\s(].)(?=[^\s‘'\"])[^‘\"]{4,2000}?[.,!?…][’'\"](?=[\s.,;)]|$))",
    re.DOTALL,
)
# A text is built on one person's words where half of its passages hold some of them, and they are
# a quarter of it; the person's name stands in the first passages, and in others.
_MANY_QUOTING, _MUCH_QUOTED, _LEAST_NAMED, _TOP = 0.4, 0.25, 3, 5
_FULL = late(r"[^\W\d_a-z][\w'’-]+(?:\s[a-zà-ÿ]{2,3}){0,2}(?:\s[^\W\d_a-z][\w'’-]+){1,2}")
# What is shorter is a heading, a caption or a button.
_LEAST_PASSAGE = 60
_EDGES = " ,.;:!?…«»“”\"'’()[]*_"
# Small words that may stand between a verb of saying and the name: “told to Ada”, “nous rappelle”.
_BETWEEN = frozenset({"to", "à", "nous", "me", "us"})


@once
def spokesman(facts: Facts) -> tuple[str, int, Span | None]:
    """Find the one person quoted more often than all others together; none otherwise."""
    quoted: Counter[str] = Counter()
    place: dict[str, Span] = {}
    said = everywhere("said")
    for span, text in facts.texts:
        # Most paragraphs hold no verb of saying, and this costs them next to nothing.
        if said.isdisjoint(tokens(text)):
            continue
        for name in _quoted(text[:_LONGEST_PARAGRAPH]):
            quoted[name] += 1
            place.setdefault(name, span)
    if not quoted:
        return "", 0, None
    name, count = min(quoted.items(), key=lambda item: (-item[1], item[0]))
    others = sum(quoted.values()) - count
    return (name, count, place[name]) if count > others else ("", 0, None)


@once
def quoting(facts: Facts) -> tuple[float, float]:
    """Measure how many passages hold a quotation, and how much of the text is quoted."""
    passages = [text for _, text in facts.texts if len(text) > _LEAST_PASSAGE]
    holding = quoted = 0
    for text in passages:
        if _may_quote(text):
            inside = sum(len(match[0]) for match in _QUOTATION.finditer(text[:_LONGEST_PARAGRAPH]))
            holding += inside > 0
            quoted += inside
    return holding / max(1, len(passages)), quoted / max(1, sum(map(len, passages)))


def _may_quote(text: str) -> bool:
    """Tell at little cost whether a passage holds a mark that opens a quotation."""
    either = "«" in text or "“" in text or "„" in text
    return either or '"' in text or "「" in text or "‘" in text


@once
def portrayed(facts: Facts) -> str:
    """Name the one person whose words fill much of a text, though no verb of saying tells it."""
    holding, quoted = quoting(facts)
    if holding < _MANY_QUOTING or quoted < _MUCH_QUOTED:
        return ""
    texts = [text for _, text in facts.texts]
    best, most = "", 0
    for name in dict.fromkeys(m[0] for text in texts[:_TOP] for m in _FULL.finditer(text[:600])):
        words = name.split()
        count = sum(words[0] in text or words[-1] in text for text in texts)
        if count > most:
            best, most = name, count
    return best if most >= _LEAST_NAMED else ""


def _quoted(text: str) -> Iterator[str]:
    """Yield the names beside verbs of saying: “déclare Irène”, “Selon Irène,”, “Ada Hale said”."""
    for at in _spoken(text):
        # Three words on either side are all that is asked for.
        before, after = text[:at].rsplit(None, 3)[-3:], text[at:].split(None, 4)[:4]
        if name := _beside([*before, *after], len(before)):
            yield name


def _spoken(text: str) -> list[int]:
    """Give the places of verbs of saying, each a word by itself or with one mark behind it."""
    # “İ” alone grows when it is made small; it stands in no such verb.
    lower = text.replace("İ", "_").lower()
    places: set[int] = set()
    for verb in everywhere("said").intersection(tokens(text)):
        at = lower.find(verb)
        while at >= 0:
            behind = lower[at + len(verb) : at + len(verb) + 2]
            alone = not behind or behind[0].isspace() or behind[1:].isspace() or len(behind) == 1
            if alone and (not at or lower[at - 1].isspace()):
                places.add(at)
            at = lower.find(verb, at + 1)
    return sorted(places)


def _beside(words: Sequence[str], index: int) -> str:
    """Return the name after a verb, else the one before it."""
    start = index + 1
    if words[index][-1] not in ",.;:!?…" and start < len(words):
        start += words[start].casefold() in _BETWEEN
        if name := _name(words[start : start + 2]):
            return name
    end = index - (index > 0 and words[index - 1].casefold() in _BETWEEN)
    before = words[max(0, end - 2) : end]
    if not before or not _is_capital(before[-1]) or before[-1][-1] in ",.;:!?…»”":
        return ""
    return " ".join(
        word.strip(_EDGES) for word in before if _is_capital(word) or word is before[-1]
    )


def _name(words: Sequence[str]) -> str:
    """Take one or two capital words; a stop after the first ends the name."""
    if not words or not _is_capital(words[0]):
        return ""
    first = words[0].strip(_EDGES)
    whole = len(words) > 1 and words[0][-1].isalnum() and _is_capital(words[1])
    return f"{first} {words[1].strip(_EDGES)}" if whole else first


def _is_capital(word: str) -> bool:
    bare = word.strip(_EDGES)
    return len(bare) > 1 and bare[0].isupper()
