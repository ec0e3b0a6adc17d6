"""Makes the pages that lead to articles: home, the axes, their terms.

Comes in: the archive and its settings. Goes out: outputs whose bytes are made when asked for.
Must not know: bodies of articles, feeds, how templates are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backissues import urls
from backissues.model import Archive, AxisTerm, Output, Settings, Store
from backissues.outputs.contexts import Anchor, AxisPage, HomePage, TermPage
from backissues.outputs.frames import counted, frame, links_from, listed, page, printed, term_label
from backissues.outputs.interface import AXIS, SORT, Interface, interface

# The home page shows what one takes in at a glance; the rest is a click away.
_NEWEST = 20
_TAGS = 30


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield every page that leads to articles; they need cards alone."""
    voice = interface(settings.language)
    yield page(urls.HOME, _home(archive, settings, voice), "home.html", settings=settings)
    for axis in urls.AXES:
        context = _axis(archive, settings, axis, voice)
        yield page(urls.axis(axis), context, "indexes/axis.html", settings=settings)
        for term in archive.axes.get(axis, ()):
            for path, shown in _term_pages(archive, settings, axis=axis, term=term):
                yield page(path, shown, "indexes/term.html", settings=settings)


def _home(archive: Archive, settings: Settings, voice: Interface) -> HomePage:
    """Gather the newest articles and the ways in."""
    link = links_from(urls.HOME)
    axes = {axis: counted(archive, axis, link=link, voice=voice) for axis in urls.AXES}
    most_used = sorted(axes["tags"], key=lambda tag: -tag.count)[:_TAGS]
    return HomePage(
        frame=frame(urls.HOME, settings, members=archive.cards[:_NEWEST]),
        description=printed(settings.description, voice),
        total=len(archive.cards),
        newest=tuple(listed(card, link=link, voice=voice) for card in archive.cards[:_NEWEST]),
        kinds=axes["kinds"],
        years=axes["years"],
        authors=axes["authors"],
        series=axes["series"],
        tags=tuple(tag for tag in axes["tags"] if tag in most_used),
        more_tags=link(urls.axis("tags")) if len(axes["tags"]) > _TAGS else "",
        more_articles=link(urls.axis("years")) if len(archive.cards) > _NEWEST else "",
    )


def _axis(archive: Archive, settings: Settings, axis: str, voice: Interface) -> AxisPage:
    """Gather all terms of an axis; the series' page also says which numbers are missing."""
    here = urls.axis(axis)
    heading = voice.word(AXIS, axis)
    gaps = [
        voice.count(
            "{series}: number {numbers} is missing",
            "{series}: numbers {numbers} are missing",
            len(gap.numbers),
        ).format(
            series=printed(gap.series, voice), numbers=voice.join([str(n) for n in gap.numbers])
        )
        for gap in archive.gaps
        if axis == "series"
    ]
    return AxisPage(
        frame=frame(here, settings, title=heading),
        heading=heading,
        terms=counted(archive, axis, link=links_from(here), voice=voice),
        gaps=tuple(gaps),
    )


def _term_pages(
    archive: Archive, settings: Settings, *, axis: str, term: AxisTerm
) -> Iterator[tuple[str, TermPage]]:
    """Gather the articles under one term, page by page, newest first."""
    voice = interface(settings.language)
    heading = term_label(axis, term, voice)
    shelf = paged(term.ids, size=settings.page_size)
    for number, idents in shelf:
        here = _term_path(axis, term, number)
        link = links_from(here)
        pages = tuple(
            Anchor(
                text=voice.number(other) if other else voice.say("newest"),
                href=link(_term_path(axis, term, other)),
                current=other == number,
            )
            for other, _ in shelf
        )
        cards = [archive.by_id[ident] for ident in idents]
        yield (
            here,
            TermPage(
                frame=frame(
                    here, settings, title=heading, description=term.description, members=cards
                ),
                axis=Anchor(text=voice.word(AXIS, axis), href=link(urls.axis(axis))),
                heading=printed(heading, voice, title=True),
                articles=tuple(listed(card, link=link, voice=voice) for card in cards),
                description=printed(term.description, voice),
                sort=voice.word(SORT, term.sort),
                aliases=printed(voice.join(term.aliases), voice),
                pages=pages if len(shelf) > 1 else (),
            ),
        )


def _term_path(axis: str, term: AxisTerm, number: int) -> str:
    return urls.term(axis, f"{term.slug}/{number}" if number else term.slug)


def paged(idents: Sequence[str], *, size: int) -> list[tuple[int, Sequence[str]]]:
    """Part a list that runs from new to old into pages of which all but the first stay as they are.

    Pages are counted from the oldest and are full; the first, number 0, holds what is left: the
    newest `size` to `2 * size - 1`.
    """
    full = max(len(idents) // size - 1, 0)
    newest = len(idents) - full * size
    rest = range(newest, len(idents), size)
    pages = [(full - place, idents[at : at + size]) for place, at in enumerate(rest)]
    return [(0, idents[:newest]), *pages]
