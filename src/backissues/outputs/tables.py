"""Makes data/articles.csv: one row an article, for spreadsheets and statistics; and what it holds.

Comes in: the archive, the settings, the store. Goes out: the table (RFC 4180, UTF-8 without a
mark) and its description (CSV on the Web), beside the schema of the records.
Must not know: pages, HTML. A cell holds the value itself: no sign is put before one that a
spreadsheet might take for a formula, for it would stand in every reader of the data from then on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from msgspec import Struct

from backissues import schemas, urls
from backissues.model import Archive, Card, Fields, Output, Settings, Store
from backissues.outputs.keys import joined, mark, marks, ready
from backissues.text import tree
from backissues.text.edtf import bounds
from backissues.text.legible import whole

# Parts the members of a list. A backslash stands before one inside a member, and before itself:
# “A|B” is two authors, “A\|B” is one.
SEPARATOR = "|"
Cell: TypeAlias = str | int | None


class _Row(Struct, frozen=True):
    """All that the cells of one article are read from."""

    card: Card
    fields: Fields
    stories: tuple[str, ...]
    settings: Settings


# The columns in their order; `schemas/articles.csv-metadata.json` says what each of them is.
_CELLS: dict[str, Callable[[_Row], Cell]] = {
    "id": lambda row: row.card.id,
    "url": lambda row: urls.absolute(row.settings.base_url, row.card.url),
    "path": lambda row: row.card.path,
    "kind": lambda row: row.card.kind,
    "title": lambda row: row.card.title,
    "title_standing": lambda row: row.card.title_standing,
    "subtitle": lambda row: row.card.subtitle,
    "series": lambda row: row.card.series,
    "number": lambda row: row.card.number,
    "authors": lambda row: _joined(row.card.authors),
    "interviewees": lambda row: _joined(row.card.interviewees),
    "published": lambda row: row.card.published,
    "earliest": lambda row: _bound(row.card.published, 0),
    "latest": lambda row: _bound(row.card.published, 1),
    "updated": lambda row: row.card.updated,
    "language": lambda row: (row.fields.language.value or "").partition("-")[0].lower(),
    "tags": lambda row: _joined(row.card.tags),
    "hashtags": lambda row: _joined(row.fields.hashtags.value),
    "source_url": lambda row: row.fields.source_url.value,
    "stories": lambda row: _joined(row.stories),
    "posts": lambda row: row.card.posts,
    "questions": lambda row: row.card.questions,
    "words": lambda row: row.card.words,
    "lines": lambda row: row.card.lines,
    "lines_aside": lambda row: row.card.lines_aside,
    "remarks": lambda row: row.card.diagnostics,
    "summary": lambda row: row.card.summary,
    "credit": lambda row: row.fields.credit.value,
    "rights": lambda row: row.fields.rights.value or row.settings.rights,
    "sha256": lambda row: row.card.sha256,
    "added": lambda row: row.card.added,
    "arrival": lambda row: row.card.arrival,
}


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the table of all articles, its description, and the schema of the records."""
    if not settings.makes("data"):
        return
    whole = marks(archive).whole
    known = mark(settings.base_url, settings.rights)
    shown = joined(known, *(whole[card.id] for card in archive.cards))
    yield Output(urls.CSV, shown, partial(_table, archive.cards, settings, store))
    yield ready(urls.CSV_METADATA, _described(settings))
    yield ready(urls.SCHEMA, schemas.text(schemas.RECORD))


def _table(cards: Sequence[Card], settings: Settings, store: Store) -> bytes:
    """Write the rows in reading order, below the names of the columns."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(_CELLS)
    for card in cards:
        article = store.body(card.id)
        row = _Row(card, article.fields, tuple(tree.stories(article.body)), settings)
        rows.writerow([cell(row) for cell in _CELLS.values()])
    return whole(written.getvalue()).encode()


def _joined(members: tuple[str, ...]) -> str:
    """Write a list into one cell."""
    return SEPARATOR.join([_escaped(member) for member in members])


def _escaped(member: str) -> str:
    return member.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}")


def _bound(edtf: str | None, end: int) -> str | None:
    """Give the first or the last day that a date can mean."""
    return bounds(edtf)[end].isoformat() if edtf else None


def _described(settings: Settings) -> bytes:
    """Describe the table to programs."""
    table = schemas.table()
    if settings.rights:
        table["dc:rights"] = settings.rights
    return whole(json.dumps(table, ensure_ascii=False, indent=1)).encode() + b"\n"
