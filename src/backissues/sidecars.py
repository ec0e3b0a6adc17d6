"""Reads a sidecar, `NAME.yml` beside `NAME.txt`: an editor's word on the fields of a document.

Comes in: the file. Goes out: `Sidecar`: for each key that holds, its values as texts and where
they stand; a diagnostic for each key or value that was passed over.
Must not know: the document beside it, or what its fields become.
"""

from __future__ import annotations

import pkgutil
from pathlib import Path

from backissues.model import Sidecar
from backissues.text import values
from backissues.text.edtf import is_edtf
from backissues.text.values import Expected
from backissues.text.yamlfile import read_yaml_file

SUFFIX = ".yml"
# A kind is a module of its folder: looked up there, so that a new one needs no line here.
_KINDS = tuple(
    sorted(
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).with_name("kinds"))])
        if not module.name.startswith("_")
    )
)


def _date(value: str) -> str | None:
    return value if is_edtf(value) else None


def _number(value: str) -> str | None:
    return value if value.isascii() and value.isdecimal() else None


def _address(value: str) -> str | None:
    words = value.split("-")
    lower = value.isascii() and value == value.lower()
    return value if lower and all(word.isalnum() for word in words) else None


_EXPECTED = {
    "kind": values.one_of(_KINDS),
    "title": values.TEXT,
    "subtitle": values.TEXT,
    "series": values.TEXT,
    "number": Expected("decimal digits are expected", _number),
    "authors": values.TEXTS,
    "interviewees": values.TEXTS,
    "published": Expected(
        "a date is expected: 2024-05-21, 2024-05, 2024, or one with “~” for “about”", _date
    ),
    "source_url": values.WEB_ADDRESS,
    "language": values.LANGUAGE,
    "tags": values.TEXTS,
    "credit": values.TEXT,
    "rights": values.TEXT,
    "address": Expected(
        "small letters a to z, digits and single hyphens are expected, such as winter-issue",
        _address,
    ),
    "publish": values.YES_NO,
    "withdrawn": values.TEXT,
}


def load_sidecar(file: Path, path: str) -> Sidecar:
    """Read a sidecar; diagnostics name it by `path`, its place in the collection."""
    node, odd = read_yaml_file(file, path)
    settings, found = values.read_settings(node, path, _EXPECTED)
    return Sidecar(path=path, settings=settings, diagnostics=(*odd, *found))
