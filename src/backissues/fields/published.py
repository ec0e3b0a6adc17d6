"""Finds the day on which a document was published.

Comes in: facts. Goes out: a finding with an EDTF value; diagnostics where two dates disagree.
Must not know: kinds. A date inside running text is what the text is about, and is not taken.
"""

from __future__ import annotations

import re

from backissues.codes import diagnose
from backissues.fields.dates import Found, dates
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.languages import fold, opening
from backissues.model import Diagnostic, Evidence, Header, Span

_HEADERS = ("published", "date", "created", "pubdate", "datepublished")
# A dateline stands in a document's first lines. One at the end may be any date: that of another
# article to which a platform leads, or the day on which a story ends.
_NEAR = 12
_LONGEST_LINE = 80
_LEAST_TEXT = 60
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "»", "”", '"')
# Letters that a dateline may hold beside its date: “Lisbon,”, “Published on”, a weekday.
_LONGEST_REST = 24
# “le 3 avril”, “on 3 April”, the T and Z of a time.
_LONGEST_PARTICLE = 3
_LETTERS = re.compile(r"[\W\d_]+")


def find(facts: Facts, title_span: Span | None) -> tuple[Finding[str | None], list[Diagnostic]]:
    """Find the date: a header's, the unroller's, a dateline's, the title's, the file name's."""
    candidates: list[Candidate[str | None]] = []
    problems: list[Diagnostic] = []
    for name in _HEADERS:
        for header in facts.document.headers:
            if header.name == name and header.values:
                found = dates(header.values[0], facts.code)
                problems += _ambiguous(facts, header.span, found)
                if not found and header.values[0]:
                    problems.append(_no_date(facts, header))
                if found:
                    said = evidence("published/header", header.span, header.values[0], header=True)
                    candidates.append(Candidate(value=found[-1].edtf, evidence=said))
    frame = facts.unroll
    for found_date in dates(frame.date, facts.code)[-1:]:
        span = Span(frame.date_line, frame.date_line)
        said = facts.evidence("published/unroller", span, found_date.words)
        candidates.append(Candidate(value=found_date.edtf, evidence=said, lines=(frame.date_line,)))
    candidates += _datelines(facts, problems, title_span) or _stamps(facts)
    if title_span and not any(
        len(candidate.value or "") == len("2024-05-21") for candidate in candidates
    ):
        candidates += _in_title(facts, title_span)
    if not candidates:
        candidates += _in_name(facts)
    full = [candidate for candidate in candidates if candidate.value]
    problems += _disagreement(facts, full)
    return settle(full, None), problems


def _datelines(
    facts: Facts, problems: list[Diagnostic], title_span: Span | None
) -> list[Candidate[str | None]]:
    """Take a date that is nearly all of its line, near the top."""
    found: list[Candidate[str | None]] = []
    for span, text in facts.texts[:_NEAR]:
        if len(text) > _LEAST_TEXT and text.endswith(_SENTENCE_ENDS):
            # The text itself begins here; no dateline stands below it.
            break
        if span.first != span.last or span == title_span or len(text) > _LONGEST_LINE:
            continue
        inside = dates(text, facts.code)
        rest = _LETTERS.sub("", _without(text, inside))
        if not inside or len(rest) > _LONGEST_REST or text.endswith("?") or _goes_on(facts, span):
            continue
        problems += _ambiguous(facts, span, inside)
        said = facts.evidence("published/dateline", span, inside[-1].words)
        # A place or a weekday beside the date is the author's, and stays in the text.
        lines = (span.first,) if len(rest) <= _LONGEST_PARTICLE else ()
        found.append(Candidate(value=inside[-1].edtf, evidence=said, lines=lines))
    return found


def _without(text: str, inside: list[Found]) -> str:
    """Return what a line says beside its dates."""
    for item in inside:
        text = text.replace(item.words, " ", 1)
    return text


def _goes_on(facts: Facts, span: Span) -> bool:
    """Tell whether the next line goes on with this one: a small letter, and no byline's “by”."""
    if span.last >= len(facts.document.lines):
        return False
    below = facts.line(span.last + 1)
    return below[:1].islower() and not opening("by").match(fold(below))


def _stamps(facts: Facts) -> list[Candidate[str | None]]:
    """Take the moment that a platform prints under a post: “12:04 PM · Mar 3, 2023”."""
    found: list[Candidate[str | None]] = []
    for span, text in facts.texts[-_NEAR:]:
        stamp = len(text) <= _LONGEST_LINE and _CLOCK.search(text)
        inside = dates(text, facts.code) if stamp else []
        if inside and len(_LETTERS.sub("", _without(text, inside))) <= _LONGEST_PARTICLE:
            said = facts.evidence("published/stamp", span, inside[-1].words)
            lines = (span.first,) if span.first == span.last else ()
            found.append(Candidate(value=inside[-1].edtf, evidence=said, lines=lines))
    return found


def _in_title(facts: Facts, span: Span) -> list[Candidate[str | None]]:
    """Take the last date of the title: a range is published on its last day."""
    text = facts.line(span.first)
    return [
        Candidate(
            value=item.edtf,
            evidence=facts.evidence("published/title", span, item.words),
            standing="derived",
        )
        for item in dates(text, facts.code)[-1:]
    ]


def _in_name(facts: Facts) -> list[Candidate[str | None]]:
    """Take a full date in the file's name."""
    name = facts.document.path.rpartition("/")[2].rpartition(".")[0]
    return [
        Candidate(
            value=item.edtf,
            evidence=Evidence(rule="published/name", quote=item.words, where="name"),
            standing="derived",
        )
        for item in dates(name.replace("_", "-"), facts.code)[:1]
    ]


def _no_date(facts: Facts, header: Header) -> Diagnostic:
    """Report a header that should hold a date and does not."""
    return diagnose(
        "F-006",
        facts.document.path,
        header.span.first,
        excerpt=facts.line(header.span.first),
        name=header.name,
        value=header.values[0],
    )


def _ambiguous(facts: Facts, span: Span, found: list[Found]) -> list[Diagnostic]:
    """Report a date that can be read in two orders."""
    return [
        diagnose(
            "F-003",
            facts.document.path,
            span.first,
            excerpt=facts.line(span.first),
            value=item.words,
            first=item.readings[0],
            second=item.readings[1],
            sidecar=facts.sidecar,
        )
        for item in found
        if item.readings
    ]


def _disagreement(facts: Facts, found: list[Candidate[str | None]]) -> list[Diagnostic]:
    """Report two full dates that differ; a month and a day in it agree."""
    if not found:
        return []
    used = found[0]
    for other in found[1:]:
        a, b = used.value or "", other.value or ""
        if not a.startswith(b) and not b.startswith(a):
            line = other.evidence.span.first if other.evidence.span else None
            return [
                diagnose(
                    "F-004",
                    facts.document.path,
                    line,
                    excerpt=facts.line(line) if line else "",
                    field="published",
                    used=a,
                    used_where=used.evidence.rule.partition("/")[2],
                    other=b,
                    other_where=other.evidence.rule.partition("/")[2],
                    sidecar=facts.sidecar,
                )
            ]
    return []
