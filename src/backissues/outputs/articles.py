"""Makes the page of each article: its text by kind, what was lost, set aside, and how it was read.

Comes in: cards and neighbours; when bytes are asked for, the article and its source.
Goes out: one output an article. Must not know: rules of kinds or fields; it shows their words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import structs

from backissues import urls
from backissues.model import (
    Archive,
    Article,
    Card,
    Evidence,
    Field,
    Fields,
    Output,
    Settings,
    Span,
    Store,
)
from backissues.outputs import bodies
from backissues.outputs.citations import citation
from backissues.outputs.contexts import (
    Anchor,
    ArticlePage,
    AsideGroup,
    AsideLine,
    FieldRow,
    Frame,
    Proof,
    Provenance,
    Reading,
    RivalRow,
    Stop,
)
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
from backissues.outputs.interface import FIELD, KIND, REASON, STANDING, WHERE, Interface, interface
from backissues.outputs.keys import joined, marks
from backissues.outputs.linked_data import Page, Terms
from backissues.outputs.metadata import article_head
from backissues.outputs.remarks import line_link, losses, title_note, updated
from backissues.outputs.render import render
from backissues.outputs.surroundings import (
    Place,
    Places,
    neighbours,
    related,
    series_neighbours,
)
from backissues.text.anchors import outline, turns
from backissues.text.legible import direction, legible
from backissues.text.lines import read_lines

# Silent reading of prose: 238 words a minute in English, 195 to 220 in other languages.
_WORDS_A_MINUTE = 220


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the page of every article."""
    places, whole = Places(archive), marks(archive).whole
    shown = {kind: around(settings, *_templates(kind)) for kind in {c.kind for c in archive.cards}}
    for card in archive.cards:
        key = joined(shown[card.kind], whole[card.id], places.mark(card))
        make = partial(_made, card, places, settings, store=store)
        yield Output(card.url, key, make, together=bodies.together(card.arrival))


def _templates(kind: str) -> tuple[str, str]:
    return f"kinds/{kind}.html", "kinds/essay.html"


def _made(card: Card, places: Places, settings: Settings, *, store: Store) -> bytes:
    """Make the page of an article."""
    shown = settings.shows_sources
    lines = read_lines(store.source(card.id).data, card.path)[0] if shown else ()
    article = store.body(card.id)
    context = article_page(card, article, lines, place=places.of(card), settings=settings)
    return render(context, *_templates(card.kind), settings=settings)


def article_page(
    card: Card, article: Article, lines: Sequence[str], *, place: Place, settings: Settings
) -> ArticlePage:
    """Gather all that the page of an article shows."""
    voice = interface(settings.language)
    link = links_from(card.url)
    source = link(urls.source_page(card.path)) if settings.shows_sources else ""
    fields = article.fields
    around = _frame(card, fields, place.terms, settings=settings)
    terms = {axis: _anchors(axis, place.terms, card, link=link, voice=voice) for axis in urls.AXES}
    return ArticlePage(
        frame=around,
        kind=(terms["kinds"] or (Anchor(text="", href=link(urls.axis("kinds"))),))[0],
        title=printed(card.title, voice, language=card.language, title=True),
        title_note=title_note(card, fields.title, voice),
        dateline=dated(card.published, voice),
        updated=updated(card, voice),
        body=bodies.body(card, settings, lambda: article).placed(leading(card, link)),
        body_lang=foreign(card.language, voice),
        body_dir=direction(card.language) if direction(card.language) != voice.direction else "",
        minutes=max(1, math.ceil(card.words / _WORDS_A_MINUTE)),
        provenance=_provenance(card, fields, settings, link=link),
        reading=_reading(article, source, voice),
        citation=citation(card, settings),
        subtitle=printed(card.subtitle or "", voice, language=card.language, title=True),
        authors=_joined(terms["authors"], voice),
        interviewees=printed(voice.join(card.interviewees), voice),
        series=terms["series"][0] if terms["series"] else None,
        number=legible(card.number or ""),
        tags=terms["tags"],
        posts=card.posts,
        questions=card.questions,
        contents=tuple(_contents(card, article, voice)),
        monogram=legible(card.authors[0])[:1].upper() if card.authors else "",
        script=link(urls.static(FOLLOW)),
        address=around.canonical or card.url,
        losses=tuple(losses(article, source, voice)),
        asides=tuple(_asides(article, lines, source, voice=voice)) if source else (),
        aside_count=card.lines_aside,
        credit=printed(fields.credit.value or "", voice, language=card.language),
        neighbours=tuple(neighbours(place, link=link, voice=voice)),
        series_neighbours=tuple(series_neighbours(place, link=link, voice=voice)),
        related=tuple(related(place, link=link, voice=voice)),
    )


def _frame(card: Card, fields: Fields, terms: Terms, *, settings: Settings) -> Frame:
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
    )
    head = article_head(page, card, fields, terms=terms, settings=settings)
    around = framed(page, settings, head=head)
    return structs.replace(around, rights=printed(fields.rights.value or settings.rights, voice))


def _anchors(
    axis: str, terms: Terms, card: Card, *, link: Linker, voice: Interface
) -> tuple[Anchor, ...]:
    """Link to the terms of one axis that an article stands under, in the article's own order."""
    ranks = {label: rank for rank, label in enumerate((*card.authors, *card.tags))}
    own = sorted(terms.get(axis, ()), key=lambda term: ranks.get(term.label, len(ranks)))
    anchors = tuple(term_anchor(axis, term, link=link, voice=voice) for term in own)
    if axis == "kinds":
        return tuple(structs.replace(a, text=voice.word(KIND, card.kind)) for a in anchors)
    return anchors


def _joined(anchors: Sequence[Anchor], voice: Interface) -> tuple[Anchor, ...]:
    """Join links to a list in words."""
    joints = voice.joints([anchor.text for anchor in anchors])
    return tuple(structs.replace(a, joint=j) for a, j in zip(anchors, joints, strict=True))


def _contents(card: Card, article: Article, voice: Interface) -> Iterator[Stop]:
    """List the places of a text to jump to: its headings, else its posts or its questions."""
    stops = outline(article.body)
    if len(stops) < 2:
        stops = turns(article.body, "post") or turns(article.body, "question")
    for stop in stops:
        text = printed(stop.text, voice, language=card.language, title=True)
        yield Stop(text=text, href=f"#{stop.anchor}", level=stop.level)


def _provenance(card: Card, fields: Fields, settings: Settings, *, link: Linker) -> Provenance:
    """Say where an article comes from, with links to the source where it is published."""
    original = fields.source_url.value or ""
    return Provenance(
        path=legible(card.path),
        sha256=card.sha256,
        page=link(urls.source_page(card.path)) if settings.shows_sources else "",
        received=link(urls.source_bytes(card.path)) if settings.shows_sources else "",
        original=original if original.startswith(("http://", "https://")) else "",
        record=link(urls.record(card.url)) if settings.makes("data") else "",
        markdown=link(urls.markdown(card.url)) if settings.makes("markdown") else "",
    )


def _asides(
    article: Article, lines: Sequence[str], source: str, *, voice: Interface
) -> Iterator[AsideGroup]:
    """Group the lines set aside by their reason and rule, in the order of the lines."""
    said = [aside for aside in article.asides if aside.reason != "header"]
    for (reason, rule), group in groupby(said, lambda a: (a.reason, a.rule)):
        shown = [
            AsideLine(number=n, text=legible(lines[n - 1]), href=line_link(source, n))
            for aside in group
            for n in aside.span
            if n <= len(lines) and lines[n - 1].strip()
        ]
        if shown:
            yield AsideGroup(reason=voice.word(REASON, reason), rule=rule, lines=tuple(shown))


# --- how it was read -----------------------------------------------------------------------------


def _reading(article: Article, source: str, voice: Interface) -> Reading:
    """Say how an article was read: the kinds that were weighed, and each field."""
    first = article.verdicts[0] if article.verdicts else None
    second = article.verdicts[1] if len(article.verdicts) > 1 else None
    rows: list[FieldRow] = []
    missing: list[str] = []
    for name in Fields.__struct_fields__:
        value: Field[object] = getattr(article.fields, name)
        if value.standing == "absent":
            missing.append(voice.word(FIELD, name))
        else:
            rows.append(_field_row(name, value, source, voice=voice))
    return Reading(
        kind=voice.word(KIND, article.kind),
        signs=tuple(map(voice.sign, first.signs)) if first else (),
        runner_up=voice.word(KIND, second.kind) if second and second.score > 0 else "",
        runner_up_signs=tuple(map(voice.sign, second.signs)) if second else (),
        fields=tuple(rows),
        absent=voice.join(missing),
    )


def _field_row(name: str, value: Field[object], source: str, *, voice: Interface) -> FieldRow:
    """Show one field with its standing, its evidence and the values that lost."""
    words = value.value
    shown = voice.join([str(item) for item in words]) if isinstance(words, tuple) else str(words)
    if name == "language":
        shown = voice.language_name(shown)
    elif name in {"published", "updated"}:
        shown = voice.date(shown)
    return FieldRow(
        name=voice.word(FIELD, name),
        value=legible(shown),
        standing=voice.word(STANDING, value.standing),
        proofs=tuple(_proof(evidence, source, voice) for evidence in value.evidence),
        rivals=tuple(
            RivalRow(value=legible(rival.value), proof=_proof(rival.evidence, source, voice))
            # Tags have hundreds of rivals, all words of the vocabulary; the exports hold them.
            for rival in (value.rivals if name != "tags" else ())
        ),
    )


def _proof(evidence: Evidence, source: str, voice: Interface) -> Proof:
    """Show one piece of evidence: the rule, and the words with the line that holds them."""
    span: Span | None = evidence.span
    return Proof(
        rule=evidence.rule,
        where=voice.word(WHERE, evidence.where),
        quote=evidence.quote,
        line=span.first if span else None,
        href=line_link(source, span.first if span else None),
    )
