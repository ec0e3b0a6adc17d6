"""Writes docs/templates.md: every template with its blocks, every type with its fields.

Templates, blocks, types and what their docstrings say are read from the code; a word for each block
and field is kept from the page as it is. What has no word yet is marked, and a person writes it.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterable, Iterator
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes
from markupsafe import Markup
from msgspec import Struct

from backissues import assets
from backissues.model import Settings
from backissues.outputs.contexts.table import context_of
from backissues.outputs.render import press

# Stands where nobody has written a word yet.
UNWRITTEN = "…"
_ROW = re.compile(r"^\| `(?P<name>[^`]+)` \|(?:[^|\n]*\|)* (?P<words>[^|\n]*) \|$", re.MULTILINE)
_HEADING = re.compile(r"^#+ `(?P<name>[^`]+)`$", re.MULTILINE)
_BASES = {
    "base.html": "What every page is built on.",
    "epub/leaf.html": "What every document of an e-book is built on.",
}
_PLAIN = {str: "text", int: "number", bool: "yes or no", Markup: "HTML", object: "any"}


def words_of(page: str) -> dict[str, str]:
    """Return the words of a page for blocks (`home.html/main`) and fields (`HomePage/newest`)."""
    words = {}
    for heading, end in _sections(page):
        for row in _ROW.finditer(page, heading.end(), end):
            # A macro keeps its words when it takes something else.
            words[f"{heading['name']}/{row['name'].partition('(')[0]}"] = row["words"]
    return words


def _sections(page: str) -> Iterator[tuple[re.Match[str], int]]:
    headings = list(_HEADING.finditer(page))
    ends = [*(heading.start() for heading in headings), len(page)][1:]
    return zip(headings, ends, strict=True)


def rewritten(page: str) -> str:
    """Return a page with the templates and types of today, and the words that it has for them."""
    words = words_of(page)
    intro = page[: page.index("\n## ")]
    parts = [
        intro.rstrip(),
        "\n## Templates\n",
        *_templates(words),
        "\n## Macros\n",
        *_macros(words),
    ]
    return "\n".join([*parts, "\n## What they may show\n", *_types(words)]).rstrip() + "\n"


# --- templates -----------------------------------------------------------------------------------


def _names() -> list[str]:
    folder = assets.templates()
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))


def _templates(words: dict[str, str]) -> Iterator[str]:
    """Describe each template but those of macros: what it shows, what it extends, its blocks."""
    names = [name for name in _names() if not name.startswith("macros/")]
    for name in sorted(names, key=lambda name: (name != "base.html", name != "article.html", name)):
        tree = press(Settings()).tree(name)
        above = list(_above(tree))
        said = [f"Extends `{parent}`." for parent in above[:1]]
        if (context := context_of(name)) is not None:
            said.append(f"Shows [{context.__name__}](#{context.__name__.lower()}).")
        there = {block for parent in above for block in _blocks(press(Settings()).tree(parent))}
        filled = [f"`{block}`" for block in _blocks(tree) if block in there]
        if filled:
            said.append(f"Fills {', '.join(filled)}.")
        yield f"### `{name}`\n"
        yield " ".join(said or [_BASES[name]]) + "\n"
        rows = [(b, words.get(f"{name}/{b}")) for b in _blocks(tree) if b not in there]
        if rows:
            yield _table(("block", "holds"), rows)


def _blocks(tree: nodes.Template) -> list[str]:
    """Return the blocks of a template in the order of the page."""
    blocks = sorted(tree.find_all(nodes.Block), key=lambda block: block.lineno)
    return [block.name for block in blocks]


def _above(tree: nodes.Template) -> Iterator[str]:
    """Yield the templates that a template extends, the nearest first."""
    for node in tree.find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const):
            yield node.template.value
            yield from _above(press(Settings()).tree(node.template.value))


def _macros(words: dict[str, str]) -> Iterator[str]:
    """Describe the files of macros: each macro with what it takes."""
    for name in _names():
        if name.startswith("macros/"):
            macros = press(Settings()).tree(name).find_all(nodes.Macro)
            named = [
                (
                    f"{m.name}({', '.join(taken.name for taken in m.args)})",
                    words.get(f"{name}/{m.name}"),
                )
                for m in macros
            ]
            yield f"### `{name}`\n"
            yield _table(("macro", "writes"), named)


# --- types ---------------------------------------------------------------------------------------


def page_types() -> list[type[Struct]]:
    """Return the types of all pages, in the order of their templates' names."""
    return list(dict.fromkeys(filter(None, (context_of(name) for name in _names()))))


def _types(words: dict[str, str]) -> Iterator[str]:
    """Describe the types of pages, then those that they are made of, in the order of mention."""
    waiting: list[type[Struct]] = page_types()
    for made in waiting:
        hints = get_type_hints(made)
        yield f"### `{made.__name__}`\n"
        yield " ".join((inspect.getdoc(made) or "").split()) + "\n"
        rows = ((f, _said(hints[f]), words.get(f"{made.__name__}/{f}")) for f in fields(made))
        yield _table(("name", "is", "means"), rows)
        for part in (one for hint in hints.values() for one in _parts(hint)):
            if part not in waiting:
                waiting.append(part)


def fields(made: type[Struct]) -> tuple[str, ...]:
    """Return the names that a template may use of a type: fields and properties."""
    own = [name for name, value in vars(made).items() if isinstance(value, property)]
    return (*made.__struct_fields__, *own)


def _parts(hint: Any) -> list[type[Struct]]:
    if get_args(hint):
        return list(dict.fromkeys(one for part in get_args(hint) for one in _parts(part)))
    return [hint] if isinstance(hint, type) and issubclass(hint, Struct) else []


def _said(hint: Any) -> str:
    """Say a type in words: list of [Anchor](#anchor)."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return f"list of {_said(arguments[0])}"
    if origin in {Union, types.UnionType}:
        some = [_said(one) for one in arguments if one is not type(None)]
        return " or ".join([*some, "nothing"] if len(some) < len(arguments) else some)
    if origin is dict:
        return "mapping"
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _PLAIN[hint]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str | None, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    for name, *rest in rows:
        lines.append(f"| `{name}` | {' | '.join(cell or UNWRITTEN for cell in rest)} |")
    return "\n".join(lines) + "\n"
