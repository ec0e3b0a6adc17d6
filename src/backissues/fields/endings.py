"""Finds where a capture ends too early: at a paywall, at a “read more”, in mid-sentence.

Comes in: facts, the composed body, the lines set aside. Goes out: the body with a mark where the
text breaks off, and a diagnostic. One ending is told, the surest.
Must not know: kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from backissues.codes import diagnose
from backissues.fields.facts import Facts
from backissues.languages import bare, everywhere, fold, opening
from backissues.languages.tokens import tokens
from backissues.model import Aside, Block, Diagnostic, List, Lost, Paragraph, Part, Quote, Span
from backissues.patterns import late
from backissues.text.tree import text_of

# Passages that stand below an ending and are no part of what was cut.
_BELOW = frozenset({"call-to-action", "hashtags", "further-reading", "sign-off", "repeat"})
# What is shorter is a title, a button, a line of verse.
_PROSE = 60
_LONGEST_NOTICE = 200
_MOST_OF_IT = 0.6
# “73 %”, “63,5%”, “1 200”
_NUMBER = late(r"\d[\d.,]{0,8}(?:\s?[%％])?")
# What a page shows in the place of what it cut. Matches “and so …”, “and so [...]”, “also (…)”.
_CUT = late(r"(?:…|\.{3}|\[…\]|\[\.{3}\]|\(…\)|\(\.{3}\))$")
# Excerpts of feeds end so; in the middle of a text it is an author's own omission.
_EXCERPT = late(r"\S\s?\[(?:…|\.{3}|&hellip;)\]$")
_LONGEST_STUB = 60
# The lines below a text in which the link to the rest may stand.
_NEAR = 3
# A sentence may end with any of these, or with a bracket, a quotation mark, an emoji, an address.
_WRITTEN_ON = late(r"[\w,，、‚-]$")
_ADDRESS = late(r"(?:https?://|www\.|@|#)\S*$")
_COMMAS = (",", "，", "、")
# Where so many of the other passages end with a stop, one that does not was cut or slipped.
_CAREFUL = 0.8
_LEAST_CAREFUL = 3
_STOP = late(r"[.!?…:;][»”\"')\]]{0,2}\s")
# So long a run of words without a stop is no signature, credit or title; one that ends with a word
# that leads on need not be long.
_LONG, _SHORT = 100, 20


class _Ending(Struct, frozen=True):
    """Where a text breaks off: the diagnostic's code, its line, the words that show it."""

    code: str
    line: int
    words: str


def mark_end(
    facts: Facts, body: tuple[Block, ...], asides: Sequence[Aside]
) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """Mark the place where the text breaks off, and say why."""
    passages = [(block, text) for block in _passages(body) if (text := text_of(block))]
    prose = [(block.span, text) for block, text in passages if len(text) >= _PROSE]
    if not prose:
        return body, ()
    ending = (
        _paywall(facts, passages, asides)
        or _stub(facts, prose, asides)
        or _broken(facts, passages, prose)
    )
    if ending is None:
        return body, ()
    found = diagnose(
        ending.code,
        facts.document.path,
        ending.line,
        excerpt=facts.line(ending.line),
        words=ending.words,
    )
    return _marked(body, ending.line), (found,)


def _passages(body: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the text itself, those of its parts and quotations too."""
    for block in body:
        if isinstance(block, Paragraph):
            if block.role not in _BELOW:
                yield block
        elif isinstance(block, (Part, Quote)) and block.role not in _BELOW:
            yield from _passages(block.blocks)


def _marked(body: tuple[Block, ...], line: int) -> tuple[Block, ...]:
    """Put the mark after the last block that begins at a line or above it."""
    index = len(body)
    while index and _first(body[index - 1]) > line:
        index -= 1
    return (*body[:index], Lost(after=line, what="end"), *body[index:])


def _first(block: Block) -> int:
    return block.after if isinstance(block, Lost) else block.span.first


# --- paywalls ------------------------------------------------------------------------------------


def _paywall(
    facts: Facts, passages: Sequence[tuple[Paragraph, str]], asides: Sequence[Aside]
) -> _Ending | None:
    """Find the notice that keeps the rest for subscribers, below most of the text.

    Over a text the same words are a label: who captured it was a subscriber.
    """
    bulk = _bulk(passages)
    # What a page says of accounts and prices may follow on the notice, line on line.
    lines = [
        (span.first, text if span.first == span.last else facts.line(span.first))
        for block, text in passages
        if (span := block.span).first > bulk
    ]
    lines += [
        (number, facts.line(number))
        for aside in asides
        if aside.span.last > bulk and aside.reason == "furniture"
        for number in aside.span
    ]
    for line, text in sorted(lines):
        if words := _notice(text):
            return _Ending("K-010", line, words)
    return None


def _bulk(passages: Sequence[tuple[Paragraph, str]]) -> int:
    """Give the line at which most of the text has been said."""
    most = max(_PROSE, _MOST_OF_IT * sum(len(text) for _, text in passages))
    above = 0
    for block, text in passages:
        above += len(text)
        if above >= most:
            return block.span.last
    return passages[-1][0].span.last


def _notice(text: str) -> str:
    """Give the words of a line that is a paywall's notice, or nothing."""
    notices = opening("paywalls")
    if len(text) > _LONGEST_NOTICE or not notices.may_open(text):
        return ""
    words = bare(text)
    return words if notices.match(_NUMBER.sub("#", fold(words))) else ""


# --- stubs ---------------------------------------------------------------------------------------


def _stub(
    facts: Facts, prose: Sequence[tuple[Span, str]], asides: Sequence[Aside]
) -> _Ending | None:
    """Find a link to the rest behind the last passage, which a page cut short.

    Where several passages end so, they are teasers by design, and the capture lost nothing.
    """
    span, text = prose[-1]
    # A pattern that looks for an end tries every place: the last characters are enough.
    end = text[-_LONGEST_STUB:]
    words = _stub_words(text)
    cut = words or _EXCERPT.search(end) or _CUT.search(end) or _WRITTEN_ON.search(end)
    if not cut or any(_stub_words(other) for _, other in prose[:-1]):
        return None
    if words:
        return _Ending("K-009", span.last, words)
    if _EXCERPT.search(end):
        return _Ending("K-009", span.last, text.rpartition(" ")[2])
    # The link may stand on a line of its own; where there are several, each has its teaser.
    links = [
        number
        for aside in asides
        if aside.reason == "furniture"
        for number in aside.span
        if len(facts.line(number)) <= _LONGEST_STUB
        and fold(bare(facts.line(number))) in everywhere("read_more")
    ]
    if len(links) == 1 and span.last < links[0] <= span.last + _NEAR:
        return _Ending("K-009", links[0], bare(facts.line(links[0])))
    return None


def _stub_words(text: str) -> str:
    """Give the words of a link behind a cut: “… Lire la suite →”, or nothing."""
    tail = text[-_LONGEST_STUB:]
    if "…" not in tail and "..." not in tail:
        return ""
    at = max(tail.rfind("…"), tail.rfind("..."))
    if at < 0:
        return ""
    words = bare(tail[at:])
    return words if words and fold(words) in everywhere("read_more") else ""


# --- broken sentences ----------------------------------------------------------------------------


def _broken(
    facts: Facts, passages: Sequence[tuple[Paragraph, str]], prose: Sequence[tuple[Span, str]]
) -> _Ending | None:
    """Find a last passage without a stop, among others that have one."""
    last, text = passages[-1]
    span = last.span
    if len(text) < _PROSE or not _WRITTEN_ON.search(text[-1]) or _ADDRESS.search(text):
        return None
    if span.last < _last_line(facts):
        return None
    others = [other for _, other in prose[:-1]]
    stopped = sum(not _WRITTEN_ON.search(other[-1]) for other in others)
    if len(others) < _LEAST_CAREFUL or stopped < _CAREFUL * len(others):
        return None
    if not _leads_on(facts, _STOP.split(text)[-1]):
        return None
    return _Ending("K-008", span.last, text[-40:].partition(" ")[2] or text[-40:])


def _last_line(facts: Facts) -> int:
    """Give the last line of the text that is neither a list's nor a title below it."""
    return max(
        (block.span.last for block in facts.blocks if isinstance(block, (Paragraph, List))),
        default=0,
    )


def _leads_on(facts: Facts, sentence: str) -> bool:
    """Tell whether a sentence cannot end with its last word, or is too long to be a signature."""
    if len(sentence) < _SHORT:
        return False
    end = sentence.rpartition(" ")[2]
    if end.endswith((*_COMMAS, "-")):
        return True
    word = tokens(end)[-1:]
    if word and word[0] in facts.lexicon.stopwords:
        return True
    return len(sentence) >= _LONG and end.islower()
