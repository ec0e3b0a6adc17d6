"""Finds the articles that are akin to each other, and says what they share.

Comes in: the cards of all articles, in reading order. Goes out: for each id, a few relations.
Must not know: bodies, pages, words of any language.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from backissues.model import Card, Relation
from backissues.text.edtf import bounds

# More than a glance takes in is no recommendation.
_MOST = 4
# Under a term, an article meets so many before it and after it in reading order, so a tag of
# thousands proposes those of its time, and a rare one all.
_REACH = 4
# So many of its terms, the rarest ones, propose an article's kin: a capture may have fifty tags.
_PROPOSING = 5
# So many of those that seem to share most are looked at closely.
_SHORTLIST = 8
# Farther apart than any two dates: what an undated article is from all others.
_NO_DAY = 10_000_000

# One name may be a tag, an author and a series: the letter before it says what it is here.
_TAG, _AUTHOR, _SERIES = "tag:", "author:", "series:"


class _Index(NamedTuple):
    """The terms of each article, by its place; places by term; what it weighs to share one."""

    terms: Sequence[frozenset[str]]
    places: Mapping[str, Sequence[int]]
    weights: Mapping[str, int]


def relate(cards: Sequence[Card]) -> dict[str, tuple[Relation, ...]]:
    """Map each id to the articles that share most with it, the rarest things counting most."""
    index = _index(cards)
    days = [bounds(card.published)[0].toordinal() if card.published else None for card in cards]
    found: dict[str, tuple[Relation, ...]] = {}
    for place, shortlist in enumerate(_shortlists(index)):
        ranked = sorted(
            (-_shared_weight(index, place, other), _apart(days, place, other), other)
            for other in shortlist
        )
        found[cards[place].id] = tuple(
            _relation(cards[other].id, index.terms[place] & index.terms[other])
            for _, _, other in ranked[:_MOST]
        )
    return found


def _index(cards: Sequence[Card]) -> _Index:
    terms = [frozenset(_terms(card)) for card in cards]
    places: dict[str, list[int]] = {}
    for place, own in enumerate(terms):
        for term in own:
            places.setdefault(term, []).append(place)
    # What half of an archive has tells nothing; in a very small one it is all that there is.
    most = max(len(cards) // 2, _REACH)
    weights = {
        term: _weight(term, len(held), len(cards)) if len(held) <= most else 0
        for term, held in places.items()
    }
    return _Index(terms, places, weights)


def _terms(card: Card) -> Iterator[str]:
    yield from (_TAG + tag for tag in card.tags)
    yield from (_AUTHOR + author for author in card.authors)
    if card.series:
        yield _SERIES + card.series


def _weight(term: str, count: int, total: int) -> int:
    """Weigh a term by how rare it is: in thousandths, for whole numbers are alike everywhere.

    Who wrote it and where it appeared say less of a text, even together, than what it is about.
    """
    weight = 1000 * math.log(total / count)
    return round(weight if term.startswith(_TAG) else weight / 3)


def _shortlists(index: _Index) -> Iterator[list[int]]:
    """Yield for each article the places of those that seem to share most with it."""
    passed = dict.fromkeys(index.places, 0)
    for place, own in enumerate(index.terms):
        for term in own:
            passed[term] += 1
        scores: dict[int, int] = {}
        for term in _proposing(own, index.weights):
            weight, at = index.weights[term], passed[term] - 1
            for other in index.places[term][max(at - _REACH, 0) : at + _REACH + 1]:
                scores[other] = scores.get(other, 0) + weight
        scores.pop(place, None)
        yield _best(scores, place)


def _proposing(own: frozenset[str], weights: Mapping[str, int]) -> list[str]:
    """Choose the terms by which an article finds its kin.

    A series is none: its page and the issues before and after are linked in any case.
    """
    telling = [(-weights[term], term) for term in own if weights[term]]
    telling.sort()
    return [term for _, term in telling if not term.startswith(_SERIES)][:_PROPOSING]


def _best(scores: Mapping[int, int], place: int) -> list[int]:
    """Return the places of most weight, of the same weight the nearest in reading order."""
    if len(scores) <= _SHORTLIST:
        return list(scores)
    least = sorted(scores.values())[-_SHORTLIST]
    best = [other for other, score in scores.items() if score >= least]
    if len(best) > _SHORTLIST:
        best.sort(key=lambda other: (-scores[other], abs(other - place)))
    return best[:_SHORTLIST]


def _shared_weight(index: _Index, one: int, other: int) -> int:
    # Whole numbers: their sum is the same in whatever order a set gives them.
    return sum(map(index.weights.__getitem__, index.terms[one] & index.terms[other]))


def _apart(days: Sequence[int | None], one: int, other: int) -> int:
    """Return how many days lie between two articles."""
    first, second = days[one], days[other]
    return _NO_DAY if first is None or second is None else abs(first - second)


def _relation(ident: str, shared: frozenset[str]) -> Relation:
    """Say what an article shares with another one."""
    sorts = [term.partition(":")[0] for term in shared]
    return Relation(
        id=ident,
        tags=sorts.count("tag"),
        authors=sorts.count("author"),
        series="series" in sorts,
    )
