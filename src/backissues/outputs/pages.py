"""Makes the pages that lead to articles: home, axes, terms, about, 404; and the static files.

Comes in: the archive and its settings. Goes out: outputs whose bytes are made when asked for.
Must not know: bodies of articles, feeds, how templates are found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from backissues import __version__, assets, urls
from backissues.model import Archive, AxisTerm, Output, Settings, Store
from backissues.outputs.contexts import (
    AboutPage,
    Anchor,
    ArticleSum,
    AxisPage,
    HomePage,
    NotFoundPage,
    ProblemRow,
    TermPage,
)
from backissues.outputs.frames import (
    THEME,
    article_anchor,
    counted,
    frame,
    key_of,
    links_from,
    links_from_anywhere,
    listed,
    term_label,
)
from backissues.outputs.interface import AXIS, SORT, Interface, interface
from backissues.outputs.render import render
from backissues.text.legible import legible

# The home page shows what one takes in at a glance; the rest is a click away.
_NEWEST = 20
_TAGS = 30


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield every page that needs cards alone, and the static files."""
    voice = interface(settings.language)
    yield _page(urls.HOME, _home(archive, settings, voice), "home.html", voice)
    yield _page(urls.ABOUT, _about(archive, settings, voice), "about.html", voice)
    yield _page(urls.NOT_FOUND, _not_found(settings, voice), "404.html", voice)
    for axis in urls.AXES:
        context = _axis(archive, settings, axis, voice)
        yield _page(urls.axis(axis), context, "indexes/axis.html", voice)
        for term in archive.axes.get(axis, ()):
            for path, page in _term_pages(archive, settings, axis=axis, term=term):
                yield _page(path, page, "indexes/term.html", voice)
    yield from static_files()
    if settings.theme:
        yield _theme(settings)


def static_files() -> Iterator[Output]:
    """Yield the files that a site carries as they are."""
    folder = assets.static()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if not name.startswith("."):
            yield _static(urls.static(name), file)


def _theme(settings: Settings) -> Output:
    """Write the values of a collection's custom properties; outside all layers, they win."""
    lines = "".join(f"  {name}: {value};\n" for name, value in sorted(settings.theme.items()))
    data = f":root {{\n{lines}}}\n".encode()
    return Output(urls.static(THEME), hashlib.sha256(data).hexdigest(), lambda: data)


def _static(path: str, file: Path) -> Output:
    data = file.read_bytes()
    return Output(path, hashlib.sha256(data).hexdigest(), lambda: data)


def _page(path: str, context: Struct, template: str, voice: Interface) -> Output:
    return Output(path, key_of(context), lambda: render(context, template, voice=voice))


def _home(archive: Archive, settings: Settings, voice: Interface) -> HomePage:
    """Gather the newest articles and the ways in."""
    link = links_from(urls.HOME)
    axes = {axis: counted(archive, axis, link=link, voice=voice) for axis in urls.AXES}
    most_used = sorted(axes["tags"], key=lambda tag: -tag.count)[:_TAGS]
    return HomePage(
        frame=frame(urls.HOME, settings),
        description=legible(settings.description),
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
        ).format(series=legible(gap.series), numbers=voice.join([str(n) for n in gap.numbers]))
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
                frame=frame(here, settings, title=heading, description=term.description),
                axis=Anchor(text=voice.word(AXIS, axis), href=link(urls.axis(axis))),
                heading=heading,
                articles=tuple(listed(card, link=link, voice=voice) for card in cards),
                description=legible(term.description),
                sort=voice.word(SORT, term.sort),
                aliases=legible(voice.join(term.aliases)),
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


def _about(archive: Archive, settings: Settings, voice: Interface) -> AboutPage:
    """Gather the account of the archive: what came in, what was set aside, what was amiss."""
    link = links_from(urls.ABOUT)
    sums = tuple(
        ArticleSum(
            link=article_anchor(card, link=link, voice=voice),
            lines=card.lines,
            aside=card.lines_aside,
            problems=card.diagnostics,
        )
        for card in archive.cards
    )
    return AboutPage(
        frame=frame(urls.ABOUT, settings, title=voice.say("About this archive")),
        description=legible(settings.description),
        version=__version__,
        articles=len(sums),
        lines=sum(row.lines for row in sums),
        aside=sum(row.aside for row in sums),
        problems=sum(row.problems for row in sums) + len(archive.diagnostics),
        kinds=counted(archive, "kinds", link=link, voice=voice),
        sums=sums,
        warnings=tuple(
            ProblemRow(
                code=problem.code,
                place=f"{problem.path}:{problem.line}" if problem.line else problem.path,
                words=voice.sentence(problem),
                lang="" if voice.translates(problem) else "en",
            )
            for problem in archive.diagnostics
        ),
        manifest=link(urls.MANIFEST),
    )


def _not_found(settings: Settings, voice: Interface) -> NotFoundPage:
    """Gather what helps somebody who followed a dead link, at whatever depth."""
    link = links_from_anywhere(settings.base_url)
    around = frame(urls.NOT_FOUND, settings, title=voice.say("This page is not here"), link=link)
    return NotFoundPage(frame=around, ways=around.nav)
