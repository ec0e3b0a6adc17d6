"""Carries what all pages share into the site: the style sheet, the theme, icons, scripts.

Comes in: the settings, the folder of static files, those that the collection brings: a file of
the same name takes the place of ours. Goes out: outputs.
Must not know: pages, articles, templates.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import msgspec

from backissues import assets, urls
from backissues.codes import diagnose
from backissues.model import Archive, Brought, Diagnostic, Output, Settings, Store, Theme
from backissues.outputs.frames import SCRIPT, STYLESHEET, THEME
from backissues.outputs.kept import kept
from backissues.outputs.keys import ready
from backissues.patterns import late
from backissues.steady import read_again
from backissues.text import sheets
from backissues.text.colours import is_colour

# The files of each of these folders are written as one: a page asks once.
_SHEETS = "css"
_SCRIPTS = "js"
# What lies here goes into the e-books, and not beside the pages.
_BOOKS = "epub/"
_UTF_8 = "save the file as UTF-8"
# Comments and spaces are for those who read the files. No string of our sheets holds a comment,
# or any of these signs beside a space; a selector has its space before the colon, not behind it.
_COMMENT = late(r"/\*.*?\*/", re.DOTALL)
_SPARE = late(r"\s*([{};,])\s*|(?<=:)\s+")


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the files that a site carries as they are, its one style sheet, and its theme."""
    theme = settings.theme
    brought = {one.name: one for one in theme.static}
    ours = _ours()
    for name in sorted(ours.keys() | brought.keys()):
        joined = _is_sheet(name) or (_is_script(name) and name in ours)
        if not (joined or name.startswith(_BOOKS)):
            own = brought.get(name)
            yield _carried(own) if own else ready(urls.static(name), ours[name].read_bytes())
    yield ready(urls.static(STYLESHEET), stylesheet(ours, brought))
    if settings.makes("search"):
        yield ready(urls.static(SCRIPT), script(ours, brought))
    if theme.has_values:
        yield ready(urls.static(THEME), values(theme))


def stylesheet(ours: Mapping[str, Path], brought: Mapping[str, Brought]) -> bytes:
    """Join all sheets: ours by name, each or the one in its place; then what is added to them.

    So an added sheet needs no layer to win: of two equal rules the later one counts.
    """
    own = [name for name in ours if _is_sheet(name)]
    added = [name for name in brought if _is_sheet(name) and name not in ours]
    names = (*sorted(own), *sorted(added))
    texts = {name: _text(brought[name].file if name in brought else ours[name]) for name in names}

    def join() -> bytes:
        return "".join(
            _moved(name, text) if name in brought else _trimmed(name, text)
            for name, text in texts.items()
        ).encode()

    held = msgspec.json.encode([(name, name in brought, text) for name, text in texts.items()])
    return kept("style sheet", hashlib.sha256(held).hexdigest(), join)


def script(ours: Mapping[str, Path], brought: Mapping[str, Brought]) -> bytes:
    """Join our scripts by name, each or the one in its place; each is a block of its own."""
    names = sorted(filter(_is_script, ours))
    files = (brought[name].file if name in brought else ours[name] for name in names)
    return "".join(map(_text, files)).encode()


def values(theme: Theme) -> bytes:
    """Write a collection's custom properties; outside all layers, they win over each.

    Its colours are those of light pages: what is easy to read on white paper is not on black.
    """
    plain = [(name, value) for name, value in theme.light if not is_colour(value)]
    light = [pair for pair in theme.light if pair not in plain]
    blocks = [_rule(plain, "")] if plain else []
    for scheme, pairs in (("light", light), ("dark", theme.dark)):
        if pairs:
            rule = _rule(pairs, "  ")
            blocks.append(f"@media (prefers-color-scheme: {scheme}) {{\n{rule}}}\n")
    return "".join(blocks).encode()


def _rule(pairs: Iterable[tuple[str, str]], indent: str) -> str:
    """Write the rule that sets custom properties for a whole page."""
    lines = "".join(f"{indent}  {name}: {value};\n" for name, value in pairs)
    return f"{indent}:root {{\n{lines}{indent}}}\n"


def proof(settings: Settings) -> Iterator[Diagnostic]:
    """Say what is wrong with the files that a collection brings to be joined with ours."""
    brought = {one.name: one.file for one in settings.theme.static}
    held = brought.keys() | _ours().keys() if brought else frozenset[str]()
    for name, file in brought.items():
        if not (_is_sheet(name) or _is_script(name)):
            continue
        try:
            text = _text(file)
        except UnicodeDecodeError as error:
            why = f"{error.reason} at byte {error.start + 1}"
            yield diagnose("P-016", urls.static(name), why=why, advice=_UTF_8)
        else:
            yield from _proof(name, text, held) if _is_sheet(name) else ()


def _proof(name: str, sheet: str, held: AbstractSet[str]) -> Iterator[Diagnostic]:
    """Look at one sheet: whether it can be joined, and whether all that it asks for is there."""
    path = urls.static(name)
    if line := sheets.unbalanced(sheet):
        why, advice = "a brace has no partner", "without it, the sheets below would be lost"
        yield diagnose("P-016", path, line, why=why, advice=advice)
    for line in sheets.imports(sheet):
        advice = "put that sheet into static/css/ as well, for all of them are joined"
        yield diagnose(
            "P-017", path, line, url="@import", why="it has no place here", advice=advice
        )
    for url, line in sheets.addresses(sheet):
        goal = re.split(r"[?#]", url)[0]
        if sheets.is_nearby(url) and unquote(_from_top(name, goal)) not in held:
            why, advice = "there is no such file", "addresses count from the sheet’s own folder"
            yield diagnose("P-017", path, line, url=url, why=why, advice=advice)
        elif url.startswith("//") or re.match(r"https?:", url, re.IGNORECASE):
            why = "pages ask no other host"
            advice = "put a copy into static/, if its licence allows that"
            yield diagnose("P-017", path, line, url=url, why=why, advice=advice)


def _is_sheet(name: str) -> bool:
    """Tell whether a static file is one of those that are joined."""
    return PurePosixPath(name).parent.as_posix() == _SHEETS and name.endswith(".css")


def _is_script(name: str) -> bool:
    """Tell whether a static file is one of the scripts that are joined."""
    return PurePosixPath(name).parent.as_posix() == _SCRIPTS and name.endswith(".js")


def _ours() -> dict[str, Path]:
    """Return the static files that Back Issues brings, by name."""
    folder = assets.static()
    files = (file for file in folder.rglob("*") if file.is_file())
    named = {file.relative_to(folder).as_posix(): file for file in files}
    return {name: file for name, file in named.items() if not name.startswith(".")}


def _trimmed(name: str, text: str) -> str:
    """Return a sheet of ours without what only its authors read."""
    text = _COMMENT.sub("", _moved(name, text)).strip()
    return _SPARE.sub(lambda found: found[1] or "", text).replace(";}", "}") + "\n"


def _moved(name: str, text: str) -> str:
    """Return a sheet as it was written, but for addresses: the joined one lies elsewhere."""
    text = sheets.moved(text, lambda url: _from_top(name, url))
    return text if text.endswith("\n") else f"{text}\n"


def _from_top(name: str, url: str) -> str:
    """Return an address of a sheet as it counts from the folder of static files."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), url))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


def _carried(one: Brought) -> Output:
    path = urls.static(one.name)
    return Output(path, one.sha256, partial(read_again, one.file, one.sha256, path=path))
