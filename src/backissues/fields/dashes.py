"""Finds who asks in a dialogue whose turns open with a dash.

Comes in: pieces. Goes out: which of them ask, and which answer.
Must not know: languages, labels, kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from backissues.fields.asking import asks
from backissues.fields.cues import Piece
from backissues.model import Heading, Rule

Found: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]

_LEAST = 3
# Of the lines that a dash opens, so many ask where the dash is speech and no list.
_ASKING_DASHES = 0.2


def find(pieces: Sequence[Piece]) -> Found | None:
    """Read dialogue in which a dash opens both speakers' words, or only those of one."""
    dashed = [index for index, piece in enumerate(pieces) if piece.form == "dash"]
    if len(dashed) < _LEAST:
        return None
    asking = [index for index in dashed if asks(pieces[index].text)]
    asked_above = [
        index
        for index in dashed
        if index and pieces[index - 1].form != "dash" and asks(pieces[index - 1].text)
    ]
    if len(asked_above) >= max(_LEAST, 0.6 * len(dashed)):
        # Only answers open with a dash.
        return tuple(index - 1 for index in asked_above), tuple(dashed)
    if len(asking) < max(2, _ASKING_DASHES * len(dashed)):
        return None
    paired = sum(after == before + 1 for before, after in pairwise(dashed))
    if paired <= 0.2 * len(dashed) or len(asking) >= 0.75 * len(dashed):
        # Only questions do, and what follows each is its answer.
        return tuple(dashed), ()
    turns = _by_turns(pieces, dashed)
    answering = frozenset(dashed) - frozenset(turns)
    return tuple(turns), tuple(sorted(answering))


def _by_turns(pieces: Sequence[Piece], dashed: Sequence[int]) -> list[int]:
    """Let two speakers take turns, and choose who begins by the question marks; headings part."""
    found: list[int] = []
    for run in _runs(pieces, dashed):
        even, odd = run[::2], run[1::2]
        begins = sum(asks(pieces[i].text) for i in even) >= sum(asks(pieces[i].text) for i in odd)
        found += even if begins else odd
    return found


def _runs(pieces: Sequence[Piece], dashed: Sequence[int]) -> list[list[int]]:
    """Part dashed lines into runs that no heading interrupts."""
    runs: list[list[int]] = []
    last = -2
    for index in dashed:
        between = pieces[last + 1 : index] if last >= 0 else ()
        if not runs or any(isinstance(piece.block, (Heading, Rule)) for piece in between):
            runs.append([])
        runs[-1].append(index)
        last = index
    return runs
