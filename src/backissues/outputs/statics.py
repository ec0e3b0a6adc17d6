"""Carries what all pages share into the site: the style sheet, the theme, icons, scripts.

Comes in: the settings, the folder of static files. Goes out: outputs.
Must not know: pages, articles, what a file holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from backissues import assets, urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.frames import STYLESHEET, THEME

# The files of this folder are written as one sheet, in the order of their names: a page asks once.
_SHEETS = "css"
# Comments and indentation are for those who read the files; no string of a sheet holds either.
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s+")


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the files that a site carries as they are, its one style sheet, and its theme."""
    folder = assets.static()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if not (name.startswith((".", f"{_SHEETS}/"))):
            yield _output(name, file.read_bytes())
    yield _output(STYLESHEET, stylesheet(folder / _SHEETS))
    if settings.theme:
        yield _output(THEME, theme(settings))


def stylesheet(folder: Path) -> bytes:
    """Join the sheets of a folder, without what only their authors read."""
    sheets = (file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.css")))
    return _INDENT.sub("\n", _COMMENT.sub("", "".join(sheets))).lstrip().encode()


def theme(settings: Settings) -> bytes:
    """Write a collection's custom properties; outside all layers, they win over each."""
    lines = "".join(f"  {name}: {value};\n" for name, value in sorted(settings.theme.items()))
    return f":root {{\n{lines}}}\n".encode()


def _output(name: str, data: bytes) -> Output:
    return Output(urls.static(name), hashlib.sha256(data).hexdigest(), lambda: data)
