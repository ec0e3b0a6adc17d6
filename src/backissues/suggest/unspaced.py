"""Finds terms that recur in scripts that part no words: Chinese characters, katakana.

Comes in: passages by document. Goes out: strings of characters, each with its mentions.
Must not know: any dictionary. A term is told from a piece of one by its neighbours: “工智能” stands
after 人 alone, “人工智能” after many. Longer strings are counted only where their parts recur, so
the cost grows with the text, eight passes at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from backissues.patterns import late

_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = late(f"[{_HAN}]{{2,}}")
# Japanese writes foreign names in katakana: a whole run is a word. Matches モデル; not ノ.
_KATAKANA = late("[\u30a1-\u30fa\u30fc]{3,}")
# The title of a work. Matches 《三体》, 『坊っちゃん』.
_WORK = late("[《『]([^《》『』\n]{2,30})[》』]")
_LONGEST = 8
# Once or twice is chance; so is a string that stands beside one or two characters only.
_OFTEN, _VARIED = 3, 3


class Mention(Struct, frozen=True):
    """A term where it stands: which passage, and whether marks or the script show it as one."""

    passage: int
    marked: bool


def terms(texts: Sequence[str], particles: frozenset[str]) -> dict[str, list[Mention]]:
    """Find the terms of all passages, each mention with the place of its passage."""
    found: dict[str, list[Mention]] = {}
    for passage, text in enumerate(texts):
        if text.isascii():
            continue
        for pattern in (_WORK, _KATAKANA):
            for one in pattern.finditer(text):
                form = one[one.lastindex or 0].strip()
                found.setdefault(form, []).append(Mention(passage, marked=True))
    for form, passages in _recurring(texts, particles).items():
        marked = form in found
        known = found.setdefault(form, [])
        known[:] = [Mention(passage, marked) for passage in passages]
    return found


def _recurring(texts: Sequence[str], particles: frozenset[str]) -> dict[str, list[int]]:
    """Count strings of two characters, then of three where both twos recur, and so on."""
    runs = [
        (passage, text, found.start(), found.end())
        for passage, text in enumerate(texts)
        if not text.isascii()
        for found in _RUN.finditer(text)
    ]
    kept: dict[str, list[int]] = {}
    frequent: set[str] | None = None
    for length in range(2, _LONGEST + 1):
        counts = Counter(
            text[place : place + length] for _, text, place in _places(runs, length, frequent)
        )
        frequent = {form for form, count in counts.items() if count >= _OFTEN}
        if not frequent:
            break
        whole = {
            form for form in frequent if form[0] not in particles and form[-1] not in particles
        }
        kept |= _varied(_places(runs, length, None), whole, length)
    return kept


def _places(
    runs: Iterable[tuple[int, str, int, int]], length: int, parts: set[str] | None
) -> Iterator[tuple[int, str, int]]:
    """Yield each place of a string of this length whose two halves, less a character, recur."""
    for passage, text, start, end in runs:
        for place in range(start, end - length + 1):
            if parts is None or (
                text[place : place + length - 1] in parts
                and text[place + 1 : place + length] in parts
            ):
                yield passage, text, place


def _varied(
    places: Iterable[tuple[int, str, int]], forms: set[str], length: int
) -> dict[str, list[int]]:
    """Keep the forms that stand beside many different characters, or at edges, on both sides."""
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    passages: dict[str, list[int]] = {}
    for passage, text, place in places:
        form = text[place : place + length]
        if form in forms:
            passages.setdefault(form, []).append(passage)
            for sides, at in ((before, place - 1), (after, place + length)):
                side = sides.setdefault(form, set())
                if len(side) < _VARIED:
                    side.add(_neighbour(text, at, passage))
    return {
        form: places
        for form, places in passages.items()
        if len(before[form]) >= _VARIED <= len(after[form])
    }


def _neighbour(text: str, at: int, passage: int) -> str:
    """Name a neighbour; an edge or a mark bounds a word, so each one counts as another."""
    if 0 <= at < len(text) and text[at].isalnum():
        return text[at]
    return f"{passage}:{at}"
