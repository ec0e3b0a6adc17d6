"""Keeps the promise of `permalinks.tsv`: ids and addresses that last, and the order of arrival.

Comes in: the ledger's rows and this build's documents. Goes out: a row for each document that can
be published. Rows are never removed, renumbered or reordered; only `save` writes.
Must not know: what stands in a document. A diagnostic of level error from `load` means that the
ledger is damaged: the build must stop, for new rows would break the old addresses.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from backissues import urls
from backissues.codes import diagnose
from backissues.model import Diagnostic, Moved, Row, Withdrawn
from backissues.text.edtf import bounds, is_edtf

FILE = "permalinks.tsv"
_COLUMNS = ("id", "address", "former", "path", "sha256", "added")
# An address of an article as `urls.article` makes it, which no row may lead out of.
_ADDRESS = re.compile(r"articles/[a-z0-9]+(?:-[a-z0-9]+)*\.html", re.ASCII)
_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_DAY = re.compile(r"[0-9-]{10}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Candidate(Struct, frozen=True, kw_only=True):
    """A document of this build, and whether it may be published.

    `slug` is what its title proposes, `wanted` the slug that an editor asks for, `published` its
    date, so far as known. An editor withholds a document, for a `reason` or without one; a faulty
    one is left out by an error, and may have no sum for it could not be read.
    """

    path: str
    sha256: str = ""
    slug: str = ""
    wanted: str | None = None
    published: str | None = None
    standing: Literal["public", "withheld", "faulty"] = "public"
    reason: str = ""


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


# --- the file ------------------------------------------------------------------------------------


def load(folder: Path) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """Read the collection's ledger, if it has one; a damaged one gives no rows and an error."""
    try:
        text = (folder / FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return (), ()
    except (OSError, UnicodeDecodeError) as error:
        return (), (diagnose("P-006", FILE, why=str(error)),)
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    if lines[0].split("\t") != list(_COLUMNS):
        return (), (_damage(1, "its first line must name the columns: " + ", ".join(_COLUMNS)),)
    rows: list[Row] = []
    taken: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        row = _row(line)
        why = row if isinstance(row, str) else _taken(row, taken, number=number)
        if why:
            return (), (_damage(number, why),)
        if isinstance(row, Row):
            rows.append(row)
    return tuple(rows), ()


def save(folder: Path, rows: Iterable[Row]) -> tuple[Diagnostic, ...]:
    """Write the ledger aside, then rename it into place; a ledger that says the same is left."""
    rows = tuple(rows)
    data = _text(rows).encode("utf-8")
    file = (folder / FILE).resolve()
    aside = file.with_name(f".{FILE}.{os.getpid()}")
    try:
        if file.read_bytes() == data if file.exists() else not rows:
            return ()
        with aside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        return (diagnose("P-007", FILE, why=error.strerror or str(error)),)
    return ()


def _damage(line: int, why: str) -> Diagnostic:
    return diagnose("P-006", FILE, line, why=why)


def _row(line: str) -> Row | str:
    """Read a line of the ledger, or say what is wrong with it."""
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "a merge left its marks here"
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS):
        return f"{len(cells)} columns in the place of {len(_COLUMNS)}"
    ident, address, former, path, sha256, added = cells
    wrong = [one for one in (address, *former.split()) if not _ADDRESS.fullmatch(one)]
    checks = (
        (_ID.fullmatch(ident), f"“{ident}” is no id"),
        (not wrong, f"“{''.join(wrong[:1])}” is no address of an article"),
        (path, "no path"),
        (_SHA256.fullmatch(sha256), f"“{sha256}” is no sha256"),
        (_DAY.fullmatch(added) and is_edtf(added), f"“{added}” is no day"),
    )
    for sound, why in checks:
        if not sound:
            return why
    return Row(
        id=ident,
        address=address,
        former=tuple(former.split()),
        path=path,
        sha256=sha256,
        added=added,
    )


def _taken(row: Row, taken: dict[str, int], *, number: int) -> str:
    """Say what of a row an earlier line holds already, if anything."""
    for claim in (f"id {row.id}", f"path {row.path}", row.address, *row.former):
        if claim in taken:
            return f"line {taken[claim]} has the same {claim}"
        taken[claim] = number
    return ""


def _text(rows: Iterable[Row]) -> str:
    lines = ["\t".join(_COLUMNS)]
    lines += [
        "\t".join((row.id, row.address, " ".join(row.former), row.path, row.sha256, row.added))
        for row in rows
    ]
    return "\n".join(lines) + "\n"


# --- the promise ---------------------------------------------------------------------------------


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
    in_order = sorted(candidates, key=lambda candidate: candidate.path)
    unknown = book.recognise([candidate for candidate in in_order if book.admit(candidate)])
    book.move()
    arriving = sorted((one for one in unknown if one.standing == "public"), key=_arrival)
    # Editors' words first: a title must not take an address that one of them asked for.
    for candidate in sorted(arriving, key=lambda candidate: not candidate.wanted):
        book.add(candidate, today=today)
    return book.close(arriving)


def _arrival(candidate: Candidate) -> tuple[date, date, str]:
    """Order the documents of one build: undated ones first, then by date, then by path."""
    if candidate.published is None:
        return date.min, date.min, candidate.path
    return (*bounds(candidate.published), candidate.path)


class _Book:
    """The ledger while documents find their rows: who holds which address and which name."""

    def __init__(self, rows: Iterable[Row], reasons: Mapping[str, str]) -> None:
        self._reasons = reasons
        self._rows = {row.id: row for row in rows}
        self._new: dict[str, Row] = {}
        self._documents: dict[str, Candidate] = {}
        self._ids: dict[str, str] = {}
        self._addresses = urls.Registry()
        self._names = urls.Registry()
        self._numbers: dict[str, int] = {}
        self._found: list[Diagnostic] = []
        for row in self._rows.values():
            for address in (row.address, *row.former):
                self._addresses.claim(address, row.id)

    def admit(self, candidate: Candidate) -> bool:
        """Let a document in whose source has a public path of its own on every host."""
        if candidate.standing != "public":
            return True
        for public in (urls.source_bytes(candidate.path), urls.source_page(candidate.path)):
            other = self._names.claim(public, candidate.path)
            if other is not None:
                self._found.append(diagnose("S-020", candidate.path, other=other))
                self._documents[candidate.path] = structs.replace(candidate, standing="faulty")
                return False
        return True

    def recognise(self, candidates: list[Candidate]) -> list[Candidate]:
        """Find the rows of documents by path, else by content (renamed); return those without."""
        held = {row.path: row.id for row in self._rows.values()}
        present = {candidate.path for candidate in candidates}
        gone: dict[str, list[str]] = {}
        for row in self._rows.values():
            if row.path not in present:
                gone.setdefault(row.sha256, []).append(row.id)
        unknown: list[Candidate] = []
        for candidate in candidates:
            self._documents[candidate.path] = candidate
            ids = gone.get(candidate.sha256)
            ident = held.get(candidate.path) or (ids.pop(0) if ids else None)
            if ident is None:
                unknown.append(candidate)
                continue
            row = self._rows[ident]
            sha256 = candidate.sha256 or row.sha256
            self._rows[ident] = structs.replace(row, path=candidate.path, sha256=sha256)
            self._ids[candidate.path] = ident
        return unknown

    def move(self) -> None:
        """Give known documents the addresses that editors ask for; the old ones stay theirs."""
        for path, ident in list(self._ids.items()):
            wanted = self._documents[path].wanted
            if self._documents[path].standing != "public":
                continue
            row = self._rows[ident]
            address = urls.article(urls.slugify(wanted)) if wanted else row.address
            if address == row.address:
                continue
            if self._claim(address, ident=ident, path=path):
                former = tuple(old for old in (*row.former, row.address) if old != address)
                self._rows[ident] = structs.replace(row, address=address, former=former)
            else:
                del self._ids[path]

    def add(self, candidate: Candidate, *, today: str) -> None:
        """Make the row of a new document, if the address that it insists on is free."""
        ident = self._new_id(candidate)
        path = candidate.path
        if candidate.wanted:
            address = urls.article(urls.slugify(candidate.wanted))
            if not self._claim(address, ident=ident, path=path):
                return
        else:
            address = self._free_address(urls.slugify(candidate.slug), ident, path=path)
        self._ids[path] = ident
        self._new[ident] = Row(
            id=ident, address=address, path=path, sha256=candidate.sha256, added=today
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
        self._found.append(diagnose("P-001", path, address=address, other=self._path_of(holder)))
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
