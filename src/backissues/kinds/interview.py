"""The interview: questions and answers, or a narrative built on one person's quoted words.

Comes in: facts. Goes out: a verdict; parts for questions and answers, or the prose as it is.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from backissues.fields import turns
from backissues.fields.asking import may_ask
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.conducted import with_conductor
from backissues.fields.facts import Facts, once
from backissues.fields.frame import read_frame
from backissues.fields.further import mark_further_reading
from backissues.fields.losses import mark_losses
from backissues.fields.people import full_name
from backissues.fields.quoted import portrayed, quoting, spokesman
from backissues.fields.run_ins import mark_labels
from backissues.fields.turns import Turns
from backissues.languages import everywhere, fold, wording
from backissues.model import Field, Sign, Verdict, absent_list

NAME = "interview"
# Where the turns are less of the text than this, the text holds an interview and is none.
_MOST_OF_IT, _MUCH_OF_IT = 0.5, 0.3
# Fewer questions than this are asked in passing, in any text.
# A narrative interview quotes its one person three times, and in a fifth of its passages.
_OFTEN_QUOTED, _MUCH_QUOTING = 3, 0.2
# A word for an interview stands within so many characters, headers and all.
_TOP = 400
_LEAST_ASKING, _SOME_ASKING = 2, 0.04


@once
def _seen(facts: Facts) -> Turns:
    """Look for turns, where enough passages ask for there to be any."""
    asking = sum([may_ask(text) for _, text in facts.texts])
    if asking < max(_LEAST_ASKING, _SOME_ASKING * len(facts.texts)):
        return Turns()
    return turns.find(facts.blocks, facts.lexicon)


def recognise(facts: Facts) -> Verdict:
    """Look for turns, for questions set apart, and for one person quoted again and again."""
    # Who is quoted is only asked where a text quotes.
    much = quoting(facts)[0] >= _MUCH_QUOTING
    name, count, _ = spokesman(facts) if much else ("", 0, None)
    narrative = name and count >= _OFTEN_QUOTED
    tops = [*_headers(facts), *[text for _, text in facts.texts[:2]]]
    said = wording("interview_words").at_the_top(tops, _TOP)
    return weigh(
        NAME,
        [
            *_signs(_seen(facts)),
            sign(narrative, 4.0, "{name} is quoted {count} times", name=name, count=count),
            sign(
                not narrative and portrayed(facts), 3.0, "one person's words fill much of the text"
            ),
            sign(said, 2.0, "a word for an interview at the top"),
        ],
    )


def _signs(found: Turns) -> Iterator[Sign | None]:
    """Weigh the turns by their form and by how much of the text they are."""
    much = 1.0 if found.share >= _MOST_OF_IT else 0.85 if found.share >= _MUCH_OF_IT else 0.2
    names = ", ".join(found.names[:4])
    yield sign(
        found.form == "labels",
        5.0 * much,
        "speakers named before their words: {names}",
        names=names,
    )
    yield sign(
        found.form == "names", 4.5 * much, "speakers named on their own lines: {names}", names=names
    )
    asked = found.questions
    if asked is None:
        return
    # An essay may ask in its headings, and in bare lines; it asks nobody.
    weight = {"heading": 2.0, "plain": 2.5}.get(asked.shape, 3.0)
    addressed = asked.addressed >= _MUCH_OF_IT
    yield sign(asked.asking, weight * much, "{count} questions set apart", count=len(asked.asking))
    yield sign(
        addressed and (asked.personal >= _MUCH_OF_IT or asked.shape != "heading"),
        (2.0 if asked.personal >= _MUCH_OF_IT else 1.0) * much,
        "the questions speak to one who answers",
    )
    yield sign(found.answerers, 2.0 * much, "the answers name who speaks")


def _headers(facts: Facts) -> list[str]:
    return [value for header in facts.document.headers for value in header.values]


def compose(facts: Facts) -> Composition:
    """Part questions and answers; a narrative keeps its prose, with its lists and labels."""
    frame = read_frame(facts)
    blocks = mark_further_reading(frame.blocks)
    found = turns.find(blocks, facts.lexicon)
    if found.form != "none":
        blocks = turns.part(found)
        people = _speakers(facts, found)
    else:
        blocks = mark_labels(frame.headed(facts))
        people = _quoted(facts)
    blocks, lost = mark_losses(facts, blocks)
    named = ""
    if people.value:
        named = facts.lexicon.interview_with.format(name=", ".join(people.value))
    authors = with_conductor(facts, frame.fields.authors, turns=found, guests=people.value)
    return Composition(
        fields=replace(frame.fields, interviewees=people, authors=authors),
        body=blocks,
        used=frame.used,
        diagnostics=(*frame.diagnostics, *lost),
        named=named,
        naming=people.evidence[:1],
    )


def _quoted(facts: Facts) -> Field[tuple[str, ...]]:
    """Name the one whom a narrative quotes."""
    name, count, place = spokesman(facts)
    if portrait := portrayed(facts):
        name, count = portrait, 2
        place = next(span for span, text in facts.texts if portrait in text)
    if not name or place is None or count < 2:
        return absent_list()
    name, place = full_name(facts, name) or (name, place)
    said = facts.evidence("interviewees/quoted", place, name)
    return Field(value=(name,), standing="derived", evidence=(said,))


def _speakers(facts: Facts, found: Turns) -> Field[tuple[str, ...]]:
    """Name those who answer, by their fullest form; initials and letters are no names."""
    names = [
        name
        for name in found.names
        if name not in found.askers
        and not any(char.isdigit() for char in name)
        and len(name.replace(".", "")) > (3 if name.isascii() else 1)
        and fold(name) not in everywhere("answerer_words")
        and fold(name) not in everywhere("asker_words")
    ]
    full = [full_name(facts, name) for name in names]
    names = [whole[0] if whole else name for name, whole in zip(names, full, strict=True)]
    for span, text in facts.texts if names else ():
        if names[0] in text:
            said = facts.evidence("interviewees/speakers", span, names[0])
            return Field(value=tuple(dict.fromkeys(names)), standing="derived", evidence=(said,))
    return absent_list()
