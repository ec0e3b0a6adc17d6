"""Holds the description of every key and column of the data that an archive gives away.

Comes in: nothing. Goes out: a JSON Schema of records and CSVW metadata of the table, as they are.
Must not know: any other room. What a key means is written there, and nowhere else.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

RECORD = "articles.schema.json"
TABLE = "articles.csv-metadata.json"


@cache
def text(name: str) -> bytes:
    """Return a description as the site publishes it."""
    return Path(__file__).with_name(name).read_bytes()


def load(name: str) -> dict[str, Any]:
    """Return a description as a value of one's own."""
    value: dict[str, Any] = json.loads(text(name))
    return value


def table() -> dict[str, Any]:
    """Return the description of the table; records describe the columns that they share."""
    described = load(TABLE)
    known = load(RECORD)["properties"]
    for column in described["tableSchema"]["columns"]:
        if column["name"] in known:
            column["dc:description"] = known[column["name"]]["description"]
    return described
