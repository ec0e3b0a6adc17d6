"""Knows documents again: which line of the ledger is which document of this build.

Comes in: the ledger's rows, the documents. Goes out: a row for each document that has one, and what
is to be said of those that were renamed, overwritten, or may be one of several.
Must not know: addresses, files. What speaks for identity stands in `_EVIDENCE`, the surest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from msgspec import Struct

from backissues.codes import diagnose
from backissues.model import Diagnostic, Row
from backissues.text.sketch import alike, number

# Measured on some 13,000 pairs of captures: unlike ones share 20 % at most, two issues of a letter
# half of which never changes 40 %. A text keeps 80 % when one word in twenty is corrected, 65 %
# when one in ten is, and 70 % when its last third is cut off.
_ALIKE = 0.5
# So much likelier than any other must the best one be: an estimate is off by 0.06, seldom by more
# than twice that.
_CLEARLY = 0.15


class Candidate(Struct, frozen=True, kw_only=True, array_like=True):
    """A document of this build, and whether it may be published.

    `slug` is what its title proposes, `wanted` the slug that an editor asks for, `published` its
    date, so far as known. An editor withholds a document, for a `reason` or without one; a faulty
    one is left out by an error, and has neither sum nor sketch where it could not be read.
    """

    path: str
    sha256: str = ""
    sketch: str = ""
    slug: str = ""
    wanted: str | None = None
    published: str | None = None
    standing: Literal["public", "withheld", "faulty"] = "public"
    reason: str = ""


class Recognised(NamedTuple):
    """The id of each document that the ledger knows, by its path, and what is to be said of it."""

    ids: dict[str, str]
    diagnostics: list[Diagnostic]


def recognise(rows: Iterable[Row], documents: Iterable[Candidate]) -> Recognised:
    """Find the row of each document, one kind of evidence after the other."""
    search = _Search(rows, documents)
    for gather in _EVIDENCE:
        for document, row in list(gather(search)):
            search.settle(document, row)
    return Recognised(search.ids, [*search.found, *search.doubts()])


Pairs = Iterator[tuple[Candidate, Row]]


class _Search:
    """The documents and rows that have not found each other yet, in order."""

    def __init__(self, rows: Iterable[Row], documents: Iterable[Candidate]) -> None:
        self.rows = {row.path: row for row in rows}
        self.documents = {document.path: document for document in documents}
        # Most did not change at all, and there is nothing to say of them.
        self.ids = {
            path: row.id
            for path, row in self.rows.items()
            if (document := self.documents.get(path)) is not None and document.sha256 == row.sha256
        }
        for path in self.ids:
            del self.rows[path], self.documents[path]
        self.found: list[Diagnostic] = []
        self._near: list[tuple[Candidate, list[tuple[float, Row]]]] | None = None

    def settle(self, document: Candidate, row: Row) -> None:
        """Let a document have a row, if both are free still, and tell what is new about it."""
        if document.path not in self.documents or row.path not in self.rows:
            return
        del self.documents[document.path], self.rows[row.path]
        self.ids[document.path] = row.id
        if document.path != row.path:
            code = "P-031" if document.sha256 == row.sha256 else "P-032"
            self.found.append(diagnose(code, document.path, old=row.path, address=row.address))
        elif document.sketch and row.sketch and not _are_alike(document, row):
            self.found.append(diagnose("P-033", document.path, address=row.address))

    def doubts(self) -> Iterator[Diagnostic]:
        """Say of each new document which rows it may be, where there is more than none."""
        for document, rows in self.likenesses():
            if document.standing == "public":
                shown = ", ".join(f"{row.path} ({row.address})" for _, row in rows[:3])
                yield diagnose("P-034", document.path, rows=shown)

    def likenesses(self) -> Iterator[tuple[Candidate, list[tuple[float, Row]]]]:
        """Yield each document that is like rows which are free still, with these, best first.

        All are compared with all, and that once: afterwards, fewer of either are free.
        """
        if self._near is None:
            self._near = list(self._compared())
        for document, rows in self._near:
            free = [(share, row) for share, row in rows if row.path in self.rows]
            if free and document.path in self.documents:
                yield document, free

    def _compared(self) -> Iterator[tuple[Candidate, list[tuple[float, Row]]]]:
        sketches = [(number(row.sketch), row) for row in self.rows.values()]
        for document in self.documents.values():
            own = number(document.sketch)
            near = [
                (share, row) for other, row in sketches if (share := alike(own, other)) >= _ALIKE
            ]
            if near:
                yield document, sorted(near, key=lambda pair: (-pair[0], pair[1].path))


def _are_alike(document: Candidate, row: Row) -> bool:
    if document.sketch == row.sketch:  # as most are
        return bool(row.sketch)
    return alike(number(document.sketch), number(row.sketch)) >= _ALIKE


# --- the evidence --------------------------------------------------------------------------------


def _same_file(search: _Search) -> Pairs:
    """Pair by name and bytes: nothing changed. Of what nobody can read today, the name will do."""
    for path, row in search.rows.items():
        document = search.documents.get(path)
        if document is not None and document.sha256 in {row.sha256, ""}:
            yield document, row


def _corrected(search: _Search) -> Pairs:
    """Pair by name and much the same text: somebody mended it.

    Before bytes are looked for elsewhere: a copy of the old text, kept as `a-old.txt`, is no more
    than a copy.
    """
    for path, row in search.rows.items():
        document = search.documents.get(path)
        if document is not None and _are_alike(document, row):
            yield document, row


def _renamed(search: _Search, said: str, *, folder: bool) -> Pairs:
    """Pair by the very bytes, or the very words, under another name: first, in another folder only.

    Before the name alone: `a.txt` may be at `old/a.txt` now, and another text stand in its place;
    or two documents may have changed their names. Words are the same after a change of encoding, of
    line ends or of the width of lines.
    """

    def key(one: Candidate | Row) -> tuple[str, str]:
        return getattr(one, said), PurePosixPath(one.path).name if folder else ""

    held: dict[tuple[str, str], list[Row]] = {}
    for row in search.rows.values():
        held.setdefault(key(row), []).append(row)
    for document in search.documents.values():
        rows = held.get(key(document), []) if getattr(document, said) else []
        if rows:
            yield document, rows.pop(0)


def _replaced(search: _Search) -> Pairs:
    """Pair by name alone: the text was captured anew, and is still what its name says."""
    for path, row in search.rows.items():
        document = search.documents.get(path)
        if document is not None:
            yield document, row


def _renamed_and_corrected(search: _Search) -> Pairs:
    """Pair by much the same text alone, where no other document and no other row come near.

    Issues of one newsletter are alike by what stands in each of them; a wrong guess would give one
    the address of another, and where it is not clear, nobody guesses.
    """
    best: dict[str, list[float]] = {}
    chosen: list[tuple[float, Candidate, Row]] = []
    for document, rows in search.likenesses():
        for share, row in rows:
            best.setdefault(row.path, []).append(share)
        if len(rows) == 1 or rows[0][0] - rows[1][0] >= _CLEARLY:
            chosen.append((rows[0][0], document, rows[0][1]))
    for share, document, row in chosen:
        rivals = sorted(best[row.path], reverse=True)
        if share == rivals[0] and (len(rivals) == 1 or share - rivals[1] >= _CLEARLY):
            yield document, row


_EVIDENCE: tuple[Callable[[_Search], Pairs], ...] = (
    _same_file,
    _corrected,
    partial(_renamed, said="sha256", folder=True),
    partial(_renamed, said="sha256", folder=False),
    partial(_renamed, said="sketch", folder=True),
    partial(_renamed, said="sketch", folder=False),
    _replaced,
    _renamed_and_corrected,
)
