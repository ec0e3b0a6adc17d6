"""Makes what stands around an article: its neighbours, the issues before and after, its kin.

Comes in: the archive. Goes out: for each article its `Place`, and the links that its page shows.
Must not know: the text of an article, templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from backissues import urls
from backissues.model import Archive, Card, Relation
from backissues.outputs.contexts import Neighbour, Related
from backissues.outputs.frames import Linker, article_anchor, dated, shelves
from backissues.outputs.interface import KIND, Interface
from backissues.outputs.linked_data import Terms


class Place(NamedTuple):
    """What stands around one article: its terms by axis, its neighbours, its series, its kin."""

    terms: Terms
    newer: Card | None = None
    older: Card | None = None
    issue_before: Card | None = None
    issue_after: Card | None = None
    kin: tuple[tuple[Card, Relation], ...] = ()


def places(archive: Archive) -> Iterator[tuple[Card, Place]]:
    """Yield each article with what stands around it."""
    turned = shelves(archive)
    cards = archive.by_id
    before: dict[str, Card] = {}
    after: dict[str, Card] = {}
    for run in archive.runs.values():
        for earlier, later in pairwise(run):
            before[later], after[earlier] = cards[earlier], cards[later]
    for card in archive.cards:
        newer, older = archive.neighbours.get(card.id, (None, None))
        yield (
            card,
            Place(
                terms={axis: turned.get(axis, {}).get(card.id, ()) for axis in urls.AXES},
                newer=cards[newer] if newer else None,
                older=cards[older] if older else None,
                issue_before=before.get(card.id),
                issue_after=after.get(card.id),
                kin=tuple((cards[one.id], one) for one in archive.related.get(card.id, ())),
            ),
        )


def neighbours(place: Place, *, link: Linker, voice: Interface) -> Iterator[Neighbour]:
    """Link to the articles before and after."""
    if place.older is not None:
        yield _neighbour("older", voice.say("Previous"), place.older, link=link, voice=voice)
    if place.newer is not None:
        yield _neighbour("newer", voice.say("Next"), place.newer, link=link, voice=voice)


def series_neighbours(place: Place, *, link: Linker, voice: Interface) -> Iterator[Neighbour]:
    """Link to the issues before and after, by their numbers where they have one."""
    if (card := place.issue_before) is not None:
        label = voice.say("Previous issue")
        if card.number:
            label = voice.say("Previous issue, no. {number}").format(number=card.number)
        yield _neighbour("older", label, card, link=link, voice=voice)
    if (card := place.issue_after) is not None:
        label = voice.say("Next issue")
        if card.number:
            label = voice.say("Next issue, no. {number}").format(number=card.number)
        yield _neighbour("newer", label, card, link=link, voice=voice)


def _neighbour(name: str, label: str, card: Card, *, link: Linker, voice: Interface) -> Neighbour:
    return Neighbour(name=name, label=label, link=article_anchor(card, link=link, voice=voice))


def related(place: Place, *, link: Linker, voice: Interface) -> Iterator[Related]:
    """Link to the articles that are akin, each with what it shares."""
    for card, relation in place.kin:
        yield Related(
            link=article_anchor(card, link=link, voice=voice),
            kind=voice.word(KIND, card.kind),
            date=dated(card.published, voice),
            reason=_reason(relation, voice),
        )


def _reason(relation: Relation, voice: Interface) -> str:
    """Say what two articles share: “3 tags in common, same author”."""
    reasons = []
    if relation.tags:
        shared = voice.count("{count} tag in common", "{count} tags in common", relation.tags)
        reasons.append(shared.format(count=voice.number(relation.tags)))
    if relation.series:
        reasons.append(voice.say("same series"))
    if relation.authors:
        reasons.append(voice.count("same author", "same authors", relation.authors))
    return ", ".join(reasons)
