"""Finds labels that run into a paragraph or a list item: subheads, leads in bold, speakers' labels.

Comes in: blocks. Goes out: blocks in which such labels are run-ins.
Must not know: kinds, languages: a house style shows by its repetition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from backissues.fields.looks import LONGEST, SENTENCE_ENDS, looks_like_heading
from backissues.model import Block, Inline, Item, List, Paragraph, RunIn, Strong, Text
from backissues.patterns import late
from backissues.text.tree import plain, squeeze, text_of

# A subhead runs into a paragraph, not into an item of a list.
_LEAST_RUN_IN = 60
# A label and the dash that parts it from its text: “Gros chantier – Le …”, “Mieux que neuf ? – …”;
# not “2020 – 2024”, “Paris – Lyon – Nice” (checked by what follows), or a dash past 60 characters.
_RUN_IN = late(r"^([^\s–—-][^–—:\n]{1,60}?)(\s[–—-]\s)(?=[A-ZÀ-ÖØ-Þ«“„])")
# What parts a label from its text stands near the start.
_PARTED = late("[:：–—-]")
_LONGEST_LABEL = 66
# A label and its colon inside a list item: “Le toit : « L’ardoise …”.
LABEL = late(r"^([^\s:：][^:：.\n]{1,60}?)(\s?[:：]\s)(?=\S)")
# “La facture. Elle s'élève à …”: four words at most, no figure before the stop, as dates have one.
_SHORT_SENTENCE = late(
    r"^([A-ZÀ-ÖØ-Þ¿¡][^\s.!?:,;]{0,20}(?:\s[^\s.!?:,;]{1,20}){0,3}[^\W\d])(\.\s)(?=[A-ZÀ-ÖØ-Þ«“„])"
)
_STOP = late(r"\.\s")
_LEAST_OPENINGS, _SHARE = 3, 0.4
# What may part a lead in bold from the text that it opens.
_PARTING = " .:–—-。：\u00a0"


def mark_run_ins(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark leads in bold, and labels before a dash, where a text has two or more such paragraphs.

    One dash is a sentence's own; a house style shows by its repetition.
    """
    blocks = _mark_leads(blocks)
    matches = [
        _opening(block, _RUN_IN)
        if type(block) is Paragraph and len(text_of(block)) > _LEAST_RUN_IN
        else None
        for block in blocks
    ]
    if len(matches) - matches.count(None) < 2:
        return tuple(blocks)
    return tuple(
        _run_in(block, match, "subhead") if match and isinstance(block, Paragraph) else block
        for block, match in zip(blocks, matches, strict=True)
    )


def _mark_leads(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark bold words that open a paragraph and are parted from it: “**A leak.** The storm …”."""
    leads = [
        type(block) is Paragraph
        and bool(block.inlines)
        and type(block.inlines[0]) is Strong
        and _has_lead(block)
        for block in blocks
    ]
    if sum(leads) < 2:
        return tuple(blocks)
    found: list[Block] = []
    for block, leading in zip(blocks, leads, strict=True):
        if leading and isinstance(block, Paragraph):
            lead = RunIn("subhead", (block.inlines[0],))
            found.append(replace(block, inlines=(lead, *block.inlines[1:])))
        else:
            found.append(block)
    return tuple(found)


def _has_lead(block: Paragraph) -> bool:
    """Tell whether a paragraph opens with a title in bold and goes on with a sentence of its own.

    “**Anthropic** has raised …” is a stressed word: what follows is the same sentence.
    """
    first = block.inlines[0]
    if len(block.inlines) < 2 or not isinstance(first, Strong):
        return False
    lead = squeeze(plain(first.children))
    rest = plain(block.inlines[1:])
    parted = lead.endswith((*SENTENCE_ENDS, ":", "：")) or rest.lstrip()[:1] in {":", "–", "—"}
    text = rest.lstrip(_PARTING)
    if not text or len(lead) > LONGEST or not looks_like_heading(lead.rstrip(" .:。：")):
        return False
    return not text[0].islower() and (parted or text[0].isupper())


def mark_openings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark short first sentences as subheads where many paragraphs have one: “The bill. It …”.

    A capture that lost its bold type has kept the stops. Three such paragraphs, and four in ten of
    all that are as long, are a house style; fewer are a writer's breath.
    """
    long = [
        isinstance(block, Paragraph) and len(text_of(block)) >= 2 * _LEAST_RUN_IN
        for block in blocks
    ]
    matches = [
        _opening(block, _SHORT_SENTENCE, _STOP) if is_long else None
        for block, is_long in zip(blocks, long, strict=True)
    ]
    opened = sum(map(bool, matches))
    if opened < _LEAST_OPENINGS or opened < _SHARE * sum(long):
        return tuple(blocks)
    return tuple(
        _run_in(block, match, "subhead") if match and isinstance(block, Paragraph) else block
        for block, match in zip(blocks, matches, strict=True)
    )


def mark_labels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark the label of each list item, where two items or more of a list have one."""
    return tuple([_label_items(block) if type(block) is List else block for block in blocks])


def _label_items(block: List) -> List:
    texts = [item.blocks[0] if item.blocks else None for item in block.items]
    matches = [_opening(text, LABEL) if isinstance(text, Paragraph) else None for text in texts]
    if len(matches) - matches.count(None) < 2:
        return block
    items: list[Item] = []
    for item, text, match in zip(block.items, texts, matches, strict=True):
        if match and isinstance(text, Paragraph):
            first = _run_in(text, match, "label")
            items.append(replace(item, blocks=(first, *item.blocks[1:])))
        else:
            items.append(item)
    return replace(block, items=tuple(items))


def _opening(
    block: Block, pattern: re.Pattern[str], parted: re.Pattern[str] = _PARTED
) -> re.Match[str] | None:
    """Match a pattern at a paragraph's start, inside its first run of text."""
    first = block.inlines[0] if type(block) is Paragraph and block.inlines else None
    if type(first) is not Text or not parted.search(first.text[:_LONGEST_LABEL]):
        return None
    return pattern.match(first.text)


def _run_in(block: Paragraph, match: re.Match[str], role: Literal["subhead", "label"]) -> Paragraph:
    """Part a paragraph's label from its text; the mark between them stays with the text."""
    first = block.inlines[0]
    text = first.text if isinstance(first, Text) else ""
    label: Inline = RunIn(role, (Text(match[1]),))
    rest: tuple[Inline, ...] = (Text(text[match.end(1) :]), *block.inlines[1:])
    return replace(block, inlines=(label, *rest))


def runs_in(block: Block) -> bool:
    """Tell whether a paragraph opens with a subhead."""
    if type(block) is not Paragraph or not block.inlines:
        return False
    first = block.inlines[0]
    return type(first) is RunIn and first.role == "subhead"
