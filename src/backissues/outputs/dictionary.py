"""Makes data/index.html: what there is to take away, how to read it, and what each value means.

Comes in: the archive, the settings, the descriptions of keys and columns. Goes out: one page.
Must not know: how the files are made. What a key means is said in the schema alone; here it is
only put into the language of the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from backissues import schemas, urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.contexts import DataFile, DataPage, KeyGroup, KeyRow, Sample
from backissues.outputs.frames import Linker, frame, links_from, page, printed
from backissues.outputs.interface import Interface, interface, later
from backissues.text.legible import legible

# Files by their public paths. A word in capitals stands for the name of any article.
_FILES = (
    (
        urls.JSONL,
        later(
            "Every article with every block of its text and all that was read in it, one record"
            " a line, the newest first."
        ),
    ),
    (urls.CSV, later("Every article as one row of a table, for spreadsheets and statistics.")),
    (urls.SCHEMA, later("The JSON Schema of the records: what each key is, for programs.")),
    (
        urls.CSV_METADATA,
        later("What each column of the table is, for programs (CSV on the Web)."),
    ),
    (urls.record(urls.article("SLUG")), later("The record of one article; its page links to it.")),
    (
        urls.csl(urls.article("SLUG")),
        later("The reference of one article, for reference managers."),
    ),
)
_MARKDOWN = (
    urls.markdown(urls.article("SLUG")),
    later("The text of one article, to keep, and to make its page from again."),
)
_LEDGER = (urls.LEDGER, later("The addresses that this archive promises, former ones too."))
_BOOK = (urls.EPUB, later("The archive as a book, for e-readers (EPUB)."))
_SUMS = (urls.MANIFEST, later("All files of this site with their checksums."))

# An id may look like a number, an issue’s number begin with a nought, and a title be “NA”: pandas
# is told to leave them as they are.
_PANDAS = """\
import pandas as pd
table = pd.read_csv(
    "articles.csv",
    dtype={"id": str, "number": str},
    keep_default_na=False,
    na_values=[""],
)
records = pd.read_json("articles.jsonl", lines=True, dtype=False)"""
_DUCKDB = """\
SELECT kind, count(*)
FROM read_csv('articles.csv', header = true) GROUP BY kind;
SELECT title, unnest(tags) AS tag
FROM read_json('articles.jsonl', maximum_object_size = 268435456);"""
_JQ = """\
jq -r '[.published, .title] | @tsv' articles.jsonl
jq -r '.blocks[] | .. | objects
  | select(.type == "paragraph") | .text' articles.jsonl"""
_SAMPLES = (("pandas", _PANDAS), ("DuckDB", _DUCKDB), ("jq", _JQ))
_CHECK = "sha256sum -c manifest-sha256.txt\npython -m backissues verify ."


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the page of the data."""
    if settings.makes("data"):
        yield page(urls.DATA, _page(archive, settings), "data.html", settings=settings)


def _listed(archive: Archive, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the files that are there, by their paths, each with what it holds."""
    yield from _FILES
    if settings.makes("markdown"):
        yield _MARKDOWN
    if settings.makes("epub") and archive.cards:
        yield _BOOK
    yield _LEDGER
    yield _SUMS


def _page(archive: Archive, settings: Settings) -> DataPage:
    """Gather all that the page shows."""
    voice = interface(settings.language)
    record = schemas.load(schemas.RECORD)
    columns = schemas.table()["tableSchema"]["columns"]
    return DataPage(
        frame=frame(urls.DATA, settings, title=voice.say("Data")),
        files=tuple(_files(_listed(archive, settings), links_from(urls.DATA), voice)),
        samples=tuple(Sample(name=name, code=code) for name, code in _SAMPLES),
        separator=next(column["separator"] for column in columns if "separator" in column),
        rights=printed(settings.rights, voice),
        check=_CHECK,
        columns=tuple(
            KeyRow(name=name, words=voice.say(words))
            for name, words in ((one["name"], one["dc:description"]) for one in columns)
        ),
        keys=tuple(_rows(record, voice)),
        groups=tuple(_groups(record, voice)),
    )


def _files(listed: Iterable[tuple[str, str]], link: Linker, voice: Interface) -> Iterator[DataFile]:
    """Name the files; one that stands for many has no address."""
    for path, words in listed:
        href = "" if "SLUG" in path else link(path)
        yield DataFile(name=legible(path), words=voice.say(words), href=href)


def _rows(part: dict[str, Any], voice: Interface) -> Iterator[KeyRow]:
    """Name the keys of a record, or of a part of one."""
    for name, key in part["properties"].items():
        words = key["description"]
        yield KeyRow(name=name, words=voice.say(words))


def _groups(record: dict[str, Any], voice: Interface) -> Iterator[KeyGroup]:
    """Name the parts of records that have keys of their own."""
    for name, part in record["$defs"].items():
        if "properties" in part:
            words, rows = part["description"], tuple(_rows(part, voice))
            yield KeyGroup(name=name, words=voice.say(words), rows=rows)
