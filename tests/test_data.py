"""What an archive gives away as data: read by programs that others wrote, whatever its texts hold.

pandas, DuckDB and jq are asked where they are installed; Python's own readers always are.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace

from backissues import schemas, urls
from backissues.archive import collect, make_card, placed
from backissues.model import Archive, Article, Fields, Row, Settings, Sidecar, Source
from backissues.model import Setting as Said
from backissues.outputs import dictionary, exports, tables
from backissues.outputs.interface import LOCALES
from backissues.parse import parse
from backissues.text.lookup import make_lookup

COLUMNS = [column["name"] for column in schemas.load(schemas.TABLE)["tableSchema"]["columns"]]
LONG = "\n\n".join(f"Paragraph {n} says “no”, or\\so. " + "And so on. " * 90 for n in range(3_000))
EMPTY = Archive(cards=(), by_id={}, axes={}, neighbours={}, gaps=())
TITLES = (
    'She said "no", twice',
    "=HYPERLINK(1)",
    "-2 degrees]]>",
    "@home\ttab",
    "two\nlines",
    "half \ud800 and whole \ud83d\ude00",
    "zero \x00 and \x1f and \u202e",
    "NA",
    "007",
)


class Hostile:
    """A store of documents that were made to break readers."""

    def __init__(self) -> None:
        self.texts: dict[str, bytes] = {}
        self.articles: dict[str, Article] = {}
        rows = [(f"t{n}", {"title": title}, "words") for n, title in enumerate(TITLES)]
        many = tuple(f"tag {n}" for n in range(5_000))
        rows += [
            ("early", {"published": "0001-01-01", "number": "007"}, "early"),
            ("late", {"published": "9999~", "updated": "9999-12-31"}, "late"),
            ("many", {"tags": many, "authors": ("A|B", "C\\", "D; E")}, "many"),
            ("long", {}, LONG),
        ]
        cards = [self._add(*row, arrival=n) for n, row in enumerate(rows)]
        self.archive = collect(cards, (), "en")

    def _add(
        self, name: str, said: dict[str, str | tuple[str, ...]], text: str, *, arrival: int
    ) -> Any:
        data = text.encode()
        source = Source(path=f"{name}.txt", data=data, sha256=hashlib.sha256(data).hexdigest())
        settings = {
            key: Said(values=value if isinstance(value, tuple) else (value,), line=1)
            for key, value in said.items()
        }
        sidecar = Sidecar(path=f"{name}.yml", settings=settings)
        article = parse(source, make_lookup(()), sidecar).article
        assert article
        self.texts[name], self.articles[name] = data, article
        address = urls.article(name)
        row = Row(id=name, address=address, path=source.path, sha256="", added="2024-05-21")
        return placed(make_card(article), row, arrival)

    def body(self, ident: str) -> Article:
        return self.articles[ident]

    def source(self, ident: str) -> Source:
        return Source(path=f"{ident}.txt", data=self.texts[ident], sha256="")

    def picture(self, path: str) -> bytes:
        raise AssertionError(path)


@cache
def hostile() -> Hostile:
    return Hostile()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the data of the hostile archive into a folder."""
    made = hostile()
    place = tmp_path_factory.mktemp("data")
    _write(place, made.archive, made)
    return place


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Write the data of an archive without an article."""
    _write(tmp_path, EMPTY, hostile())
    return tmp_path


def _write(place: Path, archive: Archive, store: Hostile) -> None:
    for output in (
        *exports.outputs(archive, Settings(), store),
        *tables.outputs(archive, Settings(), store),
    ):
        (place / Path(output.path).name).write_bytes(output.make())


def sample(name: str) -> str:
    return dict(dictionary._SAMPLES)[name]


# --- Python's own readers ------------------------------------------------------------------------


def rows_of(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "articles.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = {row["id"]: row for row in reader}
    assert reader.fieldnames == COLUMNS
    return rows


def test_the_table_holds_what_was_said_and_nothing_else(folder: Path) -> None:
    rows = rows_of(folder)
    assert len(rows) == len(TITLES) + 4
    for n, title in enumerate(TITLES):
        whole = title.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert rows[f"t{n}"]["title"] == whole
    early, late, many = rows["early"], rows["late"], rows["many"]
    assert (early["published"], early["earliest"], early["number"]) == (
        "0001-01-01",
        "0001-01-01",
        "007",
    )
    assert (late["published"], late["latest"], late["updated"]) == (
        "9999~",
        "9999-12-31",
        "9999-12-31",
    )
    assert many["authors"] == r"A\|B|C\\|D; E"
    assert many["tags"].split("|") == [f"tag {n}" for n in range(5_000)]
    assert (many["series"], many["posts"]) == ("", "")
    assert int(rows["long"]["words"]) > 700_000


def test_the_table_is_as_its_standard_wants_it(folder: Path) -> None:
    data = (folder / "articles.csv").read_bytes()
    assert data.startswith(b"id,url,path,")
    assert data.endswith(b"\r\n")
    assert data.decode("utf-8").count("\r\n") == len(rows_of(folder)) + 1


def test_each_line_of_the_records_is_the_record_of_an_article(folder: Path) -> None:
    lines = (folder / "articles.jsonl").read_bytes().splitlines(keepends=True)
    assert len(lines) == len(TITLES) + 4
    for line in lines:
        entry = json.loads(line)
        assert (folder / f"{entry['id']}.json").read_bytes() == line
        assert rows_of(folder)[entry["id"]]["url"] == entry["url"]


def test_an_empty_archive_has_columns_and_no_rows(empty: Path) -> None:
    assert (empty / "articles.csv").read_bytes() == ",".join(COLUMNS).encode() + b"\r\n"
    assert (empty / "articles.jsonl").read_bytes() == b""


def test_the_description_of_the_table_describes_each_column(folder: Path) -> None:
    described = json.loads((folder / "articles.csv-metadata.json").read_bytes())
    assert described["url"] == "articles.csv"
    assert [column["name"] for column in described["tableSchema"]["columns"]] == COLUMNS
    assert all(column["dc:description"] for column in described["tableSchema"]["columns"])


# --- the programs that the page names ------------------------------------------------------------


def test_pandas_reads_the_data_as_the_page_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(folder)
    read: dict[str, Any] = {}
    exec(sample("pandas"), read)  # noqa: S102 - the very words that the page gives
    table, records = read["table"], read["records"]
    assert list(table.columns) == COLUMNS
    assert len(table) == len(records) == len(TITLES) + 4
    titles = table.set_index("id").title
    assert (titles["t7"], titles["t8"]) == ("NA", "007")
    assert records.set_index("id").title["t8"] == "007"
    assert table.words.sum() == records.words.sum()


def test_duckdb_reads_the_data_as_the_page_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(folder)
    kinds, tags = filter(str.strip, sample("DuckDB").split(";"))
    assert sum(count for _, count in duckdb.sql(kinds).fetchall()) == len(TITLES) + 4
    assert len(duckdb.sql(tags).fetchall()) == 5_000


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_jq_reads_the_data_as_the_page_says(folder: Path, empty: Path) -> None:
    for place in (folder, empty):
        for command in sample("jq").replace("\n  ", " ").split("\n"):
            done = subprocess.run(
                ["bash", "-c", command], cwd=place, capture_output=True, check=True
            )
            assert bool(done.stdout) == (place == folder)


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(path.parent.name for path in LOCALES.glob("*/*.po")))
def test_the_page_names_each_key_and_each_column(language: str) -> None:
    settings = replace(Settings(), language=language, rights="CC BY 4.0")
    [output] = dictionary.outputs(EMPTY, settings, hostile())
    page = html.document_fromstring(output.make().decode())
    named = {code.strip() for code in page.xpath("//dl//dt//code/text()")}
    assert named >= {*COLUMNS, *Fields.__struct_fields__, "blocks", "run_in", "data/articles.csv"}
    sentences = [" ".join(one.text_content().split()) for one in page.xpath("//dl/dd")]
    assert all(sentences)
    assert "CC BY 4.0" in page.xpath("//main")[0].text_content()
    said = schemas.load(schemas.RECORD)["properties"]["blocks"]["description"]
    assert (said in sentences) == (language == "en")
