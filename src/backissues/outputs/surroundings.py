"""Makes what stands around an article: its neighbours, the issues before and after, its kin.

Comes in: the archive. Goes out: for each article its `Place`, and the links that its page shows.
Must not know: the text of an article, templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from backissues import urls
from backissues.model import Archive, AxisTerm, Card, Relation
from backissues.outputs.contexts import Neighbour, Related
from backissues.outputs.frames import Linker, article_anchor, dated
from backissues.outputs.interface import KIND, Interface
from backissues.outputs.kept import kept, last
from backissues.outputs.keys import MARK, joined, mark, marks
from backissues.outputs.linked_data import Terms
from backissues.traits import labels

# The name under which marks are kept.
_KEPT = "surroundings"
# Stands where no article is; a mark is as long.
_NOBODY = bytes(MARK)


class Place(Struct, frozen=True):
    """What stands around one article: its terms by axis, its neighbours, its series, its kin."""

    terms: Terms
    newer: Card | None = None
    older: Card | None = None
    issue_before: Card | None = None
    issue_after: Card | None = None
    kin: tuple[tuple[Card, Relation], ...] = ()


class Places:
    """What stands around each article of an archive; it is marked before it is gathered."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._before: dict[str, str] = {}
        self._after: dict[str, str] = {}
        for run in archive.runs.values():
            for earlier, later in pairwise(run):
                self._before[later], self._after[earlier] = earlier, later

    def of(self, card: Card) -> Place:
        """Gather what stands around an article."""
        archive = self._archive
        newer, older, before, after = map(archive.by_id.get, self._beside(card.id))
        return Place(
            terms={axis: self._standing_under(axis, card) for axis in urls.AXES},
            newer=newer,
            older=older,
            issue_before=before,
            issue_after=after,
            kin=tuple((archive.by_id[one.id], one) for one in archive.related.get(card.id, ())),
        )

    def mark(self, card: Card) -> bytes:
        """Return a mark of all that stands around an article, without gathering it."""
        return self._marks[card.id]

    @cached_property
    def _marks(self) -> dict[str, bytes]:
        """The marks of all articles, which are made once for as long as lists show the same."""
        archive = self._archive
        between = mark(archive.neighbours, archive.runs, archive.related)
        whole = joined(marks(archive).shelves, between)
        made = kept(_KEPT, whole, self._made)[-MARK * len(archive.cards) :]
        places = range(0, len(made), MARK)
        return {card.id: made[n : n + MARK] for card, n in zip(archive.cards, places, strict=False)}

    def _made(self) -> bytes:
        """Mark what stands around each article: anew only where lists show another thing of it.

        Before these marks stand one of who is beside whom, and what lists show of each article.
        """
        archive, listed, odd = self._archive, marks(self._archive).listed, self._odd()
        whole = mark(archive.neighbours, archive.runs, archive.related, odd)
        shown = [listed[card.id] for card in archive.cards]
        former, before = _parted(last(_KEPT), whole, len(shown))
        changed = {
            card.id
            for card, now, old in zip(archive.cards, shown, former, strict=True)
            if now != old
        }
        made: list[bytes] = []
        for card, old in zip(archive.cards, before, strict=True):
            kin = archive.related.get(card.id, ())
            beside = [*self._beside(card.id), *(one.id for one in kin)]
            if old and changed.isdisjoint(beside):
                made.append(old)
            else:
                seen = [listed.get(ident, _NOBODY) for ident in beside]
                made.append(mark(kin, b"".join(seen + odd.get(card.id, []))))
        return b"".join([whole, *shown, *made])

    def _beside(self, ident: str) -> tuple[str, str, str, str]:
        """Return the ids of what is newer and older, and of the issues before and after."""
        newer, older = self._archive.neighbours.get(ident, (None, None))
        before, after = self._before.get(ident), self._after.get(ident)
        return newer or "", older or "", before or "", after or ""

    def _standing_under(self, axis: str, card: Card) -> tuple[AxisTerm, ...]:
        """Return the terms of an axis that an article stands under, in the order of the axis."""
        known = self._terms[axis]
        found = sorted({known[label] for label in labels(card, axis) if label in known})
        return tuple(self._archive.axes[axis][place] for place in found)

    @cached_property
    def _terms(self) -> dict[str, dict[str, int]]:
        """The places of the terms of each axis, by their labels."""
        axes = self._archive.axes
        return {
            axis: {term.label: place for place, term in enumerate(axes.get(axis, ()))}
            for axis in urls.AXES
        }

    def _odd(self) -> dict[str, list[bytes]]:
        """Mark, for each article, the terms whose slug does not follow from their label.

        What follows from a label is known with the article, which says it.
        """
        found: dict[str, list[bytes]] = {}
        for axis in urls.AXES:
            for term in self._archive.axes.get(axis, ()):
                if term.slug != urls.slugify(term.label):
                    own = mark(axis, term.label, term.slug)
                    for ident in term.ids:
                        found.setdefault(ident, []).append(own)
        return found


def _parted(held: bytes, whole: bytes, count: int) -> tuple[list[bytes], list[bytes]]:
    """Take apart what was kept of so many articles: empty marks where others stood side by side."""
    if held[:MARK] != whole or len(held) != MARK * (1 + 2 * count):
        return [b""] * count, [b""] * count
    parts = [held[at : at + MARK] for at in range(MARK, len(held), MARK)]
    return parts[:count], parts[count:]


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
