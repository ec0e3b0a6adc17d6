"""Makes the parts that several pages share: the frame around a page and the lines of a list.

Comes in: the archive, the settings, the path of a page. Goes out: small values of `contexts`.
Must not know: which page they stand on, templates, bodies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TypeAlias
from urllib.parse import quote, urlsplit

import msgspec
from msgspec.structs import replace

from backissues import urls
from backissues.model import Archive, AxisTerm, Card, Output, Settings, Theme
from backissues.outputs import subscribing
from backissues.outputs.contexts import (
    Anchor,
    Counted,
    Dated,
    Frame,
    Head,
    Listed,
    SearchBox,
)
from backissues.outputs.interface import AXIS, KIND, KINDS, Interface, interface, machine_date
from backissues.outputs.kept import kept
from backissues.outputs.keys import joined, key
from backissues.outputs.linked_data import CARD, Page
from backissues.outputs.metadata import page_head
from backissues.outputs.render import furniture, render
from backissues.text.addresses import is_remote
from backissues.text.collation import sort_key
from backissues.text.edtf import calendar_date
from backissues.text.figures import Shown
from backissues.text.legible import legible
from backissues.text.typography import shown

Linker: TypeAlias = Callable[[str], str]

STYLESHEET = "style.css"
# The values that a collection sets for the custom properties of the style sheet.
THEME = "theme.css"
ICON = "icon.svg"
# Search engines show about so many characters of a page's description.
_DESCRIPTION = 160
FOLLOW = "follow.js"
SCRIPT = "search.js"


def links_from(here: str) -> Linker:
    """Return the way to write links on a page: relative, and naming a file."""
    return _links_from(here.rpartition("/")[0])


# The same one for all pages of a folder, which show an article or a term by the same link.
@lru_cache(maxsize=1_000)
def _links_from(folder: str) -> Linker:
    return partial(urls.from_folder, folder)


def links_from_anywhere(base_url: str) -> Linker:
    """Return the way to write links on a page that hosts serve at any depth."""
    root = urlsplit(base_url).path or "/"
    return lambda there: root + quote(there)


def frame(
    here: str,
    settings: Settings,
    *,
    title: str = "",
    description: str = "",
    members: Sequence[Card] = (),
) -> Frame:
    """Make the frame of the page that stands at `here`; `members` are the articles it lists."""
    # Home lists the newest, and is not about them.
    opening = _opening(members) if here != urls.HOME else ""
    about = description or opening or settings.description or title or settings.title
    described = Page(
        path=here,
        title=legible(title),
        description=legible(about),
        trail=_section(here, interface(settings.language)),
    )
    return framed(described, settings, head=page_head(described, settings, members))


def framed(described: Page, settings: Settings, *, head: Head) -> Frame:
    """Make the frame of a page of which all is known that programs read in its head."""
    here = described.path
    # At the top each page has ways of its own; those of a folder have the same.
    folder, parted, _ = here.rpartition("/")
    common = _around_all(folder + parted or here, settings)
    based = settings.base_url and urls.is_found(here)
    return replace(
        common,
        title=f"{described.title} · {common.title}" if described.title else common.title,
        head=head,
        description=described.description,
        canonical=urls.canonical(settings.base_url, here) if based else "",
    )


@lru_cache(maxsize=100)
def _around_all(place: str, settings: Settings) -> Frame:
    """Make what is around all pages of a folder (`tags/`), or around one at the top."""
    voice = interface(settings.language)
    link = links_from(place) if urls.is_found(place) else links_from_anywhere(settings.base_url)
    sheets = (STYLESHEET, *((THEME,) if _has_theme(settings.theme) else ()))
    return Frame(
        lang=voice.language,
        dir=voice.direction,
        title=legible(settings.title),
        site=printed(settings.title, voice),
        home=link(urls.HOME),
        stylesheets=tuple(link(urls.static(name)) for name in sheets),
        icon=link(urls.static(ICON)),
        nav=_ways(place, link, voice),
        about=link(urls.ABOUT),
        head=Head(),
        feeds=subscribing.of_the_archive(place, settings, link=link),
        subscribe=subscribing.page(settings, link=link),
        data=link(urls.DATA) if settings.makes("data") else "",
        publisher=printed(settings.publisher, voice),
        rights=printed(settings.rights, voice),
        search=search_box(link, voice) if settings.makes("search") else None,
    )


def search_box(link: Linker, voice: Interface) -> SearchBox:
    """Make the search box of a page."""
    counts = ("%(num)s article", "%(num)s articles")
    return SearchBox(
        page=link(urls.SEARCH),
        script=link(urls.static(SCRIPT)),
        one=voice.count(*counts, 1),
        other=voice.count(*counts, 2),
        nothing=voice.say("Nothing found"),
    )


def _has_theme(theme: Theme) -> bool:
    return theme.has_values or theme.brings(THEME)


def _ways(here: str, link: Linker, voice: Interface) -> tuple[Anchor, ...]:
    """Link to all axes and to the chronology."""
    axes = tuple(
        Anchor(
            text=voice.word(AXIS, axis),
            href=link(urls.axis(axis)),
            current=axis == here.partition("/")[0],
        )
        for axis in urls.AXES
    )
    chronology = Anchor(
        text=voice.say("Chronology"), href=link(urls.CHRONOLOGY), current=here == urls.CHRONOLOGY
    )
    return (*axes, chronology)


def _opening(members: Sequence[Card]) -> str:
    """Describe a list by the titles that it begins with, as many as a search engine shows."""
    text = ""
    for card in members:
        longer = f"{text} · {card.title}" if text else card.title
        if len(longer) > _DESCRIPTION:
            break
        text = longer
    return text


def _section(here: str, voice: Interface) -> tuple[tuple[str, str], ...]:
    """Say what stands above the page of a term: its axis."""
    axis = here.partition("/")[0]
    if axis not in urls.AXES or here == urls.axis(axis):
        return ()
    return ((voice.word(AXIS, axis), urls.axis(axis)),)


def media(card: Card, link: Linker) -> dict[str, Shown]:
    """Return the images that an article shows, by the address that its document calls them."""
    return {
        picture.address: Shown(link(urls.media(picture.path)), picture.width, picture.height)
        for picture in card.pictures
    }


def leading(
    card: Card, link: Linker, *, other: Callable[[str], str] = str
) -> Callable[[str], str | None]:
    """Return where the links of an article lead: to pages and files of the archive, or elsewhere.

    `other` writes an address that counts from the page or names a host. None is for one that means
    something near the document which the archive does not hold.
    """
    held = media(card, link)
    known = {one.address: one for one in card.references}

    def goal(address: str) -> str | None:
        if address in held:
            return held[address].source
        if address in known:
            one = known[address]
            return link(one.url) + (f"#{one.anchor}" if one.anchor else "")
        return other(address) if address.startswith("#") or is_remote(address) else None

    return goal


# Titles, names and labels come again and again; lines of lists are remembered as a whole.
@lru_cache(maxsize=20_000)
def printed(text: str, voice: Interface, *, language: str = "", title: bool = False) -> str:
    """Return words of the source as pages show them: set by their language, else the archive's.

    All such words go through here; `<title>` and metadata do not, for programs compare them.
    """
    return shown(text, voice.regional(language or voice.tag), title=title)


def term_label(axis: str, term: AxisTerm, voice: Interface) -> str:
    """Return a term as a reader knows it: kinds and the undated shelf are words of ours."""
    if axis == "kinds":
        return voice.word(KINDS, term.label)
    if axis == "years" and term.slug == urls.UNDATED:
        return voice.say("Undated")
    return legible(term.label)


@lru_cache(maxsize=10_000)
def term_anchor(axis: str, term: AxisTerm, *, link: Linker, voice: Interface) -> Anchor:
    """Link to a term's page."""
    label = printed(term_label(axis, term, voice), voice)
    return Anchor(text=label, href=link(urls.term(axis, term.slug)))


def counted(archive: Archive, axis: str, *, link: Linker, voice: Interface) -> tuple[Counted, ...]:
    """Link to all terms of an axis, with their counts."""
    terms = archive.axes.get(axis, ())
    if axis == "kinds":  # words of ours, which no archive can put in the order of a language
        words = {term: term_label(axis, term, voice) for term in terms}
        order = _in_order([*words.values()], voice.language)
        terms = tuple(sorted(terms, key=lambda term: order.index(words[term])))
    return tuple(
        Counted(
            link=term_anchor(axis, term, link=link, voice=voice),
            count=len(term.ids),
            sort=term.sort,
        )
        for term in terms
    )


def _in_order(words: Sequence[str], language: str) -> list[str]:
    """Put words of ours in the order of a language; to read how it orders letters takes 10 ms."""

    def order() -> bytes:
        return msgspec.json.encode(sorted(words, key=lambda word: sort_key(word, language)))

    ordered = kept(f"order {language}", "\0".join(sorted(words)), order)
    return msgspec.json.decode(ordered, type=list[str])


def most_used(terms: Sequence[Counted], count: int) -> tuple[Counted, ...]:
    """Choose the terms of the greatest counts, in the order that they stand in."""
    chosen = sorted(range(len(terms)), key=lambda place: (-terms[place].count, place))[:count]
    return tuple(terms[place] for place in sorted(chosen))


@lru_cache(maxsize=10_000)
def dated(edtf: str | None, voice: Interface) -> Dated:
    """Say when an article was published, or plainly that nobody knows."""
    return Dated(
        text=voice.date(edtf),
        machine=machine_date(edtf),
        known=edtf is not None,
        exact=bool(calendar_date(edtf)),
    )


def foreign(language: str, voice: Interface) -> str:
    """Return a language that is not the page's, or nothing."""
    return "" if language == voice.language else language


def article_anchor(card: Card, *, link: Linker, voice: Interface) -> Anchor:
    """Link to an article by its title."""
    return _article_anchor(card, link(card.url), voice)


@lru_cache(maxsize=2_000)
def _article_anchor(card: Card, href: str, voice: Interface) -> Anchor:
    title = printed(card.title, voice, language=card.language, title=True)
    return Anchor(text=title, href=href, lang=foreign(card.language, voice))


def listed(card: Card, *, link: Linker, voice: Interface) -> Listed:
    """Make the line of a list that stands for an article."""
    return _listed(card, link(card.url), voice)


# An article with six tags stands in ten lists, which lead to it by one of two links: each folder
# has links of its own, and most write the same one.
@lru_cache(maxsize=20_000)
def _listed(card: Card, href: str, voice: Interface) -> Listed:
    number = voice.say("no. %(number)s") % {"number": card.number} if card.number else ""
    return Listed(
        link=_article_anchor(card, href, voice),
        kind=voice.word(KIND, card.kind),
        date=dated(card.published, voice),
        byline=printed(voice.join(card.authors), voice),
        series=printed(" ".join(filter(None, (card.series, number))), voice),
        summary=printed(card.summary, voice, language=card.language),
        supplied=card.title_standing == "supplied",
    )


def around(settings: Settings, *templates: str) -> bytes:
    """Return a mark of all that a page shows besides its own: templates, words, what settings say.

    Of the theme, pages show which sheets there are, and whether the picture is ours, whose size is
    known; their templates have marks of their own.
    """
    plain, theme = replace(settings, theme=Theme()), settings.theme
    shown = key(furniture(settings, *templates), plain, _has_theme(theme), theme.brings(CARD))
    return shown.encode()


def page(path: str, context: msgspec.Struct, template: str, *, settings: Settings) -> Output:
    """Make the output of a page whose context is at hand."""
    shown = hashlib.sha256(furniture(settings, template).encode())
    shown.update(msgspec.json.encode(context))
    return Output(path, shown.hexdigest(), lambda: render(context, template, settings=settings))


def planned(
    path: str,
    context: Callable[[], msgspec.Struct],
    template: str,
    *,
    shown: Sequence[bytes],
    settings: Settings,
) -> Output:
    """Make the output of a page whose context is gathered when it is made; `shown` marks it."""
    whole = joined(around(settings, template), *shown)
    return Output(path, whole, lambda: render(context(), template, settings=settings))
