"""Writes opml.xml, the list of all feeds that readers take over in one go (OPML 2.0).

Comes in: channels, the settings. Goes out: bytes. Each feed stands there once, in RSS.
Must not know: articles, entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from backissues import urls
from backissues.model import Settings
from backissues.outputs.feeds.model import Channel
from backissues.outputs.interface import AXIS, interface
from backissues.text.legible import legible

# What an attribute must not hold as it is; a parser would make spaces of line ends and tabs.
_IN_AN_ATTRIBUTE = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\t": "&#9;",
    }
)


def opml(channels: Iterable[Channel], settings: Settings) -> bytes:
    """Write the list: the archive's own feed, then a folder an axis."""
    title = legible(settings.title).strip() or settings.base_url
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head>\n<title>{escape(title, quote=False)}</title>\n</head>",
        "<body>",
        *_outlines(channels, settings),
        "</body>",
        "</opml>",
    ]
    return "\n".join([*lines, ""]).encode()


def _outlines(channels: Iterable[Channel], settings: Settings) -> Iterator[str]:
    voice = interface(settings.language)
    for axis, held in groupby(channels, lambda channel: channel.axis):
        outlines = [_outline(channel, settings) for channel in held]
        if axis:
            name = _quoted(voice.word(AXIS, axis))
            yield "\n".join([f"<outline text={name}>", *outlines, "</outline>"])
        else:
            yield from outlines


def _outline(channel: Channel, settings: Settings) -> str:
    """Write one feed as a reader lists it."""
    said = {
        "type": "rss",
        "text": channel.title,
        "title": channel.title,
        "description": channel.description,
        "xmlUrl": urls.absolute(settings.base_url, channel.path),
        "htmlUrl": urls.canonical(settings.base_url, channel.page),
        "language": settings.language,
    }
    return f"<outline {' '.join(f'{name}={_quoted(v)}' for name, v in said.items() if v)}/>"


def _quoted(value: str) -> str:
    return f'"{value.translate(_IN_AN_ATTRIBUTE)}"'
