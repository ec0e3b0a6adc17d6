"""What the pages that lead to articles show: home, the axes and their terms.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.outputs.contexts.parts import Anchor, Counted, Frame, Listed, SearchBox


class HomePage(Struct, frozen=True, kw_only=True):
    """`home.html`: the newest articles and the ways in."""

    frame: Frame
    description: str
    total: int
    newest: tuple[Listed, ...]
    kinds: tuple[Counted, ...]
    years: tuple[Counted, ...]
    authors: tuple[Counted, ...]
    series: tuple[Counted, ...]
    tags: tuple[Counted, ...]
    more_tags: str
    more_articles: str


class AxisPage(Struct, frozen=True, kw_only=True):
    """`indexes/axis.html`: all terms of an axis, with counts."""

    frame: Frame
    heading: str
    terms: tuple[Counted, ...]
    gaps: tuple[str, ...] = ()


class TermPage(Struct, frozen=True, kw_only=True):
    """`indexes/term.html`: articles under one term, newest first; a long list has `pages`."""

    frame: Frame
    axis: Anchor
    heading: str
    articles: tuple[Listed, ...]
    description: str = ""
    sort: str = ""
    aliases: str = ""
    pages: tuple[Anchor, ...] = ()


class SearchPage(Struct, frozen=True, kw_only=True):
    """`search.html`: the search, and other ways to an article; `host` is empty off the web."""

    frame: Frame
    box: SearchBox
    ways: tuple[Anchor, ...]
    host: str = ""
