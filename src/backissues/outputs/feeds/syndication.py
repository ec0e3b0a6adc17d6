"""Writes a feed as RSS 2.0 and as Atom (RFC 4287), and mends what feedgen gets wrong.

Comes in: a feed. Goes out: bytes. The only door of feedgen.
Must not know: articles, which feeds there are.

What is mended here and nowhere else, each with a test in tests/test_feed_formats.py:
- The present moment is stamped on feeds and entries: Atom's are told, RSS has no `lastBuildDate`.
- Entries are put before those that are there: `order="append"`.
- RSS's channel takes the last link as its own, and loses all others but `self`: `_Channel`.
- Atom's entries lose the `rel` and `type` of their links, and know no language: `_Item`.
- Years before 1000 have fewer than four digits in a `pubDate`: a dc:date says them.
- Each category that is added writes out all of them anew: all at once.
- Control characters and lone surrogates are errors: an `Entry` has none.
"""

from __future__ import annotations

import html
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from backissues import __version__
from backissues.outputs.feeds.model import Entry, Feed
from backissues.outputs.subscribing import ATOM_TYPE, RSS_TYPE

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_TERMS = "http://purl.org/dc/terms/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# A `pubDate` is one of RFC 5322, section 3.3, which knows no year before this one, and no month
# without a day: a dc:date is a W3CDTF, which knows both.
_FIRST_YEAR = 1900
# feedgen's elements are lxml's, which has no types here.
_Element = Any


def rss(feed: Feed) -> bytes:
    """Write a feed as RSS; who wrote an entry is a dc:creator, for its own author is an e-mail."""
    made = _generator(feed, RSS_TYPE)
    made.load_extension("dc", atom=False)
    made.image(url=feed.logo, title=feed.title, link=feed.home)
    if feed.publisher:
        made.dc.dc_publisher(feed.publisher)
    for entry in feed.entries:
        _add_item(made, entry)
    return bytes(made.rss_str(pretty=True))


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom, which wants an author and a moment of each entry, or of the feed.

    An entry that nobody signed has the publisher, or the archive, for its author; one that no
    source dates is dated by the day it was added, as `updated` and never as `published`.
    """
    made = _generator(feed, ATOM_TYPE)
    made.id(feed.id)
    made.updated(feed.updated)
    made.author(name=feed.publisher or feed.title)
    made.icon(feed.icon)
    made.logo(feed.logo)
    for entry in feed.entries:
        _add_entry(made, entry)
    return bytes(made.atom_str(pretty=True))


def _generator(feed: Feed, media_type: str) -> FeedGenerator:
    """Begin a feed with what both formats say of it; its page is the last link."""
    made = FeedGenerator()
    made.register_extension("mended", _Channel, _Item)
    made.mended.is_archived = bool(feed.current)
    made.title(feed.title)
    made.description(feed.description or feed.title)
    made.language(feed.language)
    made.generator("Back Issues", version=__version__)
    if feed.rights:
        made.rights(feed.rights)
    ways = (("current", feed.current), ("prev-archive", feed.older), ("next-archive", feed.newer))
    made.link(href=feed.own, rel="self", type=media_type)
    for rel, href in ways:
        if href:
            made.link(href=href, rel=rel, type=media_type)
            made.mended.links.append({"href": href, "rel": rel, "type": media_type})
    made.link(href=feed.home, rel="alternate", type="text/html")
    return made


def _begin(made: FeedGenerator, entry: Entry) -> FeedEntry:
    """Begin an entry with what both formats say of it."""
    item = made.add_entry(order="append")
    item.title(entry.title)
    item.link(href=entry.address, rel="alternate", type="text/html")
    item.category([{"term": tag} for tag in entry.tags])
    item.mended.entry = entry
    return item


def _add_item(made: FeedGenerator, entry: Entry) -> None:
    item = _begin(made, entry)
    item.guid(entry.id, permalink=False)
    # Readers take a description for HTML.
    item.description(html.escape(entry.summary, quote=False))
    item.content(entry.content)
    if entry.published and entry.published.year >= _FIRST_YEAR:
        item.published(entry.published)
    elif entry.dated:
        item.dc.dc_date(entry.dated)
    for author in entry.authors:
        item.dc.dc_creator(author)
    if entry.language:
        item.dc.dc_language(entry.language)
    if entry.rights:
        item.dc.dc_rights(entry.rights)


def _add_entry(made: FeedGenerator, entry: Entry) -> None:
    item = _begin(made, entry)
    item.id(entry.id)
    item.content(entry.content, type="html")
    item.updated(entry.updated)
    if entry.summary:
        item.summary(entry.summary)
    if entry.published:
        item.published(entry.published)
    item.author([{"name": author} for author in entry.authors])
    if entry.rights:
        item.rights(entry.rights)


# --- what feedgen gets wrong ---------------------------------------------------------------------


class _Channel(BaseExtension):  # type: ignore[misc]
    """Mends a feed once feedgen has written all of it but the entries."""

    def __init__(self) -> None:
        self.is_archived = False
        self.links: list[dict[str, str]] = []

    def extend_ns(self) -> dict[str, str]:
        """Name the vocabularies that are needed besides."""
        return {"fh": _HISTORY, "dcterms": _TERMS}

    def extend_rss(self, feed: _Element) -> _Element:
        """Take out the present moment, and add the links that are not `self`."""
        channel = feed[0]
        for stamp in channel.findall("lastBuildDate"):
            channel.remove(stamp)
        own = channel.find(f"{{{_ATOM}}}link")
        for link in reversed(self.links):
            own.addnext(own.makeelement(own.tag, link))
        if self.is_archived:
            own.addprevious(own.makeelement(f"{{{_HISTORY}}}archive"))
        return feed

    def extend_atom(self, feed: _Element) -> _Element:
        """Mark a page of the archive; feedgen has written its links."""
        if self.is_archived:
            feed.append(feed.makeelement(f"{{{_HISTORY}}}archive"))
        return feed


class _Item(BaseEntryExtension):  # type: ignore[misc]
    """Mends an entry once feedgen has written it."""

    entry: Entry

    def extend_rss(self, item: _Element) -> _Element:
        """Say when a text was revised, where a source or an editor does."""
        if self.entry.revised:
            stamp = item.makeelement(f"{{{_TERMS}}}modified")
            stamp.text = self.entry.updated.isoformat()
            item.append(stamp)
        return item

    def extend_atom(self, item: _Element) -> _Element:
        """Give the link what it lost, and name the language, or that it is not the feed's."""
        item.find("link").attrib.update({"rel": "alternate", "type": "text/html"})
        item.set(_LANG, self.entry.language or "und")
        return item
