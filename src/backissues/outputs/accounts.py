"""Gives an account of an article: its contents, what was lost, set aside, and how it was read.

Comes in: a card, the settings, the store. Goes out: an `Account`, which depends on the document and
the archive's language alone: where these stay, no build opens the article to make its page.
Must not know: the page, the archive around the article, rules of kinds or fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import Struct

from backissues import urls
from backissues.model import Article, Card, Evidence, Field, Fields, Settings, Span, Store
from backissues.outputs.contexts import (
    AsideGroup,
    AsideLine,
    FieldRow,
    Loss,
    Proof,
    Reading,
    RivalRow,
    Stop,
)
from backissues.outputs.frames import printed
from backissues.outputs.interface import FIELD, KIND, REASON, STANDING, WHERE, Interface, interface
from backissues.outputs.lasting import Lasting
from backissues.outputs.remarks import line_link, losses, title_note
from backissues.text.anchors import outline, turns
from backissues.text.legible import legible
from backissues.text.lines import read_lines


class Account(Struct, frozen=True, array_like=True):
    """What an article's page shows of it besides the text and what its card says.

    `credit`, `rights` and `original` are as the fields have them, not yet set for a page.
    """

    title_note: str
    credit: str
    rights: str
    original: str
    contents: tuple[Stop, ...]
    losses: tuple[Loss, ...]
    asides: tuple[AsideGroup, ...]
    reading: Reading


_ACCOUNTS = Lasting("accounts", Account)


def account(card: Card, settings: Settings, store: Store) -> Account:
    """Give the account of an article."""
    source = ""
    if settings.shows_sources:
        source = urls.relative(card.url, urls.source_page(card.path))
    make = partial(_made, card, settings, store, source=source)
    shown = (source, settings.language)
    return _ACCOUNTS.of(card, store, shown=shown, make=make)


def _made(card: Card, settings: Settings, store: Store, *, source: str) -> Account:
    lines = read_lines(store.source(card.id).data, card.path)[0] if source else ()
    article, voice = store.body(card.id), interface(settings.language)
    fields = article.fields
    return Account(
        title_note=title_note(card, fields.title, voice),
        credit=fields.credit.value or "",
        rights=fields.rights.value or "",
        original=fields.source_url.value or "",
        contents=tuple(_contents(card, article, voice)),
        losses=tuple(losses(article, source, voice)),
        asides=tuple(_asides(article, lines, source, voice=voice)) if source else (),
        reading=_reading(article, source, voice),
    )


def _contents(card: Card, article: Article, voice: Interface) -> Iterator[Stop]:
    """List the places of a text to jump to: its headings, else its posts or its questions."""
    stops = outline(article.body)
    if len(stops) < 2:
        stops = turns(article.body, "post") or turns(article.body, "question")
    for stop in stops:
        text = printed(stop.text, voice, language=card.language, title=True)
        yield Stop(text=text, href=f"#{stop.anchor}", level=stop.level)


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
