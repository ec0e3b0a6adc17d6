"""Makes chronology.html: all articles in time, a year a row and a month a cell, and the undated.

Comes in: the archive and its settings. Goes out: one output whose bytes are made when asked for.
Each cell says its count in words and draws it: days as ticks, months that are known without a day
as a line, and what is only “about” as a broken line. So the table is the drawing.
Must not know: bodies of articles, how large anything is on a screen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec
from msgspec import Struct

from backissues import urls
from backissues.model import Archive, AxisTerm, Card, Output, Settings, Store
from backissues.outputs.charts import scaled
from backissues.outputs.contexts import Anchor, ChronologyPage, Month, Tick, Year
from backissues.outputs.frames import (
    Linker,
    article_anchor,
    frame,
    links_from,
    planned,
    term_anchor,
)
from backissues.outputs.interface import Interface, interface
from backissues.outputs.kept import kept
from backissues.outputs.keys import marks
from backissues.outputs.shelving import month_anchor, month_of, part_path, parts_of
from backissues.text.edtf import is_day

# Units of a cell: a day is one wide, and two articles of one day are as high as the cell.
HEIGHT = 18
_A_DAY = 9
# Where a month has more articles than this, days are too crowded to be told apart: then a month is
# one column, drawn against the greatest of all.
_CROWDED = 20
# So many of the undated stand on the page itself; their shelf has all.
_LOST = 50


class _Time(Struct, frozen=True):
    """What the cells of the chronology need to know of the archive."""

    archive: Archive
    link: Linker
    voice: Interface
    most: int

    @property
    def dense(self) -> bool:
        """Whether months are drawn as columns."""
        return self.most > _CROWDED


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the chronology; it needs cards alone."""
    context = partial(_chronology, archive, settings)
    known = marks(archive)
    told = kept("told by the chronology", known.days.hex(), partial(_told, archive.cards))
    named = (archive.cards[place].id for place in msgspec.msgpack.decode(told, type=list[int]))
    shown = (known.terms, known.days, *map(known.listed.__getitem__, named))
    yield planned(urls.CHRONOLOGY, context, "chronology.html", shown=shown, settings=settings)


def _told(cards: Sequence[Card]) -> bytes:
    """Return the places of the articles that are told by their titles; the others are counted."""
    counts = Counter(map(month_of, cards))
    alone = [place for place, card in enumerate(cards) if counts[month_of(card)] == 1]
    undated = [place for place, card in enumerate(cards) if not card.published]
    return msgspec.msgpack.encode(sorted({*alone, *undated[:_LOST]}))


def _chronology(archive: Archive, settings: Settings) -> ChronologyPage:
    voice = interface(settings.language)
    link = links_from(urls.CHRONOLOGY)
    dated = [card for card in archive.cards if card.published]
    known = (month for month in map(month_of, dated) if len(month) > len("2024"))
    counts = Counter(known)
    time = _Time(archive, link, voice, max(counts.values(), default=0))
    shelves = archive.axes.get("years", ())
    undated = next((term for term in shelves if term.slug == urls.UNDATED), None)
    lost = [archive.by_id[ident] for ident in undated.ids] if undated else []
    return ChronologyPage(
        frame=frame(urls.CHRONOLOGY, settings, title=voice.say("Chronology")),
        total=len(archive.cards),
        months=tuple(
            Anchor(text=voice.month(number, short=True), href=voice.month(number))
            for number in range(1, 13)
        ),
        years=tuple(_year(term, settings, time) for term in shelves if term.slug != urls.UNDATED),
        dense=time.dense,
        vague=any(not is_day(card.published) for card in dated),
        undated=term_anchor("years", undated, link=link, voice=voice) if undated else None,
        undated_count=len(lost),
        lost=tuple(article_anchor(card, link=link, voice=voice) for card in lost[:_LOST]),
    )


def _year(term: AxisTerm, settings: Settings, time: _Time) -> Year:
    """Gather a row: twelve months, and the articles that are known to the year only."""
    parts = parts_of(term, time.archive, size=settings.page_size)
    months: defaultdict[str, list[Card]] = defaultdict(list)
    pages: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for part in parts:
        held = [month_of(card) for card in part.cards]
        for month, card in zip(held, part.cards, strict=True):
            months[month].append(card)
        for month, count in Counter(held).items():
            pages[month][part.number] = count
    # A month that lies on two pages is reached where most of it stands.
    places = {
        month: part_path("years", term, max(counts, key=lambda page: (counts[page], -page)))
        for month, counts in pages.items()
    }
    year = term.label
    return Year(
        link=term_anchor("years", term, link=time.link, voice=time.voice),
        count=len(term.ids),
        months=tuple(
            _month(f"{year}-{number:02}", months, places, time=time) for number in range(1, 13)
        ),
        whole=_month(year, months, places, time=time) if year in months else None,
    )


def _month(
    month: str, months: Mapping[str, Sequence[Card]], places: Mapping[str, str], *, time: _Time
) -> Month:
    """Draw one month, or a year of which no month is known, and link to what it holds."""
    cards = months.get(month, ())
    if not cards:
        return Month()
    days = Counter(day for card in cards if (day := _day_of(card)))
    return Month(
        count=len(cards),
        link=_link(month, cards, places[month], time=time),
        ticks=() if time.dense else tuple(_ticks(days)),
        column=scaled(len(cards), time.most, HEIGHT) if time.dense else 0,
        vague=days.total() < len(cards),
        about=any((card.published or "").endswith("~") for card in cards),
    )


def _day_of(card: Card) -> int | None:
    """Return the day of the month on which an article appeared, if it is known for certain."""
    published = card.published or ""
    return int(published[-2:]) if is_day(published) else None


def _ticks(days: Mapping[int, int]) -> Iterator[Tick]:
    """Draw the articles of each day, as high as they are many."""
    for day in sorted(days):
        height = min(days[day] * _A_DAY, HEIGHT)
        yield Tick(x=day, y=HEIGHT - height, height=height)


def _link(month: str, cards: Sequence[Card], place: str, *, time: _Time) -> Anchor:
    """Link to the article of a month, or to the list where its articles stand; say how many."""
    if len(cards) == 1:
        return article_anchor(cards[0], link=time.link, voice=time.voice)
    words = time.voice.count("{month}: {count} article", "{month}: {count} articles", len(cards))
    return Anchor(
        text=words.format(month=time.voice.date(month), count=time.voice.number(len(cards))),
        href=f"{time.link(place)}#{month_anchor(month)}",
    )
