"""The brief: several stories under one title, each with its own title and often its links.

Comes in: facts. Goes out: a verdict; a part a story, with run-in subheads and further reading.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from backissues.fields import title
from backissues.fields.composition import Composition, weigh
from backissues.fields.facts import Facts
from backissues.fields.frame import read_frame
from backissues.fields.headings import mark_headings, mark_labels, mark_run_ins
from backissues.fields.links import mark_further_reading
from backissues.fields.losses import mark_foreign, mark_lost_lists, report_cut_links, whole
from backissues.languages import everywhere, fold
from backissues.model import Block, Heading, List, Paragraph, Part, RunIn, Verdict
from backissues.text.tree import plain

NAME = "brief"


def recognise(facts: Facts) -> Verdict:
    """Look for several titled stories, a line that names the others, run-in subheads, links."""
    named = title.find(facts)
    line = named.lines[-1] if named.lines else 0
    also = title.standfirst(facts, line).field.value
    blocks = _structured(facts.blocks)
    headings = [block for block in blocks if isinstance(block, Heading)]
    lists = sum(isinstance(block, List) and block.role == "further-reading" for block in blocks)
    run_ins = sum(_runs_in(block) for block in blocks)
    top = fold(" ".join([named.field.value or "", *(text for _, text in facts.texts[:2])]))[:300]
    heads = {fold(plain(block.inlines)) for block in headings}
    words = any(word in top or word in heads for word in everywhere("brief_words"))
    return weigh(
        NAME,
        [
            (bool(also), 2.0, "a line under the title that names the other stories"),
            (lists >= 2, 2.0, f"{lists} lists of further reading"),
            (run_ins >= 2, 1.5, f"{run_ins} run-in subheads"),
            (len(headings) >= 2, 1.0, f"{len(headings)} titles of stories"),
            (words, 2.0, "a word for a brief"),
        ],
    )


def _structured(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return mark_run_ins(mark_further_reading(mark_labels(mark_headings(blocks))))


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
    blocks = _structured(_free_headings(frame.blocks, has_title=bool(frame.used)))
    blocks, foreign = mark_foreign(facts, blocks)
    blocks, lost = mark_lost_lists(facts, blocks)
    return Composition(
        fields=frame.fields,
        body=_stories(blocks),
        used=frame.used,
        diagnostics=(*frame.diagnostics, *foreign, *lost, *report_cut_links(facts, blocks)),
    )


def _free_headings(blocks: tuple[Block, ...], *, has_title: bool) -> tuple[Block, ...]:
    """Let the first block be a heading too, once the title above it became a field."""
    if not has_title or not blocks:
        return blocks
    # `mark_headings` leaves the first block alone; a neutral one before it frees it.
    first, *rest = blocks
    marked = mark_headings((first, first, *rest))[1:]
    return (marked[0], *rest)


def _stories(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Begin a story at each heading that has text under it; a heading over headings is a section."""
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
            Part(role="story", blocks=tuple(story), span=whole(story), anchor=f"story-{count}")
        )
        story.clear()

    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Heading) and block.role == "section":
            close()
            if isinstance(after, Paragraph):
                story.append(replace(block, role="story"))
            else:
                body.append(block)
        elif story:
            story.append(block)
        else:
            body.append(block)
    close()
    return tuple(body)
