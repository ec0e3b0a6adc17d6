"""Finds questions that a capture left without the mark of the others: one plain among bold ones.

Comes in: pieces, what asks and answers by its mark. Goes out: the pieces between that ask as well.
Must not know: kinds, how the others are marked. Who answers may ask as well, and nobody replies:
where it stands must show that a line is a question to him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from backissues.fields.asking import asks
from backissues.fields.cues import Piece
from backissues.languages import Lexicon, holds, opening
from backissues.model import Paragraph

# A question that stands alone is a sentence or two.
_LONGEST = 200
# So many of the other questions have one passage below, which answers, before one with a question
# inside is taken for two.
_LEAST_ALIKE, _MOST = 2, 0.8


def between(pieces: Sequence[Piece], asking: Sequence[int], lexicon: Lexicon) -> Iterator[int]:
    """Yield plain questions between marked ones, where question and answer take strict turns.

    Above the first and below the last of them a text asks its reader.
    """
    alike = odd = 0
    found: list[int] = []
    for above, below in pairwise(asking):
        inside = range(above + 2, below, 2)
        if below - above == 2:
            alike += 1
        elif (below - above) % 2 == 0 and all(_asks_alone(pieces, at, lexicon) for at in inside):
            found += inside
        else:
            odd += 1
    if alike >= _LEAST_ALIKE and alike >= _MOST * (alike + odd):
        yield from found


def unlabelled(
    pieces: Sequence[Piece], answers: Mapping[int, str], lexicon: Lexicon
) -> Iterator[int]:
    """Yield plain questions over an answer that the same speaker's label opens once more.

    `answers` gives the label by the piece that it opens, of questions none: “Ada: I left.”, “Where
    to?”, “Ada: Home.”
    """
    for above, below in pairwise(sorted(answers)):
        again = answers[above] and answers[above] == answers[below] and below - above > 1
        if again and not pieces[below - 1].form and _asks(pieces[below - 1], lexicon):
            yield below - 1


def _asks_alone(pieces: Sequence[Piece], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a piece asks over a longer passage that does not ask."""
    text, below = pieces[at].text, pieces[at + 1].text
    return len(below) > len(text) and not asks(below) and _asks(pieces[at], lexicon)


def _asks(piece: Piece, lexicon: Lexicon) -> bool:
    """Tell whether a piece is a short passage of its own that asks somebody else.

    “But who would have believed it?”, “What was I to do?”: so one asks oneself.
    """
    plain = isinstance(piece.block, Paragraph) and not piece.set and not piece.block.tight
    if not plain or len(piece.text) > _LONGEST or not asks(piece.text):
        return False
    goes_on = opening("joining").opens(piece.text) and not holds(lexicon.address, piece.text)
    return not goes_on and not holds(lexicon.first_person, piece.text)
