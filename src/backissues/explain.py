"""Says how documents were read, for people and as JSON.

Comes in: paths of files or folders. Goes out: text, or one JSON object a document.
Must not know: the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from backissues import filenames, portrait, records, report
from backissues.codes import diagnose
from backissues.collection import SIDECAR, Listed, survey
from backissues.crossings import Documents
from backissues.model import Diagnostic, Sidecar, Term
from backissues.parse import Outcome
from backissues.pictures import Album
from backissues.readers import readers
from backissues.reading import Holdings, outcomes, problems_of
from backissues.terminal import Look
from backissues.vocabulary import load_vocabulary


class Told(Struct, frozen=True, kw_only=True):
    """One document: its path as the caller wrote it, and what became of it."""

    path: str
    outcome: Outcome
    sidecar: Sidecar | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is to be said of the document and of its sidecar."""
        return problems_of(self.outcome, self.sidecar)

    @property
    def is_sound(self) -> bool:
        """Whether a build takes it as it is: nothing is wrong with it, nor with its sidecar."""
        found = self.outcome.article is not None
        return found and all(one.level != "error" for one in self.diagnostics)


class NoDocumentError(Exception):
    """A path that names no document."""


def read_paths(paths: Iterable[str]) -> Iterator[Told]:
    """Parse the documents that paths name, each within the collection that holds it.

    Raises `NoDocumentError` for a path that leads to nothing.
    """
    vocabularies: dict[Path | None, tuple[Term, ...]] = {}
    asked: dict[Path | None, Holdings] = {}
    for path in paths:
        place = Path(path)
        if not place.exists():
            raise NoDocumentError(path)
        home = _collection(place)
        if home not in vocabularies:
            vocabularies[home] = load_vocabulary(home)[0] if home else ()
        top = home or (place if place.is_dir() else None)
        if top not in asked:
            asked[top] = _holds(top)
        listed = list(_listed(place, home))
        if not listed:
            yield _nothing(place, path)
        names = [_name(one, place, path) for one in listed]
        done = outcomes(listed, vocabularies[home], holds=asked[top])
        for name, (outcome, sidecar) in zip(names, done, strict=True):
            yield Told(path=filenames.shown(name), outcome=outcome, sidecar=sidecar)


def _nothing(place: Path, path: str) -> Told:
    """Say why there is no document at a place that exists."""
    name = filenames.shown(path.rstrip("/") or path)
    if place.is_dir():
        why = diagnose("S-017", name)
    else:
        why = diagnose("S-014", name, suffix=place.suffix.casefold() or "no suffix")
    return Told(path=name, outcome=Outcome(path=name, article=None, diagnostics=(why,)))


def _collection(place: Path) -> Path | None:
    """Find the nearest parent that holds archive.yml."""
    start = place.resolve()
    for folder in (start, *start.parents):
        if folder.is_dir() and (folder / "archive.yml").is_file():
            return folder
    return None


def _holds(top: Path | None) -> Holdings:
    """Ask a folder what it holds; of a file outside any collection, nobody knows what it lacks."""
    if top is None:
        return Holdings(images=lambda *_: True, documents=lambda *_: True)
    found = survey(top)
    documents = Documents(one.path for one in found.documents)
    return Holdings(images=Album(found.images).holds, documents=documents.holds)


def _listed(place: Path, home: Path | None) -> Iterator[Listed]:
    """List the documents at a place; a file outside any collection stands for itself."""
    whole = place.resolve()
    if home is None and place.is_dir():
        yield from survey(place).documents
        return
    if home is not None:
        inside = [
            one
            for one in survey(home).documents
            if one.file.resolve() == whole or whole in one.file.resolve().parents
        ]
        if inside:
            yield from inside
            return
    if place.is_file() and place.suffix.casefold() in readers():
        beside = place.with_suffix(SIDECAR)
        sidecar = beside if beside.is_file() else None
        yield Listed(path=filenames.shown(place.name), folder=place.parent, sidecar=sidecar)


def _name(listed: Listed, place: Path, path: str) -> str:
    """Give a document's path as the caller would write it."""
    if place.is_file():
        return path
    try:
        return f"{path.rstrip('/')}/{listed.file.resolve().relative_to(place.resolve()).as_posix()}"
    except ValueError:
        return listed.path


def as_json(told: Told) -> str:
    """Give one document as a line of JSON, by the contract of the command line."""
    article = told.outcome.article
    # Lines of a sidecar are none of the document: what it says is told by what became of that.
    about = tuple(one for one in told.diagnostics if one.path == told.outcome.path)
    if article is None:
        empty = {"path": told.path, "kind": None}
        found = [records.diagnostic(one, private=False) for one in about]
        return records.encode({**empty, "diagnostics": found}).decode()
    record = records.record(replace(article, diagnostics=about), told.outcome.lines)
    return records.encode({**record, "path": told.path}).decode()


def as_text(told: Told, *, look: Look, lines: bool) -> str:
    """Give one document as a page for a person, and on request line by line."""
    article, found = told.outcome.article, told.diagnostics
    if article is None:
        heading = look.paint(told.path, "strong")
        return f"{heading}\n{report.as_text(_placed(found, told.path), colour=look.colour)}"
    sidecar = told.path.rpartition(".")[0] + SIDECAR
    text = portrait.page(article, told.path, found, sidecar=sidecar, look=look)
    if lines:
        text += portrait.margin(article, told.outcome.lines, told.outcome.diagnostics, look=look)
    return text


def _placed(found: Iterable[Diagnostic], path: str) -> Iterator[Diagnostic]:
    """Name files as the caller did."""
    folder = path.rpartition("/")[0]
    for one in found:
        yield replace(one, path=f"{folder}/{one.path.rpartition('/')[2]}") if folder else one
