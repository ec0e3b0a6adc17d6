"""Reads the fields that every kind has, in one order, and takes their lines out of the blocks.

Comes in: facts, and whether the kind has a title. Goes out: a `Frame` for a kind to build on.
Must not know: kinds. The order of the rules is written once, here.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from backissues.fields import hashtags, links, people, published, series, title, updated
from backissues.fields.facts import Facts
from backissues.fields.finding import Finding
from backissues.fields.further import mark_further_reading
from backissues.fields.headings import mark_headings
from backissues.fields.trim import without
from backissues.model import Block, Diagnostic, Field, Fields, Paragraph, Span, Used


class Frame(Struct, frozen=True, kw_only=True):
    """Fields common to all kinds, what is left of the blocks, and the lines that became fields."""

    fields: Fields
    blocks: tuple[Block, ...]
    used: tuple[Used, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def titled(self) -> int | None:
        """The last line of the text that became its title; 0 where a header states one."""
        lines = [used.span.last for used in self.used if used.field == "title"]
        if lines:
            return lines[-1]
        return 0 if any(used.field == "header" for used in self.used) else None

    def headed(self, facts: Facts) -> tuple[Block, ...]:
        """Return what is left of the blocks, with further reading and headings marked."""
        return mark_headings(
            mark_further_reading(self.blocks),
            facts.document.lines,
            titled=self.titled,
            closed=facts.lexicon.joining,
        )


def read_frame(facts: Facts, *, titled: bool = True) -> Frame:
    """Read title, standfirst, byline, date, series, source, credit and hashtags.

    `titled` is false for a kind whose first line is text, where only a header or a heading counts.
    """
    named = title.find(facts)
    if not titled and named.field.standing == "derived":
        named = Finding(field=Field(value=None))
    title_line = named.lines[-1] if named.lines else 0
    title_span = _place(named)
    below = title.standfirst(facts, title_line)
    dated, date_problems = published.find(facts, title_span)
    changed = updated.find(facts, title_span)
    run = series.find(facts)
    authors = people.find(facts, title_line)
    name = run.series.field.value
    over = title.masthead(facts, title_line, name) if name else ()
    if below.field.standing == "absent":
        below = title.deck(facts, title_line)
    source = links.source_url(facts)
    credit = links.credit(facts)
    # A line serves one field: the first in this order.
    taken: dict[int, str] = {}
    for name, lines in (
        ("title", named.lines),
        ("subtitle", below.lines),
        ("published", dated.lines),
        ("updated", changed.lines),
        ("authors", authors.lines),
        ("source_url", source.lines),
        ("credit", credit.lines),
        ("series", over),
    ):
        for line in lines:
            taken.setdefault(line, name)
    blocks, really = without(facts.blocks, set(taken))
    blocks = _with_dateline(blocks, dated, changed)
    used = [Used(span=Span(line, line), field=taken[line]) for line in sorted(really)]
    if facts.document.head:
        used.insert(0, Used(span=facts.document.head, field="header"))
    return Frame(
        fields=Fields(
            language=facts.language.field,
            title=named.field,
            subtitle=below.field,
            published=dated.field,
            updated=changed.field,
            series=run.series.field,
            number=run.number.field,
            authors=authors.field,
            source_url=source.field,
            credit=credit.field,
            hashtags=hashtags.find(facts).field,
        ),
        blocks=blocks,
        used=tuple(used),
        diagnostics=(*date_problems, *run.diagnostics),
    )


def _with_dateline(blocks: tuple[Block, ...], *found: Finding[str | None]) -> tuple[Block, ...]:
    """Give the paragraph that a date was read in its role, where it stays in the text."""
    spans = {
        evidence.span
        for finding in found
        for evidence in finding.field.evidence
        if evidence.rule.endswith("/dateline") and evidence.span
    }
    if not spans:
        return blocks
    return tuple(
        replace(block, role="dateline")
        if isinstance(block, Paragraph) and block.span in spans
        else block
        for block in blocks
    )


def _place(named: Finding[str | None]) -> Span | None:
    """Give the lines that the title was read at."""
    evidence = named.field.evidence
    if not evidence or named.field.standing == "supplied":
        return None
    return evidence[0].span
