"""Finds passages that say again what the document says elsewhere: a bio, a teaser, a pull quote.

Comes in: facts, the composed body, the lines set aside. Goes out: the body with repeats marked or
taken out, the asides for what was taken, diagnostics for what was only marked.
Must not know: kinds. Passages are compared by the few words after each long word, so that the time
grows with the text and not with the number of pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backissues.codes import diagnose
from backissues.fields.facts import Facts
from backissues.languages import bare
from backissues.languages.tokens import tokens
from backissues.model import Aside, Block, Break, Diagnostic, Paragraph, Part, Quote, Span
from backissues.text.tree import text_of

Words: TypeAlias = tuple[str, ...]

# What is shorter may be said twice on purpose: a refrain, a slogan, a question.
_LEAST, _LEAST_WORDS = 100, 12
# A pull quote is a sentence of the text.
_LEAST_QUOTE, _LONGEST_QUOTE, _LEAST_QUOTE_WORDS = 30, 300, 5
# A long word with those after it stands in two passages only where one repeats the other. Short
# words open half of all phrases; one of seven letters comes every six words.
_LONG_WORD = 7
# The share of a passage's phrases that an earlier one holds, and of the words that agree in both,
# one after the other, where it may be taken out.
_SAME, _NEARLY = 0.8, 0.95
_LEAST_AGAIN = 2
# Bios and teasers that follow one another at a page's foot.
_FOOT = 12
# Words that are compared in a passage; what is longer is a capture without its line ends.
_MOST_WORDS, _LONGEST = 5000, 20_000
# The end of a line that its author made.
_LINE_END = Break(hard=True)


class _Passage(Struct, frozen=True):
    """A paragraph or quotation of the body, with its words and whether it may be changed."""

    block: Paragraph | Quote
    text: str
    words: Words
    is_free: bool


class _Repeat(Struct, frozen=True):
    """A passage that repeats another, by their places in the order of the text."""

    later: int
    earlier: int
    is_whole: bool


def mark_repeats(
    facts: Facts, body: tuple[Block, ...], asides: Sequence[Aside]
) -> tuple[tuple[Block, ...], tuple[Aside, ...], tuple[Diagnostic, ...]]:
    """Mark what repeats an earlier passage; take out whole repeats at the foot or in furniture."""
    passages = list(_passages(body))
    phrases = [_phrases(passage.words) for passage in passages]
    roles: dict[Span, str | None] = {}
    taken: list[Aside] = []
    problems: list[Diagnostic] = []
    chrome = {n for aside in asides if aside.reason != "markup" for n in aside.span}
    for found in _repeats(passages, phrases):
        span = passages[found.later].block.span
        if found.is_whole and _is_safe(facts, passages, found.later, chrome):
            chrome.update(span)
            roles[span] = None
            taken.append(Aside(span=span, reason="duplicate", rule="repeats/whole"))
        elif passages[found.later].is_free:
            roles[span] = "repeat"
            original = passages[found.earlier].block.span.first
            excerpt = facts.line(span.first)
            path = facts.document.path
            problems.append(diagnose("K-011", path, span.first, excerpt=excerpt, original=original))
    for index in _pull_quotes(passages, phrases):
        roles.setdefault(passages[index].block.span, "pull-quote")
    if not roles:
        return body, (), ()
    return tuple(_changed(body, roles)), tuple(taken), tuple(problems)


def _passages(blocks: Iterable[Block], *, is_free: bool = True) -> Iterator[_Passage]:
    """Yield the paragraphs and quotations of the text; a post may say again what another said."""
    for block in blocks:
        if isinstance(block, Part):
            yield from _passages(block.blocks, is_free=is_free and block.role != "post")
        elif isinstance(block, (Paragraph, Quote)):
            text = text_of(block)
            if len(text) >= _LEAST_QUOTE:
                words = tokens(text)[:_MOST_WORDS]
                may_change = is_free and not (block.role or block.lang or _is_verse(block))
                yield _Passage(block, text, words, may_change)


def _is_verse(block: Paragraph | Quote) -> bool:
    """Tell whether the lines of a passage are its author's: a refrain is no repeat."""
    return isinstance(block, Paragraph) and _LINE_END in block.inlines


def _phrases(words: Words) -> list[Words]:
    """Give the long words of a passage, each with the words after it."""
    return [
        (word, second, third) for word, second, third in _grams(words) if len(word) >= _LONG_WORD
    ]


def _repeats(passages: Sequence[_Passage], phrases: Sequence[list[Words]]) -> Iterator[_Repeat]:
    """Yield the passages of which an earlier one holds nearly every phrase."""
    wholes: dict[Words, int] = {}
    seen: dict[Words, int] = {}
    grams: dict[int, set[Words]] = {}
    for later, passage in enumerate(passages):
        if len(passage.text) < _LEAST or len(passage.words) < _LEAST_WORDS:
            continue
        known = wholes.get(passage.words)
        if known is not None:
            yield _Repeat(later, known, is_whole=True)
            continue
        wholes[passage.words] = later
        # Who had each phrase first; the new ones are this passage's own.
        owners = map(seen.setdefault, phrases[later], repeat(later))
        again = [owner for owner in owners if owner != later]
        enough = max(_LEAST_AGAIN, _SAME / 2 * len(phrases[later]))
        if len(again) < enough:
            continue
        found = Counter(again)
        earlier, count = min(found.items(), key=lambda item: (-item[1], item[0]))
        if count < enough:
            continue
        if _share(passages, later, earlier, grams) >= _SAME:
            is_whole = _agree(passage.words, passages[earlier].words)
            yield _Repeat(later, earlier, is_whole=is_whole)


def _share(
    passages: Sequence[_Passage], later: int, earlier: int, grams: dict[int, set[Words]]
) -> float:
    """Give the share of a passage's phrases, long words or not, that stand in another."""
    if earlier not in grams:
        grams[earlier] = set(_grams(passages[earlier].words))
    own = list(_grams(passages[later].words))
    return sum(map(grams[earlier].__contains__, own)) / len(own)


def _agree(words: Words, others: Words) -> bool:
    """Tell whether two passages are one but for a few words at one place."""
    size, most = min(len(words), len(others)), max(len(words), len(others))
    head = next((n for n in range(size) if words[n] != others[n]), size)
    rest = size - head
    tail = next((n for n in range(rest) if words[-1 - n] != others[-1 - n]), rest)
    return head + tail >= _NEARLY * most


def _grams(words: Words) -> Iterator[tuple[str, str, str]]:
    """Give the phrases of three words."""
    return zip(words, words[1:], words[2:], strict=False)


def _is_safe(
    facts: Facts, passages: Sequence[_Passage], index: int, chrome: AbstractSet[int]
) -> bool:
    """Tell whether a whole repeat stands where a page repeats itself: below or among its chrome.

    Essays end as they began; so the foot alone is no proof, a line of the page's own must part it
    from the text.
    """
    passage = passages[index]
    if isinstance(passage.block, Quote) or not passage.is_free:
        return False
    lines, span = facts.document.lines, passage.block.span
    above = next((n for n in range(span.first - 1, 0, -1) if lines[n - 1].strip()), 0)
    below = next((n for n in range(span.last + 1, len(lines) + 1) if lines[n - 1].strip()), 0)
    is_foot = all(len(other.text) < _LEAST for other in passages[index + 1 : index + 1 + _FOOT])
    return above in chrome and (below in chrome or (is_foot and len(passages) - index <= _FOOT))


def _pull_quotes(passages: Sequence[_Passage], phrases: Sequence[list[Words]]) -> Iterator[int]:
    """Yield the passages that are one sentence of a longer one, word for word."""
    short = [
        index
        for index, passage in enumerate(passages)
        if passage.is_free
        and len(passage.text) <= _LONGEST_QUOTE
        and len(passage.words) >= _LEAST_QUOTE_WORDS
    ]
    # Only what stands somewhere else, as it is, can be a quotation.
    whole = "\n".join([passage.text for passage in passages])
    short = [index for index in short if whole.count(bare(passages[index].text)) > 1]
    if not short:
        return
    holders: dict[Words, int] = {}
    # From the end on: the first passage that holds a phrase has the last word.
    for index in range(len(passages) - 1, -1, -1):
        if len(passages[index].text) >= _LEAST:
            holders.update(dict.fromkeys(phrases[index], index))
    for index in short:
        passage = passages[index]
        holder = next((holders[p] for p in phrases[index] if p in holders), index)
        if holder != index and _quotes(passage, passages[holder]):
            yield index


def _quotes(passage: _Passage, holder: _Passage) -> bool:
    """Tell whether a passage stands in a longer one as it is, but for the marks around it."""
    if not 1.5 * len(passage.text) < len(holder.text) < _LONGEST:
        return False
    return bare(passage.text) in holder.text


def _changed(blocks: Iterable[Block], roles: dict[Span, str | None]) -> Iterator[Block]:
    """Yield blocks with their new roles, those inside of parts too, and without what was taken."""
    for block in blocks:
        if isinstance(block, Part):
            yield replace(block, blocks=tuple(_changed(block.blocks, roles)))
        elif isinstance(block, (Paragraph, Quote)) and block.span in roles:
            role = roles[block.span]
            if role is not None:
                yield replace(block, role=role)
        else:
            yield block
