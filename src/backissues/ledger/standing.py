"""Compares the ledger with a site that is published: what stands there was promised to somebody.

Comes in: the articles' pages of a site, sums of its sources, its copy of the ledger if it has one.
Goes out: whether it is this collection's site, and which promises a build would break.
Must not know: files.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.ledger.book import Assignment
from backissues.model import Row


class Standing(Struct, frozen=True, kw_only=True):
    """What a site holds: addresses of articles, sums of sources as received, rows of its copy."""

    addresses: frozenset[str]
    sums: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()

    def is_of(self, assigned: Assignment) -> bool:
        """Tell whether the site is one of this collection: it shows some of the very documents.

        Where it says nothing of them, most of its addresses are those that are given now.
        """
        own = {row.sha256 for row in assigned.rows}
        sums = self.sums | {row.sha256 for row in self.rows}
        if sums:
            return bool(sums & own) or not _ids(assigned).isdisjoint(row.id for row in self.rows)
        return 2 * len(self.addresses & _addresses(assigned)) > len(self.addresses)

    def lost(self, assigned: Assignment) -> list[str]:
        """Return the addresses of the site that would lead nowhere, or to an article of another id.

        An id that changes shows an old article as a new one in every feed reader.
        """
        ids = _ids(assigned)
        renamed = {row.address for row in self.rows if row.id not in ids}
        unknown = self.addresses - _addresses(assigned)
        return sorted(unknown | (renamed & self.addresses))

    def renewed(self, assigned: Assignment) -> list[str]:
        """Return the documents that the ledger forgot, and that would be told as added today."""
        added = {row.id: row.added for row in assigned.added}
        promised = (row for row in self.rows if row.address in self.addresses)
        return [row.path for row in promised if added.get(row.id, row.added) != row.added]

    def misplaced(self, assigned: Assignment) -> Row | None:
        """Return the first row that stands elsewhere in the order of arrival than it did."""
        ids = _ids(assigned)
        before = [row.id for row in self.rows if row.id in ids]
        now = zip(assigned.rows, before, strict=False)
        return next((row for row, ident in now if row.id != ident), None)


def _ids(assigned: Assignment) -> set[str]:
    return {row.id for row in assigned.rows}


def _addresses(assigned: Assignment) -> set[str]:
    former = [row.former for row in assigned.rows if row.former]
    return {row.address for row in assigned.rows}.union(*former)
