"""Finds the title and the standfirst under it, or supplies a title from the text's own words.

Comes in: facts. Goes out: findings for title and subtitle; a supplied title.
Must not know: kinds. A title is never cut inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from backissues.fields.facts import Facts, once, texts_of
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.fields.looks import looks_like_heading
from backissues.languages import everywhere, fold, opening
from backissues.model import Block, Evidence, Field, Heading, Paragraph, Span
from backissues.text.addresses import is_address
from backissues.text.figures import is_picture
from backissues.text.tree import plain, readable, squeeze

_LONGEST_TITLE = 160
_LONGEST_SUPPLIED = 72
# A title is found in the first words of a text; what comes after them is not looked at.
_OPENING = 1000
# “1/24 …”, “{1/8}”, “@name”, “#tag”, a greeting's comma: none of them opens a title.
_NO_TITLE = re.compile(r"^(?:\W{0,2}\d{1,3}\s?/\s?\d{0,3}|@|#\w|https?://)")
# A title may be a quotation, as papers set one over an interview.
_QUOTED = re.compile(r"^[«“„\"]\s?([^«»“”„\"]{4,100}?)\s?[»”“\"]$")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\s”»\"]|[。！？]")
_CLAUSE_END = re.compile(r"\s?[,;:–—(]\s|[，；：]")


@once
def find(facts: Facts) -> Finding[str | None]:
    """Find the title: a header's, a top heading's, or a first line that is set like a title."""
    candidates: list[Candidate[str | None]] = []
    for header in facts.document.headers:
        if header.name in {"title", "subject"} and header.values and header.values[0].strip():
            said = evidence("title/header", header.span, header.values[0], header=True)
            candidates.append(Candidate(value=squeeze(readable(header.values[0])), evidence=said))
    first = next((block for block in facts.blocks if not is_picture(block)), None)
    if isinstance(first, Heading):
        candidates += _heading(facts, first)
    elif isinstance(first, Paragraph):
        candidates += _first_line(facts, first)
    return settle(candidates, None)


def _heading(facts: Facts, block: Heading) -> list[Candidate[str | None]]:
    """Take a heading that opens the text, if no other has its level."""
    level = sum(isinstance(other, Heading) and other.level <= block.level for other in facts.blocks)
    if level > 1:
        return []
    text = squeeze(readable(plain(block.inlines)))
    said = facts.evidence("title/heading", block.span, text)
    return [Candidate(value=text, evidence=said, lines=tuple(block.span))]


def _first_line(facts: Facts, block: Paragraph) -> list[Candidate[str | None]]:
    """Take a short first line that ends like a title and stands over longer text."""
    if block.span.first != block.span.last:
        return []
    text = squeeze(readable(plain(block.inlines)))
    quoted = _QUOTED.match(text)
    if (
        not looks_like_heading(quoted[1] if quoted else text)
        or len(text) > _LONGEST_TITLE
        or _NO_TITLE.match(text)
        or is_address(text)
        or opening("greeting").match(fold(text))
    ):
        return []
    below = [other for span, other in facts.texts if span.first > block.span.last]
    if text in below or _is_speech(text, below):
        return []
    if not below or max(map(len, below)) < len(text):
        return []
    said = facts.evidence("title/first-line", block.span, text)
    return [Candidate(value=text, evidence=said, standing="derived", lines=(block.span.first,))]


def standfirst(facts: Facts, title_line: int) -> Finding[str | None]:
    """Find the line under the title that says what else there is, or a header's subtitle."""
    candidates: list[Candidate[str | None]] = []
    for header in facts.document.headers:
        if header.name in {"subtitle", "standfirst"} and header.values and header.values[0]:
            said = evidence("subtitle/header", header.span, header.values[0], header=True)
            candidates.append(Candidate(value=header.values[0], evidence=said))
    after = [(span, text) for span, text in facts.texts if span.first > title_line]
    if title_line and after:
        span, text = after[0]
        label = fold(text.split(":")[0]) if ":" in text[:40] else ""
        if label in everywhere("also") and len(text) < 400:
            said = facts.evidence("subtitle/also", span, text)
            candidates.append(
                Candidate(value=text, evidence=said, standing="derived", lines=tuple(span))
            )
    return settle(candidates, None)


def _is_speech(text: str, below: Sequence[str]) -> bool:
    """Tell whether a line opens with a label that opens others too: “Q: Where …”."""
    label = re.match(r"\S{1,24}(?:\s\S{1,24}){0,2}?\s?[:：]", text)
    return bool(label) and any(other.startswith(label[0]) for other in below if label)


def deck(facts: Facts, title_line: int, claimed: AbstractSet[int]) -> Finding[str | None]:
    """Take the short line between a title and its byline or date: only a deck stands there."""
    after = [(span, text) for span, text in facts.texts if span.first > title_line]
    if not title_line or len(after) < 2:
        return settle([], None)
    (span, text), (next_span, _) = after[:2]
    fits = span.first == span.last and 8 <= len(text) <= _LONGEST_TITLE and text[0].isalnum()
    if opening("greeting").match(fold(text)) or span in facts.headings:
        return settle([], None)
    if not fits or span.first in claimed or next_span.first not in claimed:
        return settle([], None)
    said = facts.evidence("subtitle/deck", span, text)
    return settle(
        [Candidate[str | None](value=text, evidence=said, standing="derived", lines=tuple(span))],
        None,
    )


def supply(facts: Facts, body: tuple[Block, ...]) -> Field[str | None]:
    """Supply a title: the first sentence or its first clause, whole words."""
    for span, text in texts_of(body):
        words = _shorten(squeeze(readable(text[:_OPENING])))
        if any(char.isalpha() for char in words):
            said = facts.evidence("title/first-words", Span(span.first, span.first), words)
            return Field(value=words, standing="supplied", evidence=(said,))
    said = Evidence(rule="title/name", quote=facts.document.path, where="name")
    return Field(value=facts.document.path, standing="supplied", evidence=(said,))


def _shorten(text: str) -> str:
    """Give the first sentence of a text, or what of it fits."""
    text = re.sub(r"^(?:\W{0,2}\d{1,3}\s?[/.)]\s?\d{0,3}\W{0,2}\s)|^[-–—•>»«“”\"\s]+", "", text)
    end = _SENTENCE_END.search(text)
    sentence = (text[: end.start() + (end[0] in "。！？")] if end else text).strip()
    if len(sentence) <= _LONGEST_SUPPLIED:
        return sentence.rstrip(" .,;:。")
    clause = [
        match.start()
        for match in _CLAUSE_END.finditer(sentence)
        if 20 <= match.start() <= _LONGEST_SUPPLIED
    ]
    if clause:
        return sentence[: clause[-1]].rstrip(" .,;:")
    cut = sentence[: _LONGEST_SUPPLIED + 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > 0 else cut[:_LONGEST_SUPPLIED]).rstrip(" .,;:") + "…"
