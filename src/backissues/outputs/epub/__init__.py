"""Makes the e-books: one of the archive and one of each series, as EPUB 3.

Comes in: the archive, the settings, the store of bodies and pictures. Goes out: outputs whose keys
are made of cards alone. A book is packed article by article, so that nobody holds all bodies.
Must not know: pages of the site, feeds, the clock: a book is as old as what is newest in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from backissues import assets
from backissues.model import Archive, Output, Settings, Store, Theme
from backissues.outputs.epub.books import TEMPLATES, Book, books
from backissues.outputs.keys import key, marks
from backissues.outputs.render import furniture

# The style sheet of the books; a collection may bring its own.
_SHEET = "epub/book.css"


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the book of the archive and those of its series, unless there is nothing to read."""
    if not settings.makes("epub") or not archive.cards:
        return
    sheet = _sheet(settings)
    around = (
        replace(settings, theme=Theme()),  # a book has the look of its own sheet and templates
        hashlib.sha256(sheet).hexdigest(),
        [furniture(settings, name) for name in TEMPLATES],
    )
    whole = marks(archive).whole
    for book in books(archive, settings):
        shown = key(around, _outline(book), [whole[card.id] for card in book.cards])
        yield Output(book.path, shown, partial(_bound, book, sheet, settings, store))


def _bound(book: Book, sheet: bytes, settings: Settings, store: Store) -> bytes:
    """Make a book; to load what packs it takes 7 ms, and many a build makes none."""
    from backissues.outputs.epub.binding import bind  # noqa: PLC0415

    return bind(book, sheet, settings=settings, store=store)


def _outline(book: Book) -> tuple[object, ...]:
    """Return what a book shows besides its articles."""
    return (
        book.path,
        book.ident,
        book.title,
        book.series,
        book.missing,
        [(shelf.heading, len(shelf.cards)) for shelf in book.shelves],
    )


def _sheet(settings: Settings) -> bytes:
    """Read the style sheet: the collection's, else ours."""
    for one in settings.theme.static:
        if one.name == _SHEET:
            return one.file.read_bytes()
    return (assets.static() / _SHEET).read_bytes()
