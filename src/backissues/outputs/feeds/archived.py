"""Parts the whole archive into pages by arrival, for those who come late (RFC 5005, section 4).

Comes in: the archive. Goes out: the members of each full page, and those of the feed before it.
Must not know: how entries look, formats.

A page is full when so many rows of the ledger have arrived, whatever became of them since: its
members are the same for ever, and one that was withdrawn keeps its place. One that an error keeps
out for now is not told of: readers keep what they have, and lose nothing until it is back.
"""

from __future__ import annotations

from typing import TypeAlias

from backissues.model import Archive, Card, Withdrawn

# A promise and no setting: with another number, every page there is would get other members.
PAGE = 20

Member: TypeAlias = Card | Withdrawn


class Arrivals:
    """All that ever arrived and still is, or is told of, in the ledger's order."""

    def __init__(self, archive: Archive) -> None:
        self._cards = archive.by_id
        self._withdrawn = {one.id: one for one in archive.withdrawn}
        arrived: tuple[Member, ...] = (*archive.cards, *archive.withdrawn)
        self._ids = {one.arrival: one.id for one in arrived if not _is_out_for_now(one)}
        self.full = (max((one.arrival for one in arrived), default=-1) + 1) // PAGE

    def page(self, number: int) -> list[Member]:
        """Return the members of a full page, counted from the oldest; the newest member first."""
        return self._between((number - 1) * PAGE, number * PAGE)

    def newest(self, count: int) -> tuple[list[Member], list[Member]]:
        """Return what the feed before the pages must have, for no page has it; and what it may.

        It may have so many as a keeper wants in all; the newest come first.
        """
        after = self.full * PAGE
        must = self._between(after, after + PAGE)
        places = sorted((place for place in self._ids if place < after), reverse=True)
        wanted = max(0, count - len(must))
        return must, [self._member(place) for place in places[:wanted]]

    def _between(self, first: int, end: int) -> list[Member]:
        places = range(end - 1, first - 1, -1)
        return [self._member(place) for place in places if place in self._ids]

    def _member(self, place: int) -> Member:
        ident = self._ids[place]
        return self._withdrawn.get(ident) or self._cards[ident]


def _is_out_for_now(member: Member) -> bool:
    return isinstance(member, Withdrawn) and member.for_now
