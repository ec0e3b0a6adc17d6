"""The interview: questions and answers, or a narrative built on one person's quoted words.

Comes in: facts. Goes out: a verdict; parts for questions and answers, or the prose as it is.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from backissues.fields import turns
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.facts import Facts
from backissues.fields.frame import read_frame
from backissues.fields.further import mark_further_reading
from backissues.fields.losses import mark_losses
from backissues.fields.people import full_name, is_name, with_conductor
from backissues.fields.quoted import spokesman
from backissues.fields.run_ins import mark_labels
from backissues.fields.trim import hull
from backissues.languages import everywhere, fold, wording
from backissues.model import Block, Field, Part, Verdict, absent_list

NAME = "interview"
_STRAIGHT_QUOTE = re.compile(r"(?:^|\s)\"\w")


def recognise(facts: Facts) -> Verdict:
    """Look for turns, for questions set apart, and for one person quoted again and again."""
    found = turns.find(facts.blocks)
    name, count, _ = spokesman(facts)
    quotes = sum(_holds_quote(text) for _, text in facts.texts) if count else 0
    top = fold(" ".join([*_headers(facts), *(text for _, text in facts.texts[:2])]))[:400]
    said = wording("interview_words").search(top)
    narrative = name and count >= 3 and quotes >= 0.2 * len(facts.texts)
    return weigh(
        NAME,
        [
            sign(
                found.form == "labels",
                5.0,
                "speakers named before their words: {names}",
                names=", ".join(found.labels[:4]),
            ),
            sign(
                found.form == "names",
                4.5,
                "speakers named on their own lines: {names}",
                names=", ".join(found.labels[:4]),
            ),
            sign(
                found.form == "questions", 4.0, "{count} questions set apart", count=found.questions
            ),
            sign(
                narrative,
                4.0,
                "{name} is quoted {count} times",
                name=name,
                count=count,
            ),
            sign(said, 2.0, "a word for an interview at the top"),
        ],
    )


def _holds_quote(text: str) -> bool:
    """Tell whether a passage holds a quotation."""
    if "«" in text or "“" in text or "„" in text:
        return True
    return '"' in text and _STRAIGHT_QUOTE.search(text) is not None


def _headers(facts: Facts) -> list[str]:
    return [value for header in facts.document.headers for value in header.values]


def compose(facts: Facts) -> Composition:
    """Part questions and answers; a narrative keeps its prose, with its lists and labels."""
    frame = read_frame(facts)
    plain = mark_further_reading(frame.blocks)
    found = turns.find(plain)
    if found.form != "none":
        sections = turns.mark_sections(plain, found)
        parted = turns.part(sections, found)
        blocks = _split_answers(parted, found)
        people = _speakers(facts, found)
    else:
        blocks = mark_labels(frame.headed(facts))
        people = _quoted(facts)
    blocks, lost = mark_losses(facts, blocks)
    named = ""
    if people.value:
        named = facts.lexicon.interview_with.format(name=", ".join(people.value))
    return Composition(
        fields=replace(
            frame.fields,
            interviewees=people,
            authors=with_conductor(facts, frame.fields.authors, _asker(found)),
        ),
        body=blocks,
        used=frame.used,
        diagnostics=(*frame.diagnostics, *lost),
        named=named,
        naming=people.evidence[:1],
    )


def _asker(found: turns.Turns) -> str:
    """Return the full name of the one who asks, where a label gives it."""
    return found.asker if found.form != "questions" and is_name(found.asker) else ""


def _quoted(facts: Facts) -> Field[tuple[str, ...]]:
    """Name the one whom a narrative quotes."""
    name, count, place = spokesman(facts)
    if not name or place is None or count < 2:
        return absent_list()
    name, place = full_name(facts, name) or (name, place)
    said = facts.evidence("interviewees/quoted", place, name)
    return Field(value=(name,), standing="derived", evidence=(said,))


def _split_answers(body: tuple[Block, ...], found: turns.Turns) -> tuple[Block, ...]:
    """Give what follows a question without speakers a part of its own: its answer."""
    if found.form != "questions":
        return body
    result: list[Block] = []
    for block in body:
        if isinstance(block, Part) and block.role == "question" and len(block.blocks) > 1:
            first, *rest = block.blocks
            result.append(_part(block, (first,), "question"))
            result.append(_part(block, tuple(rest), "answer"))
        else:
            result.append(block)
    return tuple(result)


def _part(block: Part, blocks: tuple[Block, ...], role: str) -> Part:
    return Part(
        role=role,
        blocks=blocks,
        span=hull(blocks),
        anchor=block.anchor if role == "question" else "",
    )


def _speakers(facts: Facts, found: turns.Turns) -> Field[tuple[str, ...]]:
    """Name those who answer, by the fullest form of each label; initials stand for a full name."""
    names: list[str] = []
    for label in sorted(found.labels, key=len, reverse=True):
        bare = label.rstrip(".")
        initials = len(bare) <= 3 or bare.casefold() in everywhere("answerer_words")
        if label == found.asker or any(name.startswith(bare) for name in names) or initials:
            continue
        if label[:1].isupper():
            names.append(label)
    if not names:
        return absent_list()
    ordered = tuple(sorted(names, key=found.labels.index))
    for span, text in facts.texts:
        if ordered[0] in text:
            said = facts.evidence("interviewees/speakers", span, ordered[0])
            return Field(value=ordered, standing="derived", evidence=(said,))
    return absent_list()
