"""Says in the words of schema.org what a page is: the data block (JSON-LD) of its head.

Comes in: a page's place, the settings, cards. Goes out: plain dictionaries without empty values.
Must not know: HTML, how the data are written. What nobody knows is left out; a date that is only
“about” has no words here, so it is left out as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from backissues import urls
from backissues.model import AxisTerm, Card, Settings
from backissues.outputs.interface import KIND, interface
from backissues.text.edtf import calendar_date
from backissues.text.legible import allowed, legible

Thing: TypeAlias = dict[str, object]
Terms: TypeAlias = Mapping[str, tuple[AxisTerm, ...]]

# The picture that stands for the archive wherever a link to it is shown.
CARD = "card.png"

# Kinds that schema.org has a word for; any other is an article.
_KINDS = {"thread": "SocialMediaPosting", "brief": "NewsArticle"}
_PAGES = {
    urls.HOME: "CollectionPage",
    urls.CHRONOLOGY: "CollectionPage",
    urls.SEARCH: "SearchResultsPage",
    urls.ABOUT: "AboutPage",
}


class Page(Struct, frozen=True):
    """What is said of any page: its path, its title, and what stands above it, from the top.

    An article may have rights of its own, and an address where it was published before.
    """

    path: str
    title: str = ""
    description: str = ""
    trail: Sequence[tuple[str, str]] = ()
    rights: str = ""
    original: str = ""


def page_data(page: Page, settings: Settings, members: Sequence[Card]) -> Thing:
    """Describe a page that is no article; without whole addresses there is nothing to say."""
    if not settings.base_url:
        return {}
    address = urls.canonical(settings.base_url, page.path)
    section = page.path.partition("/")[0]
    this: Thing = {
        "@type": _PAGES.get(page.path, "CollectionPage" if section in urls.AXES else "WebPage"),
        "name": page.title or legible(settings.title),
        "description": page.description,
        "url": address,
        "inLanguage": interface(settings.language).language,
        "isPartOf": _site(settings),
        "mainEntity": _list(members, settings),
    }
    whole = _archive(page, settings) if page.path == urls.HOME else {}
    return _graph(whole, this, _breadcrumbs(page, settings))


def article_data(page: Page, card: Card, *, terms: Terms, settings: Settings) -> Thing:
    """Describe an article: who wrote it, when, what it is a part of, what it was made from."""
    rights = legible(page.rights or settings.rights)
    voice = interface(settings.language)
    pages = {term.label: _address("authors", term, settings) for term in terms.get("authors", ())}
    this: Thing = {
        "@type": _KINDS.get(card.kind, "Article"),
        "headline": page.title,
        "alternativeHeadline": legible(card.subtitle or ""),
        "description": page.description,
        "url": urls.canonical(settings.base_url, page.path) if settings.base_url else "",
        "image": image(settings),
        "datePublished": calendar_date(card.published),
        "dateModified": calendar_date(card.updated),
        "inLanguage": card.language if card.language != "und" else "",
        "author": [_person(name, pages.get(name, "")) for name in card.authors],
        "contributor": [_person(name) for name in card.interviewees],
        "publisher": _publisher(settings),
        "isPartOf": [_series(card, terms, settings), _site(settings)],
        "articleSection": voice.word(KIND, card.kind),
        "keywords": [legible(tag) for tag in card.tags],
        "wordCount": card.words,
        "isBasedOn": page.original,
        "license" if rights.startswith(("http://", "https://")) else "copyrightNotice": rights,
    }
    return _graph(this, _breadcrumbs(page, settings))


def image(settings: Settings) -> str:
    """Return the whole address of the archive's picture, or nothing where none is known."""
    return urls.absolute(settings.base_url, urls.static(CARD)) if settings.base_url else ""


def _graph(*things: Thing) -> Thing:
    """Join what is said of one page."""
    said = _said([thing for thing in things if thing])
    return {"@context": "https://schema.org", "@graph": said}


def _said(value: object) -> object:
    """Leave out what is empty, at any depth, and the characters that no page may hold.

    Tuples are as they are to be: they hold the steps and the lists, which are most of all data.
    """
    if isinstance(value, str):
        return allowed(value)
    if isinstance(value, dict):
        return _said_of(value)
    if isinstance(value, list):
        return [said for item in value if (said := _said(item))]
    return value


def _said_of(thing: Thing) -> Thing:
    kept: Thing = {}
    for key, value in thing.items():
        # Fifty values a page: nearly all of them are plain texts, or nothing.
        said = value if type(value) is str and value.isprintable() else _said(value)
        if said or isinstance(said, int):
            kept[key] = said
    return kept


def _archive(page: Page, settings: Settings) -> Thing:
    """Describe the archive as a whole, and how it is searched."""
    template = urls.absolute(settings.base_url, urls.SEARCH) + "?q={search_term_string}"
    target: Thing = {"@type": "EntryPoint", "urlTemplate": template}
    search: Thing = {"@type": "SearchAction", "target": target}
    return {
        **_site(settings),
        "description": page.description,
        "inLanguage": interface(settings.language).language,
        "publisher": _publisher(settings),
        "potentialAction": search if settings.makes("search") else {},
    }


def _site(settings: Settings) -> Thing:
    """Name the archive, as each of its pages does."""
    return {
        "@type": "WebSite",
        "@id": settings.base_url,
        "name": legible(settings.title),
        "url": settings.base_url,
    }


def _publisher(settings: Settings) -> Thing:
    name = legible(settings.publisher)
    return {"@type": "Organization", "name": name} if name else {}


def _person(name: str, address: str = "") -> Thing:
    return {"@type": "Person", "name": legible(name), "url": address}


def _series(card: Card, terms: Terms, settings: Settings) -> Thing:
    """Describe the series of an article, and its place in it where it has a number."""
    if not card.series:
        return {}
    page = [_address("series", term, settings) for term in terms.get("series", ())]
    series: Thing = {"@type": "Periodical", "name": legible(card.series), "url": "".join(page[:1])}
    if not card.number:
        return series
    return {"@type": "PublicationIssue", "issueNumber": legible(card.number), "isPartOf": series}


def _list(members: Sequence[Card], settings: Settings) -> Thing:
    """List the articles that a page shows, in its order."""
    if not members:
        return {}
    items = [
        _item(place, legible(card.title), "url", urls.canonical(settings.base_url, card.url))
        for place, card in enumerate(members, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _breadcrumbs(page: Page, settings: Settings) -> Thing:
    """Say what stands above a page, from home down to itself; home stands below nothing."""
    if not settings.base_url or page.path == urls.HOME:
        return {}
    steps = [(legible(settings.title), urls.HOME), *page.trail, (page.title, page.path)]
    # A list, as what was kept of a page gives it back: templates may show the very value.
    items = [
        _item(place, allowed(name), "item", urls.canonical(settings.base_url, path))
        for place, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _item(place: int, name: str, kind: str, address: str) -> Thing:
    """Describe one item of a list, which always has an address."""
    if not name:
        return {"@type": "ListItem", "position": place, kind: address}
    return {"@type": "ListItem", "position": place, "name": name, kind: address}


def _address(axis: str, term: AxisTerm, settings: Settings) -> str:
    path = urls.term(axis, term.slug)
    return urls.canonical(settings.base_url, path) if settings.base_url else ""
