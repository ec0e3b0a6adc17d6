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


class _Held(NamedTuple):
    """What one article has that others may have, too."""

    tags: frozenset[str]
    authors: frozenset[str]
    series: str | None


class _Index(NamedTuple):
    """The telling terms of all articles, by number, from the rarest to the commonest.

    For each article its own and those by which it finds its kin; for each term its places and what
    it weighs to share it. Numbers are compared at a fraction of the cost of words.
    """

    terms: Sequence[frozenset[int]]
    proposing: Sequence[Sequence[int]]
    places: Sequence[Sequence[int]]
    weights: Sequence[int]


def relate(cards: Sequence[Card]) -> dict[str, tuple[Relation, ...]]:
    """Map each id to the articles that share most with it, the rarest things counting most."""
    held = [_Held(frozenset(one.tags), frozenset(one.authors), one.series) for one in cards]
    index = _index(held)
    days = _days(cards)
    found: dict[str, tuple[Relation, ...]] = {}
    for place, shortlist in enumerate(_shortlists(index)):
        best = _ranked(index, days, place, shortlist)
        found[cards[place].id] = tuple(
            [_relation(cards[other].id, held[place], held[other]) for other in best]
        )
    return found


def _days(cards: Sequence[Card]) -> list[int | None]:
    """Give the first day that the date of each article can mean; many share one date."""
    numbers = {
        written: bounds(written)[0].toordinal()
        for written in {card.published for card in cards}
        if written
    }
    return [numbers[card.published] if card.published else None for card in cards]


def _index(held: Sequence[_Held]) -> _Index:
    own = [list(_terms(one)) for one in held]
    places: dict[str, list[int]] = {}
    for place, terms in enumerate(own):
        for term in terms:
            places.setdefault(term, []).append(place)
    # What half of an archive has tells nothing; in a very small one it is all that there is.
    most = max(len(held) // 2, _REACH)
    weights = {
        term: weight
        for term, those in places.items()
        if len(those) <= most and (weight := _weight(term, len(those), len(held)))
    }
    order = sorted(weights, key=lambda term: (-weights[term], term))
    numbers = {term: number for number, term in enumerate(order)}
    # A series proposes nobody: its page and the issues before and after are linked in any case.
    silent = {numbers[term] for term in order if term.startswith(_SERIES)}
    telling = [sorted([numbers[term] for term in terms if term in numbers]) for terms in own]
    return _Index(
        terms=[frozenset(terms) for terms in telling],
        proposing=[
            [term for term in terms if term not in silent][:_PROPOSING] for terms in telling
        ],
        places=[places[term] for term in order],
        weights=[weights[term] for term in order],
    )


def _terms(held: _Held) -> Iterator[str]:
    for tag in held.tags:
        yield _TAG + tag
    for author in held.authors:
        yield _AUTHOR + author
    if held.series:
        yield _SERIES + held.series


def _weight(term: str, count: int, total: int) -> int:
    """Weigh a term by how rare it is: in thousandths, for whole numbers are alike everywhere.

    Who wrote it and where it appeared say less of a text, even together, than what it is about.
    """
    weight = 1000 * math.log(total / count)
    return round(weight if term.startswith(_TAG) else weight / 3)


def _shortlists(index: _Index) -> Iterator[list[int]]:
    """Yield for each article the places of those that seem to share most with it."""
    places, weights = index.places, index.weights
    passed = [0] * len(places)
    for place, own in enumerate(index.terms):
        scores: dict[int, int] = {}
        for term in index.proposing[place]:
            weight, at = weights[term], passed[term]
            near = places[term][max(at - _REACH, 0) : at + _REACH + 1]
            if not scores:
                scores = dict.fromkeys(near, weight)
                continue
            for other in near:
                scores[other] = scores.get(other, 0) + weight
        for term in own:
            passed[term] += 1
        scores.pop(place, None)
        yield _best(scores, place)


def _best(scores: Mapping[int, int], place: int) -> list[int]:
    """Return the places of most weight, of the same weight the nearest in reading order."""
    if len(scores) <= _SHORTLIST:
        return list(scores)
    best = sorted(scores, key=scores.__getitem__, reverse=True)
    least = scores[best[_SHORTLIST - 1]]
    if scores[best[_SHORTLIST]] == least:
        # Several weigh as much as the last one.
        best = [other for other, score in scores.items() if score >= least]
        best.sort(key=lambda other: (-scores[other], abs(other - place)))
    return best[:_SHORTLIST]


def _ranked(
    index: _Index, days: Sequence[int | None], place: int, shortlist: Sequence[int]
) -> list[int]:
    """Choose from a shortlist: those that share most, of them the nearest in time."""
    own, day, weigh = index.terms[place], days[place], index.weights.__getitem__
    ranked: list[tuple[int, int, int]] = []
    for other in shortlist:
        then = days[other]
        apart = _NO_DAY if day is None or then is None else abs(day - then)
        # Whole numbers: their sum is the same in whatever order a set gives them.
        ranked.append((-sum(map(weigh, own & index.terms[other])), apart, other))
    ranked.sort()
    return [other for _, _, other in ranked[:_MOST]]


def _relation(ident: str, one: _Held, other: _Held) -> Relation:
    """Say what an article shares with another one."""
    return Relation(
        id=ident,
        tags=len(one.tags & other.tags),
        authors=len(one.authors & other.authors),
        series=bool(one.series) and one.series == other.series,
    )
