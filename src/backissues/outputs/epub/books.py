"""Says which books there are, which articles each holds, in what order, and how it is identified.

Comes in: the archive, the settings. Goes out: `Book` values, made of cards alone.
Must not know: bodies of articles, how a book is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from backissues import urls
from backissues.model import Archive, AxisTerm, Card, Settings
from backissues.outputs.interface import interface
from backissues.outputs.keys import urn
from backissues.text.edtf import bounds, is_edtf
from backissues.text.legible import legible

# More names than that are no byline: such a book is that of its publisher.
_MOST_AUTHORS = 5

# What its leaves are made with.
TITLE, CONTENTS, CHAPTER, COLOPHON = TEMPLATES = (
    "epub/title.html",
    "epub/contents.html",
    "epub/chapter.html",
    "epub/colophon.html",
)


class Shelf(NamedTuple):
    """Articles that stand together in the contents of a book, the first to be read first."""

    heading: str
    cards: tuple[Card, ...]


class Book(Struct, frozen=True):
    """One book; `series` is empty where it is the whole archive, `missing` the numbers it lacks."""

    path: str
    ident: str
    title: str
    shelves: tuple[Shelf, ...]
    series: str = ""
    missing: tuple[int, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """All articles in the order in which they are read."""
        return tuple(card for shelf in self.shelves for card in shelf.cards)


def books(archive: Archive, settings: Settings) -> Iterator[Book]:
    """Yield the book of the whole archive, then one of each series."""
    title = legible(settings.title).strip() or Settings().title
    yield Book(
        path=urls.EPUB,
        ident=_ident("archive", archive.first_id),
        title=title,
        shelves=tuple(_years(archive.cards, undated=interface(settings.language).say("Undated"))),
    )
    for term in archive.axes.get("series", ()):
        yield _series(term, archive)


def _series(term: AxisTerm, archive: Archive) -> Book:
    """Make the book of a series: its run, then the issues that have no place in it."""
    run = archive.runs.get(term.label, ())
    placed = set(run)
    others = [ident for ident in reversed(term.ids) if ident not in placed]
    cards = tuple(archive.by_id[ident] for ident in (*run, *others))
    return Book(
        path=urls.series_epub(term.slug),
        ident=_ident("series", min(cards, key=lambda card: card.arrival).id),
        title=legible(term.label).strip() or term.slug,
        shelves=(Shelf("", cards),),
        series=term.label,
        missing=archive.missing(term.label),
    )


def _years(cards: Iterable[Card], *, undated: str) -> Iterator[Shelf]:
    """Group articles by year, the oldest first; those of no known date stand last."""
    held = list(cards)
    dated = [card for card in reversed(held) if card.published]
    rest = tuple(card for card in held if not card.published)
    for year, group in groupby(dated, lambda card: (card.published or "")[:4]):
        yield Shelf(year, tuple(group))
    if rest:
        yield Shelf(undated, rest)


# --- what a book is known by ---------------------------------------------------------------------


def _ident(scope: str, first: str) -> str:
    """Make the id of a book of the ledger's first id, so that it outlives every address.

    Of a series it is the first of its issues to arrive: a better name for the series keeps it.
    """
    return urn(f"book:{scope}:{first}")


def modified(cards: Iterable[Card]) -> str:
    """Say when a book last changed, as EPUB demands: noon of the latest day that a card tells.

    That is the day an article was updated or added: days of the sources, not of a clock.
    """
    days = [
        bounds(day)[1]
        for card in cards
        for day in (card.updated, card.added)
        if day and is_edtf(day)
    ]
    return f"{max(days, default=date(1970, 1, 1)).isoformat()}T12:00:00Z"


def languages(cards: Iterable[Card], otherwise: str) -> tuple[str, ...]:
    """Return the languages of a book's articles, that of most words first."""
    words: Counter[str] = Counter()
    for card in cards:
        words[card.language] += card.words
    words.pop("und", None)
    return tuple(sorted(words, key=lambda one: (-words[one], one))) or (otherwise,)


def authors(cards: Sequence[Card]) -> tuple[str, ...]:
    """Return who wrote a book, those of most articles first; nobody where they are many."""
    counts = Counter(name for card in cards for name in dict.fromkeys(card.authors))
    return tuple(name for name, _ in counts.most_common()) if len(counts) <= _MOST_AUTHORS else ()
