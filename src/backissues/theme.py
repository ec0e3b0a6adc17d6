"""Reads how a collection wants its site to look: `theme:`, its templates/, its static/.

Comes in: the collection's folder, the `theme:` of archive.yml. Goes out: `Theme`, and diagnostics.
Must not know: what a template says, how a page is made. Nothing here writes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path, PurePosixPath

from backissues import assets, urls
from backissues.codes import diagnose
from backissues.folders import Walk, unreadable
from backissues.model import Brought, Diagnostic, Theme
from backissues.patterns import late
from backissues.text import colours, sheets, values
from backissues.text.lines import read_lines
from backissues.text.sheets import Properties
from backissues.text.yaml_tree import YamlMap, YamlNode, YamlText

TEMPLATES, STATIC = FOLDERS = "templates", "static"
# The sheets of this folder of static/ are written as one; this one sets the custom properties.
SHEETS = "css"
_TOKENS = f"{SHEETS}/tokens.css"
# What systems leave in folders; hidden files are passed over as well.
_LEFT_BEHIND = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
# The largest file that hosts of static sites take without a word: 25 MiB.
_LARGEST = 25 * 1024 * 1024
# What looks like a capture, and the texts that belong beside fonts, images and scripts.
_CAPTURES = frozenset({".txt", ".text", ".md", ".markdown"})
_PAPERS = frozenset(
    {"authors", "contributors", "copying", "fontlog", "humans", "licence", "license", "notice"}
    | {"ofl", "readme", "robots"}
)

# A custom property with or without its two hyphens: accent, --measure.
_PROPERTY = late(r"(?:--)?([a-z][a-z0-9-]*)", re.ASCII)
# What stays inside one declaration: #b00, 1.2rem, "Iowan Old Style", serif, hsl(20 90% 40%).
_CSS_VALUE = late(r"(?:[\w\s#%.,+*/()-]|\"[\w\s.-]*\"|'[\w\s.-]*')+")
# Matches 36rem, 1.5em, min(36rem, 90vw); not wide, 36, serif.
_LENGTH = late(
    r"[0-9]{0,6}\.?[0-9]{1,6}(?:[a-z]{1,9}|%)|(?:calc|min|max|clamp)\(.+\)", re.IGNORECASE
)
_VALUE = "colours, lengths and fonts are expected, such as “accent: '#8a1c1c'”"
_COLOUR = "a colour is expected, such as “#8a1c1c”, in quotes, or “navy”"
_A_MAPPING = "the values of dark pages are expected below it, such as “accent: '#88bbff'”"
_A_LENGTH = "a length is expected, such as 36rem"
# The key of `theme:` below which the values of dark pages stand.
_DARK = "dark"
# What is written on what, and the contrast that WCAG 2.2 asks of it (1.4.3).
_INKS, _PAPERS_BELOW = ("--ink", "--muted", "--accent"), ("--paper", "--tint", "--mark")
_LEAST_CONTRAST = 4.5


def load_theme(
    folder: Path, block: YamlNode | None, *, path: str
) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """Read the theme of a collection; `block` is the value of `theme:` in its file `path`."""
    brought, found = _brought(folder)
    light: dict[str, YamlText] = {}
    dark: dict[str, YamlText] = {}
    if block is not None:
        known = _known(brought[STATIC])
        light, dark = _values(block, known, path=path, found=found)
        found += _unreadable_colours(known, light, dark, path=path)
    theme = Theme(
        light=tuple(sorted((name, value.text.strip()) for name, value in light.items())),
        dark=tuple(sorted((name, value.text.strip()) for name, value in dark.items())),
        templates=tuple(brought[TEMPLATES]),
        static=tuple(brought[STATIC]),
    )
    return theme, tuple(found)


# --- files ---------------------------------------------------------------------------------------


def _brought(folder: Path) -> tuple[dict[str, list[Brought]], list[Diagnostic]]:
    """List the files of the two folders, by folder, and what was wrong with any."""
    brought: dict[str, list[Brought]] = {TEMPLATES: [], STATIC: []}
    walk = Walk(folder, _passed_over)
    found: list[Diagnostic] = []
    # Of a collection that is not there, or cannot be listed, the survey says what is wrong.
    files = list(walk.files(folder)) if folder.is_dir() else []
    names = _taken() if files else urls.Registry()
    for path, file in files:
        top, _, name = path.partition("/")
        if not name:
            found.append(diagnose("S-001", path, why="it is not a folder"))
            continue
        other = names.claim(path, path)
        if other is not None and other != path:
            found.append(diagnose("S-020", path, other=other))
            continue
        one, wrong = _read(Path(file), name, path=path)
        found += wrong
        if one is not None:
            brought[top].append(one)
    about = [one for one in walk.found if one.path]
    return brought, [*about, *found, *_captures(brought[STATIC])]


def _passed_over(prefix: str, name: str) -> bool:
    """Tell whether a name is none of a theme's: hidden, left behind, or at the top for others."""
    other = not prefix and name not in {TEMPLATES, STATIC}
    return other or name.startswith(".") or name.endswith("~") or name in _LEFT_BEHIND


def _taken() -> urls.Registry:
    """Return who holds which name before a collection brings any: our own files."""
    registry = urls.Registry()
    for top, home in ((TEMPLATES, assets.templates()), (STATIC, assets.static())):
        for file in sorted(file for file in home.rglob("*") if file.is_file()):
            path = f"{top}/{file.relative_to(home).as_posix()}"
            registry.claim(path, path)
    return registry


def _read(file: Path, name: str, *, path: str) -> tuple[Brought | None, list[Diagnostic]]:
    """Take the sum of a file, piece by piece: some are films."""
    try:
        with file.open("rb") as data:
            sha256 = hashlib.file_digest(data, "sha256").hexdigest()
        size = file.stat().st_size
    except OSError as error:
        return None, [unreadable(path, error)]
    large = size > _LARGEST
    found = [diagnose("S-030", path, size=f"{size / 2**20:.0f}")] if large else []
    return Brought(name=name, file=file, sha256=sha256), found


def _captures(static: list[Brought]) -> Iterator[Diagnostic]:
    """Say where files in static/ look like documents: one who keeps them there may not know."""
    names = [PurePosixPath(one.name) for one in static]
    texts = [
        name
        for name in names
        if name.suffix.casefold() in _CAPTURES
        and re.split(r"[^a-z]", name.stem.casefold())[0] not in _PAPERS
    ]
    if texts:
        yield diagnose("S-029", STATIC, count=len(texts), example=f"{STATIC}/{texts[0]}")


# --- values --------------------------------------------------------------------------------------


def _known(static: list[Brought]) -> Properties:
    """Return the custom properties that a theme may set, those of the collection's own sheet."""
    own = [one.file for one in static if one.name == _TOKENS]
    file = own[0] if own else assets.static() / _TOKENS
    return sheets.properties("\n".join(read_lines(file.read_bytes(), _TOKENS)[0]))


def _values(
    block: YamlNode | None, known: Properties, *, path: str, found: list[Diagnostic]
) -> tuple[dict[str, YamlText], dict[str, YamlText]]:
    """Read the values for light pages, which hold for dark ones too unless they are colours."""
    light: dict[str, YamlText] = {}
    dark: dict[str, YamlText] = {}
    for key, value in values.entries(block, path, found):
        if key.text != _DARK:
            _value(key, value, light, known=known, path=path, found=found)
        elif isinstance(value, YamlMap):
            for name, inner in value.entries:
                _value(name, inner, dark, known=known, path=path, found=found)
        else:
            found.append(values.refuse(_DARK, value, path=path, sentence=_A_MAPPING))
    return light, dark


def _value(  # noqa: PLR0913 - one value, where it goes, and what is said of it, all by name
    key: YamlText,
    value: YamlNode,
    into: dict[str, YamlText],
    *,
    known: Properties,
    path: str,
    found: list[Diagnostic],
) -> None:
    """Take one value, if its property is known and it is what the property holds."""
    match = _PROPERTY.fullmatch(key.text)
    name = f"--{match[1]}" if match else ""
    if name not in known.light:
        names = (*(name.removeprefix("--") for name in known.light), _DARK)
        found.append(values.unknown(key, path, known=names))
        return
    wrong = _wrong(value, known.light[name])
    if wrong:
        found.append(values.refuse(key.text, value, path=path, sentence=wrong))
    elif isinstance(value, YamlText):
        into[name] = value


def _wrong(value: YamlNode, ours: str) -> str:
    """Say what is expected where a value cannot take the place of ours, else nothing."""
    if not isinstance(value, YamlText) or not _is_css(value.text):
        return _VALUE
    text = value.text.strip()
    if colours.is_colour(ours) and not colours.is_colour(text):
        return _COLOUR
    if _LENGTH.fullmatch(ours) and not _LENGTH.fullmatch(text):
        return _A_LENGTH
    return ""


def _is_css(value: str) -> bool:
    """Tell whether a value is harmless in CSS: no address, no comment, nothing that ends it."""
    depth = 0
    for char in value:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return (
        depth == 0
        and bool(_CSS_VALUE.fullmatch(value))
        and bool(value.strip())
        and "/*" not in value
        and "url(" not in value.lower()
    )


def _unreadable_colours(
    known: Properties, light: dict[str, YamlText], dark: dict[str, YamlText], *, path: str
) -> Iterator[Diagnostic]:
    """Say which of a collection's colours cannot be read on its pages, each at its worst place."""
    schemes = (("light", known.light, light), ("dark", known.light | known.dark, dark))
    for scheme, ours, own in schemes:
        shown = ours | {name: value.text.strip() for name, value in own.items()}
        worst: dict[str, tuple[float, str, str]] = {}
        for ink, paper in product(_INKS, _PAPERS_BELOW):
            ratio = _contrast(shown.get(ink, ""), shown.get(paper, ""))
            said = ink if ink in own else paper
            if said in own and ratio is not None:
                worst[said] = min(worst.get(said, (_LEAST_CONTRAST, "", "")), (ratio, ink, paper))
        for said, (ratio, ink, paper) in worst.items():
            if ratio < _LEAST_CONTRAST:
                yield diagnose(
                    "S-031",
                    path,
                    own[said].line,
                    column=own[said].column,
                    ink=f"{ink.removeprefix('--')}: {shown[ink]}",
                    paper=f"{paper.removeprefix('--')}: {shown[paper]}",
                    scheme=scheme,
                    ratio=f"{ratio:.1f}",
                )


def _contrast(ink: str, paper: str) -> float | None:
    """Return the contrast of two values; None where a browser has to work one of them out."""
    pair = colours.solid(ink), colours.solid(paper)
    return None if pair[0] is None or pair[1] is None else colours.contrast(pair[0], pair[1])
