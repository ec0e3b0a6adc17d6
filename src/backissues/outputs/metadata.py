"""Makes what programs read in the head of a page: previews of links, reference managers, robots.

Comes in: a page's place and title, the settings; for an article its card and terms.
Goes out: `Head`. What needs a whole address is left out where the archive's own is not known.
Must not know: bodies, HTML. What nobody knows of an article is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from backissues import urls
from backissues.model import Card, Settings
from backissues.outputs.citations import BIBTEX, CSL, cited_title
from backissues.outputs.cldr import territorial
from backissues.outputs.contexts import Alternate, Head, Meta
from backissues.outputs.interface import KINDS, interface
from backissues.outputs.linked_data import CARD, Page, Terms, article_data, image, page_data
from backissues.text.edtf import calendar_date, is_day
from backissues.text.legible import legible

# The size of our own static/card.png; that of a collection's is not asked.
_CARD_SIZE = (1200, 630)


# The head of a page that no robot should list.
HIDDEN = Head(names=(Meta("robots", "noindex"),))


def page_head(page: Page, settings: Settings, members: Sequence[Card] = ()) -> Head:
    """Describe a page that is no article; `members` are those that it lists."""
    if not urls.is_found(page.path):
        # It stands at every address that is not there, and is nothing to be found by.
        return HIDDEN
    language = interface(settings.language).language
    own = settings.language if settings.language.startswith(language) else language
    return Head(
        names=(_TWITTER,),
        properties=tuple(_open_graph(page, settings, kind="website", language=own)),
        data=page_data(page, settings, members),
    )


def article_head(page: Page, card: Card, *, terms: Terms, settings: Settings) -> Head:
    """Describe an article to those who link to it, list it, cite it."""
    language = card.language if card.language != "und" else settings.language
    graph = _open_graph(page, settings, kind="article", language=language)
    return Head(
        names=(_TWITTER, *_reference(page, card, settings)),
        properties=(*graph, *_article_graph(card, terms, settings)),
        alternates=tuple(_files(page, settings)),
        data=article_data(page, card, terms=terms, settings=settings),
    )


# The other values are OpenGraph's: the reader of this one looks there.
_TWITTER = Meta("twitter:card", "summary_large_image")


def _open_graph(page: Page, settings: Settings, *, kind: str, language: str) -> Iterator[Meta]:
    """Yield what a preview of a link shows."""
    site = legible(settings.title)
    yield Meta("og:type", kind)
    yield Meta("og:title", page.title or site)
    if page.description:
        yield Meta("og:description", page.description)
    yield Meta("og:site_name", site)
    if locale := territorial(language):
        yield Meta("og:locale", locale)
    if settings.base_url:
        yield Meta("og:url", urls.canonical(settings.base_url, page.path))
        yield Meta("og:image", image(settings))
        if not settings.theme.brings(CARD):
            yield Meta("og:image:width", str(_CARD_SIZE[0]))
            yield Meta("og:image:height", str(_CARD_SIZE[1]))
        yield Meta("og:image:alt", site)


def _article_graph(card: Card, terms: Terms, settings: Settings) -> Iterator[Meta]:
    """Yield what OpenGraph has for articles; it knows authors by their pages."""
    if is_day(card.published):
        yield Meta("article:published_time", calendar_date(card.published))
    if is_day(card.updated):
        yield Meta("article:modified_time", calendar_date(card.updated))
    if settings.base_url:
        for author in terms.get("authors", ()):
            page = urls.term("authors", author.slug)
            yield Meta("article:author", urls.canonical(settings.base_url, page))
    yield Meta("article:section", interface(settings.language).word(KINDS, card.kind))
    for tag in card.tags:
        yield Meta("article:tag", legible(tag))


# --- reference managers --------------------------------------------------------------------------


def _reference(page: Page, card: Card, settings: Settings) -> Iterator[Meta]:
    """Yield what a reference manager takes an article by: Highwire's words, Dublin Core's beside.

    Zotero takes what has a journal's title for an article of it, and every style of citation prints
    the number of that. It would take the rest for articles of journals, too, unless it is told, in
    a word of its own, that this is a page of a website, whose name it takes from OpenGraph.
    """
    for author in card.authors:
        yield Meta("author", legible(author))
    yield Meta("citation_title", cited_title(card))
    for author in card.authors:
        yield Meta("citation_author", legible(author))
    yield from _date(card.published)
    if card.series:
        yield Meta("citation_journal_title", legible(card.series))
        if card.number:
            yield Meta("citation_issue", legible(card.number))
        yield Meta("z.archive", legible(settings.title))
    else:
        yield Meta("z.itemType", "webpage")
    # Said even where nobody knows it: Zotero would take the language of the page around the text.
    yield Meta("citation_language", card.language)
    if settings.publisher:
        yield Meta("citation_publisher", legible(settings.publisher))
    if settings.base_url:
        yield Meta("citation_public_url", urls.canonical(settings.base_url, page.path))
    if rights := page.rights or settings.rights:
        yield Meta("dc.rights", legible(rights))


def _date(published: str | None) -> Iterator[Meta]:
    """Yield a date as exactly as it is known; Highwire has no “about”, EDTF in Dublin Core has."""
    if exact := calendar_date(published):
        yield Meta("citation_publication_date", exact.replace("-", "/"))
    elif published:
        yield Meta("dcterms.issued", published)


# --- files beside a page --------------------------------------------------------------------------


class Beside(Struct, frozen=True):
    """A file beside an article's page: which output makes it, what it is, where it stands."""

    output: str
    type: str
    name: str
    path: Callable[[str], str]


_BESIDE = (
    Beside("markdown", "text/markdown", "Markdown", urls.markdown),
    Beside("data", "application/json", "JSON", urls.record),
    Beside("data", BIBTEX, "BibTeX", urls.bibtex),
    Beside("data", CSL, "CSL-JSON", urls.csl),
)


def files_beside(settings: Settings) -> tuple[Beside, ...]:
    """Return the files that stand beside the page of each article."""
    return tuple(one for one in _BESIDE if settings.makes(one.output))


def _files(page: Page, settings: Settings) -> Iterator[Alternate]:
    """Link to the files that say of an article what its page says: text, record, references."""
    for one in files_beside(settings):
        href = urls.relative(page.path, one.path(page.path))
        yield Alternate(href=href, type=one.type, title=one.name)
