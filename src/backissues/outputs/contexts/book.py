"""What the documents of an e-book show: title page, contents, chapters, colophon.

Comes in: nothing. Goes out: frozen values whose fields are the names that a template may use.
Must not know: where the values come from, how a book is packed.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from backissues.outputs.contexts.article import Loss
from backissues.outputs.contexts.parts import Anchor, Dated


class Leaf(Struct, frozen=True, kw_only=True):
    """What is around every document of an e-book: `title` and `stylesheet` stand in its head."""

    lang: str
    dir: str
    title: str
    stylesheet: str


class TitleLeaf(Struct, frozen=True, kw_only=True):
    """`epub/title.html`: the first page. `archive` is empty where the book is all of it."""

    leaf: Leaf
    title: str
    archive: str = ""
    description: str = ""
    creators: str = ""
    publisher: str = ""
    facts: str = ""


class BookShelf(Struct, frozen=True, kw_only=True):
    """Articles that stand together in the contents; `heading` is empty where all of them do."""

    heading: str
    articles: tuple[Anchor, ...]


class ContentsLeaf(Struct, frozen=True, kw_only=True):
    """`epub/contents.html`: the contents, and in `landmarks` the places that programs ask for."""

    leaf: Leaf
    shelves: tuple[BookShelf, ...]
    landmarks: tuple[Landmark, ...]


class Landmark(Struct, frozen=True, kw_only=True):
    """A place of the book that reading programs know by its `type`."""

    type: str
    link: Anchor


class ChapterLeaf(Struct, frozen=True, kw_only=True):
    """`epub/chapter.html`: an article, or a part of a long one.

    The first part `opens` it, the last one `closes` it. `address` is that of its page, empty where
    the archive has none of its own.
    """

    leaf: Leaf
    sort: str
    opens: bool
    closes: bool
    kind: str
    title: str
    title_note: str
    dateline: Dated
    updated: Dated | None
    body: Markup
    body_lang: str
    body_dir: str
    path: str
    sha256: str
    subtitle: str = ""
    byline: str = ""
    interviewees: str = ""
    series: str = ""
    number: str = ""
    credit: str = ""
    rights: str = ""
    losses: tuple[Loss, ...] = ()
    aside_count: int = 0
    original: str = ""
    address: str = ""


class ColophonLeaf(Struct, frozen=True, kw_only=True):
    """`epub/colophon.html`: how the book was made; `address` is that of the archive's site."""

    leaf: Leaf
    version: str
    articles: int
    lines: int
    aside: int
    problems: int
    publisher: str = ""
    rights: str = ""
    address: str = ""
    missing: str = ""
