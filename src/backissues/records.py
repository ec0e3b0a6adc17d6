"""Gives an article as a record: plain dictionaries and lists, ready to be written as JSON.

Comes in: an article, the lines of its source, its card where the archive has one.
Goes out: the keys that DESIGN promises to other programs, and after them where each comes from.
Must not know: files, HTML, which command or export asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from backissues.model import (
    Article,
    Aside,
    Block,
    CodeBlock,
    Diagnostic,
    Field,
    Heading,
    Image,
    Item,
    Link,
    List,
    Lost,
    Note,
    Notes,
    Paragraph,
    Part,
    Quote,
    RunIn,
    Table,
)
from backissues.text import tree

Record = dict[str, Any]

# Lines set aside for their form alone, such as the fences of front matter: they say nothing.
_SYNTAX = frozenset({"header", "definition"})


def record(article: Article, lines: Sequence[str], *, private: bool = False) -> Record:
    """Give what was understood of an article; `private` leaves out the text set aside."""
    fields = article.fields
    aside = {place for aside in _said(article) for place in aside.span}
    used = {fate.line for fate in article.fates if fate.fate == "field"}
    return {
        "path": article.path,
        "kind": article.kind,
        "language": _primary(fields.language.value),
        "title": fields.title.value,
        "title_standing": fields.title.standing,
        "subtitle": fields.subtitle.value,
        "series": fields.series.value,
        "number": fields.number.value,
        "authors": list(fields.authors.value),
        "published": fields.published.value,
        "source_url": fields.source_url.value,
        "sections": tree.sections(article.body),
        "posts": len(tree.parts(article.body, "post")) or None,
        "questions": len(tree.parts(article.body, "question")) or None,
        "stories": tree.stories(article.body),
        "further_reading": tree.further_reading(article.body),
        "hashtags": [name.lstrip("#＃") for name in fields.hashtags.value],
        "tags": list(fields.tags.value),
        "furniture": [] if private else _texts(lines, aside),
        "field_lines": _texts(lines, used - aside),
        "diagnostics": [
            diagnostic(found, private=private and found.line in aside)
            for found in article.diagnostics
        ],
    }


def provenance(article: Article) -> Record:
    """Give where a record comes from: the blocks of the body, each field's evidence, the rest."""
    return {
        "sha256": article.sha256,
        "format": article.format,
        "verdicts": msgspec.to_builtins(article.verdicts),
        "blocks": [_block(block) for block in article.body],
        "set_aside": msgspec.to_builtins(article.asides),
        "evidence": {
            name: _evidence(getattr(article.fields, name))
            for name in article.fields.__struct_fields__
        },
    }


def encode(entry: Record) -> bytes:
    """Write a record as one line of JSON; a lone surrogate is escaped, for no UTF-8 can hold it."""
    return json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _primary(language: str | None) -> str | None:
    return language.partition("-")[0].lower() if language else None


def _said(article: Article) -> Iterable[Aside]:
    """Yield what was set aside of the text itself."""
    return (aside for aside in article.asides if aside.reason not in _SYNTAX)


def _texts(lines: Sequence[str], numbers: Iterable[int]) -> list[str]:
    """Give the lines of these numbers, in order, blank ones apart."""
    return [
        lines[number - 1]
        for number in sorted(numbers)
        if number <= len(lines) and lines[number - 1].strip()
    ]


def diagnostic(found: Diagnostic, *, private: bool) -> Record:
    """Give a diagnostic without its document's path; private lines are not quoted."""
    entry: Record = msgspec.to_builtins(found)
    del entry["path"]
    if private:
        entry["excerpt"] = ""
    return entry


def _evidence(field: Field[Any]) -> Record:
    return {
        "standing": field.standing,
        "value": field.value,
        "evidence": msgspec.to_builtins(field.evidence),
        "rivals": msgspec.to_builtins(field.rivals),
    }


# --- blocks --------------------------------------------------------------------------------------


def _block(block: Block | Item | Note) -> Record:
    """Give a block: type, role, lines, language, then its text or the blocks that it holds."""
    entry: Record = {"type": block.__struct_config__.tag}
    entry |= {
        name: value
        for name in ("role", "lang", "level", "anchor", "number", "label", "marker", "what")
        if (value := getattr(block, name, ""))
    }
    if isinstance(block, Lost):
        return entry | {"after": block.after}
    entry["lines"] = [block.span.first, block.span.last]
    match block:
        case Paragraph() | Heading():
            entry["text"] = tree.squeeze(tree.plain(block.inlines))
            entry |= _run_in(block) | _addresses(block)
        case CodeBlock():
            entry |= {"language": block.language, "text": block.text}
        case Table():
            entry["rows"] = [
                [tree.plain(cell) for cell in row] for row in (block.head, *block.rows)
            ]
        case List():
            entry |= {"ordered": block.ordered, "start": block.start} if block.ordered else {}
            entry["blocks"] = [_block(item) for item in block.items]
        case Notes():
            entry["blocks"] = [_block(note) for note in block.notes]
        case Quote() | Part() | Item() | Note():
            entry["blocks"] = [_block(child) for child in block.blocks]
        case _:
            pass
    return entry


def _run_in(block: Paragraph | Heading) -> Record:
    """Give the label that opens a text, such as a subhead or a speaker, with its role."""
    first = block.inlines[0] if block.inlines else None
    if not isinstance(first, RunIn):
        return {}
    return {"run_in": {"role": first.role, "text": tree.squeeze(tree.plain(first.children))}}


def _addresses(block: Paragraph | Heading) -> Record:
    """Give the addresses that a text links to or shows."""
    inlines = list(tree.inlines_of([block]))
    links = [inline.url for inline in inlines if isinstance(inline, Link)]
    images = [inline.url for inline in inlines if isinstance(inline, Image)]
    return ({"links": links} if links else {}) | ({"images": images} if images else {})
