"""Which type each page template is rendered with.

Comes in: the name of a template. Goes out: the type of its context.
Must not know: what a page shows, where templates lie.
"""

from __future__ import annotations

from msgspec import Struct

from backissues.outputs.contexts.article import ArticlePage
from backissues.outputs.contexts.book import ChapterLeaf, ColophonLeaf, ContentsLeaf, TitleLeaf
from backissues.outputs.contexts.data import DataPage
from backissues.outputs.contexts.pages import (
    AboutPage,
    FeedsPage,
    MovedPage,
    NotFoundPage,
    SourcePage,
    WithdrawnPage,
)
from backissues.outputs.contexts.ways import (
    AxisPage,
    ChronologyPage,
    HomePage,
    SearchPage,
    ShelfPage,
    TermPage,
)

PAGES: dict[str, type[Struct]] = {
    "home.html": HomePage,
    "about.html": AboutPage,
    "404.html": NotFoundPage,
    "feeds.html": FeedsPage,
    "data.html": DataPage,
    "moved.html": MovedPage,
    "withdrawn.html": WithdrawnPage,
    "source.html": SourcePage,
    "search.html": SearchPage,
    "indexes/axis.html": AxisPage,
    "indexes/term.html": TermPage,
    "indexes/shelf.html": ShelfPage,
    "chronology.html": ChronologyPage,
    "epub/title.html": TitleLeaf,
    "epub/contents.html": ContentsLeaf,
    "epub/chapter.html": ChapterLeaf,
    "epub/colophon.html": ColophonLeaf,
}
# The template of a kind is named after it; all of them show one type.
KINDS = "kinds/"


def context_of(name: str) -> type[Struct] | None:
    """Return the type that a template is rendered with; None for one that is part of others."""
    return ArticlePage if name.startswith(KINDS) else PAGES.get(name)
