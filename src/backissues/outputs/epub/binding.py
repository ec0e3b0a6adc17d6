"""Binds a book: its title page, contents, chapters, pictures and colophon, and what names them.

Comes in: a book, its style sheet, the store. Goes out: the bytes of the book.
Must not know: how the site shows an article, where the book will stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from backissues import __version__
from backissues.model import Card, Picture, Settings, Store
from backissues.outputs.contexts import (
    Anchor,
    BookShelf,
    ColophonLeaf,
    ContentsLeaf,
    Landmark,
    Leaf,
    TitleLeaf,
)
from backissues.outputs.epub import chapters
from backissues.outputs.epub.books import CHAPTER, COLOPHON, CONTENTS, TITLE, Book, authors
from backissues.outputs.epub.container import PACKAGE, Container
from backissues.outputs.epub.package import XHTML, Item, Sight, package
from backissues.outputs.epub.xhtml import xhtml
from backissues.outputs.frames import article_anchor, printed
from backissues.outputs.interface import Interface, interface, later
from backissues.outputs.render import render
from backissues.outputs.shelving import span
from backissues.text.legible import legible

_TITLE, _CONTENTS, _COLOPHON, _SHEET = "title.xhtml", "contents.xhtml", "colophon.xhtml", "book.css"


class _Format(Struct, frozen=True):
    """A format that every reading program shows, by its first bytes and those that close it."""

    first: bytes
    last: bytes
    ending: str
    type: str


# AVIF is not among them; what an SVG may hold is too much to be vouched for.
_FORMATS = (
    _Format(b"\x89PNG", b"IEND", "png", "image/png"),
    _Format(b"GIF8", b"\x00;", "gif", "image/gif"),
    _Format(b"\xff\xd8", b"\xff\xd9", "jpg", "image/jpeg"),
    _Format(b"RIFF", b"", "webp", "image/webp"),
)


def bind(book: Book, sheet: bytes, *, settings: Settings, store: Store) -> bytes:
    """Write all documents of a book, pack them, and the pictures that they show."""
    press = _Press(book, settings, store)
    press.add(Item(_SHEET, "text/css"), sheet)
    press.leaf(_TITLE, _title(book, settings), TITLE)
    press.leaf(_CONTENTS, _contents(book, settings), CONTENTS, properties="nav")
    for card in book.cards:
        press.chapter(card)
    press.leaf(_COLOPHON, _colophon(book, settings), COLOPHON)
    return press.close()


class _Press:
    """One book while it is made: what was packed so far, and what there is to be seen in it."""

    def __init__(self, book: Book, settings: Settings, store: Store) -> None:
        self._book = book
        self._settings = settings
        self._store = store
        self._container = Container()
        self._items: list[Item] = []
        self._pictures: dict[str, str] = {}
        self._described = True
        self._inside = {card.url: card for card in book.cards}

    def add(self, item: Item, data: bytes) -> None:
        """Pack a file."""
        self._container.add(item.name, data)
        self._items.append(item)

    def leaf(self, name: str, context: Struct, template: str, *, properties: str = "") -> None:
        """Write a document to be read, and pack it."""
        page = render(context, template, settings=self._settings).decode()
        self._described = self._described and 'alt=""' not in page
        self.add(Item(name, XHTML, properties, leaf=True), xhtml(page))

    def chapter(self, card: Card) -> None:
        """Write an article; its pictures are packed while it is typeset."""
        article = self._store.body(card.id)
        place = chapters.Place(self._inside, self._picture, _SHEET)
        for name, context in chapters.chapters(card, article, place, settings=self._settings):
            self.leaf(name, context, CHAPTER)

    def _picture(self, picture: Picture) -> str:
        """Pack a picture, once; return its name, or nothing where no reader could show it."""
        if picture.width is None:
            # Its header says no size: it is none of the formats, or broken.
            return ""
        if picture.sha256 not in self._pictures:
            data = self._store.picture(picture.path)
            known = next((one for one in _FORMATS if _is_whole(data, one)), None)
            name = f"media/{picture.sha256[:16]}.{known.ending}" if known else ""
            if known:
                self.add(Item(name, known.type), data)
            self._pictures[picture.sha256] = name
        return self._pictures[picture.sha256]

    def close(self) -> bytes:
        """Pack what names all that was packed, and return the book."""
        sight = Sight(images=any(self._pictures.values()), described=self._described)
        data = package(self._book, self._items, sight, settings=self._settings)
        self._container.add(PACKAGE, data)
        return self._container.close()


def _is_whole(data: bytes, known: _Format) -> bool:
    """Tell whether a picture is of a format and was not cut off: shops refuse broken ones."""
    return data.startswith(known.first) and known.last in data


# --- what stands around the chapters --------------------------------------------------------------


def _leaf(title: str, voice: Interface) -> Leaf:
    return Leaf(lang=voice.language, dir=voice.direction, title=title, stylesheet=_SHEET)


def _title(book: Book, settings: Settings) -> TitleLeaf:
    """Gather the title page."""
    voice = interface(settings.language)
    count = len(book.cards)
    undated = sum(card.published is None for card in book.cards)
    articles = voice.count("{count} article", "{count} articles", count)
    without = voice.count("{count} undated", "{count} undated", undated)
    facts = [
        articles.format(count=voice.number(count)),
        span(book.cards, voice),
        without.format(count=voice.number(undated)) if undated else "",
    ]
    return TitleLeaf(
        leaf=_leaf(book.title, voice),
        title=printed(book.title, voice, title=True),
        archive=printed(settings.title, voice) if book.series else "",
        description=printed(settings.description, voice) if not book.series else "",
        creators=printed(voice.join(authors(book.cards)), voice),
        publisher=printed(settings.publisher, voice),
        facts=" · ".join(filter(None, facts)),
    )


def _contents(book: Book, settings: Settings) -> ContentsLeaf:
    """Gather the contents: each article by its title, under its year where there are several."""
    voice = interface(settings.language)
    alone = len(book.shelves) == 1
    first = chapters.file_of(book.cards[0])

    def anchor(card: Card) -> Anchor:
        made = article_anchor(card, link=lambda _: chapters.file_of(card), voice=voice)
        return Anchor(text=made.text.strip() or card.slug, href=made.href, lang=made.lang)

    def landmark(kind: str, words: str, name: str) -> Landmark:
        return Landmark(type=kind, link=Anchor(text=voice.say(words), href=name))

    return ContentsLeaf(
        leaf=_leaf(voice.say("Contents"), voice),
        shelves=tuple(
            BookShelf(heading="" if alone else heading, articles=tuple(map(anchor, cards)))
            for heading, cards in book.shelves
        ),
        landmarks=(
            landmark("titlepage", later("Title page"), _TITLE),
            landmark("toc", later("Contents"), _CONTENTS),
            landmark("bodymatter", later("Text"), first),
            landmark("colophon", later("About this book"), _COLOPHON),
        ),
    )


def _colophon(book: Book, settings: Settings) -> ColophonLeaf:
    """Gather how the book was made, and what is known to lack in it."""
    voice = interface(settings.language)
    missing = ", ".join(_ranges(book.missing))
    words = voice.count("missing: {numbers}", "missing: {numbers}", len(book.missing))
    return ColophonLeaf(
        leaf=_leaf(voice.say("About this book"), voice),
        version=__version__,
        articles=len(book.cards),
        lines=sum(card.lines for card in book.cards),
        aside=sum(card.lines_aside for card in book.cards),
        problems=sum(card.diagnostics for card in book.cards),
        publisher=printed(settings.publisher, voice),
        rights=printed(settings.rights, voice),
        address=legible(settings.base_url),
        missing=words.format(numbers=missing) if missing else "",
    )


def _ranges(numbers: tuple[int, ...]) -> Iterator[str]:
    """Write numbers in short: 14–16, 18."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        held = [number for _, number in run]
        yield str(held[0]) if len(held) == 1 else f"{held[0]}–{held[-1]}"
