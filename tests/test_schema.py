"""The schema of the records holds for every record, names every key, and says what each is.

The documents are all that the tests have, the ugly ones too, each read as an archive of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backissues import records, schemas
from backissues.archive import make_card, placed
from backissues.model import Fields, Row, Settings, Sidecar, Source
from backissues.model import Setting as Said
from backissues.outputs.tables import _CELLS, SEPARATOR, _joined
from backissues.parse import parse
from backissues.text.lookup import make_lookup
from checkout import CHECKOUT

TESTS = Path(__file__).parent
FOLDERS = ("captures", "mirrors", "labelled", "ugly")
DOCUMENTS = [
    file
    for folder in (CHECKOUT / "seeds", *(TESTS / name for name in FOLDERS))
    for file in sorted(folder.iterdir())
    if file.suffix in {".txt", ".md"}
]
SCHEMA = schemas.load(schemas.RECORD)
PUBLIC = Settings(base_url="https://a.example/", rights="All rights reserved")


@cache
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def written(
    data: bytes, settings: Settings = PUBLIC, sidecar: Sidecar | None = None
) -> dict[str, Any] | None:
    """Read a document as an archive would, and give its record as a reader of the data gets it."""
    source = Source(path="a.txt", data=data, sha256=hashlib.sha256(data).hexdigest())
    outcome = parse(source, make_lookup(()), sidecar)
    if outcome.article is None:
        return None
    row = Row(id="i", address="articles/a.html", path="a.txt", sha256="", added="2024-05-21")
    card = placed(make_card(outcome.article), row, 0)
    entry = records.archived(
        outcome.article, outcome.lines, card, url="articles/a.html", settings=settings
    )
    read: dict[str, Any] = json.loads(records.encode(entry))
    assert list(read) == list(SCHEMA["properties"])
    return read


def faults(entry: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(entry)]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_record_is_as_the_schema_says(file: Path) -> None:
    entry = written(file.read_bytes())
    assert entry is None or faults(entry) == []


def test_a_record_without_the_lines_set_aside_is_too() -> None:
    for file in DOCUMENTS[:5]:
        entry = written(file.read_bytes(), Settings(publish_sources=False))
        assert entry
        assert entry["furniture"] == faults(entry) == []


@given(st.text(), st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_record_is_as_the_schema_says(words: str, title: str) -> None:
    said = Said(values=(title,), line=1)
    settings = {"title": said, "authors": said, "credit": said, "series": said}
    entry = written(words.encode(), sidecar=Sidecar(path="a.yml", settings=settings))
    assert entry is None or faults(entry) == []


def test_a_half_character_is_replaced_and_counted() -> None:
    said = Said(values=("the \ud800 and \ud83d\ude00",), line=1)
    entry = written(b"words", sidecar=Sidecar(path="a.yml", settings={"title": said}))
    assert entry
    assert entry["title"] == "the \ufffd and 😀"
    # Once in the title, once in its evidence as a value, once as a quote.
    assert entry["replaced"] == 3


def test_the_schema_is_strict() -> None:
    entry = written(b"words")
    assert entry
    assert faults(entry | {"titel": "x"})
    assert faults({key: value for key, value in entry.items() if key != "kind"})
    assert faults(entry | {"published": "yesterday"})
    assert faults(entry | {"blocks": [{"type": "paragraph"}]})
    assert faults(entry | {"evidence": {}})


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of the schema that describes an object with keys of its own."""
    if isinstance(value, dict):
        if "properties" in value and "additionalProperties" in value:
            yield value
        for inner in value.values():
            yield from objects(inner)


def test_every_key_is_described_and_none_is_let_in_besides() -> None:
    for found in objects(SCHEMA):
        assert found["additionalProperties"] is False
        assert set(found["required"]) <= set(found["properties"])
        if found is not SCHEMA["properties"]["evidence"]:
            for name, key in found["properties"].items():
                assert key["description"].endswith((".", ")")), name
    assert list(SCHEMA["properties"]["evidence"]["properties"]) == list(Fields.__struct_fields__)


def test_every_column_is_described_by_one_file_or_the_other() -> None:
    columns = schemas.load(schemas.TABLE)["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(_CELLS)
    for column in columns:
        assert ("dc:description" in column) != (column["name"] in SCHEMA["properties"])
        assert column.get("separator", SEPARATOR) == SEPARATOR


@given(st.lists(st.text(), min_size=1))
def test_a_list_in_a_cell_can_be_taken_apart(members: list[str]) -> None:
    parts, escaped = [""], False
    for char in _joined(tuple(members)):
        if escaped or char not in {"\\", SEPARATOR}:
            parts[-1] += char
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            parts.append("")
    assert parts == members
