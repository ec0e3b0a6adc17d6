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
from backissues.text.yaml_tree import YamlMap, YamlText
from backissues.text.yamlfile import read_yaml_file

SUFFIX = ".yml"
# The keys that keep a document from readers; `draft` is what other tools call the first.
_WITHHOLDING = frozenset({"publish", "withdrawn", "draft"})
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


_DAY = Expected("a date is expected: 2024-05-21, 2024-05, 2024, or one with “~” for “about”", _date)


def _address(value: str) -> str | None:
    words = value.split("-")
    lower = value.isascii() and value == value.lower()
    return value if lower and all(word.isalnum() for word in words) else None


def _reason(value: str) -> str | None:
    # `withdrawn: no` may mean either; to hold the document back until it is mended harms nobody.
    return None if values.yes_no(value) == "false" else values.text(value)


_EXPECTED = {
    "kind": values.one_of(_KINDS),
    "title": values.TEXT,
    "subtitle": values.TEXT,
    "series": values.TEXT,
    "number": Expected("decimal digits are expected", values.number),
    "authors": values.TEXTS,
    "interviewees": values.TEXTS,
    "published": _DAY,
    "updated": _DAY,
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
    "withdrawn": Expected("the reason is expected, in words", _reason),
}


def load_sidecar(file: Path, path: str) -> Sidecar:
    """Read a sidecar; diagnostics name it by `path`, its place in the collection."""
    node, odd = read_yaml_file(file, path)
    settings, found = values.read_settings(node, path, _EXPECTED)
    # Elsewhere a key without a value says nothing; of one of these, nobody knows what was meant.
    if isinstance(node, YamlMap):
        found += [
            values.refuse(key.text, value, path=path, sentence=_EXPECTED[key.text].sentence)
            for key, value in node.entries
            if key.text in _WITHHOLDING & _EXPECTED.keys()
            and isinstance(value, YamlText)
            and not value.text
        ]
    return Sidecar(path=path, settings=settings, diagnostics=(*odd, *found))


def withholds(sidecar: Sidecar) -> bool:
    """Tell whether an editor keeps the document from readers."""
    publish = sidecar.settings.get("publish")
    return "withdrawn" in sidecar.settings or (publish is not None and "false" in publish.values)


def reason(sidecar: Sidecar) -> str:
    """Return why an editor withdrew the document; `withdrawn: true` gives no reason."""
    said = sidecar.settings.get("withdrawn")
    return said.values[0] if said and values.yes_no(said.values[0]) is None else ""


def is_unclear(sidecar: Sidecar) -> bool:
    """Tell whether a sidecar may withhold its document in words that were not understood."""
    for found in sidecar.diagnostics:
        key, value = found.values.get("key", ""), found.values.get("value", "")
        if found.level == "error" or key.casefold() in _WITHHOLDING:
            return True
        # `publsh: false`: of a key that nobody knows, the report says which one was meant, perhaps.
        if any(f"“{word}”" in found.values.get("known", "") for word in _WITHHOLDING):
            return True
        # Other tools write `published: false` for `publish: false`.
        if key == "published" and values.yes_no(value) == "false":
            return True
    return False
