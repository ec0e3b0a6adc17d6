"""Keeps the promise of the ledger: ids and addresses that last, and the order of arrival.

Comes in: the ledger's rows and this build's documents. Goes out: all rows, a row for each document
that can be published, and what became of the others. Rows are never removed, renumbered or
reordered: their order is the order of arrival, which feeds follow.
Must not know: what stands in a document, files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import PurePosixPath

from msgspec import Struct, structs

from backissues import urls
from backissues.codes import diagnose
from backissues.ledger.identity import Candidate, recognise
from backissues.model import Diagnostic, Moved, Row, Withdrawn
from backissues.text.edtf import bounds


class Assignment(Struct, frozen=True, kw_only=True):
    """All rows in order of arrival; by path, those of the documents that can be published.

    `withdrawn` are the others, `gone` those of them that are neither here nor withdrawn by anybody.
    """

    rows: tuple[Row, ...]
    by_path: Mapping[str, Row]
    added: tuple[Row, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    gone: tuple[Row, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def arrival(self) -> dict[str, int]:
        """Return the place of each id in the order of arrival, from 0."""
        return {row.id: place for place, row in enumerate(self.rows)}

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Return where each former address leads, those of withdrawn documents as well."""
        return tuple(Moved(former=old, url=row.address) for row in self.rows for old in row.former)


def assign(
    rows: Iterable[Row],
    candidates: Iterable[Candidate],
    *,
    today: str,
    reasons: Mapping[str, str] | None = None,
) -> Assignment:
    """Give each candidate its row: the one that it has, or a new one at the end.

    `reasons` says by path why documents that are gone were withdrawn.
    """
    book = _Book(rows, reasons or {})
    unknown = book.recognise(sorted(candidates, key=lambda candidate: candidate.path))
    book.move()
    arriving = sorted((one for one in unknown if one.standing == "public"), key=_arrival)
    # Editors' words first: a title must not take an address that one of them asked for.
    for candidate in sorted(arriving, key=lambda candidate: not candidate.wanted):
        book.add(candidate, today=today)
    return book.close(arriving)


def changes(old: Iterable[Row], new: Iterable[Row]) -> dict[str, list[str]]:
    """Name the documents whose rows differ, by what differs; a sketch alone is no difference."""
    known = {row.id: row for row in old}
    found: dict[str, list[str]] = {}
    for row in new:
        former = known.get(row.id)
        if former is None:
            found.setdefault("new", []).append(row.path)
            continue
        for word, name in (("moved", "address"), ("renamed", "path"), ("changed", "sha256")):
            if getattr(former, name) != getattr(row, name):
                found.setdefault(word, []).append(row.path)
    return found


def _arrival(candidate: Candidate) -> tuple[date, date, str]:
    """Order the documents of one build: undated ones first, then by date, then by path."""
    if candidate.published is None:
        return date.min, date.min, candidate.path
    return (*bounds(candidate.published), candidate.path)


def _former_name(path: str, taken: AbstractSet[str]) -> str:
    """Return a name that nobody has for a document that went by `path` once."""
    count = 1
    place = PurePosixPath(path)
    while True:
        name = f"{place.stem}.former{f'-{count}' if count > 1 else ''}{place.suffix}"
        if (former := str(place.with_name(name))) not in taken:
            return former
        count += 1


class _Book:
    """The ledger while documents find their rows: who holds which address and which name."""

    def __init__(self, rows: Iterable[Row], reasons: Mapping[str, str]) -> None:
        self._reasons = reasons
        self._rows = {row.id: row for row in rows}
        self._new: dict[str, Row] = {}
        self._documents: dict[str, Candidate] = {}
        self._ids: dict[str, str] = {}
        self._names = urls.Registry()
        self._numbers: dict[str, int] = {}
        self._found: list[Diagnostic] = []

    @cached_property
    def _addresses(self) -> urls.Registry:
        """Who holds which address: asked for the first time before any document is given one."""
        registry = urls.Registry()
        for row in self._rows.values():
            for address in (row.address, *row.former):
                registry.claim(address, row.id)
        return registry

    def recognise(self, candidates: list[Candidate]) -> list[Candidate]:
        """Find the rows of the documents; return those that have none."""
        public = [one.path for one in candidates if one.standing == "public"]
        wanted = chain(map(urls.source_bytes, public), map(urls.source_page, public))
        clashing = not urls.are_apart(wanted)
        self._documents = {one.path: self._admitted(one) if clashing else one for one in candidates}
        self._ids, found = recognise(self._rows.values(), self._documents.values())
        self._found += found
        for path, ident in self._ids.items():
            row, document = self._rows[ident], self._documents[path]
            changed = document.sha256 not in (row.sha256, "")
            if not changed and row.path == path and row.sketch:
                continue
            self._rows[ident] = structs.replace(
                row,
                path=path,
                sha256=document.sha256 if changed else row.sha256,
                sketch=document.sketch if changed or not row.sketch else row.sketch,
            )
        self._rename_the_gone()
        return [one for path, one in self._documents.items() if path not in self._ids]

    def _rename_the_gone(self) -> None:
        """Give a document that is gone another name where one of another row goes by its own now.

        So that no two rows have one name, and an editor can still say why it is gone: beside it.
        """
        present = set(self._ids.values())
        gone = [row for ident, row in self._rows.items() if ident not in present]
        if not any(row.path in self._ids for row in gone):
            return
        taken = {row.path for row in self._rows.values()} | self._documents.keys()
        for row in gone:
            if row.path in self._ids:
                name = _former_name(row.path, taken)
                taken.add(name)
                self._rows[row.id] = structs.replace(row, path=name)
                self._found.append(diagnose("P-036", row.path, address=row.address, name=name))

    def _admitted(self, candidate: Candidate) -> Candidate:
        """Let a document in whose source has a public path of its own on every host."""
        if candidate.standing == "public":
            for public in (urls.source_bytes(candidate.path), urls.source_page(candidate.path)):
                other = self._names.claim(public, candidate.path)
                if other is not None:
                    self._found.append(diagnose("S-020", candidate.path, other=other))
                    return structs.replace(candidate, standing="faulty")
        return candidate

    def move(self) -> None:
        """Give known documents the addresses that editors ask for; the old ones stay theirs.

        One whose wish cannot be granted stays where it is: links lead there.
        """
        asking = [one for one in self._documents.values() if one.wanted and one.path in self._ids]
        for one in sorted(asking, key=lambda document: document.path):
            path, ident = one.path, self._ids[one.path]
            if one.standing != "public":
                continue
            row = self._rows[ident]
            address = urls.article(urls.wished(one.wanted or ""))
            if address != row.address and self._claim(address, ident=ident, path=path):
                former = tuple(old for old in (*row.former, row.address) if old != address)
                self._rows[ident] = structs.replace(row, address=address, former=former)

    def add(self, candidate: Candidate, *, today: str) -> None:
        """Make the row of a new document, if the address that it insists on is free."""
        ident = self._new_id(candidate)
        path = candidate.path
        if candidate.wanted:
            address = urls.article(urls.wished(candidate.wanted))
            if not self._claim(address, ident=ident, path=path):
                return
        else:
            address = self._free_address(urls.slugify(candidate.slug), ident, path=path)
        self._ids[path] = ident
        self._new[ident] = Row(
            id=ident,
            address=address,
            path=path,
            sha256=candidate.sha256,
            added=today,
            sketch=candidate.sketch,
        )

    def close(self, arriving: list[Candidate]) -> Assignment:
        """Return the rows, the new ones at the end in the order in which they arrived."""
        ids = [self._ids[candidate.path] for candidate in arriving if candidate.path in self._ids]
        added = tuple(self._new[ident] for ident in ids)
        rows = self._rows | {row.id: row for row in added}
        public = {
            path: rows[ident]
            for path, ident in sorted(self._ids.items())
            if self._documents[path].standing == "public"
        }
        return Assignment(
            rows=tuple(rows.values()),
            by_path=public,
            added=added,
            withdrawn=tuple(
                self._withdrawn(row, place)
                for place, row in enumerate(rows.values())
                if row.path not in public
            ),
            gone=tuple(
                row
                for row in rows.values()
                if row.path not in self._documents and row.path not in self._reasons
            ),
            diagnostics=tuple(sorted(self._found, key=lambda one: (one.path, one.code))),
        )

    def _withdrawn(self, row: Row, place: int) -> Withdrawn:
        """Say why a document that was promised an address is not in the archive now."""
        document = self._documents.get(row.path)
        said = document.reason if document else self._reasons.get(row.path, "")
        return Withdrawn(
            id=row.id,
            url=row.address,
            arrival=place,
            added=row.added,
            reason=said,
            for_now=document is not None and document.standing != "withheld",
        )

    def _claim(self, address: str, *, ident: str, path: str) -> bool:
        """Take an address that an editor asks for, or report who has it."""
        holder = self._addresses.claim(address, ident)
        if holder is None or holder == ident:
            return True
        row = self._rows.get(holder) or self._new[holder]
        held = row.address == address and row.path in self._documents
        code = "P-001" if held else "P-035"
        self._found.append(diagnose(code, path, address=address, other=row.path))
        return False

    def _free_address(self, slug: str, ident: str, *, path: str) -> str:
        """Take the address of a slug; where another has it, number it and say so this once."""
        plain = address = urls.article(slug)
        while (holder := self._addresses.claim(address, ident)) is not None:
            if address == plain:
                other = self._path_of(holder)
                self._found.append(
                    diagnose("P-001", path, level="warning", address=plain, other=other)
                )
            # Counted on: a thousand documents of one title must not each count from 2.
            self._numbers[slug] = self._numbers.get(slug, 1) + 1
            address = urls.article(f"{slug}-{self._numbers[slug]}")
        return address

    def _path_of(self, ident: str) -> str:
        return (self._rows.get(ident) or self._new[ident]).path

    def _new_id(self, candidate: Candidate) -> str:
        """Derive an id from path and content; from a count too where an older row has that one."""
        count = 0
        while True:
            parts = (candidate.path, candidate.sha256, *([str(count)] if count else ()))
            ident = hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]
            if ident not in self._rows and ident not in self._new:
                return ident
            count += 1
