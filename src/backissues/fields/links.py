"""Finds what a text names beside itself: its source, its hashtags, the credit of its pictures.

Comes in: facts. Goes out: findings.
Must not know: kinds.
"""

from __future__ import annotations

from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.fields.names import is_bare_name
from backissues.languages import bare, everywhere, fold, opening
from backissues.model import (
    Paragraph,
    Span,
    Text,
)
from backissues.patterns import late
from backissues.text.addresses import is_address

_LONGEST_CREDIT = 160
# What may stand around a credit: “(Foto di Ada Roe)”, “/ Fot. Ada Roe”.
_AROUND = " ()[]/*_"
_ADDRESS = late(r"https?://[^\s<>\[\]\"“”«»]{4,2000}")
_SOURCE_HEADERS = frozenset(
    [
        *("url", "link", "source", "source_url", "source-url", "sourceurl", "original_url"),
        *("canonical", "canonical_url", "canonical-url", "canonicalurl", "originalurl"),
    ]
)
# A line that names the source is short, and stands near the top or the end.
_LONGEST_SOURCE = 400
_NEAR = 6


def source_url(facts: Facts) -> Finding[str | None]:
    """Find where the text was taken from: a header, a first line's address, a line that says so."""
    candidates: list[Candidate[str | None]] = []
    for header in facts.document.headers:
        value = header.values[0].strip() if header.values else ""
        if header.name in _SOURCE_HEADERS and is_address(value):
            said = evidence("source_url/header", header.span, value, header=True)
            candidates.append(Candidate(value=value, evidence=said))
    if facts.texts:
        span, text = facts.texts[0]
        if is_address(text) and span.first == span.last:
            address = text.removeprefix("<").removesuffix(">")
            said = facts.evidence("source_url/first-line", span, address)
            candidates.append(Candidate(value=address, evidence=said, lines=(span.first,)))
    candidates += _sources(facts)
    return settle(candidates, None)


def _sources(facts: Facts) -> list[Candidate[str | None]]:
    """Take the address behind words for a source: “Originally published at …”, “原文：…”.

    The whole has one source: where several lines name one, each is that of a part.
    """
    found: list[tuple[int, str]] = []
    for number, line in enumerate(facts.document.lines, 1):
        if "//" not in line or len(line) > _LONGEST_SOURCE:
            continue
        if not opening("original_words").may_open(line.strip()):
            continue
        words = fold(bare(line))
        said = opening("original_words").match(words)
        match = _ADDRESS.search(line) if said else None
        if match and said:
            parted = words[said.end() :].lstrip(" *_").startswith((":", "："))
            if parted or " " in said[0]:
                found.append((number, match[0].rstrip(".,;)")))
    if len(found) != 1:
        return []
    number, address = found[0]
    filled = [number for number, line in enumerate(facts.document.lines, 1) if line.strip()]
    if number not in {*filled[:_NEAR], *filled[-_NEAR:]}:
        return []
    said_at = facts.evidence("source_url/line", Span(number, number), address)
    return [Candidate(value=address, evidence=said_at)]


def credit(facts: Facts) -> Finding[str | None]:
    """Find the credit of the pictures, alone on its line."""
    for span, text in facts.texts[:3] + facts.texts[-4:]:
        if span.first != span.last or len(text) > _LONGEST_CREDIT:
            continue
        if value := _credited(text):
            said = facts.evidence("credit/line", span, text)
            return settle([Candidate(value=value, evidence=said, lines=(span.first,))], None)
    return settle([], None)


def _credited(text: str) -> str:
    """Give whom a line credits: “Crédit photos: Ada Roe”, “(Foto di Ada Roe)”, “/ Fot. Ada Roe”.

    Without a colon only a name may follow: “Photo by the sea” is a title.
    """
    if ":" in text or "：" in text or "©" in text:
        label, _, rest = text.replace("：", ":").replace("©", ":").partition(":")
        return rest.strip() if fold(bare(label)) in everywhere("credit") else ""
    inner = text.strip(_AROUND)
    opened = opening("credit").match(fold(inner))
    if not opened:
        return ""
    rest = inner[opened.end() :]
    parted = rest.startswith(".") or " " in opened[0]
    name = rest.strip(" .")
    return name if parted and is_bare_name(name) else ""


def is_bare_text(block: Paragraph) -> bool:
    """Tell whether a paragraph is text and nothing else."""
    return set(map(type, block.inlines)) <= {Text}
