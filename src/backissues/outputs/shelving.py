"""Parts long lists into pages, and the articles of a page into groups under headings.

Comes in: cards in reading order. Goes out: parts of a list, groups.
Must not know: which axis a list belongs to, templates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

from msgspec import Struct

from backissues import urls
from backissues.model import Archive, AxisTerm, Card
from backissues.outputs.contexts import Group
from backissues.outputs.frames import Linker, listed
from backissues.outputs.interface import Interface
from backissues.outputs.lean import Hand


class Part(Struct, frozen=True):
    """One page of a list: its number, 0 for the first one, and its articles in reading order."""

    number: int
    cards: Hand


def parts_of(term: AxisTerm, archive: Archive, *, size: int) -> list[Part]:
    """Part the articles of a term into pages of which all but the first stay as they are.

    They are filled in the order of arrival and counted from the oldest: an old issue that is added
    late goes to the first page like any other, which holds what came last, `size` to
    `2 * size - 1` articles. Within a page, articles stand in reading order.
    """
    full = max(len(term.ids) // size - 1, 0)
    if not full:
        return [Part(0, Hand(archive, term.ids))]
    arrivals = [archive.by_id[ident].arrival for ident in term.ids]
    # The last arrival of each full page; a card belongs to the first page that reaches it.
    ends = sorted(arrivals)[size - 1 : full * size : size]
    pages: list[list[str]] = [[] for _ in range(full + 1)]
    for ident, place in zip(term.ids, map(bisect_left, repeat(ends), arrivals), strict=True):
        pages[place].append(ident)
    *oldest, newest = (Hand(archive, tuple(ids)) for ids in pages)
    numbered = [Part(number, held) for number, held in enumerate(oldest, 1)]
    return [Part(0, newest), *reversed(numbered)]


def part_path(axis: str, term: AxisTerm, number: int) -> str:
    """Return the public path of one page of a term."""
    return urls.shelf(axis, term.slug, number) if number else urls.term(axis, term.slug)


def month_of(card: Card) -> str:
    """Return the month of an article, `2024-05`; or as much as is known of it."""
    return (card.published or "").rstrip("~")[: len("2024-05")]


def month_anchor(month: str) -> str:
    """Return the id of a month's heading on the page of its year."""
    return f"m-{month}"


def by_month(cards: Sequence[Card], *, link: Linker, voice: Interface) -> tuple[Group, ...]:
    """Group the articles of a year by month, the latest first, those of no known month last."""
    months: dict[str, list[Card]] = {}
    for card in cards:
        months.setdefault(month_of(card), []).append(card)
    # A year alone is shorter than its months, so it sorts below all of them.
    return tuple(
        _group(months[month], _month_heading(month, voice), month, link=link, voice=voice)
        for month in sorted(months, reverse=True)
    )


def _month_heading(month: str, voice: Interface) -> str:
    if not month:
        return ""
    if len(month) == len("2024"):
        return voice.say("{year}, month unknown").format(year=month)
    return voice.date(month)


def together(cards: Sequence[Card], *, link: Linker, voice: Interface) -> tuple[Group, ...]:
    """Make one group without a heading of all articles."""
    return (_group(cards, "", "", link=link, voice=voice),)


def _group(
    cards: Sequence[Card], heading: str, month: str, *, link: Linker, voice: Interface
) -> Group:
    return Group(
        heading=heading,
        anchor=month_anchor(month) if month else "",
        articles=tuple(listed(card, link=link, voice=voice) for card in cards),
    )


Grouping = Callable[..., tuple[Group, ...]]


def grouping(axis: str) -> Grouping:
    """Return how the lists of an axis are grouped: those of years by month."""
    return by_month if axis == "years" else together


def span(cards: Sequence[Card], voice: Interface) -> str:
    """Say from when to when a list reaches: “2015–2019”, in one year by its months."""
    months = sorted(_known(cards))
    if not months:
        return ""
    first, last = months[0], months[-1]
    if first[:4] != last[:4]:
        return f"{first[:4]}–{last[:4]}"
    if len(first) == len(last) == len("2024-05"):
        first, last = voice.date(first), voice.date(last)
        return first if first == last else f"{first} – {last}"
    return first[:4]


def _known(cards: Sequence[Card]) -> Iterator[str]:
    return (month_of(card) for card in cards if card.published)
