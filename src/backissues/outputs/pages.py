"""Makes the pages about the archive itself: how it was made, and the page for what is not there.

Comes in: the archive and its settings. Goes out: outputs whose bytes are made when asked for.
Must not know: bodies of articles, feeds, how templates are found.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues import __version__, urls
from backissues.model import Archive, Output, Settings, Store
from backissues.outputs.contexts import AboutPage, ArticleSum, NotFoundPage, ProblemRow
from backissues.outputs.frames import (
    article_anchor,
    counted,
    frame,
    links_from,
    page,
    printed,
)
from backissues.outputs.interface import Interface, interface


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the pages about the archive."""
    voice = interface(settings.language)
    yield page(urls.ABOUT, _about(archive, settings, voice), "about.html", settings=settings)
    yield page(urls.NOT_FOUND, _not_found(settings, voice), "404.html", settings=settings)


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
        description=printed(settings.description, voice),
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
    around = frame(urls.NOT_FOUND, settings, title=voice.say("This page is not here"))
    return NotFoundPage(frame=around, ways=around.nav)
