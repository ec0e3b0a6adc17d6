"""Makes the archive of all articles: cards in reading order and the indexes over them.

Comes in: articles with their ledger rows, one at a time; then their cards, the vocabulary and the
archive's language. Goes out: `Card`, `Archive`.
Must not know: kinds (a kind is a word), pages, files. Every order here is total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from sys import intern

from msgspec.structs import replace

from backissues.codes import is_remark
from backissues.deck import ById, Deck
from backissues.indexes import Indexes, index
from backissues.model import (
    Archive,
    Article,
    Block,
    Card,
    Paragraph,
    Part,
    Row,
    Term,
)
from backissues.text import tree
from backissues.text.collation import sort_key
from backissues.text.counting import count_words
from backissues.text.edtf import bounds
from backissues.text.figures import is_picture
from backissues.traits import Traits, traits

# A summary ends at a word: about three lines of a list.
_SUMMARY = 240
# The roles of paragraphs that a summary may be of.
_PROSE = frozenset({"", "lead", "speech"})
# So many cards are folded: for fewer there is room, and to unfold them takes a sixth of the time in
# which pages are made.
_MANY = 20_000


# --- cards ---------------------------------------------------------------------------------------


def make_card(article: Article) -> Card:
    """Reduce an article to what lists and indexes need; it has no place in the archive yet."""
    fields = article.fields
    words = "\n".join([tree.text_of(block) for block in article.body])
    holders = [block for block in article.body if type(block) is not Paragraph]
    parts = Counter([block.role for block in tree.walk(holders) if type(block) is Part])
    title = fields.title
    return Card(
        id="",
        path=article.path,
        sha256=article.sha256,
        slug="",
        url="",
        arrival=-1,
        kind=article.kind,
        title=title.value or PurePosixPath(article.path).stem,
        title_standing=title.standing if title.value else "supplied",
        language=fields.language.value or "und",
        subtitle=fields.subtitle.value,
        series=fields.series.value,
        number=fields.number.value,
        authors=fields.authors.value,
        interviewees=fields.interviewees.value,
        published=fields.published.value,
        updated=fields.updated.value,
        tags=fields.tags.value,
        summary=_summary(article.body),
        words=count_words(words),
        posts=parts["post"] or None,
        questions=parts["question"] or None,
        stories=parts["story"] or None,
        lines=len(article.fates),
        lines_aside=sum([one.fate == "aside" and one.detail != "header" for one in article.fates]),
        diagnostics=sum(map(is_remark, article.diagnostics)),
    )


def placed(card: Card, row: Row, arrival: int) -> Card:
    """Give a card its place: what the ledger promises of its document.

    Words that stand on many cards, and those of the row, are held once: of 100,000 articles they
    are 100 MB, which each process that makes pages comes to have of its own.
    """
    return replace(
        card,
        id=row.id,
        path=row.path,
        sha256=row.sha256,
        slug=row.address.rpartition("/")[2].removesuffix(".html"),
        url=row.address,
        arrival=arrival,
        added=row.added,
        kind=intern(card.kind),
        language=intern(card.language),
        authors=tuple(map(intern, card.authors)),
        published=intern(card.published) if card.published else None,
        tags=tuple(map(intern, card.tags)),
    )


def _summary(body: Sequence[Block]) -> str:
    """Return the opening words: those of the lead, else of the first paragraphs without a role."""
    lead = list(_running_text(body, frozenset({"lead"})))
    text = ""
    for block in lead or _running_text(body, _PROSE):
        text = tree.squeeze(f"{text} {tree.readable(tree.plain(block.inlines))}")
        if len(text) >= _SUMMARY // 2:
            break
    if len(text) <= _SUMMARY:
        return text
    words, _, _ = text[: _SUMMARY + 1].rpartition(" ")
    return (words or text[:_SUMMARY]).rstrip(" ,;:–—-") + "…"


def _running_text(blocks: Iterable[Block], roles: AbstractSet[str]) -> Iterable[Paragraph]:
    """Yield the paragraphs that have one of some roles; an image alone is no prose."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.role in roles and not is_picture(block):
                yield block
        elif isinstance(block, Part):
            yield from _running_text(block.blocks, roles)


# --- the archive ---------------------------------------------------------------------------------


def collect(
    cards: Iterable[Card],
    vocabulary: Iterable[Term],
    language: str,
    *,
    index: Callable[[Sequence[Traits], Iterable[Term], str], Indexes] = index,
) -> Archive:
    """Put cards in reading order, and `index` them."""
    ordered = _reading_order(cards, language)
    indexes = index(list(map(traits, ordered)), vocabulary, language)
    deck = Deck(ordered)
    return Archive(
        cards=deck,
        by_id=ById(deck),
        axes=indexes.axes,
        neighbours=_neighbours(ordered),
        gaps=indexes.gaps,
        runs=indexes.runs,
        related=indexes.related,
        diagnostics=indexes.diagnostics,
    )


def fold(archive: Archive) -> None:
    """Let many cards take little room, for processes that are about to share them."""
    if isinstance(archive.cards, Deck) and len(archive.cards) >= _MANY:
        archive.cards.fold()


def _reading_order(cards: Iterable[Card], language: str) -> tuple[Card, ...]:
    """Order dated cards newest first, of one day the later arrival first; then undated by title."""
    dated: list[Card] = []
    undated: list[Card] = []
    for card in cards:
        (undated if card.published is None else dated).append(card)
    dated.sort(key=lambda card: (*bounds(card.published or ""), card.arrival), reverse=True)
    undated.sort(key=lambda card: (sort_key(card.title, language), card.path))
    return (*dated, *undated)


def _neighbours(cards: Sequence[Card]) -> dict[str, tuple[str | None, str | None]]:
    """Map each id to the ids before and after it in reading order."""
    ids = [card.id for card in cards]
    around = [None, *ids, None]
    return dict(zip(ids, zip(around[:-2], around[2:], strict=True), strict=True))
