"""Makes rss.xml and a feed of each term: the newest arrivals, whole, for the readers people use.

Comes in: the archive, the settings, the store of bodies. Goes out: outputs, or none where no
base_url is set, for all addresses in a feed are whole. The only door of feedgen.
Must not know: pages, today's date: a feed says no time that a source does not say.
"""

from __future__ import annotations

import hashlib
import html
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from heapq import nlargest
from typing import Any, NamedTuple
from urllib.parse import urljoin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from msgspec.structs import replace

from backissues import __version__, urls
from backissues.model import Archive, Card, Output, Settings, Store, Theme
from backissues.outputs.frames import media, term_label
from backissues.outputs.interface import Interface, interface
from backissues.outputs.keys import key
from backissues.text import typeset
from backissues.text.edtf import bounds, is_day
from backissues.text.legible import allowed, legible

# Known readers stop at about 500 kB; the rest is for the channel and the frames of the entries.
_MOST_BYTES = 480_000
_MEDIA_TYPE = "application/rss+xml"
# RFC 5322, section 3.3, knows no year before this one; feedgen would write “1” for year 1.
_FIRST_YEAR = 1900


# All entries of a large archive, compressed: what is over this is typeset anew for each feed.
_MOST_KEPT = 64_000_000


class Entry(NamedTuple):
    """One article as a feed shows it; `content` is empty where the whole text is too long."""

    card: Card
    address: str
    content: str


class Channel(NamedTuple):
    """One feed: its own path and that of the page it belongs to, its title and description."""

    path: str
    page: str
    title: str
    description: str


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the archive's feed, and those of all terms."""
    around = replace(settings, theme=Theme())  # a feed has no look
    marks = {card.id: key(card) for card in archive.cards}
    entries = Entries(settings, store)
    for channel, members in _channels(archive, settings):
        newest = nlargest(settings.feed_size, members, key=lambda card: card.arrival)
        shown = key(around, channel, [marks[card.id] for card in newest])
        make = partial(_feed, channel, newest, entries, settings=settings)
        yield Output(path=channel.path, key=shown, make=make)


def _channels(archive: Archive, settings: Settings) -> Iterator[tuple[Channel, Iterable[Card]]]:
    """Yield each feed that is wanted, and the articles that may stand in it."""
    title = legible(settings.title).strip() or settings.base_url
    if settings.base_url and settings.makes("feeds"):
        yield Channel(urls.RSS, urls.HOME, title, settings.description), archive.cards
    if not settings.has_axis_feeds:
        return
    voice = interface(settings.language)
    for axis in urls.AXES:
        for term in archive.axes.get(axis, ()):
            channel = Channel(
                path=urls.term_feed(axis, term.slug),
                page=urls.term(axis, term.slug),
                title=f"{title} · {term_label(axis, term, voice).strip() or term.slug}",
                description=term.description,
            )
            yield channel, (archive.by_id[ident] for ident in term.ids)


def _feed(
    channel: Channel, newest: Iterable[Card], entries: Entries, *, settings: Settings
) -> bytes:
    return _rss(channel, list(_fitting(map(entries.of, newest))), settings)


class Entries:
    """Gives an article as feeds show it: typeset once, for it may stand in a dozen of them."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def of(self, card: Card) -> Entry:
        """Return the entry of an article."""
        address = urls.absolute(self._settings.base_url, card.url)
        kept = self._kept.get(card.id)
        if kept is not None:
            return Entry(card, address, zlib.decompress(kept).decode("utf-8", "surrogatepass"))
        entry = Entry(card, address, _content(card, address, self._settings, store=self._store))
        data = zlib.compress(entry.content.encode("utf-8", "surrogatepass"), level=1)
        if self._size + len(data) <= _MOST_KEPT:
            self._kept[card.id] = data
            self._size += len(data)
        return entry


def entry_id(ident: str) -> str:
    """Give the id of an entry: a UUID of the ledger's id, so that it outlives every address."""
    digest = hashlib.sha256(f"backissues:{ident}".encode()).hexdigest()
    # Version 8 is for ids of one's own making (RFC 9562, section 5.8), variant 10xx.
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def moment(published: str | None, timezone: str) -> datetime | None:
    """Give a date that is known to the day as noon in a time zone; of any other date, nothing."""
    if not published or not is_day(published):
        return None
    day, _ = bounds(published)
    if day.year < _FIRST_YEAR:
        return None
    try:
        local = datetime.combine(day, time(12), ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        local = datetime.combine(day, time(12), UTC)
    # Zones of long ago were off by odd seconds, which no feed can write.
    offset = local.utcoffset() or timedelta()
    return local if not offset.seconds % 60 else datetime.combine(day, time(12), UTC)


def _content(card: Card, address: str, settings: Settings, *, store: Store) -> str:
    """Typeset an article with whole addresses, its own anchors included."""
    speaker = interface(settings.language)
    held = media(card, partial(urls.absolute, settings.base_url))
    content = typeset.blocks(
        store.body(card.id).body,
        resolve=lambda link: held[link].source if link in held else _whole(address, link),
        show=held.get,
        language=card.language,
        voice=typeset.Voice(speaker.say, speaker.language, speaker.regional),
    )
    return _mark(card, speaker) + str(content)


def _mark(card: Card, speaker: Interface) -> str:
    """Say over an article that its title is not the source's."""
    if card.title_standing != "supplied":
        return ""
    words = html.escape(speaker.say("title supplied by the archive"), quote=False)
    lang = f' lang="{speaker.language}"' if speaker.language != card.language else ""
    return f'<p class="supplied"{lang}>[{words}]</p>\n'


def _whole(address: str, link: str) -> str:
    """Give a link as a whole address; one that cannot be read leads to the article."""
    try:
        return urljoin(address, link)
    except ValueError:
        return address


def _fitting(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Yield entries while they fit into what readers take; one that never fits is told in short."""
    room = _MOST_BYTES
    for entry in entries:
        size = _size(entry)
        if size > _MOST_BYTES:
            entry = entry._replace(content="")  # noqa: PLW2901
            size = _size(entry)
        room -= size
        if room < 0:
            return
        yield entry


def _size(entry: Entry) -> int:
    """Estimate the bytes of an entry: content and summary are escaped once more inside XML."""
    return (
        len(html.escape(entry.content + entry.card.summary, quote=False).encode("utf-8", "replace"))
        + 2_000
    )


# --- feedgen -------------------------------------------------------------------------------------


class _Timeless(BaseExtension):  # type: ignore[misc]
    """Takes out the build date, which feedgen sets to the present moment."""

    def extend_rss(self, feed: Any) -> Any:  # noqa: ANN401  (an element of feedgen's lxml)
        """Remove the element; a feed's true age is what its entries and the server say."""
        channel = feed[0]
        for stamp in channel.findall("lastBuildDate"):
            channel.remove(stamp)
        return feed


def _rss(channel: Channel, entries: list[Entry], settings: Settings) -> bytes:
    """Write the feed: the channel, then the entries in the order given."""
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.register_extension("timeless", _Timeless, BaseEntryExtension, atom=False)
    feed.title(channel.title)
    feed.description(legible(channel.description).strip() or channel.title)
    feed.language(settings.language)
    feed.generator("Back Issues", version=__version__)
    # feedgen takes the last link as the channel's own.
    own = urls.absolute(settings.base_url, channel.path)
    feed.link(href=own, rel="self", type=_MEDIA_TYPE)
    feed.link(href=urls.canonical(settings.base_url, channel.page), rel="alternate")
    if settings.rights:
        feed.copyright(legible(settings.rights))
    if settings.publisher:
        feed.dc.dc_publisher(legible(settings.publisher))
    for entry in entries:
        _add(feed, entry, settings)
    return bytes(feed.rss_str(pretty=True))


def _add(feed: FeedGenerator, entry: Entry, settings: Settings) -> None:
    """Add an entry; who wrote it is a dc:creator, for RSS's own author is an e-mail address."""
    card = entry.card
    item = feed.add_entry(order="append")
    item.title(legible(card.title).strip() or card.slug)
    item.link(href=entry.address)
    item.guid(entry_id(card.id), permalink=False)
    item.description(html.escape(legible(card.subtitle or card.summary), quote=False))
    if entry.content:
        item.content(allowed(entry.content))
    if day := moment(card.published, settings.timezone):
        item.published(day)
    # All at once: feedgen writes out all categories anew for each that is added to them.
    item.category([{"term": legible(tag)} for tag in card.tags])
    for author in card.authors:
        item.dc.dc_creator(legible(author))
    if card.language != "und":
        item.dc.dc_language(card.language)
