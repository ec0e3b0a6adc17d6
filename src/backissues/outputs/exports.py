"""Makes the records of all articles: data/articles.jsonl, and one file an article.

Comes in: the archive, the settings, the store of bodies and sources.
Goes out: one output an article, and one of all of them in reading order. A line of the latter is
the former's bytes. Must not know: pages, HTML, how documents are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from backissues import records, urls
from backissues.model import Archive, Card, Output, Settings, Store
from backissues.outputs.keys import joined, mark, marks
from backissues.outputs.lean import on_cards
from backissues.text.lines import read_lines


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the record of each article, and all records in one file."""
    if not settings.makes("data"):
        return
    known = mark(settings.base_url, settings.rights, settings.publish_sources)
    whole, cards = marks(archive).whole, archive.cards
    make = on_cards(archive, partial(_record, settings=settings, store=store))
    for card in cards:
        yield Output(urls.record(card.url), joined(known, whole[card.id]), make(card))
    yield Output(
        urls.JSONL,
        joined(known, *(whole[card.id] for card in cards)),
        lambda: b"".join([_record(card, settings=settings, store=store) for card in cards]),
        parts=tuple(urls.record(card.url) for card in cards),
    )


def _record(card: Card, *, settings: Settings, store: Store) -> bytes:
    """Write one article; its address is whole where the archive's own is known."""
    lines, _ = read_lines(store.source(card.id).data, card.path)
    url = urls.absolute(settings.base_url, card.url)
    article = store.body(card.id)
    return records.encode(records.archived(article, lines, card, url=url, settings=settings))
