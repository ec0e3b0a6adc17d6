"""Finds the headings that stand among the turns of an interview, and after them.

Comes in: pieces, and the role of the turn that opens at each. Goes out: the block of each piece.
Must not know: who speaks, how turns are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from backissues.fields.asking import asks, thanks
from backissues.fields.cues import Piece
from backissues.fields.headings import mark_headings
from backissues.fields.labels import is_time
from backissues.fields.looks import looks_like_heading
from backissues.languages import fold, opening
from backissues.model import Block, Heading, Paragraph
from backissues.patterns import late

# A caption or a label is no section: “Ada vor dem Haus. © Karl Lind”, “Lire aussi : …”.
_NO_SECTION = late(r"[©®:：]|^[\[(（#＃]")
_LONGEST_SECTION = 80


def with_headings(
    pieces: Sequence[Piece], roles: Sequence[str], *, bold: bool
) -> tuple[Block, ...]:
    """Make headings of short lines right over a turn, and of those that head what follows all.

    Among `bold` questions, a bold line that could be a heading and asks nothing is one.
    """
    opens = [index for index, role in enumerate(roles) if role]
    first, last = (opens[0], opens[-1]) if opens else (-1, -1)
    found: list[Block] = []
    for index, piece in enumerate(pieces):
        block = piece.block
        if roles[index] or not isinstance(block, Paragraph):
            found.append(block)
            continue
        between = index <= last and _is_section(pieces, roles, index, begun=index > first)
        set_apart = index > 0 and (bold or index <= first) and _is_bold_heading(piece)
        found.append(_heading(block) if between or set_apart else block)
    tail = found[last + 1 :]
    marked = mark_headings(tail, titled=True)
    if len(marked) != len(tail):
        return tuple(found)
    # A line of hashtags stands over the platform's prompts, and heads none of them.
    found[last + 1 :] = [
        block if piece.text.startswith(("#", "＃")) else head
        for piece, block, head in zip(pieces[last + 1 :], tail, marked, strict=True)
    ]
    return tuple(found)


def _heading(block: Paragraph) -> Heading:
    return Heading(span=block.span, level=2, inlines=block.inlines)


def _is_bold_heading(piece: Piece) -> bool:
    """Tell whether a bold line could be a heading: “**Zur Person**” after bold questions."""
    text = piece.text.strip("*_")
    return piece.set == "bold" and not thanks(text) and looks_like_heading(text)


def _is_section(pieces: Sequence[Piece], roles: Sequence[str], index: int, *, begun: bool) -> bool:
    """Tell whether a short line stands as a section's heading between two turns."""
    block, text = pieces[index].block, pieces[index].text
    if not isinstance(block, Paragraph) or block.span.first != block.span.last:
        return False
    after = roles[index + 1] if index + 1 < len(roles) else ""
    if not after or (index and roles[index - 1] == "question"):
        return False
    by_name = pieces[index + 1].form == "alone"
    return (
        ((begun and after == "question") or by_name)
        and len(text) <= _LONGEST_SECTION
        and looks_like_heading(text)
        and not _NO_SECTION.search(text)
        and not asks(text)
        and not text.endswith(("!", "！"))
        and not is_time(text)
        and not opening("credit").match(fold(text))
    )
