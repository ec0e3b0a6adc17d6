"""The brief: several stories under one title, each with its own title and often its links.

Comes in: facts. Goes out: a verdict; a part a story, with run-in subheads and further reading.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

from collections.abc import Sequence

from backissues.fields import title
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.facts import Facts
from backissues.fields.frame import read_frame
from backissues.fields.losses import mark_losses
from backissues.fields.run_ins import mark_labels, mark_run_ins
from backissues.fields.stories import mark_stories
from backissues.fields.trim import hull
from backissues.languages import everywhere, fold, wording
from backissues.model import Block, Heading, List, Paragraph, Part, RunIn, Verdict
from backissues.text.tree import text_of

NAME = "brief"


def recognise(facts: Facts) -> Verdict:
    """Look for several titled stories, a line that names the others, run-in subheads, links."""
    named = title.find(facts)
    line = named.lines[-1] if named.lines else 0
    also = title.standfirst(facts, line).field.value
    blocks = _structured(facts.marked)
    headings = [b for b in blocks if isinstance(b, Heading) and b.role == "section"]
    lists = sum(isinstance(block, List) and block.role == "further-reading" for block in blocks)
    run_ins = sum(_runs_in(block) for block in blocks)
    top = fold(" ".join([named.field.value or "", *(text for _, text in facts.texts[:2])]))[:300]
    heads = {fold(text_of(block)).strip(" ?!:.") for block in headings}
    words = wording("brief_words").search(top) or heads & everywhere("brief_words")
    return weigh(
        NAME,
        [
            sign(bool(also), 2.0, "a line under the title that names the other stories"),
            sign(lists >= 2, 2.0, "{count} lists of further reading", count=lists),
            sign(run_ins >= 2, 1.5, "{count} run-in subheads", count=run_ins),
            sign(len(headings) >= 2, 1.0, "{count} titles of stories", count=len(headings)),
            sign(words and (headings or lists), 2.0, "a word for a brief, over several parts"),
        ],
    )


def _structured(marked: Sequence[Block]) -> tuple[Block, ...]:
    return mark_run_ins(mark_labels(marked))


def _runs_in(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and bool(block.inlines)
        and isinstance(block.inlines[0], RunIn)
        and block.inlines[0].role == "subhead"
    )


def compose(facts: Facts) -> Composition:
    """Make a part of each story: its title, its text, its further reading."""
    frame = read_frame(facts)
    blocks = mark_stories(_structured(frame.headed(facts)), all_stories=True)
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
        elif story:
            story.append(block)
        else:
            body.append(block)
    close()
    return tuple(body)
