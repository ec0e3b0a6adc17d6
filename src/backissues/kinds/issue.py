"""The newsletter issue: one edition of a series, with a greeting, sections, columns, a sign-off.

Comes in: facts. Goes out: a verdict; the text with its roles, guest columns as parts.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from backissues.fields import people, roundup, series, title
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.facts import Facts
from backissues.fields.finding import Candidate
from backissues.fields.frame import read_frame
from backissues.fields.hashtags import is_hashtag_line
from backissues.fields.links import is_bare_text
from backissues.fields.losses import mark_losses
from backissues.fields.rubrics import is_rubric
from backissues.fields.run_ins import mark_labels
from backissues.fields.stories import mark_stories
from backissues.fields.trim import hull
from backissues.languages import everywhere, fold, opening, wording
from backissues.model import Block, Field, Fields, Heading, Link, Paragraph, Part, Verdict
from backissues.patterns import late
from backissues.text.tree import inlines_of, text_of

NAME = "issue"
_SENTENCES = late(r"(?<=[.!?»”])\s+")
_LONGEST_GREETING = 1000
_SIGNED = late(r"[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,2}")
_EDGES = late(r"^[\W_]+")
# Where the sign-off and what follows it may begin: the last fifth of an issue.
_TAIL = 0.8
_LEAST_TAIL = 8
# No greeting or farewell of a list is as long: what follows needs no folding.
_LONGEST_PHRASE = 120
# A word for a newsletter stands within so many characters.
_TOP = 500
# A calendar alone may end any text; with letters or an imprint it is a paper's.
_RUBRICS = 2
# Fewer linked titles stand in any text.
_LINKED = 4


def recognise(facts: Facts) -> Verdict:
    """Look for a series and a number, a greeting, a sign-off, prompts to readers, linked items."""
    named = title.find(facts)
    reading = series.find(facts)
    run, number = reading.series, reading.number
    texts = [text for _, text in facts.texts]
    ends = opening("farewell", "call")
    tail = [_start(text) for text in texts[_tail(len(texts)) :] if ends.may_open(text)]
    heads = [block for block in facts.marked if isinstance(block, Heading)]
    headings = len(heads)
    rubrics = sum([is_rubric(text_of(block)) for block in heads])
    linked = sum([type(inline) is Link for inline in inlines_of(facts.blocks)])
    greets = any(map(_greets, texts[:12]))
    signed = reading.signed.field.value
    bids = any(map(opening("farewell").match, tail))
    lettered = wording("issue_words").at_the_top([named.field.value or "", *texts[:3]], _TOP)
    titled = bool(run.field.value) and (run.field.value or "") in (named.field.value or "")
    more = greets or bids or lettered or rubrics or linked >= 4 or (titled and headings >= 2)
    found = roundup.read(facts)
    mailed = {"from", "subject"} <= {header.name for header in facts.document.headers}
    calls = any(map(opening("call").match, tail))
    return weigh(
        NAME,
        [
            # A column is numbered as well: a letter shows by more than its number.
            sign(
                bool(number.field.value),
                2.5 if more else 0.5,
                "a number: {number}",
                number=number.field.value,
            ),
            sign(
                bool(run.field.value),
                1.0,
                "of a series: {series}",
                series=run.field.value,
            ),
            sign(greets, 1.0, "a greeting"),
            sign(
                greets and not run.field.value and signed,
                0.5,
                "sent as “{series}”",
                series=signed,
            ),
            sign(bids, 1.0, "a farewell"),
            sign(calls, 0.5, "prompts to readers"),
            sign(lettered, 1.5, "a word for a newsletter at the top"),
            sign(found.letter, 1.0, "its name says a letter: “{name}”", name=found.letter),
            sign(found.entries >= _LINKED, 1.0, "{count} linked titles", count=found.entries),
            sign(headings >= 3, 0.5, "several sections"),
            sign(rubrics >= _RUBRICS, 1.0, "{count} rubrics that recur", count=rubrics),
            sign(mailed, 0.5, "the head of a mail"),
            sign(headings >= 2 and linked >= 4, 1.0, "many links under headings"),
        ],
    )


def _tail(size: int) -> int:
    """Give the index at which the tail of so many passages begins; never the first."""
    return max(1, min(int(size * _TAIL), size - _LEAST_TAIL))


def _greets(text: str) -> bool:
    """Tell whether a sentence of a passage greets; an epigraph may stand before the greeting."""
    # Most passages hold no word that a greeting begins with, and need not be parted.
    if not wording("greeting").may_stand_in(text):
        return False
    sentences = _SENTENCES.split(text[:_LONGEST_GREETING])
    return any(opening("greeting").match(_start(sentence)) for sentence in sentences)


def _start(text: str) -> str:
    """Give the first words of a passage as word lists write them, without the marks before them."""
    edges = None if text[:1].isalnum() else _EDGES.match(text)
    at = edges.end() if edges else 0
    return fold(text[at : at + _LONGEST_PHRASE])


def compose(facts: Facts) -> Composition:
    """Give greeting, sections, guest columns, sign-off, prompts and hashtags their roles."""
    frame = read_frame(facts)
    blocks = mark_labels(frame.headed(facts))
    blocks = mark_stories(_roles(blocks))
    blocks, guests = _columns(facts, blocks)
    fields = _authors(facts, frame.fields, guests)
    if not fields.series.value:
        fields = replace(fields, series=series.find(facts).signed.field)
    blocks, lost = mark_losses(facts, blocks)
    run, number = fields.series.value, fields.number.value
    return Composition(
        fields=fields,
        body=blocks,
        used=frame.used,
        diagnostics=(*frame.diagnostics, *lost),
        named=f"{run} #{number}" if run and number else "",
        naming=(*fields.series.evidence[:1], *fields.number.evidence[:1]),
    )


def _roles(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark the paragraphs of the tail by what opens them, and lines of hashtags anywhere."""
    found: list[Block] = []
    tail_from = _tail(len(blocks))
    farewell = False
    for index, block in enumerate(blocks):
        role = ""
        if isinstance(block, Paragraph):
            text = text_of(block)
            start = fold(_EDGES.sub("", text))
            name = is_bare_text(block) and _SIGNED.fullmatch(text)
            if is_hashtag_line(text):
                role = "hashtags"
            elif index >= tail_from and _calls(text, start):
                role = "call-to-action"
            elif index >= tail_from and (opening("farewell").match(start) or (farewell and name)):
                role = "sign-off"
                farewell = True
            elif index < 12 and _greets(text):
                role = "greeting"
        found.append(replace(block, role=role) if role and isinstance(block, Paragraph) else block)
    return tuple(found)


def _calls(text: str, start: str) -> bool:
    """Tell whether a line asks for something: a phrase at its start, or behind an emoji."""
    marked = bool(text) and not text[0].isalnum() and text[0] not in "«“\"'(-–—"
    return bool(opening("call").match(start)) or (
        marked and any(word in start for word in everywhere("call") if len(word) > 7)
    )


def _columns(
    facts: Facts, blocks: Sequence[Block]
) -> tuple[tuple[Block, ...], list[Candidate[tuple[str, ...]]]]:
    """Put a guest's column, whose heading names its writer, into a part with that name.

    It reaches to the next heading, or to the sign-off of the issue itself.
    """
    body: list[Block] = []
    guests: list[Candidate[tuple[str, ...]]] = []
    column: list[Block] = []
    name = ""

    def close() -> None:
        """End the column at hand."""
        if column:
            span = hull(column)
            anchor = f"column-{len(guests)}"
            part = Part(role="column", blocks=tuple(column), span=span, anchor=anchor, label=name)
            body.append(part)
            column.clear()

    for block in blocks:
        guest = people.guest(text_of(block)) if isinstance(block, Heading) else None
        if guest and isinstance(block, Heading):
            close()
            name = guest[0]
            said = facts.evidence("authors/column", block.span, name)
            guests.append(Candidate(value=(name,), evidence=said))
            column.append(replace(block, role="column"))
        elif column and not isinstance(block, Heading) and not _ends_column(block):
            column.append(block)
        else:
            close()
            body.append(block)
    close()
    return tuple(body), guests


def _ends_column(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    return block.role in {"sign-off", "call-to-action", "hashtags"}


def _authors(facts: Facts, fields: Fields, guests: Sequence[Candidate[tuple[str, ...]]]) -> Fields:
    """Take the one who signs off where no byline names an author, and add the guests."""
    signed = people.sign_off(facts) if not fields.authors.value else None
    authors = signed or fields.authors
    for guest in guests:
        if guest.value[0] not in authors.value:
            authors = Field(
                value=(*authors.value, *guest.value),
                standing=authors.standing if authors.value else guest.standing,
                evidence=(*authors.evidence, guest.evidence),
                rivals=authors.rivals,
            )
    return replace(fields, authors=authors)
