"""Reads one tag of HTML, as it stands in Markdown.

Comes in: the tag as it is written. Goes out: its name, its attributes, whether it closes.
Must not know: what a tag means. It is loaded for texts that have one: Python's parser takes 3 ms.
"""

from __future__ import annotations

from html.parser import HTMLParser


class Tag(HTMLParser):
    """Reads one tag: its name, its attributes, whether it opens or closes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.name = ""
        self.closes = False
        self.attributes: dict[str, str] = {}
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the name and attributes of an opening tag."""
        self.name = tag
        self.attributes = {name: value or "" for name, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        """Keep the name of a closing tag."""
        self.name = tag
        self.closes = True
