"""Finds the title and the standfirst under it, or supplies a title from the text's own words.

Comes in: facts. Goes out: findings for title and subtitle; a supplied title.
Must not know: kinds. A title is never cut inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissues.fields import headlines
from backissues.fields.editions import editions
from backissues.fields.facts import Facts, once, texts_of
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.fields.head import Line
from backissues.languages import everywhere, fold
from backissues.languages.tokens import tokens
from backissues.model import Block, Evidence, Field, Span
from backissues.patterns import late
from backissues.text.legible import is_seen
from backissues.text.tree import readable, squeeze

_LONGEST_SUPPLIED = 72
# A title is found in the first words of a text; what comes after them is not looked at.
_OPENING = 1000
# A line of the head with less has nothing for it but its place.
_LEAST_SCORE, _LEAST_RIVAL = 1.0, 2.5
# What programs write before the subject of an answer: “Re: ”, “Fwd: ”, “AW: ”, “回复：”.
_REPLY = late(
    r"^(?:(?:re|fwd?|aw|wg|tr|rv|res|enc|antw|sv|vs|odp|回复|转发|答复)\s?[:：]\s*){1,4}",
    re.IGNORECASE,
)
# “[nibsmiths] On flushing” has one; “[12 May] …” too, but it does not recur.
_LIST_TAG = late(r"^\[[^\[\]]{2,40}\]\s+(?=\S)")
# “ - Site name”, “ | Site”
_SITE = late(r"\s+[-–—|·»]\s+\S")
_PREFIX = late(r"\S\s+[-–—|·»]\s+$")
_TOP = 8
_SENTENCE_END = late(r"(?<=[.!?…。！？])[\s”»\"]|[。！？]")
# What stands before the first words: the number of a post, signs of a list or a quotation.
_BEFORE_WORDS = late(r"^(?:\W{0,2}\d{1,3}\s?[/.)]\s?\d{0,3}\W{0,2}\s)|^[-–—•>»«“”\"\s]+")
# The mark that closes what another opens: « Le port » suffit is no title without its first one.
_CLOSING = {"«": "»", "“": "”", '"': '"'}
_CLAUSE_END = late(r"\s?[,;:–—(]\s|[，；：]")


@once
def find(facts: Facts) -> Finding[str | None]:
    """Find the title: a header's, a top heading's, or a line of the head that is set like one."""
    candidates: list[Candidate[str | None]] = []
    for header in facts.document.headers:
        if header.name in {"title", "subject"} and header.values and header.values[0].strip():
            value = squeeze(readable(header.values[0]))
            value = _without_tags(value) if header.name == "subject" else _shown(facts, value)
            said = evidence("title/header", header.span, header.values[0], header=True)
            candidates.append(Candidate(value=value, evidence=said))
    stated = candidates[0].value if candidates else None
    top = headlines.read(facts)
    for line, score in top.titles:
        # The best may have little for it; a rival needs more than its place and its shape.
        least = _LEAST_SCORE if not candidates else _LEAST_RIVAL
        if line in top.copies:
            continue
        if score >= least and is_seen(line.text) and _stands_over_text(facts, line, top.copies):
            found = _candidate(facts, line, stated)
            candidates += (found, *_again(facts, found.value, top, line))
    return settle(candidates, None)


def _again(
    facts: Facts, value: str | None, top: headlines.Headlines, line: Line
) -> Iterator[Candidate[str | None]]:
    """Yield the lines that say the best title again, and so say nothing else."""
    for copy in top.copies if line is top.titles[0][0] else ():
        said = facts.evidence("title/again", copy.span, copy.text)
        yield Candidate(value=value, evidence=said, lines=tuple(copy.span))


def _candidate(facts: Facts, line: Line, stated: str | None) -> Candidate[str | None]:
    """Make a candidate of a line; one that repeats a header's title says the same."""
    text = line.text
    if tag := _LIST_TAG.match(text):
        # The tag of a mailing list stands in other lines too: “Next message: [nibs] …”.
        again = sum(tag[0].strip() in other for other in facts.document.lines) > 1
        text = _without_tags(text) if again else text
    if stated and _says(text, stated):
        text = stated
    rule = "title/heading" if line.level else "title/first-line" if not line.place else "title/head"
    return Candidate(
        value=text,
        evidence=facts.evidence(rule, line.span, text),
        standing="stated" if line.level else "derived",
        lines=tuple(line.span),
    )


def _without_tags(text: str) -> str:
    """Take “Re:” and the tag of a mailing list from a subject."""
    return _LIST_TAG.sub("", _REPLY.sub("", text), count=1).strip() or text


def _shown(facts: Facts, value: str) -> str:
    """Take a site's name from a title that a page's reader gives, where a heading has the rest.

    “Ideas - The dyke” over a heading “The dyke”. What a writer put into front matter stays.
    """
    if facts.document.lines[0].startswith(("---", "+++")):
        return value
    for span, text in facts.texts[:_TOP]:
        if span in facts.headings and len(text) < len(value) and text in value:
            before, _, after = value.partition(text)
            if (not before or _PREFIX.search(before)) and (not after or _SITE.match(after)):
                return text
    return value


def _says(text: str, stated: str) -> bool:
    """Tell whether a heading has a header's words, perhaps with the site's name behind."""
    words, wanted = tokens(text), tokens(stated)
    if words == wanted:
        return True
    return text.startswith(stated) and _SITE.match(text[len(stated) :]) is not None


def _stands_over_text(facts: Facts, line: Line, copies: Sequence[Line]) -> bool:
    """Tell whether a line is a title by what stands below: longer text, and not its own words."""
    if line.level:
        return True
    own = {copy.span for copy in copies}
    below = [other for span, other in facts.texts if span > line.span and span not in own]
    if line.text in below and (line.sort != "headline" or below.count(line.text) > 1):
        # A name that stands again and again is a speaker's or a poster's.
        return False
    return (
        not _is_speech(line.text, below) and bool(below) and max(map(len, below)) >= len(line.text)
    )


def standfirst(facts: Facts, title_line: int) -> Finding[str | None]:
    """Find the line under the title that says what else there is, or a header's subtitle."""
    candidates: list[Candidate[str | None]] = []
    for header in facts.document.headers:
        if header.name in {"subtitle", "standfirst", "deck"} and header.values and header.values[0]:
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


def _is_best(top: headlines.Headlines, title_line: int) -> bool:
    """Tell whether the title was read at the best line of the head, or at one that repeats it."""
    return title_line in [line.span.last for line in (top.titles[0][0], *top.copies)]


def masthead(facts: Facts, title_line: int, series: str) -> tuple[int, ...]:
    """Give the line over the title that says the series and its number, and nothing besides."""
    top = headlines.read(facts)
    if top.edition is None or not _is_best(top, title_line):
        return ()
    name, _, rest = top.edition.text.partition(series)
    number = editions(rest)[:1]
    more = name + (rest[: number[0].start] + rest[number[0].end :] if number else rest)
    return () if any(map(str.isalnum, more)) else tuple(top.edition.span)


def _is_speech(text: str, below: Sequence[str]) -> bool:
    """Tell whether a line opens with a label that opens others too: “Q: Where …”."""
    label = re.match(r"\S{1,24}(?:\s\S{1,24}){0,2}?\s?[:：]", text)
    return bool(label) and any(other.startswith(label[0]) for other in below if label)


def deck(facts: Facts, title_line: int) -> Finding[str | None]:
    """Take the line between a title and its byline or date: only a deck stands there."""
    top = headlines.read(facts)
    if top.deck is None or not _is_best(top, title_line):
        return settle([], None)
    line = top.deck
    said = facts.evidence("subtitle/deck", line.span, line.text)
    found = Candidate[str | None](
        value=line.text, evidence=said, standing="derived", lines=tuple(line.span)
    )
    return settle([found], None)


def supply(facts: Facts, body: tuple[Block, ...]) -> Field[str | None]:
    """Supply a title: the first sentence or its first clause, whole words."""
    # Block by block: the first has the words nearly always.
    for span, text in (found for block in body for found in texts_of((block,))):
        words = _shorten(squeeze(readable(text[:_OPENING])))
        if any(char.isalpha() for char in words):
            said = facts.evidence("title/first-words", Span(span.first, span.first), words)
            return Field(value=words, standing="supplied", evidence=(said,))
    said = Evidence(rule="title/name", quote=facts.document.path, where="name")
    return Field(value=facts.document.path, standing="supplied", evidence=(said,))


def _shorten(text: str) -> str:
    """Give the first sentence of a text, or what of it fits."""
    bare = _BEFORE_WORDS.sub("", text)
    words = _first_words(bare)
    before = text[: len(text) - len(bare)]
    quoted = next((sign for sign in reversed(before) if sign in _CLOSING), "")
    if quoted and words.count(_CLOSING[quoted]) > words.count(quoted) * (
        quoted != _CLOSING[quoted]
    ):
        return before[before.rindex(quoted) :] + words
    return words


def _first_words(text: str) -> str:
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
