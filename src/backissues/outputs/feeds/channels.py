"""Knows which feeds there are, and which articles may stand in each.

Comes in: the archive, the settings. Goes out: channels with their articles.
Must not know: how a feed is written, bodies of articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from backissues import urls
from backissues.model import Archive, AxisTerm, Card, Settings
from backissues.outputs import subscribing
from backissues.outputs.feeds.model import Channel
from backissues.outputs.frames import term_label
from backissues.outputs.interface import interface
from backissues.text.legible import legible


def of_the_archive(settings: Settings) -> Channel | None:
    """Return the archive's own feed, if it is wanted; in RSS, which other formats go beside."""
    if not settings.has_feeds:
        return None
    return Channel(
        path=urls.RSS,
        page=urls.HOME,
        title=_site(settings),
        description=legible(settings.description).strip(),
    )


def of_terms(archive: Archive, settings: Settings) -> Iterator[tuple[Channel, Sequence[Card]]]:
    """Yield the feed of each term, and beside it the one of its stories, where it has briefs."""
    if not settings.has_axis_feeds:
        return
    for axis in urls.AXES:
        for term in archive.axes.get(axis, ()):
            channel = _of_a_term(axis, term, settings)
            cards = [archive.by_id[ident] for ident in term.ids]
            yield channel, cards
            if briefs := subscribing.briefs(axis, cards):
                yield _by_story(channel, axis, term, settings=settings), briefs


def _of_a_term(axis: str, term: AxisTerm, settings: Settings) -> Channel:
    label = term_label(axis, term, interface(settings.language)).strip() or term.slug
    return Channel(
        path=urls.term_feed(axis, term.slug),
        page=urls.term(axis, term.slug),
        title=f"{_site(settings)} · {label}",
        description=legible(term.description).strip(),
        axis=axis,
        label=label,
    )


def _by_story(channel: Channel, axis: str, term: AxisTerm, *, settings: Settings) -> Channel:
    """Make the feed beside a term's own that tells its briefs story by story."""
    return replace(
        channel,
        path=urls.story_feed(axis, term.slug),
        title=subscribing.story_title(channel.title, settings),
        stories=True,
    )


def _site(settings: Settings) -> str:
    return legible(settings.title).strip() or settings.base_url
