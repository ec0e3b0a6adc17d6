"""What a feed is, whatever its format: channels, the feeds made of them, and their entries.

Comes in: nothing. Goes out: frozen values. Texts are plain and legible, `content` is HTML,
addresses are whole.
Must not know: where the values come from, how a format writes them.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Channel(Struct, frozen=True, kw_only=True):
    """A feed that one may subscribe to: its own path, that of its page, what it is called.

    `axis` and `label` say which term it follows, none for the archive's own; `stories` that it
    has each story of a brief as an entry.
    """

    path: str
    page: str
    title: str
    description: str = ""
    axis: str = ""
    label: str = ""
    stories: bool = False


class Entry(Struct, frozen=True, kw_only=True):
    """One article, story or withdrawal.

    `in_short` is what stands in the place of a content that is too long. `language` is empty
    where nobody knows it, `published` where the day is not known; `dated` is as much of the date
    as is sure, such as 2024-05. `revised` says that `updated` is no day of the ledger, but what a
    source or an editor says.
    """

    id: str
    address: str
    title: str
    content: str
    in_short: str
    updated: datetime
    revised: bool = False
    published: datetime | None = None
    dated: str = ""
    summary: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rights: str = ""


class Feed(Struct, frozen=True, kw_only=True):
    """One document in one format: what it says of itself, its place in the archive, its entries.

    `id` is asked by Atom alone. `older` and `newer` are the neighbouring pages of the archive by
    feed, `current` is the feed to subscribe to, which only a page of the archive names.
    """

    title: str
    description: str
    language: str
    own: str
    home: str
    icon: str
    logo: str
    updated: datetime
    entries: tuple[Entry, ...]
    id: str = ""
    publisher: str = ""
    rights: str = ""
    older: str = ""
    newer: str = ""
    current: str = ""
