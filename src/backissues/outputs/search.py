"""Makes the search: its page, and the index that its script reads piece by piece.

Comes in: cards; when a piece is made, bodies, one at a time. Goes out: outputs.
The pieces are scripts that call one function, for a page from a disk may load nothing else:
`search/index.js` (what there is), `words….js` (ranges of words), `facets-N.js` (kind, year and
tags), `articles/N.js` (what is shown of one). N is the place of arrival, which never changes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

import msgspec

from backissues import urls
from backissues.concordance.numbers import number
from backissues.concordance.postings import Concordance, levels
from backissues.concordance.ranges import bounds, name
from backissues.model import Archive, Article, AxisTerm, Card, Output, Settings, Store
from backissues.outputs.contexts import SearchPage
from backissues.outputs.frames import (
    around,
    article_anchor,
    dated,
    frame,
    links_from,
    page,
    printed,
    search_box,
    term_label,
)
from backissues.outputs.interface import KIND, Interface, interface
from backissues.outputs.keys import joined, key, marks, ready
from backissues.outputs.lean import on_cards
from backissues.text import tree
from backissues.text.legible import direction
from backissues.text.search_words import words

# A query reads a range or two of words, the facets of what it finds, and ten articles: 300 kB in
# an archive of 10,000 articles.
_RANGE = 32_000
_BLOCK = 1024
_FACETS = ("kinds", "years", "tags")
# Bytes in the index, as measured: a word, and two more articles that it stands in. A word that only
# one summary has stands for others that none has.
_WORD_COST, _MENTION_COST, _RARE_COST = 14, 3, 7


def outputs(archive: Archive, settings: Settings, store: Store) -> Iterator[Output]:
    """Yield the search page and its index."""
    if not settings.makes("search"):
        return
    voice = interface(settings.language)
    yield page(urls.SEARCH, _page(settings, voice), "search.html", settings=settings)
    cards = sorted(archive.cards, key=lambda card: card.arrival)
    first_words = bounds(_sampled(cards), most=_RANGE)
    shelves = {axis: _by_arrival(archive, axis) for axis in _FACETS}
    yield _piece("index", _index(cards, first_words, shelves, voice=voice))
    for at, block in _blocks(archive, shelves):
        yield _piece(f"facets-{at}", msgspec.json.encode(block))
    yield from _words(archive, cards, first_words, store=store)
    whole, known = marks(archive).whole, around(settings)
    make = on_cards(archive, partial(_article, voice=voice, store=store))
    for card in cards:
        yield Output(urls.search_part(_place(card)), joined(known, whole[card.id]), make(card))


def _place(card: Card) -> str:
    return f"articles/{card.arrival}"


def _script(piece: str, value: bytes) -> bytes:
    return b'backissues.hold("%s",%s);\n' % (piece.encode(), value)


def _piece(piece: str, value: bytes) -> Output:
    """Make the output of a piece that is at hand."""
    return ready(urls.search_part(piece), _script(piece, value))


def _page(settings: Settings, voice: Interface) -> SearchPage:
    """Gather what the search page shows before anybody searches."""
    around = frame(urls.SEARCH, settings, title=voice.say("Search"))
    return SearchPage(
        frame=around,
        box=search_box(links_from(urls.SEARCH), voice),
        ways=around.nav,
        host=urlsplit(settings.base_url).hostname or "",
    )


# --- what there is ------------------------------------------------------------------------------


def _sampled(cards: Sequence[Card]) -> dict[str, int]:
    """Guess what each word will weigh in the index by the titles and summaries of the articles.

    The bounds of the ranges are the names of files, which are to be known before any body is read.
    """
    mentions: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for card in cards:
        sample = set(words(f"{card.title} {card.summary}"))
        share = max(card.words // max(len(sample), 1), 1)
        mentions.update(dict.fromkeys(sample, share))
        seen.update(sample)
        mentions.update(word for label in _labels(card) for word in words(label))
    return {
        word: _RARE_COST * times
        if seen[word] == 1
        else _WORD_COST + _MENTION_COST * min(times, len(cards)) // 2
        for word, times in mentions.items()
    }


def _labels(card: Card) -> tuple[str, ...]:
    """Return what stands over an article and is searched beside its title."""
    above = (card.subtitle or "", card.series or "", (card.published or "")[:4])
    return (*above, *card.authors, *card.interviewees, *card.tags)


def _by_arrival(archive: Archive, axis: str) -> dict[str, tuple[int, AxisTerm]]:
    """Put the terms of an axis in the order of arrival, so that a new one moves no other."""

    def first(term: AxisTerm) -> tuple[int, str]:
        return min(archive.by_id[ident].arrival for ident in term.ids), term.label

    terms = sorted(archive.axes.get(axis, ()), key=first)
    return {term.slug: (place, term) for place, term in enumerate(terms)}


def _index(
    cards: Sequence[Card],
    first_words: Sequence[str],
    shelves: Mapping[str, Mapping[str, tuple[int, AxisTerm]]],
    *,
    voice: Interface,
) -> bytes:
    """Write what the search must know before it looks for anything."""
    labels = {
        facet: [
            voice.word(KIND, term.label)
            if facet == "kind"
            else printed(term_label(axis, term, voice), voice)
            for _, term in shelves[axis].values()
        ]
        for facet, axis in (("kind", "kinds"), ("year", "years"), ("tag", "tags"))
    }
    known = {"count": len(cards), "block": _BLOCK, "bounds": list(first_words)} | labels
    return json.dumps(known, separators=(",", ":")).encode()


def _blocks(
    archive: Archive, shelves: Mapping[str, Mapping[str, tuple[int, AxisTerm]]]
) -> Iterator[tuple[int, str]]:
    """Write kind, year and tags of each article, in blocks of articles that arrived together."""
    own: dict[int, str] = {}
    for axis in _FACETS:
        for place, term in shelves[axis].values():
            for ident in term.ids:
                arrival = archive.by_id[ident].arrival
                own[arrival] = own.get(arrival, "") + number(place)
    for at in sorted({arrival // _BLOCK for arrival in own}):
        last = max(arrival for arrival in own if arrival // _BLOCK == at)
        yield at, " ".join(own.get(arrival, "") for arrival in range(at * _BLOCK, last + 1))


# --- words ---------------------------------------------------------------------------------------


def _words(
    archive: Archive, cards: Sequence[Card], first_words: Sequence[str], *, store: Store
) -> Iterator[Output]:
    """Yield the ranges of words; the first that is made reads all bodies, for all of them."""
    aliases = {term.label: term.aliases for term in archive.axes.get("tags", ())}
    names = [f"words-{name(bound)}" if bound else "words" for bound in first_words]
    made: dict[str, bytes] = {}

    def make(piece: str) -> bytes:
        if not made:
            written = _concordance(cards, aliases, store).ranges(first_words)
            made.update(zip(names, map(str.encode, written), strict=True))
        return _script(piece, b'"%s"' % made[piece])

    whole = marks(archive).whole
    known = key(sorted(aliases.items()), first_words).encode()
    shown = joined(known, *(whole[card.id] for card in cards))
    for piece in names:
        yield Output(urls.search_part(piece), shown, partial(make, piece), together="words")


def _concordance(
    cards: Iterable[Card], aliases: Mapping[str, tuple[str, ...]], store: Store
) -> Concordance:
    """Read all bodies, one at a time, and index their words."""
    found = Concordance()
    for card in cards:
        others = (name for tag in card.tags for name in aliases.get(tag, ()))
        labels = (*_labels(card), *others)
        found.add(card.arrival, levels(card.title, labels, _text(store.body(card.id))))
    return found


def _text(article: Article) -> str:
    """Return the words of an article's body, block by block."""
    return "\n".join(map(tree.block_text, article.body))


# --- what is shown -------------------------------------------------------------------------------


def _article(card: Card, *, voice: Interface, store: Store) -> bytes:
    """Make the piece that shows one article among the results."""
    body = tree.squeeze(_text(store.body(card.id)))
    text = printed(body, voice, language=card.language)
    return _script(_place(card), msgspec.json.encode(_shown(card, voice) | {"text": text}))


def _shown(card: Card, voice: Interface) -> dict[str, str]:
    """Gather what a result shows of an article beside a passage, as every list shows it."""
    link = article_anchor(card, link=links_from(urls.HOME), voice=voice)
    date = dated(card.published, voice)
    known = {
        "url": link.href,
        "title": link.text,
        "kind": voice.word(KIND, card.kind),
        "date": date.text,
    }
    turned = direction(card.language) if link.lang else voice.direction
    perhaps = {
        "lang": link.lang,
        "dir": turned if turned != voice.direction else "",
        "time": date.machine,
        "byline": printed(voice.join(card.authors), voice),
    }
    return known | {name: value for name, value in perhaps.items() if value}
