"""Says how documents were read, for people and as JSON.

Comes in: paths of files or folders. Goes out: text, or one JSON object a document.
Must not know: the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from backissues import filenames, records, report
from backissues.codes import diagnose
from backissues.collection import Listed, survey
from backissues.model import Article, Diagnostic, Evidence, Field, Term
from backissues.parse import Outcome
from backissues.pictures import Album
from backissues.readers import readers
from backissues.site import Holds, outcomes
from backissues.vocabulary import load_vocabulary

_WIDTH = 72
# The fields in the order in which a reader asks for them.
_FIELDS = (
    "title",
    "subtitle",
    "authors",
    "interviewees",
    "published",
    "language",
    "series",
    "number",
    "source_url",
    "credit",
    "hashtags",
    "tags",
    "rights",
)


class Told(Struct, frozen=True, kw_only=True):
    """One document: its path as the caller wrote it, and what became of it."""

    path: str
    outcome: Outcome


class NoDocumentError(Exception):
    """A path that names no document."""


def read_paths(paths: Iterable[str]) -> Iterator[Told]:
    """Parse the documents that paths name, each within the collection that holds it.

    Raises `NoDocumentError` for a path that leads to nothing.
    """
    vocabularies: dict[Path | None, tuple[Term, ...]] = {}
    asked: dict[Path | None, Holds] = {}
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
        for name, (outcome, _) in zip(names, done, strict=True):
            yield Told(path=filenames.shown(name), outcome=outcome)


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


def _holds(top: Path | None) -> Holds:
    """Ask a folder for images; of a file outside any collection, nobody knows what it lacks."""
    return Album(survey(top).images).holds if top else lambda _document, _address: True


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
        beside = place.with_suffix(".yml")
        sidecar = beside if beside.is_file() else None
        yield Listed(path=filenames.shown(place.name), file=place, sidecar=sidecar)


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
    if article is None:
        empty = {"path": told.path, "kind": None}
        found = [records.diagnostic(one, private=False) for one in told.outcome.diagnostics]
        return records.encode({**empty, "diagnostics": found}).decode()
    record = records.record(article, told.outcome.lines)
    return records.encode({**record, "path": told.path}).decode()


def as_text(told: Told, *, colour: bool, lines: bool) -> str:
    """Give one document as a page for a person."""
    article = told.outcome.article
    text = [f"{_bold(told.path, colour=colour)}\n"]
    if article is not None:
        text += _kind(article)
        for name in _FIELDS:
            text += _field(name, getattr(article.fields, name))
        text.append(_sums(article))
        if lines:
            text += _lines(article, told.outcome.lines)
    text.append(report.as_text(_placed(told.outcome.diagnostics, told.path), colour=colour))
    return "".join(text)


def _placed(found: Iterable[Diagnostic], path: str) -> Iterator[Diagnostic]:
    """Name files as the caller did."""
    folder = path.rpartition("/")[0]
    for one in found:
        yield one if not folder else _below(one, folder)


def _below(one: Diagnostic, folder: str) -> Diagnostic:
    return replace(one, path=f"{folder}/{one.path.rpartition('/')[2]}")


def _bold(text: str, *, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def _kind(article: Article) -> Iterator[str]:
    best, *others = article.verdicts
    signs = "; ".join(f"{s.words.format(**s.values)} ({s.weight:+g})" for s in best.signs)
    yield f"  {'kind':13}{article.kind}  ({best.score:g}: {signs or 'no sign'})\n"
    near = ", ".join(f"{verdict.kind} {verdict.score:g}" for verdict in others)
    yield f"  {'':13}others: {near}\n"


def _field(name: str, field: Field[str | None] | Field[tuple[str, ...]]) -> Iterator[str]:
    """Give a field's value and standing, then where it comes from, then what lost."""
    value = ", ".join(field.value) if isinstance(field.value, tuple) else field.value
    if field.standing == "absent":
        if name in {"title", "authors", "published", "language"}:
            yield f"  {name:13}—  (absent)\n"
        return
    yield f"  {name:13}{_cut(value or '')}  ({field.standing})\n"
    for evidence in field.evidence[:3]:
        yield f"  {'':13}{_because(evidence)}\n"
    if len(field.evidence) > 3:
        yield f"  {'':13}and {len(field.evidence) - 3} more\n"
    if name != "tags":
        for rival in field.rivals[:3]:
            yield f"  {'':13}not {_cut(rival.value)}: {_because(rival.evidence)}\n"


def _because(evidence: Evidence) -> str:
    place = f"line {evidence.span.first}" if evidence.span else evidence.where
    quote = f" “{_cut(evidence.quote)}”" if evidence.quote else ""
    return f"{place}{quote} [{evidence.rule}]"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1].rstrip() + "…"


def _sums(article: Article) -> str:
    """Add up the lines: every filled one has one fate."""
    fates = [fate.fate for fate in article.fates]
    filled = len(fates) - fates.count("blank")
    return (
        f"  {'lines':13}{filled} = {fates.count('body')} in the body"
        f" + {fates.count('field')} in fields + {fates.count('aside')} set aside\n"
    )


def _lines(article: Article, lines: tuple[str, ...]) -> Iterator[str]:
    """Give each line with its fate in the margin."""
    for fate in article.fates:
        margin = "" if fate.fate == "blank" else f"{fate.fate} {fate.detail}"
        yield f"  {fate.line:5} {margin:22.22}| {_cut(lines[fate.line - 1])}\n"
