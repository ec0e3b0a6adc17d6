"""Makes data/articles.jsonl: the whole archive as data, one article a line, in reading order.

Comes in: the archive, the settings, the store of bodies and sources.
Goes out: one output. Each line holds the keys of `records.record`, then id, url and provenance.
Must not know: pages, HTML, how documents are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues import records, urls
from backissues.model import Archive, Card, Output, Settings, Store
from backissues.outputs.keys import key
from backissues.text.lines import read_lines


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the export of all articles."""
    if not settings.makes("data"):
        return

    def make() -> bytes:
        return b"".join(_line(card, settings, store) for card in archive.cards)

    shown = key(archive.cards, settings.base_url, settings.publish_sources)
    yield Output(path=urls.JSONL, key=shown, make=make)


def _line(card: Card, settings: Settings, store: Store) -> bytes:
    """Write one article; its address is whole where the archive's own is known."""
    article, source = store.body(card.id), store.source(card.id)
    lines, _ = read_lines(source.data, source.path)
    entry = records.record(article, lines, private=not settings.publish_sources)
    entry["id"] = card.id
    entry["url"] = urls.absolute(settings.base_url, card.url)
    return records.encode(entry | records.provenance(article))
