"""Gives an article as a record: plain dictionaries and lists, ready to be written as JSON.

Comes in: an article, the lines of its source, its card where the archive has one.
Goes out: the keys that other programs rely on, after them what the archive adds and where each
value comes from; all keys stand in `schemas/articles.schema.json`.
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
    Break,
    Card,
    CodeBlock,
    CutLink,
    Diagnostic,
    Field,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Lost,
    Note,
    NoteRef,
    Notes,
    Paragraph,
    Part,
    Quote,
    RunIn,
    Settings,
    Table,
    Text,
)
from backissues.text import tree
from backissues.text.legible import whole

Record = dict[str, Any]

# Lines set aside for their form alone, such as the fences of front matter: they say nothing.
_SYNTAX = frozenset({"header", "definition"})
_REPLACED = "\ufffd"
# What most texts are made of: nothing that stands beside their words.
_WORDS_ALONE = frozenset({Text, Break})
_ENCODE = msgspec.json.Encoder().encode


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


def archived(
    article: Article, lines: Sequence[str], card: Card, *, url: str, settings: Settings
) -> Record:
    """Give the whole record of an article of the archive, which has this address."""
    fields = article.fields
    return {
        **record(article, lines, private=not settings.publish_sources),
        "id": card.id,
        "url": url,
        "updated": fields.updated.value,
        "interviewees": list(fields.interviewees.value),
        "credit": fields.credit.value,
        "rights": fields.rights.value or settings.rights or None,
        "summary": card.summary,
        "words": card.words,
        "added": card.added,
        "arrival": card.arrival,
        **provenance(article),
        "replaced": 0,
    }


def provenance(article: Article) -> Record:
    """Give where a record comes from: the blocks of the body, each field's evidence, the rest."""
    language = _primary(article.fields.language.value)
    return {
        "sha256": article.sha256,
        "format": article.format,
        "verdicts": msgspec.to_builtins(article.verdicts),
        "blocks": [_block(block, language) for block in article.body],
        "set_aside": msgspec.to_builtins(article.asides),
        "used": msgspec.to_builtins(article.used),
        "evidence": {
            name: _evidence(getattr(article.fields, name))
            for name in article.fields.__struct_fields__
        },
    }


def encode(entry: Record) -> bytes:
    """Write a record as one line of JSON.

    Half a character, which no UTF-8 can hold, becomes U+FFFD, and `replaced` counts it: jq and
    DuckDB refuse a whole file for the escape that JSON has for it.
    """
    try:
        return _ENCODE(entry) + b"\n"
    except UnicodeEncodeError:
        text = json.dumps(entry, ensure_ascii=False)
        sound = whole(text)
        entry = json.loads(sound)
        if "replaced" in entry:
            entry["replaced"] = sound.count(_REPLACED) - text.count(_REPLACED)
        return _ENCODE(entry) + b"\n"


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


def _block(block: Block | Item | Note, language: str | None) -> Record:
    """Give a block: type, role, language, lines, then its text or the blocks that it holds."""
    language = getattr(block, "lang", "") or language
    entry: Record = {
        "type": block.__struct_config__.tag,
        "role": getattr(block, "role", "") or None,
        "lang": language,
        "lines": None if isinstance(block, Lost) else [block.span.first, block.span.last],
    }
    entry |= {
        name: value
        for name in ("level", "anchor", "number", "label", "marker")
        if (value := getattr(block, name, ""))
    }
    match block:
        case Lost():
            entry |= {"what": block.what, "after": block.after}
        case Paragraph() | Heading():
            entry["text"] = _text(block.inlines)
            entry |= _run_in(block) | _beside(block)
        case CodeBlock():
            entry |= {"language": block.language or None, "text": block.text}
        case Table():
            rows = (block.head, *block.rows) if block.head else block.rows
            entry["rows"] = [[tree.plain(cell) for cell in row] for row in rows]
            entry |= _beside(block)
        case List():
            entry |= {"ordered": block.ordered, "start": block.start} if block.ordered else {}
            entry["blocks"] = [_block(item, language) for item in block.items]
        case Notes():
            entry["blocks"] = [_block(note, language) for note in block.notes]
        case Quote() | Part() | Item() | Note():
            entry["blocks"] = [_block(child, language) for child in block.blocks]
        case _:
            pass
    return entry


def _text(inlines: Sequence[Inline]) -> str:
    """Give the words of a block; a line of verse, or any other that must end there, ends there."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, Break) and inline.hard:
            lines.append([])
        else:
            lines[-1].append(inline)
    return "\n".join([tree.squeeze(tree.plain(line)) for line in lines])


def _run_in(block: Paragraph | Heading) -> Record:
    """Give the label that opens a text, such as a subhead or a speaker, with its role."""
    first = block.inlines[0] if block.inlines else None
    if not isinstance(first, RunIn):
        return {}
    return {"run_in": {"role": first.role, "text": tree.squeeze(tree.plain(first.children))}}


def _beside(block: Paragraph | Heading | Table) -> Record:
    """Give what a text holds beside its words, each sort only where it holds any."""
    if not isinstance(block, Table) and _WORDS_ALONE.issuperset(map(type, block.inlines)):
        return {}
    found: dict[str, list[Any]] = {"links": [], "images": [], "cut_links": [], "note_refs": []}
    for inline in tree.inlines_of([block]):
        match inline:
            case Link():
                words = tree.squeeze(tree.plain(inline.children))
                found["links"].append({"url": inline.url, "text": words})
            case Image():
                found["images"].append({"url": inline.url, "alt": inline.alt})
            case CutLink():
                found["cut_links"].append(inline.text)
            case NoteRef():
                found["note_refs"].append(inline.label)
            case _:
                pass
    return {name: values for name, values in found.items() if values}
