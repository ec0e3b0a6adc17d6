"""Finds what a drafted thread says to its editor: notes above the first label and below the last.

Comes in: a thread's pieces, labelled “Tweet 3/8” by a platform's word. Goes out: the pieces
without the notes, and the blocks of the notes. Must not know: kinds, what a note says.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from backissues.fields.further import heads as heads_further_reading
from backissues.fields.hashtags import is_hashtag_line
from backissues.fields.posts import Posts
from backissues.model import Block, Heading, Lost, Rule
from backissues.text.tree import block_text, text_of

# A few lines of instructions; more above the first label is a text.
_LONGEST_HEAD = 800


def part_notes(found: Posts) -> tuple[Posts, tuple[Block, ...]]:
    """Part the notes to the editor from a draft's posts; a thread without labels has none."""
    marks = found.numbering.marks
    if not marks or found.numbering.form != "label":
        return found, ()
    pieces, are = list(found.pieces), list(found.are)
    notes: list[Block] = []
    if not pieces[0].mark and not are[0] and _instructs(pieces[0].blocks):
        kept, notes = _sifted(pieces[0].blocks)
        pieces[0] = replace(pieces[0], blocks=kept)
    last = max(index for index, piece in enumerate(pieces) if piece.mark)
    if marks[-1].total in {None, marks[-1].number}:
        own, below = _ended(pieces[last].blocks)
        below += [block for piece in pieces[last + 1 :] for block in piece.blocks]
        written = sum(len(block_text(block)) for piece in pieces for block in piece.blocks)
        if sum(map(len, map(block_text, below))) < written / 2:
            kept, after = _sifted(below)
            notes += after
            pieces[last] = replace(pieces[last], blocks=(*own, *kept))
            pieces, are = pieces[: last + 1], are[: last + 1]
    return replace(found, pieces=tuple(pieces), are=tuple(are)), tuple(notes)


def _instructs(blocks: Sequence[Block]) -> bool:
    """Tell whether what stands above the first label is a few lines, with no heading in it."""
    length = sum(len(block_text(block)) for block in blocks)
    return length <= _LONGEST_HEAD and not any(isinstance(block, Heading) for block in blocks)


def _ended(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Block]]:
    """Part the last post from what follows it: a rule or a heading stands between."""
    for index, block in enumerate(blocks):
        if index and isinstance(block, (Rule, Heading)):
            return tuple(blocks[:index]), list(blocks[index:])
    return tuple(blocks), []


def _sifted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Block]]:
    """Keep hashtags, rules, and all from a heading of further reading on; the rest are notes."""
    kept: list[Block] = []
    notes: list[Block] = []
    further = False
    for block in blocks:
        further = further or (isinstance(block, Heading) and heads_further_reading(text_of(block)))
        own = isinstance(block, (Rule, Lost)) or is_hashtag_line(text_of(block))
        (kept if own or further else notes).append(block)
    return tuple(kept), notes
