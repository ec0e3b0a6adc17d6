"""Sets an article as the chapter of a book: one document, or several where it is very long.

Comes in: a card, its article, what else the book holds. Goes out: documents by name, as contexts.
Must not know: how a book is packed, pages of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from urllib.parse import quote, urlsplit, urlunsplit

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from backissues import urls
from backissues.model import Article, Card, CrossReference, Picture, Settings
from backissues.outputs.contexts import ChapterLeaf, Leaf
from backissues.outputs.frames import dated, foreign, printed
from backissues.outputs.interface import KIND, interface
from backissues.outputs.remarks import losses, title_note, updated
from backissues.patterns import late
from backissues.text import typeset
from backissues.text.addresses import is_remote
from backissues.text.figures import Shown
from backissues.text.legible import direction, legible

# Reading programs on small devices fail on documents of more than some 300 kB.
_MOST = 240_000
_ID = late(r' id="([^"]+)"')
# What the parts of an address may hold as they are (RFC 3986); all else is encoded.
_IN_ADDRESSES = "/?:@!$&'()*+,;=%-._~"
# Matches “100%”, “%zz”; not “%20”.
_LONE_PERCENT = late(r"%(?![0-9A-Fa-f]{2})")
# The name or number of a host. Matches a.org, é.org, 127.0.0.1, ::1; not “”, a%20b.org.
_HOST = late(r"[\w.-]+|[0-9a-f:.]+")
_OWN_LINK = late(r'(?<= href=")#([^"]+)')


class Place(Struct, frozen=True):
    """Where a chapter stands: beside which articles, by their page, and with which style sheet.

    `pack` puts a picture into the book and returns its name there, empty where it cannot be shown.
    """

    inside: Mapping[str, Card]
    pack: Callable[[Picture], str]
    sheet: str


def file_of(card: Card, part: int = 1) -> str:
    """Return the name of an article's document in a book, or of a further part of it."""
    stem = card.url.removesuffix(".html")
    return f"{stem}.xhtml" if part == 1 else f"{stem}.{part}.xhtml"


def chapters(
    card: Card, article: Article, place: Place, *, settings: Settings
) -> Iterator[tuple[str, ChapterLeaf]]:
    """Yield the documents of an article in the order in which they are read."""
    whole = _whole(card, article, place, settings=settings)
    parts = _linked(card, _parted(_pieces(card, article, place, settings=settings)))
    for number, body in enumerate(parts, 1):
        yield (
            file_of(card, number),
            replace(
                whole,
                body=Markup(body),  # noqa: S704  (what typeset made)
                opens=number == 1,
                closes=number == len(parts),
            ),
        )


def _whole(card: Card, article: Article, place: Place, *, settings: Settings) -> ChapterLeaf:
    """Gather all that a chapter shows but its text."""
    voice = interface(settings.language)
    fields = article.fields
    own, given = direction(card.language), fields.rights.value or ""
    return ChapterLeaf(
        leaf=Leaf(
            lang=voice.language,
            dir=voice.direction,
            title=legible(card.title).strip() or card.slug,
            stylesheet=urls.relative(card.url, place.sheet),
        ),
        sort=card.kind,
        opens=True,
        closes=True,
        kind=voice.word(KIND, card.kind),
        title=printed(card.title, voice, language=card.language, title=True),
        title_note=title_note(card, fields.title, voice),
        dateline=dated(card.published, voice),
        updated=updated(card, voice),
        body=Markup(),
        body_lang=foreign(card.language, voice),
        body_dir=own if own != voice.direction else "",
        path=legible(card.path),
        sha256=card.sha256,
        subtitle=printed(card.subtitle or "", voice, language=card.language, title=True),
        byline=printed(voice.join(card.authors), voice),
        interviewees=printed(voice.join(card.interviewees), voice),
        series=printed(card.series or "", voice),
        number=legible(card.number or ""),
        credit=printed(fields.credit.value or "", voice, language=card.language),
        rights=printed(given, voice) if given != settings.rights else "",
        losses=tuple(losses(article, "", voice)),
        aside_count=card.lines_aside,
        original=_reachable(fields.source_url.value or "") or "",
        address=_on_site(card.url, settings) or "",
    )


# --- the text ------------------------------------------------------------------------------------


def _pieces(card: Card, article: Article, place: Place, *, settings: Settings) -> Iterator[Markup]:
    """Typeset the text, block by block."""
    voice = interface(settings.language)
    here = card.url
    held = {picture.address: picture for picture in card.pictures}
    references = {reference.address: reference for reference in card.references}

    def show(address: str) -> Shown | None:
        picture = held.get(address)
        if picture is None:
            return None
        name = place.pack(picture)
        source = urls.relative(here, name) if name else ""
        return Shown(source, picture.width, picture.height)

    def resolve(link: str) -> str | None:
        if link.startswith("#"):
            return link if link != "#" else urls.relative(here, file_of(card))
        if link in held:
            # Only documents can be led to inside a book.
            return _on_site(urls.media(held[link].path), settings)
        if is_remote(link):
            return _reachable(link)
        return to_article(references[link]) if link in references else None

    def to_article(reference: CrossReference) -> str | None:
        other = place.inside.get(reference.url)
        if other is not None:
            # Its part is not named: nobody knows yet in which document of a long article it lies.
            return urls.relative(here, file_of(other))
        page = _on_site(reference.url, settings)
        return f"{page}#{reference.anchor}" if page and reference.anchor else page

    return typeset.pieces(
        article.body,
        resolve=resolve,
        show=show,
        language=card.language,
        voice=typeset.Voice(voice.say, voice.language, voice.regional),
    )


def _on_site(path: str, settings: Settings) -> str | None:
    """Return the whole address of a public path, where the archive's own is known."""
    return urls.absolute(settings.base_url, path) if settings.base_url else None


def _reachable(link: str) -> str | None:
    """Return an address as programs that check books accept it; None for one that is no address.

    What no address may hold is encoded; what is encoded already stays as it is.
    """
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not _HOST.fullmatch(host) and (parts.scheme != "mailto" or not parts.path):
        return None
    path, query, fragment = (
        quote(_LONE_PERCENT.sub("%25", part), safe=_IN_ADDRESSES)
        for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def _parted(pieces: Iterable[str]) -> list[str]:
    """Join pieces to documents that a reader can open; a piece that is too long stays whole."""
    parts: list[list[str]] = [[]]
    room = _MOST
    for piece in pieces:
        size = len(piece.encode())
        if size > room and parts[-1]:
            parts.append([])
            room = _MOST
        parts[-1].append(piece)
        room -= size
    return ["".join(part) for part in parts]


def _linked(card: Card, parts: list[str]) -> list[str]:
    """Lead links to the part of a long article that holds their goal."""
    if len(parts) == 1:
        return parts
    homes = {anchor: number for number, part in enumerate(parts, 1) for anchor in _ID.findall(part)}

    def led(link: re.Match[str], here: int) -> str:
        home = homes.get(link[1], here)
        return link[0] if home == here else urls.relative(card.url, file_of(card, home)) + link[0]

    return [_OWN_LINK.sub(partial(led, here=number), part) for number, part in enumerate(parts, 1)]
