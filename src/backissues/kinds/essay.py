"""The essay: running text under a title, perhaps with sections; what every text is at least.

Comes in: facts. Goes out: a verdict; paragraphs and section headings.
Must not know: other kinds, settings, templates, files.
"""

from __future__ import annotations

from backissues.fields import roundup
from backissues.fields.composition import Composition, sign, weigh
from backissues.fields.facts import Facts
from backissues.fields.frame import read_frame
from backissues.fields.losses import mark_losses
from backissues.fields.run_ins import mark_labels
from backissues.model import Heading, Verdict

NAME = "essay"
# Fewer linked titles stand in any text.
_LINKED = 4


def recognise(facts: Facts) -> Verdict:
    """Take running text: long paragraphs, few headings, no marks of the other kinds."""
    paragraphs = [text for _, text in facts.texts]
    long = [text for text in paragraphs if len(text) > 250]
    found = roundup.read(facts)
    headings = sum([type(block) is Heading for block in facts.marked])
    return weigh(
        NAME,
        [
            sign(facts, 2.0, "any text is an essay at least"),
            sign(len(long) >= 3 and len(long) >= 0.4 * len(paragraphs), 1.0, "long paragraphs"),
            sign(1 < headings <= len(long), 0.5, "sections of some length"),
            sign(found.dated, -0.5, "named by its date"),
            sign(
                found.entries >= _LINKED and not long,
                -1.0,
                "{count} linked titles",
                count=found.entries,
            ),
        ],
    )


def compose(facts: Facts) -> Composition:
    """Keep the text as it is, with its sections."""
    frame = read_frame(facts)
    blocks = mark_labels(frame.headed(facts))
    blocks, lost = mark_losses(facts, blocks)
    return Composition(
        fields=frame.fields,
        body=blocks,
        used=frame.used,
        diagnostics=(*frame.diagnostics, *lost),
    )
