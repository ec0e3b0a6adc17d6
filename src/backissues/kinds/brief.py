"""The brief: several stories under one title, each with its own title and often its links.

Comes in: facts. Goes out: a verdict; a part a story, with run-in subheads and further reading.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

from collections.abc import Sequence

from backissues.fields import roundup, series, title
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.facts import Facts
from backissues.fields.frame import read_frame
from backissues.fields.losses import mark_losses
from backissues.fields.run_ins import mark_labels, mark_openings, mark_run_ins
from backissues.fields.stories import mark_stories
from backissues.fields.trim import hull
from backissues.model import Block, Heading, List, Paragraph, Part, Verdict

NAME = "brief"
# Two stories may be a column; fewer linked titles than four stand in any text.
_SEVERAL, _LINKED, _NUMBERED = 2, 4, 3
# A story of news is shorter than this, on an average; an essay's sections are longer.
_LONGEST_STORY = 1200


def recognise(facts: Facts) -> Verdict:
    """Add up what a round-up of news has: titled stories, leads, sources, links, a name, a date."""
    named = title.find(facts)
    also = title.standfirst(facts, named.lines[-1] if named.lines else 0).field.value
    number = series.find(facts).number
    lists = sum([type(b) is List and b.role == "further-reading" for b in facts.marked])
    found = roundup.read(facts)
    several = found.stories >= _SEVERAL or found.run_ins >= _SEVERAL or lists
    long = sum([len(text) for _, text in facts.texts])
    pieces = max(found.stories, found.parts if found.parts > _SEVERAL else 0)
    short = pieces >= _SEVERAL and long < _LONGEST_STORY * pieces
    return weigh(
        NAME,
        [
            sign(bool(also), 2.0, "a line under the title that names the other stories"),
            sign(lists >= 2, 2.0, "{count} lists of further reading", count=lists),
            sign(found.run_ins >= 2, 1.5, "{count} run-in subheads", count=found.run_ins),
            sign(short, 1.0, "{count} titles of stories", count=pieces),
            sign(found.entries >= _LINKED, 1.0, "{count} linked titles", count=found.entries),
            sign(found.numbered >= _NUMBERED, 0.5, "{count} numbered titles", count=found.numbered),
            sign(
                found.recurring and several,
                1.5,
                "“{label}” under one story after another",
                label=found.recurring,
            ),
            sign(found.named, 2.0, "its name says a round-up: “{name}”", name=found.named),
            sign(
                found.mentioned and not found.named and several,
                1.5,
                "a word for a brief at the top: “{name}”",
                name=found.mentioned,
            ),
            sign(found.rubric, 1.5, "a rubric of short news: “{name}”", name=found.rubric),
            sign(found.dated and not found.letter, 2.0, "named by its date"),
            sign(
                found.edition and not found.named,
                -3.0,
                "a greeting to the readers of an edition: “{name}”",
                name=found.edition,
            ),
            sign(bool(number.field.value), -2.0, "a number: {number}", number=number.field.value),
        ],
    )


def compose(facts: Facts) -> Composition:
    """Make a part of each story: its title, its text, its further reading."""
    frame = read_frame(facts)
    blocks = mark_openings(mark_run_ins(mark_labels(frame.headed(facts))))
    blocks = mark_stories(blocks, all_stories=True)
    blocks, lost = mark_losses(facts, blocks)
    return Composition(
        fields=frame.fields,
        body=_stories(blocks),
        used=frame.used,
        diagnostics=(*frame.diagnostics, *lost),
    )


def _stories(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Put each story into a part: its title and what stands under it, up to the next heading."""
    body: list[Block] = []
    story: list[Block] = []
    count = 0

    def close() -> None:
        """End the story at hand."""
        nonlocal count
        if not story:
            return
        count += 1
        body.append(
            Part(role="story", blocks=tuple(story), span=hull(story), anchor=f"story-{count}")
        )
        story.clear()

    for block in blocks:
        if isinstance(block, Heading) and block.role in {"section", "story"}:
            close()
            (story if block.role == "story" else body).append(block)
        elif isinstance(block, Paragraph) and block.role == "story":
            close()
            story.append(block)
        elif story:
            story.append(block)
        else:
            body.append(block)
    close()
    return tuple(body)
