"""Makes the page of each article: its text by kind, what stands around it, how it was read.

Comes in: cards and neighbours; when bytes are asked for, the text and the account of the article.
Goes out: one output an article. Must not know: how a text is typeset, or an account given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import structs

from backissues import urls
from backissues.model import Archive, Card, Output, Settings, Store
from backissues.outputs import bodies
from backissues.outputs.accounts import Account, account
from backissues.outputs.citations import citation
from backissues.outputs.contexts import Anchor, ArticlePage, Frame, Provenance
from backissues.outputs.frames import (
    FOLLOW,
    Linker,
    around,
    dated,
    foreign,
    framed,
    leading,
    links_from,
    printed,
    term_anchor,
    term_label,
)
from backissues.outputs.interface import KIND, Interface, interface
from backissues.outputs.keys import joined, marks
from backissues.outputs.lasting import Lasting
from backissues.outputs.lean import on_cards
from backissues.outputs.linked_data import Page, Terms
from backissues.outputs.metadata import article_head
from backissues.outputs.remarks import updated
from backissues.outputs.render import render
from backissues.outputs.surroundings import (
    Place,
    Places,
    neighbours,
    related,
    series_neighbours,
)
from backissues.text.legible import direction, legible

# To take what stands around a text from a former build is a quarter of the work of gathering it.
_PAGES = Lasting("pages", ArticlePage)
# Silent reading of prose: 238 words a minute in English, 195 to 220 in other languages.
_WORDS_A_MINUTE = 220


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the page of every article."""
    places, whole, words = Places(archive), marks(archive).whole, around(settings)
    shown = {kind: around(settings, *_templates(kind)) for kind in {c.kind for c in archive.cards}}

    def made(card: Card) -> bytes:
        """Make a page; what a former build gathered for it is the same under any template."""
        page = _PAGES.of(
            card,
            store,
            shown=(words, whole[card.id], places.mark(card)),
            make=lambda: _gathered(card, places.of(card), settings, store),
        )
        page = _with_text(page, card, settings, store)
        return render(page, *_templates(card.kind), settings=settings)

    make = on_cards(archive, made)
    for card in archive.cards:
        key = joined(shown[card.kind], whole[card.id], places.mark(card))
        yield Output(card.url, key, make(card), together=bodies.together(card.arrival))


def _templates(kind: str) -> tuple[str, str]:
    return f"kinds/{kind}.html", "kinds/essay.html"


def article_page(card: Card, place: Place, settings: Settings, store: Store) -> ArticlePage:
    """Gather all that the page of an article shows."""
    return _with_text(_gathered(card, place, settings, store), card, settings, store)


def _with_text(page: ArticlePage, card: Card, settings: Settings, store: Store) -> ArticlePage:
    body = bodies.body(card, settings, store)
    return structs.replace(page, body=body.placed(leading(card, links_from(card.url))))


def _gathered(card: Card, place: Place, settings: Settings, store: Store) -> ArticlePage:
    """Gather what stands around the text of an article."""
    voice = interface(settings.language)
    link = links_from(card.url)
    told = account(card, settings, store)
    around = _frame(card, told, place.terms, settings=settings)
    terms = {
        axis: _anchors(axis, place.terms, card, link=link, voice=voice)
        for axis in ("kinds", "authors", "series", "tags")
    }
    return ArticlePage(
        frame=around,
        kind=(terms["kinds"] or (Anchor(text="", href=link(urls.axis("kinds"))),))[0],
        title=printed(card.title, voice, language=card.language, title=True),
        title_note=told.title_note,
        dateline=dated(card.published, voice),
        updated=updated(card, voice),
        body=Markup(),
        body_lang=foreign(card.language, voice),
        body_dir=direction(card.language) if direction(card.language) != voice.direction else "",
        minutes=max(1, math.ceil(card.words / _WORDS_A_MINUTE)),
        provenance=_provenance(card, told, settings, link=link),
        reading=told.reading,
        citation=citation(card, settings),
        subtitle=printed(card.subtitle or "", voice, language=card.language, title=True),
        authors=_joined(terms["authors"], voice),
        interviewees=printed(voice.join(card.interviewees), voice),
        series=terms["series"][0] if terms["series"] else None,
        number=legible(card.number or ""),
        tags=terms["tags"],
        posts=card.posts,
        questions=card.questions,
        contents=told.contents,
        monogram=legible(card.authors[0])[:1].upper() if card.authors else "",
        script=link(urls.static(FOLLOW)),
        address=around.canonical or card.url,
        losses=told.losses,
        asides=told.asides,
        aside_count=card.lines_aside,
        credit=printed(told.credit, voice, language=card.language),
        neighbours=tuple(neighbours(place, link=link, voice=voice)),
        series_neighbours=tuple(series_neighbours(place, link=link, voice=voice)),
        related=tuple(related(place, link=link, voice=voice)),
    )


def _frame(card: Card, told: Account, terms: Terms, *, settings: Settings) -> Frame:
    """Make the frame of an article: its head says all that programs may want to know of it."""
    voice = interface(settings.language)
    page = Page(
        path=card.url,
        title=legible(card.title),
        description=legible(card.summary or card.subtitle or settings.description or card.title),
        trail=[
            (term_label("kinds", term, voice), urls.term("kinds", term.slug))
            for term in terms.get("kinds", ())
        ],
        rights=told.rights,
        original=told.original,
    )
    head = article_head(page, card, terms=terms, settings=settings)
    around = framed(page, settings, head=head)
    return structs.replace(around, rights=printed(told.rights or settings.rights, voice))


def _anchors(
    axis: str, terms: Terms, card: Card, *, link: Linker, voice: Interface
) -> tuple[Anchor, ...]:
    """Link to the terms of one axis that an article stands under, in the article's own order."""
    own = terms.get(axis, ())
    if len(own) > 1:
        ranks = {label: rank for rank, label in enumerate((*card.authors, *card.tags))}
        own = tuple(sorted(own, key=lambda term: ranks.get(term.label, len(ranks))))
    anchors = tuple(term_anchor(axis, term, link=link, voice=voice) for term in own)
    if axis == "kinds":
        return tuple(structs.replace(a, text=voice.word(KIND, card.kind)) for a in anchors)
    return anchors


def _joined(anchors: Sequence[Anchor], voice: Interface) -> tuple[Anchor, ...]:
    """Join links to a list in words."""
    joints = voice.joints([anchor.text for anchor in anchors])
    return tuple(structs.replace(a, joint=j) for a, j in zip(anchors, joints, strict=True))


def _provenance(card: Card, told: Account, settings: Settings, *, link: Linker) -> Provenance:
    """Say where an article comes from, with links to the source where it is published."""
    original = told.original
    return Provenance(
        path=legible(card.path),
        sha256=card.sha256,
        page=link(urls.source_page(card.path)) if settings.shows_sources else "",
        received=link(urls.source_bytes(card.path)) if settings.shows_sources else "",
        original=original if original.startswith(("http://", "https://")) else "",
        record=link(urls.record(card.url)) if settings.makes("data") else "",
        markdown=link(urls.markdown(card.url)) if settings.makes("markdown") else "",
    )
