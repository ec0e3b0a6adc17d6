"""Makes the pages about the archive itself: how it was made, and the page for what is not there.

Comes in: the archive and its settings. Goes out: outputs whose bytes are made when asked for.
Must not know: bodies of articles, feeds, how templates are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from backissues import __version__, urls
from backissues.model import Archive, Card, Output, Settings, Store
from backissues.outputs.contexts import AboutPage, ArticleSum, NotFoundPage, ProblemRow, YearSum
from backissues.outputs.frames import (
    Linker,
    article_anchor,
    counted,
    frame,
    links_from,
    page,
    planned,
    printed,
    term_anchor,
)
from backissues.outputs.interface import Interface, interface
from backissues.outputs.keys import marks

# Ten thousand rows tell nobody anything: a larger archive lists those that ask for a look.
_ALL = 100


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:  # noqa: ARG001
    """Yield the pages about the archive."""
    voice = interface(settings.language)
    context = partial(_about, archive, settings, voice)
    shown = (marks(archive).everything,)
    yield planned(urls.ABOUT, context, "about.html", shown=shown, settings=settings)
    yield page(urls.NOT_FOUND, _not_found(settings, voice), "404.html", settings=settings)


def _about(archive: Archive, settings: Settings, voice: Interface) -> AboutPage:
    """Gather the account of the archive: what came in, what was set aside, what was amiss."""
    link = links_from(urls.ABOUT)
    cards = archive.cards
    more = len(cards) > _ALL
    return AboutPage(
        frame=frame(urls.ABOUT, settings, title=voice.say("About this archive")),
        description=printed(settings.description, voice),
        version=__version__,
        articles=len(cards),
        lines=sum(card.lines for card in cards),
        aside=sum(card.lines_aside for card in cards),
        problems=sum(card.diagnostics for card in cards) + len(archive.diagnostics),
        kinds=counted(archive, "kinds", link=link, voice=voice),
        years=tuple(_years(archive, link=link, voice=voice)),
        sums=tuple(
            ArticleSum(
                link=article_anchor(card, link=link, voice=voice),
                lines=card.lines,
                aside=card.lines_aside,
                problems=card.diagnostics,
            )
            for card in (_most_remarked(cards) if more else cards)
        ),
        more=more,
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
        book=link(urls.EPUB) if cards and settings.makes("epub") else "",
    )


def _years(archive: Archive, *, link: Linker, voice: Interface) -> Iterator[YearSum]:
    """Sum up the account by year."""
    for term in archive.axes.get("years", ()):
        cards = [archive.by_id[ident] for ident in term.ids]
        yield YearSum(
            link=term_anchor("years", term, link=link, voice=voice),
            articles=len(cards),
            lines=sum(card.lines for card in cards),
            aside=sum(card.lines_aside for card in cards),
            problems=sum(card.diagnostics for card in cards),
        )


def _most_remarked(cards: Sequence[Card]) -> list[Card]:
    """Choose the articles whose captures call for most remarks, in reading order if they tie."""
    remarked = [card for card in cards if card.diagnostics]
    return sorted(remarked, key=lambda card: -card.diagnostics)[:_ALL]


def _not_found(settings: Settings, voice: Interface) -> NotFoundPage:
    """Gather what helps somebody who followed a dead link, at whatever depth."""
    around = frame(urls.NOT_FOUND, settings, title=voice.say("This page is not here"))
    return NotFoundPage(frame=around, ways=around.nav)
