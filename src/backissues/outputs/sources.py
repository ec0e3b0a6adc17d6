"""Makes the pages that show a source line by line, and carries its bytes as received.

Comes in: cards; when bytes are asked for, the article's fates and the source. Goes out: outputs.
Must not know: what makes a kind or a field; a fate is a word to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from backissues import urls
from backissues.model import Archive, Article, Card, Fate, Output, Settings, Source, Store
from backissues.outputs.contexts import LegendRow, SourcePage
from backissues.outputs.frames import around, article_anchor, foreign, frame, links_from
from backissues.outputs.interface import FATE, FIELD, REASON, Interface, interface
from backissues.outputs.keys import joined, marks
from backissues.outputs.lean import On, on_cards
from backissues.outputs.render import render
from backissues.text.legible import legible
from backissues.text.lines import read_lines
from backissues.text.listings import LineMark, numbered_lines

# A sign for each fate, so that colour is never alone in saying it.
SIGNS = {"body": "¶", "field": "◆", "aside": "×", "blank": "·"}
_TEMPLATE = "source.html"


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the source view and the bytes of every article, where sources are published."""
    if not settings.shows_sources:
        return
    shown, whole = around(settings, _TEMPLATE), marks(archive).whole
    received = partial(_bytes, store)
    view = on_cards(archive, partial(_view, settings=settings, store=store))
    for card in archive.cards:
        key = joined(shown, whole[card.id])
        yield Output(urls.source_page(card.path), key, view(card))
        yield Output(urls.source_bytes(card.path), card.sha256, On(received, card.id))


def _view(card: Card, *, settings: Settings, store: Store) -> bytes:
    """Make the page of a source."""
    context = source_page(card, store.body(card.id), store.source(card.id), settings=settings)
    return render(context, _TEMPLATE, settings=settings)


def _bytes(store: Store, ident: str) -> bytes:
    return store.source(ident).data


def source_page(card: Card, article: Article, source: Source, *, settings: Settings) -> SourcePage:
    """Gather the numbered lines of a source with what became of each."""
    voice = interface(settings.language)
    here = urls.source_page(card.path)
    link = links_from(here)
    lines, _ = read_lines(source.data, source.path)
    fates = {fate.line: fate for fate in article.fates}
    own = [fates.get(number, Fate(number, "blank")) for number in range(1, len(lines) + 1)]
    counts: Counter[str] = Counter(fate.fate for fate in own)
    title = voice.say("Source: {path}").format(path=card.path)
    return SourcePage(
        frame=frame(here, settings, title=title),
        path=legible(card.path),
        article=article_anchor(card, link=link, voice=voice),
        received=link(urls.source_bytes(card.path)),
        sha256=card.sha256,
        bytes=len(source.data),
        size=voice.number(len(source.data)),
        lines=numbered_lines(lines, [line_mark(fate, voice) for fate in own]),
        lines_lang=foreign(card.language, voice),
        legend=tuple(
            LegendRow(
                name=f"fate-{name}", sign=sign, words=voice.word(FATE, name), count=counts[name]
            )
            for name, sign in SIGNS.items()
        ),
        total=len(lines),
    )


def line_mark(fate: Fate, voice: Interface) -> LineMark:
    """Say what became of a line: as a class, a sign and words."""
    words = voice.word(FATE, fate.fate)
    detail = {"field": FIELD, "aside": REASON}.get(fate.fate)
    if detail is not None and fate.detail:
        words = voice.say("{fate}: {detail}").format(
            fate=words, detail=voice.word(detail, fate.detail)
        )
    return LineMark(f"fate-{fate.fate}", SIGNS[fate.fate], words)
