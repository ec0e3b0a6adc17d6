"""Writes a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

Comes in: a feed. Goes out: bytes.
Must not know: articles, other formats. What is not known has no key, for the format knows no null.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from backissues.outputs.feeds.model import Entry, Feed

_VERSION = "https://jsonfeed.org/version/1.1"
# The format has no word for rights; a key of one's own begins with “_” and says what it means.
_RIGHTS = "http://purl.org/dc/elements/1.1/rights"


def json_feed(feed: Feed) -> bytes:
    """Write a feed; `next_url` leads from page to page to the archive's oldest."""
    said: dict[str, object] = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "description": feed.description,
        "next_url": feed.older,
        "icon": feed.logo,
        "favicon": feed.icon,
        "authors": _authors([feed.publisher] if feed.publisher else []),
        "language": feed.language,
        "_rights": _rights(feed.rights),
    }
    whole = _known(said) | {"items": [_known(_item(entry)) for entry in feed.entries]}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": entry.published.isoformat() if entry.published else "",
        "date_modified": entry.updated.isoformat(),
        "authors": _authors(entry.authors),
        "tags": entry.tags,
        "language": entry.language,
        "_rights": _rights(entry.rights),
    }


def _authors(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def _rights(words: str) -> dict[str, str]:
    return {"about": _RIGHTS, "text": words} if words else {}


def _known(said: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if value}
