"""Makes the archive of all articles: cards in reading order and the indexes over them.

Comes in: articles with their ledger rows, one at a time; then their cards, the vocabulary and the
archive's language. Goes out: `Card`, `Archive`.
Must not know: kinds (a kind is a word), pages, files. Every order here is total.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from pathlib import PurePosixPath
from sys import intern

from msgspec.structs import replace

from backissues import runs, urls
from backissues.codes import diagnose, is_remark
from backissues.deck import ById, Deck
from backissues.model import (
    Archive,
    Article,
    AxisTerm,
    Block,
    Card,
    Diagnostic,
    Gap,
    Paragraph,
    Part,
    Relation,
    Row,
    Term,
)
from backissues.related import relate
from backissues.text import tree
from backissues.text.collation import sort_key
from backissues.text.counting import count_words
from backissues.text.edtf import bounds
from backissues.text.figures import is_picture

# A summary ends at a word: about three lines of a list.
_SUMMARY = 240
# The roles of paragraphs that a summary may be of.
_PROSE = frozenset({"", "lead", "speech"})
# So many cards are folded: for fewer there is room, and to unfold them takes a sixth of the time in
# which pages are made.
_MANY = 20_000
# Asked of each article a dozen times: once for each term that it stands under.
_ARRIVAL, _ID = attrgetter("arrival"), attrgetter("id")


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
    kin: Callable[[Sequence[Card]], Mapping[str, tuple[Relation, ...]]] = relate,
) -> Archive:
    """Put cards in reading order and index them on every axis; `kin` says which are akin."""
    ordered = _reading_order(cards, language)
    terms = {term.label: term for term in vocabulary}
    found: list[Diagnostic] = []

    def axis(name: str, labels: Callable[[Card], Iterable[str]]) -> tuple[AxisTerm, ...]:
        index = _axis(name, ordered, labels, found=found)
        return tuple(sorted(index, key=lambda term: sort_key(term.label, language)))

    series = axis("series", _series_of)
    # The newest year first, the undated shelf last.
    years = sorted(axis("years", _year_of), key=lambda term: (term.slug != urls.UNDATED, term.slug))
    axes = {
        "kinds": axis("kinds", lambda card: (card.kind,)),
        "authors": axis("authors", lambda card: card.authors),
        "series": series,
        "years": tuple(reversed(years)),
        "tags": tuple(_described(term, terms) for term in axis("tags", lambda card: card.tags)),
    }
    deck = Deck(ordered)
    by_id = ById(deck)
    issues = {term.label: [by_id[ident] for ident in term.ids] for term in series}
    gaps = {label: runs.missing(cards) for label, cards in issues.items()}
    return Archive(
        cards=deck,
        by_id=by_id,
        axes=axes,
        neighbours=_neighbours(ordered),
        gaps=tuple(Gap(series=label, numbers=gap) for label, gap in gaps.items() if gap),
        runs={label: runs.in_order(cards) for label, cards in issues.items()},
        related=kin(ordered),
        diagnostics=tuple(found),
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


def _series_of(card: Card) -> tuple[str, ...]:
    return (card.series,) if card.series else ()


def _year_of(card: Card) -> tuple[str, ...]:
    return (card.published[:4] if card.published else urls.UNDATED,)


def _axis(
    name: str,
    cards: Sequence[Card],
    labels: Callable[[Card], Iterable[str]],
    *,
    found: list[Diagnostic],
) -> list[AxisTerm]:
    """Index cards by their labels on one axis, each label with a slug of its own."""
    members: defaultdict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for label in labels(card):
            under = members[label]
            if not under or under[-1] is not card:  # it may say a label twice
                under.append(card)
    # The label that arrived first has the plain slug: a newcomer never takes an address away.
    by_age = sorted(members, key=lambda label: (min(map(_ARRIVAL, members[label])), label))
    registry = urls.Registry()
    terms: list[AxisTerm] = []
    for label in by_age:
        slug, holder = _own_slug(name, label, registry)
        if holder is not None:
            address, path = urls.term(name, slug), members[label][0].path
            found.append(diagnose("P-010", path, label=label, other=holder, address=address))
        terms.append(AxisTerm(label=label, slug=slug, ids=tuple(map(_ID, members[label]))))
    return terms


def _own_slug(name: str, label: str, registry: urls.Registry) -> tuple[str, str | None]:
    """Claim a slug for a label; return it, and the label that has the plain one, if another has."""
    slug = plain = urls.slugify(label)
    first: str | None = None
    count = 1
    while (holder := registry.claim(urls.term(name, slug), label)) is not None:
        first = first or holder
        count += 1
        slug = f"{plain}-{count}"
    return slug, first


def _described(term: AxisTerm, vocabulary: dict[str, Term]) -> AxisTerm:
    """Add what the vocabulary says of a tag."""
    entry = vocabulary.get(term.label)
    if entry is None:
        return term
    return AxisTerm(
        label=term.label,
        slug=term.slug,
        ids=term.ids,
        sort=entry.sort,
        description=entry.description,
        aliases=entry.aliases,
        formerly=entry.formerly,
    )


def _neighbours(cards: Sequence[Card]) -> dict[str, tuple[str | None, str | None]]:
    """Map each id to the ids before and after it in reading order."""
    ids = [None, *(card.id for card in cards), None]
    return {
        card.id: (before, after)
        for card, before, after in zip(cards, ids[:-2], ids[2:], strict=True)
    }
