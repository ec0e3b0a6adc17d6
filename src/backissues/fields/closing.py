"""Reads who wrote a text at its end: a late byline, a signature, a line about the writer.

Comes in: facts. Goes out: candidates for the authors, surest first.
Must not know: kinds, what the head of the text says.
"""

from __future__ import annotations

import re
from functools import cache

from backissues.fields.credits import byline, read_credits
from backissues.fields.facts import Facts, once
from backissues.fields.finding import Candidate
from backissues.fields.names import Names, common_words, is_bare_name, leading_names
from backissues.languages import alternatives, everywhere, fold, opening, wording
from backissues.languages.tokens import tokens
from backissues.model import Quote, Span
from backissues.patterns import late

# Where a text may name its writer at its end: its last third, or so many lines.
_TAIL = 8
_LONGEST_BYLINE = 120
# A line about the writer is short, and one of the last.
_LONGEST_BIO = 320
_BIO_LINES = 4
_BETWEEN_WORDS = re.compile(r"[.,]?\s")
# A bare name ends a text; below it stand at most hashtags, a place, an address.
_LAST_LINES = 3
# “— Edwina Roche”, “-- Ada Marsh”, “– Ada Marsh.”; not “— Vraiment ? dit Ada”.
_DASHED = late(r"^(?:[—―–]|--?)\s?([^\W\d_][^,;:(?!]{2,40}?)\.?$")
_QUOTES = ("”", "»", '"', "“", "」", "’")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "»", "”", '"', ")", "）")
_ENDS = (*_SENTENCE_ENDS, ",", "，")
# The letter's own words name who makes it in its first or its last lines.
_NEAR = 12
_LONGEST_SENTENCE = 400


def at_the_end(facts: Facts) -> list[Candidate[Names]]:
    """Find who signs a text: a byline in its last part, a signature, a line about the writer."""
    for rule in (_late_bylines, _signatures, _makers, _imprint, _about):
        found = rule(facts)
        # Several bylines are those of several pieces, and nobody's of the whole.
        if len({one.value for one in found}) == 1:
            return found
    return []


def _late_bylines(facts: Facts) -> list[Candidate[Names]]:
    """Take lines like “Tekst: Wietske Damsma”, “Postado por Rivaldo Quintela às 23:07”."""
    texts, found = facts.texts, list[Candidate[Names]]()
    written = opening("by", "conducted_by")
    for index in range(max(1, len(texts) - max(_TAIL, len(texts) // 3)), len(texts)):
        span, text = texts[index]
        if len(text) > _LONGEST_BYLINE or span.first != span.last or not written.may_open(text):
            continue
        if (names := byline(text)) and span not in facts.headings and not _of_a_part(facts, span):
            dated = read_credits(text, facts.code).dates
            lines = () if dated else (span.first,)
            said = facts.evidence("authors/byline", span, text)
            found.append(Candidate(value=names, evidence=said, lines=lines))
    return found


def _of_a_part(facts: Facts, span: Span) -> bool:
    """Tell whether a byline is that of one part of several: headings stand above it and below."""
    above = sum(heading < span for heading in facts.headings)
    return above > 1 and above < len(facts.headings)


def _signatures(facts: Facts) -> list[Candidate[Names]]:
    """Take a name that stands alone at the end: behind a dash, in brackets, with a date, bare."""
    texts, found = facts.texts, list[Candidate[Names]]()
    for index in range(len(texts) - 1, max(0, len(texts) - 1 - _TAIL), -1):
        span, text = texts[index]
        if span.first != span.last or len(text) > _LONGEST_BYLINE or span in facts.headings:
            continue
        # A dash that opens a line may have been read as an item's mark.
        written = facts.line(span.first).strip(" >*_\t")
        names = _signed(facts, written, index)
        if names and not _is_said(facts, index, names):
            said = facts.evidence("authors/sign-off", span, names[0])
            found.append(Candidate(value=names, evidence=said, standing="derived"))
    return found


def _signed(facts: Facts, text: str, index: int) -> Names:
    """Read the name of one line that may be a signature."""
    if match := _DASHED.match(text):
        return (match[1],) if is_bare_name(match[1], facts.code) else ()
    if len(facts.texts) - index > _LAST_LINES or not _ends(facts.texts[index - 1][1]):
        return ()
    bare = text.strip("()（）[] .")
    if " " not in bare and bare == text:
        # Any four characters could be a Chinese name: “関連記事” heads other articles.
        return ()
    if is_bare_name(bare, facts.code):
        common = small_words(facts)
        return () if any(word in common for word in bare.casefold().split()) else (bare,)
    read = read_credits(text, facts.code)
    return read.names if read.dates and read.names and not read.rest else ()


def _ends(text: str) -> bool:
    """Tell whether a passage is over: a signature follows a sentence, or a farewell's comma."""
    return text.endswith(_ENDS) or opening("farewell").opens(text)


def _is_said(facts: Facts, index: int, names: Names) -> bool:
    """Tell whether a name is that of one who is quoted above it, or who speaks again and again."""
    span, text = facts.texts[index]
    before = facts.texts[index - 1]
    if before[1].endswith(_QUOTES) or before[1].startswith(("“", "«", "„", '"', "「")):
        return True
    quotes = [block.span for block in facts.blocks if isinstance(block, Quote)]
    if any(quote.first <= line <= quote.last for quote in quotes for line in (*span, *before[0])):
        return True
    if any(other == text for at, (_, other) in enumerate(facts.texts) if at != index):
        return True
    # A name between two passages of the text is that of a speaker or of a picture.
    return any(len(other) > _LONGEST_BYLINE for _, other in facts.texts[index + 1 :]) and bool(
        names
    )


@cache
def _made_by() -> re.Pattern[str]:
    """Match phrases like “edited by”, “scritta da” inside a sentence; not a bare “by”."""
    phrases = sorted(word for word in everywhere("by") if " " in word)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})\s?:?\s+", re.IGNORECASE)


@cache
def _makings() -> dict[str, list[str]]:
    """Return such phrases by the longest word of each: a text without any of them holds none."""
    found: dict[str, list[str]] = {}
    for phrase in everywhere("by"):
        if " " in phrase:
            found.setdefault(max(tokens(phrase), key=len), []).append(phrase)
    return found


@cache
def _making() -> frozenset[str]:
    return frozenset(_makings())


def _may_be_made(text: str) -> bool:
    """Tell at little cost whether one of the phrases stands in a text that has a word of it."""
    folded, phrases = fold(text), _makings()
    return any(phrase in folded for word in tokens(text) for phrase in phrases.get(word, ()))


def _makers(facts: Facts) -> list[Candidate[Names]]:
    """Take who makes a letter from its own words: “This edition was edited by Ada and Bo.”."""
    found: list[Candidate[Names]] = []
    making = _making()
    for span, text in (*facts.texts[:_NEAR], *facts.texts[_NEAR:][-_NEAR:]):
        if len(text) > _LONGEST_SENTENCE or making.isdisjoint(tokens(text)):
            continue
        if not _may_be_made(text):
            continue
        match = _made_by().search(text.replace("’", "'"))
        names = leading_names(text[match.end() :]) if match else ()
        if match and names and _of_itself(text[: match.start()]):
            said = facts.evidence("authors/maker", span, names[0])
            found.append(Candidate(value=names, evidence=said, standing="derived"))
    return found


def _of_itself(before: str) -> bool:
    """Tell whether what stands before such a phrase is the letter itself, or nothing.

    “This issue was edited by …”, “Подборку составила …”; not “a novel written by …”.
    """
    said = before.rstrip()
    starts = not said or said.endswith((".", "!", "?", "…"))
    return starts or wording("issue_words").stands_in(before)


@cache
def _roles() -> tuple[str, ...]:
    return tuple(everywhere("by"))


def _ends_in_role(text: str) -> bool:
    """Tell whether a word of authorship stands before one of the colons of a text."""
    # The pattern tries hundreds of words at every place; most colons are those of an address.
    if text.count(":") == text.count("://") and "：" not in text:
        return False
    parts = text.casefold().replace("：", ":").split(":")
    return any(part.rstrip().endswith(_roles()) for part in parts[:-1])


@cache
def _role() -> re.Pattern[str]:
    """Match a word of authorship with its colon inside a line: “… Rédaction : Ada et Bo.”."""
    return re.compile(rf"(?<!\w)(?:{alternatives('by')})\s?[:：]\s?", re.IGNORECASE)


def _imprint(facts: Facts) -> list[Candidate[Names]]:
    """Take who is named in an imprint, among the last lines."""
    found: list[Candidate[Names]] = []
    for span, text in facts.texts[-_BIO_LINES:]:
        if len(text) > _LONGEST_SENTENCE or not (":" in text or "：" in text):
            continue
        if not _ends_in_role(text):
            continue
        match = _role().search(text)
        names = leading_names(text[match.end() :]) if match else ()
        if names and not _of_a_part(facts, span):
            said = facts.evidence("authors/imprint", span, names[0])
            found.append(Candidate(value=names, evidence=said, standing="derived"))
    return found


def _about(facts: Facts) -> list[Candidate[Names]]:
    """Take the name that opens a line about the writer: “Ada Quist is a miller and lives in …”.

    The text speaks of its writer nowhere else; of those whom it is about, it does.
    """
    texts = facts.texts
    for span, text in reversed(texts[-_BIO_LINES:]):
        if not 20 < len(text) <= _LONGEST_BIO or not _speaks_of(text):
            continue
        names = leading_names(text[:_LONGEST_BYLINE])[:1]
        if not names or not is_bare_name(names[0], facts.code):
            continue
        surname = names[0].split()[-1]
        if any(surname in other for place, other in texts if place != span):
            continue
        said = facts.evidence("authors/about", Span(span.first, span.first), names[0])
        return [Candidate(value=names, evidence=said, standing="derived")]
    return []


def _speaks_of(text: str) -> bool:
    """Tell whether a verb of such lines follows the name: “is”, “est”, “lebt”, “writes”."""
    words = fold(" ".join(text.split(None, 6)[2:6])) + " "
    return not everywhere("bio_verbs").isdisjoint(_BETWEEN_WORDS.split(words))


@once
def small_words(facts: Facts) -> frozenset[str]:
    """Return the words that the text writes with small letters."""
    return common_words(tuple(text for _, text in facts.texts))
