"""Makes all feeds: of the archive in three formats and page by page, of terms, of stories.

Comes in: the archive, the settings, the store of bodies. Goes out: outputs, or none where no
base_url is set, for all addresses in a feed are whole.
Must not know: pages of articles, today's date: a feed says no time that a source does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from heapq import nlargest

from msgspec.structs import replace

from backissues import urls
from backissues.model import Archive, Card, Output, Settings, Store, Theme
from backissues.outputs import bodies
from backissues.outputs.feeds import channels
from backissues.outputs.feeds.archived import PAGE, Arrivals, Member
from backissues.outputs.feeds.directory import directory
from backissues.outputs.feeds.entries import Entries, entry_id, latest
from backissues.outputs.feeds.fitting import MOST_BYTES, all_fitting, alone, fitting, size
from backissues.outputs.feeds.jsonfeed import json_feed
from backissues.outputs.feeds.model import Channel, Entry, Feed
from backissues.outputs.feeds.opml import opml
from backissues.outputs.frames import ICON
from backissues.outputs.keys import joined, key, mark, marks, ready
from backissues.outputs.lean import Hand
from backissues.outputs.linked_data import CARD
from backissues.text.legible import legible


def rss(feed: Feed) -> bytes:
    """Write a feed as RSS; what writes it loads lxml, 25 ms, and many a build makes no feed."""
    from backissues.outputs.feeds import syndication  # noqa: PLC0415

    return syndication.rss(feed)


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    from backissues.outputs.feeds import syndication  # noqa: PLC0415

    return syndication.atom(feed)


# Each format of the archive's own feed: the folder of its pages, its path, how it is written.
_FORMATS: tuple[tuple[str, str, Callable[[Feed], bytes]], ...] = (
    ("rss", urls.RSS, rss),
    ("atom", urls.ATOM, atom),
    ("json", urls.JSON_FEED, json_feed),
)


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the archive's feeds and the pages behind them, those of terms, the lists of all."""
    desk = _Desk(archive, settings, store)
    listed: list[tuple[Channel, int]] = []
    if own := channels.of_the_archive(settings):
        listed.append((own, len(archive.cards)))
        yield from desk.current(own)
        yield from desk.pages(own)
    for channel, cards in channels.of_terms(archive, settings):
        listed.append((channel, len(cards)))
        yield desk.of_a_term(channel, cards)
    if listed:  # OPML has no word for a list of nothing
        yield ready(urls.OPML, opml((channel for channel, _ in listed), settings))
    if settings.has_feeds or settings.has_axis_feeds:
        yield directory(listed, settings)


class _Desk:
    """Plans the files, all of which are made of the same entries when their time comes."""

    def __init__(self, archive: Archive, settings: Settings, store: Store) -> None:
        self._settings = replace(settings, theme=Theme())  # a feed has no look
        self._entries = Entries(settings, store)
        self._archive = archive
        self._arrivals = Arrivals(archive)
        self._id = entry_id(f"archive {archive.first_id}")
        self._known = key(self._settings).encode()
        self._whole = marks(archive).whole

    def current(self, channel: Channel) -> Iterator[Output]:
        """Yield the archive's feed in each format: the newest, and all that no full page has."""
        must, may = self._arrivals.newest(self._settings.feed_size)
        full = self._arrivals.full
        for form, path, write in _FORMATS:
            base = replace(
                self._about(channel, path),
                id=self._id,
                older=self._address(urls.feed_page(form, full)) if full else "",
            )
            shown = self._key(base, self._shown([*must, *may]))
            make = partial(self._make_current, base, write, must, may)
            yield Output(path, shown, make, together=bodies.together(full * PAGE))

    def _make_current(
        self,
        feed: Feed,
        write: Callable[[Feed], bytes],
        must: Sequence[Member],
        may: Sequence[Member],
    ) -> bytes:
        newest = list(all_fitting([self._entries.of(member) for member in must]))
        room = MOST_BYTES - sum(map(size, newest))
        return write(_with(feed, [*newest, *fitting(map(self._entries.of, may), room)]))

    def pages(self, channel: Channel) -> Iterator[Output]:
        """Yield the full pages of the archive, the three formats of one together."""
        full, about = self._arrivals.full, self._about(channel, "")
        for number in range(1, full + 1):
            held = self._shown(self._arrivals.page(number))
            for form, current, write in _FORMATS:
                path = urls.feed_page(form, number)
                older, newer = urls.feed_page(form, number - 1), urls.feed_page(form, number + 1)
                feed = replace(
                    about,
                    own=self._address(path),
                    id=self._id,
                    older=self._address(older) if number > 1 else "",
                    newer=self._address(newer) if number < full else "",
                    current=self._address(current),
                )
                shown = self._key(feed, held)
                make = partial(self._make_page, feed, write, number)
                yield Output(path, shown, make, together=bodies.together((number - 1) * PAGE))

    def _make_page(self, feed: Feed, write: Callable[[Feed], bytes], number: int) -> bytes:
        members = self._arrivals.page(number)
        return write(_with(feed, [alone(self._entries.of(member)) for member in members]))

    def of_a_term(self, channel: Channel, cards: Sequence[Card]) -> Output:
        """Return the feed of a term: its newest articles, or the stories of its newest briefs."""
        newest = nlargest(self._settings.feed_size, cards, key=lambda card: card.arrival)
        feed = self._about(channel, channel.path)
        shown = self._key(feed, self._shown(newest), by_story=channel.stories)
        held = Hand(self._archive, tuple(card.id for card in newest))
        make = partial(self._make_of_a_term, feed, held, by_story=channel.stories)
        return Output(channel.path, shown, make)

    def _make_of_a_term(self, feed: Feed, newest: Sequence[Card], *, by_story: bool) -> bytes:
        entries: Iterator[Entry] = map(self._entries.of, newest)
        if by_story:
            entries = (story for card in newest for story in self._entries.stories(card))
        return rss(_with(feed, list(fitting(entries))))

    def _about(self, channel: Channel, path: str) -> Feed:
        """Say what a feed says of itself, its entries apart."""
        settings = self._settings
        return Feed(
            title=channel.title,
            description=channel.description,
            language=settings.language,
            own=self._address(path),
            home=urls.canonical(settings.base_url, channel.page),
            icon=self._address(urls.static(ICON)),
            logo=self._address(urls.static(CARD)),
            updated=latest(()),
            entries=(),
            publisher=legible(settings.publisher).strip(),
            rights=legible(settings.rights).strip(),
        )

    def _address(self, path: str) -> str:
        return urls.absolute(self._settings.base_url, path)

    def _shown(self, members: Sequence[Member]) -> bytes:
        return b"".join([self._whole.get(member.id) or mark(member) for member in members])

    def _key(self, feed: Feed, members: bytes, *, by_story: bool = False) -> str:
        return joined(self._known, mark(feed, by_story), members)


def _with(feed: Feed, entries: Sequence[Entry]) -> Feed:
    """Fill a feed, which is as new as the newest of its entries."""
    return replace(feed, entries=tuple(entries), updated=latest(entries))
