"""Makes articles/SLUG.md: each article as Markdown with front matter, to be read, kept and built.

Comes in: cards; when bytes are asked for, the article. Goes out: one output an article. A site that
is built from these files has the same kinds, fields, roles and texts (docs/markdown.md).
Must not know: how a document is read, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from backissues import urls
from backissues.model import Archive, Article, Card, Field, Output, Settings, Store
from backissues.outputs.keys import joined, mark, marks
from backissues.outputs.lean import on_cards
from backissues.text.legible import whole
from backissues.text.markdown_writing import written as blocks_written
from backissues.text.statement import KEY, STANDINGS, VERSION
from backissues.text.yaml_writing import written

# What stands first, as a person would look for it; other fields follow in their own order.
_FIRST = (
    "title",
    "subtitle",
    "authors",
    "interviewees",
    "published",
    "updated",
    "series",
    "number",
    "language",
    "tags",
)


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the Markdown of every article."""
    if settings.makes("markdown"):
        known, whole = mark(settings.base_url), marks(archive).whole
        make = on_cards(archive, partial(_made, settings=settings, store=store))
        for card in archive.cards:
            yield Output(urls.markdown(card.url), joined(known, whole[card.id]), make(card))


def _made(card: Card, *, settings: Settings, store: Store) -> bytes:
    return document(card, store.body(card.id), base_url=settings.base_url)


def document(card: Card, article: Article, *, base_url: str) -> bytes:
    """Write an article; its images stand, and its links to other articles lead, as on the site."""
    path = urls.markdown(card.url)
    held = {one.address: urls.relative(path, urls.media(one.path)) for one in card.pictures}
    for one in card.references:
        place = f"#{one.anchor}" if one.anchor else ""
        held.setdefault(one.address, urls.relative(path, urls.markdown(one.url)) + place)
    body = blocks_written(article.body, lambda address: held.get(address, address))
    head = ["---", *_head(card, article, base_url), "---"]
    return "\n".join([*head, "", *body, ""]).encode()


def _head(card: Card, article: Article, base_url: str) -> Iterator[str]:
    """Yield the front matter: the fields, the address, and where the article comes from."""
    fields = article.fields
    names = (*_FIRST, *(name for name in fields.__struct_fields__ if name not in _FIRST))
    yield f"kind: {written(article.kind)}"
    for name in names:
        field: Field[str | None] | Field[tuple[str, ...]] = getattr(fields, name)
        if isinstance(field.value, tuple) and field.value:
            yield f"{name}: [{', '.join(map(_said, field.value))}]"
        elif isinstance(field.value, str):
            yield f"{name}: {_said(field.value)}"
    for standing in STANDINGS:
        own = [name for name in names if getattr(fields, name).standing == standing]
        if own:
            yield f"{standing}: [{', '.join(own)}]"
    yield f"address: {written(card.slug)}"
    yield "original:"
    yield f"  id: {written(card.id)}"
    yield f"  path: {written(card.path)}"
    yield f"  sha256: {written(card.sha256)}"
    if base_url:
        yield f"  url: {written(urls.canonical(base_url, card.url))}"
    yield f"{KEY}: {VERSION}"


def _said(value: str) -> str:
    """Write a value, whose halves of characters, which no YAML can hold, are as in the records."""
    return written(whole(value))
