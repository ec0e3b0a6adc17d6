"""Finds the day on which a document was published.

Comes in: facts. Goes out: a finding with an EDTF value; diagnostics where two dates disagree.
Must not know: kinds. A date inside running text is what the text is about, and is not taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from backissues.codes import diagnose
from backissues.fields import head
from backissues.fields.credits import header_dates, read_credits
from backissues.fields.dates import Found, dates, may_date
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.model import Diagnostic, Evidence, Header, Span
from backissues.patterns import late

# Names that tools give the day of publication, surest first. The day on which a clipping was
# made (`created`) counts only where no other is named; that of a change never does.
_HEADERS = (
    *("published", "date", "datepublished", "date_published", "pubdate", "publishdate"),
    *("publish_date", "published_at", "published_on", "published-time", "publication_date"),
    *("posted", "sent", "发布时间", "发布日期", "created", "created_at"),
)
# A dateline stands in a document's first lines. One at the end may be any date: that of another
# article to which a platform leads, or the day on which a story ends.
_NEAR = 12
_LONGEST_LINE = 80
# The last lines, and what a place beside its date may be long.
_LAST, _PLACE = 5, 32
_DAY = len("2024-05-21")
# “12:04”, not “2012:04”, “1:2”; what is looked for is its colon, which few lines have.
_CLOCK = late(r":(?:(?<=\b\d:)|(?<=\b\d\d:))\d{2}\b")
# “le 3 avril”, “on 3 April”, the T and Z of a time.
_LONGEST_PARTICLE = 3
_LETTERS = late(r"[\W\d_]+")


def find(facts: Facts, title_span: Span | None) -> tuple[Finding[str | None], list[Diagnostic]]:
    """Find the date: a header's, the unroller's, a dateline's, the title's, the file name's."""
    candidates: list[Candidate[str | None]] = []
    problems: list[Diagnostic] = []
    names = {header.name for header in facts.document.headers}
    for name in _HEADERS:
        for header in facts.document.headers if name in names else ():
            if header.name == name and header.values:
                found = header_dates(header.values[0], facts.code)
                problems += _ambiguous(facts, header.span, found)
                if not found and header.values[0]:
                    problems.append(_no_date(facts, header))
                if chosen := _chosen(header.values[0], found):
                    said = evidence("published/header", header.span, header.values[0], header=True)
                    candidates.append(Candidate(value=chosen.edtf, evidence=said))
    frame = facts.unroll
    for found_date in dates(frame.date, facts.code)[-1:]:
        span = Span(frame.date_line, frame.date_line)
        said = facts.evidence("published/unroller", span, found_date.words)
        own = () if frame.date_line in frame.starts else (frame.date_line,)
        candidates.append(Candidate(value=found_date.edtf, evidence=said, lines=own))
    candidates += _datelines(facts, problems, title_span) or _placed(facts) or _stamps(facts)
    if title_span and not any(len(candidate.value or "") == _DAY for candidate in candidates):
        candidates += _in_title(facts, title_span)
    if not candidates:
        candidates += _in_name(facts)
    full = [candidate for candidate in candidates if candidate.value]
    problems += _disagreement(facts, full)
    return settle(full, None), problems


def _datelines(
    facts: Facts, problems: list[Diagnostic], title_span: Span | None
) -> list[Candidate[str | None]]:
    """Take the dates of the head's credits; that of a change is another field's."""
    found: list[Candidate[str | None]] = []
    for line in head.lines(facts):
        inside = line.credits.dates
        if line.sort != "credits" or line.span == title_span:
            continue
        chosen = _chosen(facts.line(line.span.first), inside)
        if chosen is None:
            continue
        if found and line.credits.timed and inside[0].edtf != found[0].value:
            # The stamps of further posts are no second date of the first.
            continue
        problems += _ambiguous(facts, line.span, [chosen])
        said = facts.evidence("published/dateline", line.span, chosen.words)
        # A place or a category beside the date is the author's, and stays in the text.
        lines = () if any(map(weighs, line.credits.rest)) else tuple(line.span)
        found.append(Candidate(value=chosen.edtf, evidence=said, lines=lines))
    return found


def weighs(rest: str) -> bool:
    """Tell whether words beside a date are more than a particle."""
    return len(_LETTERS.sub("", rest)) > _LONGEST_PARTICLE


def _chosen(text: str, inside: Sequence[Found]) -> Found | None:
    """Choose among the dates of one line, none where all are those of changes.

    The last day of a range is that of publication; else the first.
    """
    first = [item for item in inside if not item.changed]
    if not first:
        return None
    chosen = first[0]
    for item in first[1:]:
        between = text[text.find(chosen.words) + len(chosen.words) : text.find(item.words)]
        if len(between.strip()) <= _LONGEST_PARTICLE:
            chosen = item
    return chosen


def _placed(facts: Facts) -> list[Candidate[str | None]]:
    """Take a place with its date, below a greeting or at the end: “Borgo Alto, 21 marzo 2024”.

    A date alone at the end may be any: that of another article, or the day on which a story ends.
    """
    for span, text in (*facts.texts[:_NEAR], *facts.texts[_NEAR:][-_LAST:]):
        if span.first != span.last or len(text) > _LONGEST_LINE or not may_date(text):
            continue
        if text[:1].islower():
            continue
        # Lines that hold a day are few; they alone are read for what stands beside it.
        if _DAY not in {len(found.edtf) for found in dates(text, facts.code)}:
            continue
        read = read_credits(text, facts.code)
        days = [found for found in read.dates if len(found.edtf) == _DAY]
        # “Zuletzt abgerufen: 2.12.2021” is no place.
        placed = (read.rest or read.names) and ":" not in text
        own = read.whole and len(days) == 1 and not days[0].changed
        if own and placed and len(text) - len(days[0].words) <= _PLACE:
            said = facts.evidence("published/dateline", span, read.dates[0].words)
            return [Candidate(value=read.dates[0].edtf, evidence=said)]
    return []


def _stamps(facts: Facts) -> list[Candidate[str | None]]:
    """Take the moment that a platform prints under a post: “12:04 PM · Mar 3, 2023”."""
    found: list[Candidate[str | None]] = []
    for span, text in facts.texts[-_NEAR:]:
        if ":" not in text or span.first != span.last:
            continue
        if not _CLOCK.search(text[:_LONGEST_LINE]) or not may_date(text):
            continue
        read = read_credits(text, facts.code)
        stamped = read.dates and read.timed and not read.dates[-1].changed
        if read.whole and stamped and not read.rest:
            said = facts.evidence("published/stamp", span, read.dates[-1].words)
            found.append(Candidate(value=read.dates[-1].edtf, evidence=said, lines=(span.first,)))
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


def _ambiguous(facts: Facts, span: Span, found: Sequence[Found]) -> list[Diagnostic]:
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
