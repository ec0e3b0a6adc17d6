"""Chooses the tags of an article: those of its headers and hashtags, and what it speaks of.

Comes in: the vocabulary's lookup, an article's fields, body and headers.
Goes out: a field of labels, best first, with one piece of evidence a tag; what the article only
names in passing stands among the rivals.
Must not know: kinds, settings, where the vocabulary is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from backissues.fields import hashtag_labels
from backissues.model import (
    Block,
    CodeBlock,
    Evidence,
    Field,
    Fields,
    Header,
    Heading,
    List,
    Paragraph,
    Rival,
    Span,
    Table,
)
from backissues.patterns import late
from backissues.text.lookup import Lookup, canonical, make_lookup, mentions_in, squeeze
from backissues.text.tree import block_text, children, plain

__all__ = ["Lookup", "canonical", "find", "make_lookup"]

# Names of headers (front matter, `Tags: …` lines) whose values are tags, and what parts them.
_HEADERS = frozenset(
    [
        *("tag", "tags", "keyword", "keywords", "category", "categories", "topic", "topics"),
        *("mots-clés", "mots-cles", "étiquettes", "catégories", "schlagworte", "schlagwörter"),
        *("stichworte", "etiquetas", "categorías", "categorias", "palabras-clave"),
        *("palavras-chave", "parole-chiave", "categorie", "标签", "分类"),
    ]
)
_COMMAS = late("[,;，、]")

# What a mention is worth by its place. A title names the subject, a heading that of a part.
_TITLE, _SUBTITLE, _HEADING, _LEAD, _TEXT, _LINKS = 6.0, 3.0, 3.0, 1.0, 1.0, 0.5
# Up to five hashtags are a choice and stand first. A longer list is written for a platform's
# search: it lifts what the text speaks of a little, and the rest of it comes last.
_FEW_HASHTAGS = 5
_HASHTAG = 2.0
# Mentions beyond this many say nothing new, or the commonest topic would drown title and headings.
_ENOUGH = 12.0
# Two mentions make a tag in a short text, and one more for each 1,500 words, up to five: an issue
# of 3,200 words that says a name twice did not write about it.
_LEAST, _WORDS_A_MENTION, _MOST = 2.0, 1500, 5.0
_MOST_TAGS = 12
# Words that are not about the subject: greetings, adverts for oneself, repeats, the hashtags' line.
SILENT = frozenset({"greeting", "sign-off", "call-to-action", "hashtags", "repeat", "pull-quote"})


class _Passage(NamedTuple):
    text: str
    span: Span | None
    worth: float
    lead: bool = False


class _Tally(Struct):
    """What the passages say of one term so far."""

    evidence: Evidence
    best: float
    places: float = 0.0  # title, headings, hashtags
    mentions: float = 0.0  # running text


def find(
    lookup: Lookup, fields: Fields, body: Sequence[Block], headers: Sequence[Header] = ()
) -> Field[tuple[str, ...]]:
    """Choose the tags: stated ones, then what is spoken of, last what is left."""
    # Without a vocabulary, and without hashtags to part, nobody asks what the text says.
    asked = lookup.terms or fields.hashtags.value
    passages = _passages(fields, body) if asked else []
    tallies = _tally(lookup, passages)
    chosen = _from_headers(lookup, headers)
    hashtags, noise = _from_hashtags(lookup, fields.hashtags, passages, headers=chosen)
    if len(fields.hashtags.value) - len(noise) <= _FEW_HASHTAGS:
        chosen = hashtags | chosen
    sure = len(chosen)
    words = sum([passage.text.count(" ") + 1 for passage in passages])
    needed = min(_MOST, _LEAST + words / _WORDS_A_MENTION)
    rivals: dict[str, Evidence] = {}
    for label in hashtags.keys() & tallies.keys():
        tallies[label].places += _HASHTAG
    # Of two that weigh the same, the one that is spoken of first.
    for label in sorted(tallies, key=lambda label: -_score(tallies[label])):
        tally = tallies[label]
        matters = tally.places > 0 or tally.mentions >= needed
        (chosen if matters else rivals).setdefault(label, hashtags.get(label, tally.evidence))
    for label, evidence in (hashtags | noise).items():
        chosen.setdefault(label, evidence)
    return _field(chosen, rivals, most=max(_MOST_TAGS, sure))


def _field(
    chosen: Mapping[str, Evidence], passing: Mapping[str, Evidence], *, most: int
) -> Field[tuple[str, ...]]:
    """Cut to what a page shows; the rest are rivals. Stated only where every tag was stated."""
    labels, cut = tuple(chosen)[:most], tuple(chosen)[most:]
    losers = {label: chosen[label] for label in cut} | {
        label: evidence for label, evidence in passing.items() if label not in chosen
    }
    rivals = tuple(Rival(value=label, evidence=evidence) for label, evidence in losers.items())
    if not labels:
        return Field(value=(), rivals=rivals)
    evidence = tuple(chosen[label] for label in labels)
    derived = any(item.rule == "tags/vocabulary" for item in evidence)
    return Field(
        value=labels,
        standing="derived" if derived else "stated",
        evidence=evidence,
        rivals=rivals,
    )


def _score(tally: _Tally) -> float:
    return tally.places + min(tally.mentions, _ENOUGH)


def _tally(lookup: Lookup, passages: Sequence[_Passage]) -> dict[str, _Tally]:
    """Add up what each passage says of each term; the most telling place gives the evidence."""
    tallies: dict[str, _Tally] = {}
    seen: set[tuple[int, str]] = set()
    for place, mention in mentions_in(lookup, [passage.text for passage in passages]):
        passage, label = passages[place], lookup.terms[mention.term].label
        here = (place, label)
        tally = tallies.get(label)
        if tally is None or passage.worth > tally.best:
            quote = passage.text[mention.start : mention.end]
            evidence = Evidence(rule="tags/vocabulary", quote=quote, span=passage.span)
            tally = tallies.setdefault(label, _Tally(evidence, passage.worth))
            tally.evidence, tally.best = evidence, passage.worth
        if passage.worth <= _TEXT:
            tally.mentions += passage.worth
            tally.mentions += _LEAD if passage.lead and here not in seen else 0
        elif here not in seen:
            tally.places += passage.worth
        seen.add(here)
    return tallies


def _from_headers(lookup: Lookup, headers: Iterable[Header]) -> dict[str, Evidence]:
    """Take the tags that headers state; one value may hold several, parted by commas."""
    stated: dict[str, Evidence] = {}
    for header in headers:
        if header.name.casefold().replace(" ", "-") not in _HEADERS:
            continue
        for name in (name for value in header.values for name in _COMMAS.split(value)):
            if label := canonical(lookup, name):
                quote = name.strip()
                stated.setdefault(
                    label,
                    Evidence(rule="tags/header", quote=quote, span=header.span, where="header"),
                )
    return stated


def _from_hashtags(
    lookup: Lookup,
    hashtags: Field[tuple[str, ...]],
    passages: Iterable[_Passage],
    *,
    headers: Iterable[str],
) -> tuple[dict[str, Evidence], dict[str, Evidence]]:
    """Take the hashtags in their order, each as a reader would write it; noise comes apart."""
    stated: dict[str, Evidence] = {}
    noise: dict[str, Evidence] = {}
    names = hashtags.value
    if not names:
        return stated, noise
    parted = hashtag_labels.may_be_parted(names)
    words = hashtag_labels.free_words(passage.text for passage in passages) if parted else set()
    written = {squeeze(label): label for label in headers}
    bases = hashtags.evidence or (Evidence(rule="tags/hashtag"),)
    for place, name in enumerate(names):
        basis = bases[min(place, len(bases) - 1)]
        label, kept = canonical(lookup, name), stated
        # The vocabulary's label wins, then a header's: there, “OpenAI” stands as it should.
        if squeeze(label) not in lookup.squeezed:
            kept = noise if hashtag_labels.is_noise(label) else stated
            label = written.get(squeeze(label)) or hashtag_labels.label(label, words)
        if label:
            kept.setdefault(
                label,
                Evidence(rule="tags/hashtag", quote=name, span=basis.span, where=basis.where),
            )
    return stated, noise


# --- what is read --------------------------------------------------------------------------------


def _passages(fields: Fields, body: Iterable[Block]) -> list[_Passage]:
    """Give the titles and the texts of the leaves; the first of running text is the lead."""
    passages = list(_field_passages(fields))
    first = len(passages)
    _add_passages(body, passages)
    for place in range(first, len(passages)):
        if passages[place].worth == _TEXT:
            passages[place] = passages[place]._replace(lead=True)
            break
    return passages


def _field_passages(fields: Fields) -> Iterator[_Passage]:
    """Yield title and standfirst, unless an editor or a fallback supplied them."""
    for field, worth in ((fields.title, _TITLE), (fields.subtitle, _SUBTITLE)):
        if field.value and field.standing in {"stated", "derived"}:
            span = field.evidence[0].span if field.evidence else None
            yield _Passage(field.value, span, worth)


def _add_passages(blocks: Iterable[Block], found: list[_Passage]) -> None:
    """Add the texts of the leaves with their lines; code and silent roles say nothing."""
    for block in blocks:
        if type(block) is Paragraph:
            # Nearly all blocks are.
            if block.role not in SILENT:
                found.append(_Passage(plain(block.inlines), block.span, _TEXT))
            continue
        match block:
            case CodeBlock() | Heading(role="further-reading"):
                pass
            case Heading():
                found.append(_Passage(plain(block.inlines), block.span, _HEADING))
            case List(role="further-reading" | "links"):
                found.append(_Passage(block_text(block), block.span, _LINKS))
            case Table():
                found.append(_Passage(block_text(block), block.span, _TEXT))
            case _:
                _add_passages(children(block), found)
