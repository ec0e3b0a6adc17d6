"""Makes the records of all articles: data/articles.jsonl, and one file an article.

Comes in: the archive, the settings, the store of bodies and sources.
Goes out: one output an article, and one of all of them in reading order. A line of the latter is
the former's bytes. Must not know: pages, HTML, how documents are read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import partial

from backissues import records, urls
from backissues.model import Archive, Card, Output, Settings, Store
from backissues.outputs.keys import joined, mark, marks
from backissues.text.lines import read_lines


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the record of each article, and all records in one file."""
    if not settings.makes("data"):
        return
    known = mark(settings.base_url, settings.rights, settings.publish_sources)
    whole, made = marks(archive).whole, _Made(settings, store)
    for card in archive.cards:
        make = partial(made.record, card)
        yield Output(urls.record(card.url), joined(known, whole[card.id]), make)
    shown = joined(known, *(whole[card.id] for card in archive.cards))
    yield Output(urls.JSONL, shown, partial(made.all, archive.cards))


class _Made:
    """Makes each record once, though two files hold it.

    What was made is kept small, a third of its bytes, until the file of all records takes it.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._kept: dict[str, bytes] = {}

    def record(self, card: Card) -> bytes:
        """Make the record of one article."""
        data = _record(card, self._settings, self._store)
        self._kept[card.id] = zlib.compress(data, level=1)
        return data

    def all(self, cards: Iterable[Card]) -> bytes:
        """Join the records of all articles."""
        return b"".join([self._taken(card) for card in cards])

    def _taken(self, card: Card) -> bytes:
        kept = self._kept.pop(card.id, None)
        return zlib.decompress(kept) if kept else _record(card, self._settings, self._store)


def _record(card: Card, settings: Settings, store: Store) -> bytes:
    """Write one article; its address is whole where the archive's own is known."""
    lines, _ = read_lines(store.source(card.id).data, card.path)
    url = urls.absolute(settings.base_url, card.url)
    article = store.body(card.id)
    return records.encode(records.archived(article, lines, card, url=url, settings=settings))
