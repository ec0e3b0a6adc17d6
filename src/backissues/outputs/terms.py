"""Makes the pages of terms: what is known of a tag, author, kind, year or series, and its articles.

Comes in: the archive and its settings. Goes out: outputs whose contexts and bytes are made when
they are asked for: five thousand tags are not to be held at once.
Must not know: bodies of articles, how a feed is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from backissues import runs, urls
from backissues.model import Archive, AxisTerm, Card, Output, Settings, Store
from backissues.outputs import subscribing
from backissues.outputs.charts import year_chart
from backissues.outputs.contexts import Anchor, Counted, RunStop, ShelfPage, TermPage
from backissues.outputs.frames import (
    Linker,
    around,
    article_anchor,
    frame,
    links_from,
    printed,
    term_anchor,
    term_label,
)
from backissues.outputs.interface import AXIS, KINDS, SORT, Interface, interface
from backissues.outputs.kept import kept
from backissues.outputs.keys import joined, mark, marks
from backissues.outputs.remembered import Plan, remembered
from backissues.outputs.render import render
from backissues.outputs.shelving import Part, grouping, part_path, parts_of, span
from backissues.text.counting import roughly

_TERM, _SHELF = "indexes/term.html", "indexes/shelf.html"
# What goes with a tag is seen at a glance.
_BESIDE = 12
# Two tags that met once met by chance.
_MEETINGS = 2


class _Place(NamedTuple):
    """One term in the archive, and the pages of its list."""

    archive: Archive
    settings: Settings
    axis: str
    term: AxisTerm
    parts: list[Part]


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the pages of every term; they need cards alone."""
    yield from remembered("terms", _plans(archive, settings))


def _plans(archive: Archive, settings: Settings) -> Iterator[tuple[str, Plan]]:
    """Yield for each term how its pages are planned, and a key of all that this follows from."""
    shown = {template: around(settings, template) for template in (_TERM, _SHELF)}
    listed = marks(archive).listed
    labels = {term.label: term for term in archive.axes.get("tags", ())}
    # Long lists are parted by the order in which their articles arrived.
    members = {card.id: listed[card.id] + card.arrival.to_bytes(8) for card in archive.cards}
    kinds = mark([(kind.label, kind.slug) for kind in archive.axes.get("kinds", ())])
    beside = _beside(archive)
    for axis in urls.AXES:
        for term in archive.axes.get(axis, ()):
            met = beside.get(term.label, ()) if axis == "tags" else ()
            own = mark(
                (axis, term.label, term.slug, term.sort),
                (term.description, term.aliases, term.formerly),
                _order(archive, term) if axis == "series" else (),
                [(label, labels[label].slug, count) for label, count in met],
                kinds if axis == "authors" else b"",
            )
            key = joined(*shown.values(), own, *map(members.__getitem__, term.ids))
            goes = tuple((labels[label], count) for label, count in met)
            yield key, partial(_planned, archive, settings, axis, term, shown=shown, beside=goes)


def _planned(  # noqa: PLR0913 - a term, and what its pages show of the rest
    archive: Archive,
    settings: Settings,
    axis: str,
    term: AxisTerm,
    *,
    shown: Mapping[str, bytes],
    beside: Sequence[tuple[AxisTerm, int]],
) -> Iterator[Output]:
    """Plan the pages of a term, by templates with a mark of what stands around them."""
    parts = parts_of(term, archive, size=settings.page_size)
    place = _Place(archive, settings, axis, term, parts)
    yield from _pages(place, beside, shown)


def _pages(
    place: _Place, beside: Sequence[tuple[AxisTerm, int]], around: Mapping[str, bytes]
) -> Iterator[Output]:
    """Yield the first page of a term, then the full ones behind it."""
    listed = marks(place.archive).listed
    first, *full = place.parts
    held = [b"".join([listed[ident] for ident in part.cards.ids]) for part in place.parts]
    term, kinds = place.term, place.archive.axes.get("kinds", ())
    own = mark(place.axis, term.label, term.slug)
    shown = mark(
        (term.sort, term.description, term.aliases, term.formerly),
        [(other.slug, other.label, count) for other, count in beside],
        _order(place.archive, term) if place.axis == "series" else (),
        [(kind.label, kind.slug) for kind in kinds] if place.axis == "authors" else (),
        [len(part.cards) for part in place.parts],
    )

    def output(
        number: int, template: str, context: Callable[[], TermPage | ShelfPage], *shown: bytes
    ) -> Output:
        return Output(
            part_path(place.axis, term, number),
            joined(around[template], own, mark(number), *shown),
            lambda: render(context(), template, settings=place.settings),
        )

    told = held if place.axis == "series" else [held[0], _counted(place.parts)]
    yield output(0, _TERM, partial(_first, place, first.cards, beside), shown, *told)
    for part, cards in zip(full, held[1:], strict=True):
        yield output(part.number, _SHELF, partial(_full, place, part), cards)


def _counted(parts: Iterable[Part]) -> bytes:
    """Mark what the first page of a term tells of articles that it does not list: how many, when.

    Only a series tells all its issues by their numbers.
    """
    return mark(
        [[(card.published, card.kind, card.stories) for card in part.cards] for part in parts]
    )


def _first(
    place: _Place, newest: Sequence[Card], beside: Sequence[tuple[AxisTerm, int]]
) -> TermPage:
    """Gather what is known of a term, and its newest articles."""
    archive, settings, axis, term, parts = place
    voice = interface(settings.language)
    here = urls.term(axis, term.slug)
    link = links_from(here)
    heading = term_label(axis, term, voice)
    cards = [archive.by_id[ident] for ident in term.ids]
    around = frame(here, settings, title=heading, description=term.description, members=newest)
    feeds = subscribing.of_a_term(axis, term, cards, label=heading, settings=settings)
    return TermPage(
        frame=replace(around, feeds=(*feeds, *around.feeds)),
        axis=Anchor(text=voice.word(AXIS, axis), href=link(urls.axis(axis))),
        heading=printed(heading, voice, title=True),
        count=len(cards),
        groups=grouping(axis)(newest, link=link, voice=voice),
        description=printed(term.description, voice),
        sort=voice.word(SORT, term.sort),
        aliases=printed(voice.join(term.aliases), voice),
        feeds=tuple(
            Anchor(text=words, href=feed.href)
            for feed, words in zip(feeds, _feed_words(voice), strict=False)
        ),
        book=link(urls.series_epub(term.slug))
        if axis == "series" and settings.makes("epub")
        else "",
        chart=year_chart(cards, voice) if axis != "years" else None,
        kinds=_kinds(archive, cards, link=link, voice=voice) if axis == "authors" else (),
        run=tuple(_run(archive, term, link=link, voice=voice)) if axis == "series" else (),
        beside=tuple(
            Counted(link=term_anchor("tags", other, link=link, voice=voice), count=count)
            for other, count in beside
        ),
        pages=tuple(
            Anchor(text=_page_label(part, voice), href=link(part_path(axis, term, part.number)))
            for part in parts[1:]
        ),
    )


def _feed_words(voice: Interface) -> tuple[str, str]:
    """Call a term's own feed, and the one of its briefs' stories."""
    return voice.say("RSS feed"), voice.say("RSS feed, story by story")


def _page_label(part: Part, voice: Interface) -> str:
    """Call a page by its number and the time that it reaches over, if that is known."""
    time = span(part.cards, voice)
    number = voice.number(part.number)
    return voice.say("{number}: {time}").format(number=number, time=time) if time else number


def _full(place: _Place, part: Part) -> ShelfPage:
    """Gather a full page: its articles, and the ways to the page before and to the first one."""
    _, settings, axis, term, _ = place
    voice = interface(settings.language)
    here = part_path(axis, term, part.number)
    link = links_from(here)
    label = term_label(axis, term, voice)
    heading = voice.say("{term}, page {number}").format(
        term=label, number=voice.number(part.number)
    )
    older = part.number - 1
    return ShelfPage(
        frame=frame(here, settings, title=heading, members=part.cards),
        axis=Anchor(text=voice.word(AXIS, axis), href=link(urls.axis(axis))),
        term=term_anchor(axis, term, link=link, voice=voice),
        heading=printed(heading, voice, title=True),
        groups=grouping(axis)(part.cards, link=link, voice=voice),
        older=Anchor(
            text=voice.say("Page {number}").format(number=voice.number(older)),
            href=link(part_path(axis, term, older)),
        )
        if older
        else None,
    )


# --- what goes with a term -----------------------------------------------------------------------


def _beside(archive: Archive) -> dict[str, list[tuple[str, int]]]:
    """Give for each tag those that go with it, and how often they met; most edits change none."""
    tags = archive.axes.get("tags", ())
    total = mark([(tag.label, tag.slug, tag.ids) for tag in tags])
    found = kept("tags beside tags", total.hex(), partial(_found_beside, tags, archive.cards))
    return msgspec.msgpack.decode(found, type=dict[str, list[tuple[str, int]]])


def _found_beside(tags: Sequence[AxisTerm], cards: Iterable[Card]) -> bytes:
    """Find for each tag those that go with it."""
    labels = {tag.label: tag for tag in tags}
    said = {card.id: tuple(dict.fromkeys(card.tags)) for card in cards}
    return msgspec.msgpack.encode({tag.label: _close(tag, labels, said) for tag in tags})


def _close(
    term: AxisTerm, labels: Mapping[str, AxisTerm], said: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, int]]:
    """Find the tags that go with a tag: they met twice, and often for how often they are used.

    Counts alone would put the archive's commonest tags beside every other one. How often each is
    used is told roughly: a use more of it is no news to the pages of all others.
    """
    met = Counter(chain.from_iterable(map(said.__getitem__, term.ids)))
    del met[term.label]
    close = [
        (labels[tag], count) for tag, count in met.items() if count >= _MEETINGS and tag in labels
    ]
    close.sort(key=lambda one: (-(one[1] ** 2) / roughly(len(one[0].ids)), -one[1], one[0].slug))
    return [(other.label, count) for other, count in close[:_BESIDE]]


def _kinds(
    archive: Archive, cards: Iterable[Card], *, link: Linker, voice: Interface
) -> tuple[Counted, ...]:
    """Count what an author wrote of each kind."""
    counts = Counter(card.kind for card in cards)
    return tuple(
        Counted(
            link=Anchor(
                text=voice.word(KINDS, term.label), href=link(urls.term("kinds", term.slug))
            ),
            count=counts[term.label],
        )
        for term in archive.axes.get("kinds", ())
        if counts[term.label]
    )


def _run(archive: Archive, term: AxisTerm, *, link: Linker, voice: Interface) -> Iterator[RunStop]:
    """Yield the issues of a series by their numbers, and say in their places which are missing."""
    run, missing = _order(archive, term)
    for ident in run:
        card = archive.by_id[ident]
        number = runs.count_of(card.number)
        if number is None:
            continue
        lost = [one for one in missing if one < number]
        missing = missing[len(lost) :]
        if lost:
            yield RunStop(text=_lost(lost, voice))
        yield RunStop(text=str(number), link=article_anchor(card, link=link, voice=voice))


def _order(archive: Archive, term: AxisTerm) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the ids of a series' issues, the first one first, and the numbers that it misses."""
    missing = archive.missing(term.label)
    return archive.runs.get(term.label, ()), missing


def _lost(numbers: Sequence[int], voice: Interface) -> str:
    """Say which numbers are missing, in short."""
    shown = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
    return voice.count("missing: {numbers}", "missing: {numbers}", len(numbers)).format(
        numbers=shown
    )
