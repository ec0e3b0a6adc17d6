"""Makes feeds.html, which explains subscribing to people and lists all that there is.

Comes in: channels with how many articles stand in each, the settings. Goes out: an output.
Must not know: entries, how a feed is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from backissues import urls
from backissues.model import Output, Settings
from backissues.outputs import subscribing
from backissues.outputs.contexts import Anchor, FeedFormat, FeedGroup, FeedRow, FeedsPage
from backissues.outputs.feeds.model import Channel
from backissues.outputs.frames import Linker, frame, links_from, page, printed
from backissues.outputs.interface import AXIS, Interface, interface

# A longer list would hide that there are others below it.
_SHOWN = 12

Counted = tuple[Channel, int]


def directory(listed: Sequence[Counted], settings: Settings) -> Output:
    """Make the page of all feeds."""
    voice = interface(settings.language)
    link = links_from(urls.FEEDS)
    context = FeedsPage(
        frame=frame(urls.FEEDS, settings, title=voice.say("Subscribe")),
        formats=tuple(_formats(settings, link)) if settings.has_feeds else (),
        groups=tuple(_groups(listed, link, voice=voice)),
        opml=link(urls.OPML) if listed else "",
    )
    return page(urls.FEEDS, context, "feeds.html", settings=settings)


def _formats(settings: Settings, link: Linker) -> Iterator[FeedFormat]:
    for name, _, path in subscribing.FORMATS:
        address = urls.absolute(settings.base_url, path)
        yield FeedFormat(name=name, href=link(path), address=address)


def _groups(listed: Sequence[Counted], link: Linker, *, voice: Interface) -> Iterator[FeedGroup]:
    """Yield the feeds of each axis, in the order of its terms."""
    of_terms = [one for one in listed if one[0].axis]
    for axis, held in groupby(of_terms, lambda one: one[0].axis):
        rows = tuple(_rows(list(held), link, voice=voice))
        yield FeedGroup(heading=voice.word(AXIS, axis), rows=rows, folded=len(rows) > _SHOWN)


def _rows(held: Sequence[Counted], link: Linker, *, voice: Interface) -> Iterator[FeedRow]:
    """Yield a line a term; a feed of stories stands beside that of its term, which it follows."""
    for place, (channel, count) in enumerate(held):
        if not channel.stories:
            after = held[place + 1][0] if place + 1 < len(held) else channel
            yield FeedRow(
                link=Anchor(text=printed(channel.label, voice), href=link(channel.path)),
                count=count,
                stories=link(after.path) if after.stories else "",
            )
