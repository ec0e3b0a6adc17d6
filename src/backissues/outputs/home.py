"""Makes the home page: the newest articles, what this archive is, and the ways into it.

Comes in: the archive and its settings. Goes out: one output whose bytes are made when asked for.
Must not know: bodies of articles, the pages of axes and terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from backissues import urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.charts import bars
from backissues.outputs.contexts import HomePage
from backissues.outputs.frames import (
    counted,
    frame,
    links_from,
    listed,
    most_used,
    planned,
    printed,
)
from backissues.outputs.interface import Interface, interface
from backissues.outputs.keys import marks
from backissues.outputs.shelving import span

# What one takes in at a glance; the rest is a click away.
_NEWEST = 12
# So many of the newest open with their first words; the others are told by their titles.
_OPENED = 5
_NAMES = 12
_TAGS = 30


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the home page; it needs cards alone."""
    voice = interface(settings.language)
    context = partial(_home, archive, settings, voice)
    known = marks(archive)
    newest = [known.listed[card.id] for card in archive.cards[:_NEWEST]]
    shown = (known.terms, known.days, *newest)
    yield planned(urls.HOME, context, "home.html", shown=shown, settings=settings)


def _home(archive: Archive, settings: Settings, voice: Interface) -> HomePage:
    """Gather the newest articles and the ways in."""
    link = links_from(urls.HOME)
    axes = {axis: counted(archive, axis, link=link, voice=voice) for axis in urls.AXES}
    newest = archive.cards[:_NEWEST]

    def more(axis: str, shown: int) -> str:
        return link(urls.axis(axis)) if len(axes[axis]) > shown else ""

    return HomePage(
        frame=frame(urls.HOME, settings, members=newest),
        description=printed(settings.description, voice),
        about=_about(archive, voice),
        total=len(archive.cards),
        newest=tuple(
            told if place < _OPENED else replace(told, summary="")
            for place, told in enumerate(listed(card, link=link, voice=voice) for card in newest)
        ),
        kinds=axes["kinds"],
        years=bars(axes["years"]),
        authors=most_used(axes["authors"], _NAMES),
        series=most_used(axes["series"], _NAMES),
        tags=most_used(axes["tags"], _TAGS),
        more_tags=more("tags", _TAGS),
        more_authors=more("authors", _NAMES),
        more_series=more("series", _NAMES),
        more_articles=link(urls.axis("years")) if len(archive.cards) > _NEWEST else "",
        chronology=link(urls.CHRONOLOGY) if archive.cards else "",
        book=link(urls.EPUB) if archive.cards and settings.makes("epub") else "",
    )


def _about(archive: Archive, voice: Interface) -> str:
    """Say in a line how much this archive holds, by how many, from when."""
    cards = archive.cards
    if not cards:
        return ""
    count, authors = len(cards), len(archive.axes.get("authors", ()))
    said = [
        voice.count("{count} article", "{count} articles", count).format(count=voice.number(count))
    ]
    if authors:
        words = voice.count("{count} author", "{count} authors", authors)
        said.append(words.format(count=voice.number(authors)))
    if time := span(cards, voice):
        said.append(time)
    if undated := sum(card.published is None for card in cards):
        words = voice.count("{count} undated", "{count} undated", undated)
        said.append(words.format(count=voice.number(undated)))
    return " · ".join(said)
