"""Tells pages which feeds they lead to: the archive's own, and those of the term that they show.

Comes in: the settings, a page's way to link; for a term its axis, slug and articles.
Goes out: links for the head of a page and for readers; nothing where a feed is not made.
Must not know: how a feed is made, pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from backissues import urls
from backissues.model import AxisTerm, Card, Settings
from backissues.outputs.contexts import Alternate
from backissues.outputs.interface import interface
from backissues.text.legible import legible

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"
# The formats of the archive's own feed, the one that every reader knows first.
FORMATS = (
    ("RSS", RSS_TYPE, urls.RSS),
    ("Atom", ATOM_TYPE, urls.ATOM),
    ("JSON Feed", JSON_TYPE, urls.JSON_FEED),
)


def page(settings: Settings, *, link: Callable[[str], str]) -> str:
    """Link to the page that explains how to subscribe, if there is anything to subscribe to."""
    return link(urls.FEEDS) if settings.has_feeds or settings.has_axis_feeds else ""


def of_the_archive(
    here: str, settings: Settings, *, link: Callable[[str], str]
) -> tuple[Alternate, ...]:
    """Return the archive's feed: in all formats at home, in the first one on every other page."""
    if not settings.has_feeds:
        return ()
    site = legible(settings.title)
    if here not in {urls.HOME, urls.FEEDS}:
        return (Alternate(href=link(urls.RSS), type=RSS_TYPE, title=site),)
    return tuple(
        Alternate(href=link(path), type=media_type, title=f"{site} ({name})")
        for name, media_type, path in FORMATS
    )


def of_a_term(
    axis: str, term: AxisTerm, cards: Iterable[Card], *, label: str, settings: Settings
) -> tuple[Alternate, ...]:
    """Return the feeds that a term's page leads to: its own, and that of its briefs' stories."""
    if not settings.has_axis_feeds:
        return ()
    link = partial(urls.relative, urls.term(axis, term.slug))
    title = f"{legible(settings.title)} · {label}"
    own = Alternate(href=link(urls.term_feed(axis, term.slug)), type=RSS_TYPE, title=title)
    if not briefs(axis, cards):
        return (own,)
    href = link(urls.story_feed(axis, term.slug))
    return own, Alternate(href=href, type=RSS_TYPE, title=story_title(title, settings))


def briefs(axis: str, cards: Iterable[Card]) -> list[Card]:
    """Return those of a term's articles that may be followed story by story."""
    return [card for card in cards if card.stories] if urls.has_story_feed(axis) else []


def story_title(title: str, settings: Settings) -> str:
    """Call the feed that stands beside another one and tells its briefs story by story."""
    words = interface(settings.language).say("{title}, story by story")
    return words.format(title=title)
