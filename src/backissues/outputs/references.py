"""Makes the files by which reference managers take an article: SLUG.bib and SLUG.csl.json.

Comes in: cards, the settings. Goes out: two outputs an article, where data to take away are wanted.
Must not know: bodies, pages; how an article is cited is for `citations` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from backissues import urls
from backissues.model import Archive, Card, Output, Settings, Store
from backissues.outputs.citations import Reference, bibtex, csl, reference
from backissues.outputs.keys import joined, key, marks
from backissues.outputs.lean import on_cards


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the reference of every article in both formats."""
    if not settings.makes("data"):
        return
    # A citation names the archive, too, and its words are those of the archive's language.
    known = key(settings.title, settings.publisher, settings.base_url, settings.language).encode()
    listed = marks(archive).listed
    formats = [
        (path, on_cards(archive, partial(_made, settings=settings, write=write)))
        for path, write in ((urls.bibtex, bibtex), (urls.csl, csl))
    ]
    for card in archive.cards:
        shown = joined(known, listed[card.id])
        for path, make in formats:
            yield Output(path(card.url), shown, make(card))


def _made(card: Card, *, settings: Settings, write: Callable[[Reference], str]) -> bytes:
    return write(reference(card, settings)).encode()
