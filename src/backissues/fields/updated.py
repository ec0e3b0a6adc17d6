"""Finds the day on which a document was changed after it was published.

Comes in: facts. Goes out: a finding with an EDTF value.
Must not know: kinds. It says nothing of the day of publication, and never stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from backissues.fields import head
from backissues.fields.credits import Credits, marked_dates, read_credits
from backissues.fields.dates import may_date, stated
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate, Finding, evidence, settle
from backissues.fields.published import weighs
from backissues.languages import wording
from backissues.model import Span

# Names that tools give the day of the last change: Hexo, Hugo, Jekyll, Pelican, Obsidian, mail
# and web servers, schema.org, OpenGraph, Chinese blogs.
_HEADERS = (
    *("updated", "date_updated", "date-updated", "dateupdated", "updated_at", "updated_on"),
    *("last_updated", "last-updated", "last updated", "lastupdated", "update_date", "updated_date"),
    *("lastmod", "modified", "last_modified", "last-modified", "last modified", "lastmodified"),
    *("last_modified_at", "date_modified", "date-modified", "datemodified", "modified_at"),
    *("modified_date", "modified_time", "article:modified_time", "last_edited", "edited"),
    *("更新时间", "更新日期", "修改时间", "修改日期", "最后更新", "最后修改", "更新日", "最終更新"),
)
# Platforms print the day of a change among the last lines of a page, alone on its line.
_LAST = 12
_LONGEST_LINE = 80


def find(facts: Facts, title_span: Span | None) -> Finding[str | None]:
    """Find the day of the last change: a header's, one among the credits, a stamp at the end."""
    found = [*_in_headers(facts), *_datelines(facts, title_span)]
    return settle(found or list(_stamps(facts)), None)


def _in_headers(facts: Facts) -> Iterator[Candidate[str | None]]:
    """Take what a header states; “Date: 3 May 2021, updated 4 May 2021” states both days."""
    names = {header.name for header in facts.document.headers}
    for name in _HEADERS:
        for header in facts.document.headers if name in names else ():
            if header.name == name and header.values:
                for item in stated(header.values[0], facts.code)[:1]:
                    said = evidence("updated/header", header.span, header.values[0], header=True)
                    yield Candidate(value=item.edtf, evidence=said)
    for header in facts.document.headers:
        if not header.values or header.name in _HEADERS or not may_date(header.values[0]):
            continue
        for item in marked_dates(header.values[0], facts.code):
            if item.changed:
                said = evidence("updated/header", header.span, header.values[0], header=True)
                yield Candidate(value=item.edtf, evidence=said)


def _datelines(facts: Facts, title_span: Span | None) -> Iterator[Candidate[str | None]]:
    """Take the changes that the credits above the text name: “Publié le …, mis à jour le …”."""
    for line in head.lines(facts):
        if line.sort == "credits" and line.span != title_span:
            yield from _changes(facts, line.span, line.credits, rule="updated/dateline")


def _stamps(facts: Facts) -> Iterator[Candidate[str | None]]:
    """Take what a platform prints about a text: “Last updated on May 4, 2023”.

    Most such lines are furniture already: the date is read there, and the line stays set aside.
    """
    changing = wording("updated")
    below = [pair for pair in facts.texts[-_LAST:] if pair[0].first == pair[0].last]
    for span, text in (*_furniture(facts), *below):
        if len(text) <= _LONGEST_LINE and may_date(text) and changing.may_stand_in(text):
            read = read_credits(text, facts.code)
            if read.whole and not read.rest:
                yield from _changes(facts, span, read, rule="updated/stamp")


def _furniture(facts: Facts) -> Iterator[tuple[Span, str]]:
    """Yield the lines that were set aside as a platform's own."""
    for aside in facts.asides:
        for number in aside.span if aside.reason == "furniture" else ():
            yield Span(number, number), facts.line(number).strip()


def _changes(
    facts: Facts, span: Span, read: Credits, *, rule: str
) -> Iterator[Candidate[str | None]]:
    """Yield the days of change of one line, which leaves the text if it says nothing else."""
    lines = () if any(map(weighs, read.rest)) else tuple(span)
    for item in read.dates:
        if item.changed:
            said = facts.evidence(rule, span, item.words)
            yield Candidate(value=item.edtf, evidence=said, lines=lines)
